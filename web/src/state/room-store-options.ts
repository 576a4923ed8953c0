import type { RoomClientOptions } from "../client/room-client.ts";

/** What the store of a room is made of. Where it is opened for a page, `openRoom` fills it in. */
export type RoomStoreOptions = Pick<
  RoomClientOptions,
  | "room"
  | "sealed"
  | "url"
  | "origin"
  | "build"
  | "loadCredentials"
  | "renewCredentials"
  | "createPeer"
  | "makeSealVoice"
  | "connect"
  | "loadBoard"
  | "loadGames"
> & {
  /** The room's name as people wrote it. */
  readonly title: string;
  readonly link: string;
  /** Puts the room among those that home shows. */
  readonly remember: () => void;
};
