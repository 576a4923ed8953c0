import type { SealedRoom } from "../client/sealed-room.ts";
import { loadCredentials, renewCredentials } from "../crypto/credentials.ts";
import { checkRoomName } from "../crypto/names.ts";
import { sealedPath } from "../crypto/room-words.ts";
import { text } from "../text/text.ts";
import { rememberRoom } from "./recent-rooms.ts";
import { takeRejoin } from "./reload.ts";
import { LiveRoomStore } from "./room-store.ts";
import type { RoomStore } from "./room-view.ts";
import { serverLine } from "./server-line.ts";

/**
 * Opens the room of `/r/<name>` for a page. The store starts in phase "idle" (pre-join), already opening its line to the
 * server, so that Join is quick; nothing of the room is entered before `join`. Where the page was reloaded for a new build while
 * it was in this room, it joins again by itself. A name that is none gives phase "refused" with problem "room-name-invalid".
 */
export function openRoom(name: string): RoomStore {
  const checked = checkRoomName(name);
  const room = checked.ok ? checked.text : undefined;
  const title = name.normalize("NFC").replace(/\s+/gu, " ").trim();
  const store = new LiveRoomStore({
    ...surroundings(),
    room,
    title,
    link: `${location.origin}/r/${encodeURIComponent(title)}`,
    remember: () => rememberRoom(title),
  });
  return rejoined(store, room);
}

/** Opens a sealed room; its title and link are what its words say, once they can be read. */
export function openSealedRoom(sealed: SealedRoom): RoomStore {
  const title = () => sealed.words?.title || text.sealed.kinds[sealed.kind];
  const store = new LiveRoomStore({
    ...surroundings(),
    room: sealed.id,
    sealed,
    get title() {
      return title();
    },
    get link() {
      return location.origin + sealed.address;
    },
    remember: () => rememberRoom(title(), Date.now(), sealedPath(sealed.id)),
  });
  return rejoined(store, sealed.id);
}

function surroundings() {
  return {
    ...serverLine(),
    origin: location.origin,
    build: document.querySelector<HTMLMetaElement>("meta[name=free4chat-build]")?.content ?? "",
    loadCredentials,
    renewCredentials,
    loadBoard: () => import("../board/board.ts"),
    loadGames: () => import("../games/games.ts"),
    createPeer:
      typeof RTCPeerConnection === "undefined"
        ? undefined
        : (configuration: RTCConfiguration) => new RTCPeerConnection(configuration),
  };
}

function rejoined(store: LiveRoomStore, room: string | undefined): RoomStore {
  const rejoin = room === undefined ? undefined : takeRejoin(room);
  if (rejoin) void store.join(rejoin);
  return store;
}
