/** What a room client is made of, and what it tells. */
import type { Credentials } from "../crypto/credentials.ts";
import type { ClientVoice } from "../sealing/client-seal.ts";
import type { ErrorCode } from "./errors.ts";
import type { RoomData } from "./room-data.ts";
import type { LoadBoard, LoadGames } from "./room-documents.ts";
import type { SealedRoom } from "./sealed-room.ts";
import type { LineOptions } from "./signalling.ts";
import type { CreatePeer } from "./voice-connection.ts";
import type * as wire from "./wire.ts";

export type Phase =
  | "idle"
  | "connecting"
  | "knocking" // somebody inside has to let us in
  | "connected"
  | "reconnecting"
  | "superseded"
  | "left"
  | "refused";

/** Why the phase is what it is: the server's reason, or one of this side. */
export type Fault =
  | ErrorCode
  | "server-away"
  | "too-many-connections"
  | "removed"
  | "turned-away"
  | "removed-for-good";

export interface RoomClientEvents {
  /** Anything that can be read from the client is another. */
  changed(): void;
  joined(member: wire.Member): void;
  left(member: wire.Member): void;
  /** A robot did not work, and was taken out. */
  robotFailed?(): void;
  /** The server will not take a line that we wrote. */
  lineRefused(code: ErrorCode): void;
  /** As `VoiceEvents` has it: for `Playback.attach`. */
  slotsChanged(slots: readonly RTCRtpReceiver[], keeps: boolean): void;
  /** The server runs another build of the page ("": one that speaks another version): reload it. */
  newBuild(build: string): void;
}

export interface RoomClientOptions {
  /** The canonical name of a public room; undefined for a name that is none: refused, and nothing is sent. */
  readonly room: string | undefined;
  /** A sealed room, in the place of a name. */
  readonly sealed?: SealedRoom | undefined;
  /** Makes what seals the voice of a sealed room; undefined where this browser cannot. Left out: as browsers do. */
  readonly makeSealVoice?: (() => ClientVoice | undefined) | undefined;
  /** `wss://.../ws`. */
  readonly url: string;
  /** What is signed as the page's origin. */
  readonly origin: string;
  /** The page's own build; "" when it does not know. */
  readonly build: string;
  readonly nickname: string;
  /** False: nobody shall keep our voice to hear it again; left out, they may where the room has agreed on it. */
  readonly mayReplay?: boolean | undefined;
  readonly muted: boolean;
  /** Member ids whose voice the server shall not send us. */
  readonly mutedForMe: readonly string[];
  readonly loadCredentials: () => Promise<Credentials>;
  /** Makes a new device key: the server did not accept the one there is. */
  readonly renewCredentials: () => Promise<Credentials>;
  /** Left out: no WebRTC here, the chat alone. */
  readonly createPeer?: CreatePeer | undefined;
  readonly connect?: NonNullable<LineOptions["connect"]>;
  /** What members send each other over data channels; left out, none are offered. */
  readonly data?: RoomData | undefined;
  /** Fetches the board's code; left out, there is no board. */
  readonly loadBoard?: LoadBoard | undefined;
  /** Fetches the code of the games; left out, none is played. */
  readonly loadGames?: LoadGames | undefined;
}
