import type { Board } from "../board/board.ts";
import type { Retention } from "../client/chat-keeper.ts";
import type { LazyDocument } from "../client/lazy-document.ts";
import type { SawItem } from "../client/saw.ts";
import type { Description, DescriptionField } from "../crypto/description.ts";
import type { SealedKind } from "../crypto/descriptor.ts";
import type { FileOffer } from "../files/file-offer.ts";
import type { GameTable } from "../games/ground/game-table.ts";
import type { Bearing } from "./acquaintances.ts";
import type { ChatActions } from "./chat-actions.ts";
import type { FileActions, FilesView, OfferFault } from "./files-view.ts";
import type { CaptionFault, CaptionsView } from "./live-captions.ts";
import type { HeardByView } from "./live-heard-by.ts";
import type { LatencyMeter } from "./live-latency.ts";
import type { ReplayActions, ReplayView } from "./live-replay.ts";
import type { SpeechActions, SpeechFault, SpeechView } from "./live-speech.ts";
import type { ActFault, ModerationView, PersonAct, Rank } from "./moderation-view.ts";
import type { RoomActions } from "./room-actions.ts";

/**
 * What the room page shows and what a person can do there. The seam between `client` (which knows the wire) and `view`
 * (which knows React): `RoomStore` is implemented in `state`, and by fixtures for pictures.
 */

/** How the room stands with the server; always visible as the status "Connection". */
export type ConnectionPhase =
  | "idle" // pre-join: nothing was sent yet
  | "connecting"
  | "knocking" // somebody inside has to let us in
  | "connected"
  | "reconnecting" // lost; coming back by itself
  | "superseded" // another tab of this browser took over
  | "left"
  | "refused"; // the server said no; `problem` says why

/** What can go wrong in a person's eyes. The compiler asks `text` for words for each of them. */
export type ProblemCode =
  | "room-full"
  | "server-full"
  | "too-many-rooms"
  | "room-name-invalid"
  | "cannot-seal"
  | "nickname-invalid"
  | "message-too-long"
  | "message-forbidden" // holds control characters or such as turn the direction of writing
  | "too-many-messages"
  | "too-many-connections"
  | "microphone-denied"
  | "microphone-missing"
  | "microphone-busy" // another program holds it
  | "microphone-lost" // unplugged, or taken by a phone call
  | "speaker-failed"
  | "autoplay-blocked"
  | "no-webrtc"
  | "no-crypto" // too old a browser: it cannot sign (Ed25519)
  | "insecure-page" // not https: the browser gives no microphone
  | "voice-unreachable" // signalling works, media does not get through
  | "offline" // this device has no network
  | "server-away"
  | "removed" // by who moderates; one can come back
  | "removed-for-good" // banned, while here
  | "banned"
  | "address-banned" // somebody else of this network was banned
  | "room-locked"
  | "muted-for-all"
  | "turned-away"
  | "lobby-full"
  | "audience"
  | "may-speak"
  | "replay-on" // the room has agreed on it
  | "replay-empty"
  | ActFault
  | OfferFault
  | SpeechFault
  | CaptionFault
  | "denied" // no such room, or not for this link and password
  | "chain-refused" // the server holds the room as it was before
  | "refused"; // anything else the server says no to

/** A problem as people see it: a key into `text`, never English from the wire. `action` is offered as a button. */
export interface Problem {
  readonly code: ProblemCode;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly action?: "retry" | "take-over" | "choose-microphone" | "unlock-audio";
}

/** Why a description was not taken: a field that breaks the rules, or what the server said. */
export type DescribeFault = DescriptionField | "not-moderator" | "busy" | "failed";

/** One seat at the table. */
export interface Person {
  readonly number: number; // member number, stable while in the room
  readonly id: string; // member id: decides place and hue
  readonly nickname: string;
  readonly hue: number; // 0 to 7
  readonly place: number; // 0 to 1, along the table's edge; fixed by id
  readonly isSelf: boolean;
  readonly muted: boolean;
  readonly hasMedia: boolean; // false: writes and reads, or voice not there yet
  readonly connection: "connected" | "reconnecting";
  readonly robot: string | undefined; // what kind of robot; undefined for people
  readonly elsewhere: string; // of a robot: what goes to services elsewhere, "mind", "voice" and "ears"
  readonly mutedForMe: boolean;
  readonly volume: number; // 0 to 2
  readonly speaking: boolean;
  readonly rank: Rank;
  readonly silenced: boolean; // muted for all
  readonly hand: number; // place in the queue of raised hands, who has talked least first, from 1; 0: not raised
  readonly talkedSeconds: number; // by the server's measure, in coarse steps
  readonly resting: boolean; // their talking time is used up for now
  readonly fingerprint: string; // of their key, short
  readonly namesake: boolean; // somebody else here could be taken for them by name
  readonly stranger: Bearing["stranger"]; // the name is known here with another key
  readonly powers: readonly PersonAct[]; // what we may do about them, for everybody
}

/** A line of the chat. */
export interface ChatMessage {
  readonly key: string; // member id and sequence
  readonly author: string; // member id
  readonly nickname: string;
  readonly hue: number;
  readonly isSelf: boolean;
  readonly text: string; // "" for a file
  readonly file?: FileOffer | undefined;
  readonly edited: boolean; // worded anew since
  readonly reply: string | undefined; // key of the message that it answers
  readonly reactions: readonly ShownReaction[];
  readonly time: number; // author's clock, ms since 1970
  readonly pending: boolean; // not acknowledged yet
}

/** One emoji at a message. */
export interface ShownReaction {
  readonly emoji: string;
  readonly by: readonly string[]; // member ids
  readonly mine: boolean;
}

/** The microphone and what it is set to. */
export interface Microphone {
  readonly state: "off" | "asking" | "on" | "denied" | "missing" | "lost";
  readonly muted: boolean;
  readonly talking: boolean; // push to talk is held
  readonly speakingWhileMuted: boolean; // for the hint "you are muted"
  readonly devices: readonly Device[];
  readonly deviceId: string;
  readonly originalSound: boolean; // noise suppression, echo cancellation and gain control off
}

/** A microphone or loudspeaker. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** The loudspeaker. `choosable` is false where the browser has no setSinkId. */
export interface Speaker {
  readonly choosable: boolean;
  readonly devices: readonly Device[];
  readonly deviceId: string;
  readonly blocked: boolean; // autoplay was refused: one click plays
}

/** All that is shown, but for levels, which change too often for it. */
export interface RoomState {
  readonly phase: ConnectionPhase;
  readonly problem: Problem | undefined;
  readonly title: string; // the room's; the view puts it, with the mute state in words, into document.title
  readonly link: string;
  readonly nickname: string;
  readonly people: readonly Person[]; // oneself first, then by place
  readonly messages: readonly ChatMessage[];
  readonly files: FilesView; // how those among the messages stand
  readonly retention: Retention; // for how long this browser keeps them
  readonly description: Description; // what the room says of itself
  readonly mayDescribe: boolean;
  readonly moderator: string | undefined; // nickname of who moderates by being here
  readonly moderation: ModerationView;
  readonly microphone: Microphone;
  readonly heardBy: HeardByView | undefined; // while one speaks, and others' browsers say so
  readonly speaker: Speaker;
  readonly webrtc: boolean; // false: this browser can only chat
  readonly pushToTalkKey: string; // KeyboardEvent.code
  readonly sounds: boolean; // quiet sounds of joining and leaving
  readonly wakeLock: boolean;
  readonly replay: ReplayView;
  readonly speech: SpeechView;
  readonly captions: CaptionsView;
  readonly sealed?: SealedView | undefined; // of a room that is not public
}

/**
 * `strangers`: somebody sees others than we do; `stopped`: nothing is sealed until who has gone is locked out; `robot`: a robot of
 * the server has the keys, as the owner allows.
 */
export type SealLock = "agreeing" | "sealed" | "strangers" | "stopped" | "robot";

/** What a room that is not public shows besides. */
export interface SealedView {
  readonly kind: SealedKind;
  readonly mayChange: boolean; // we hold the owner's key, or a deputy's
  readonly isOwner: boolean;
  readonly owner: string | undefined; // nickname, while the owner is here
  readonly follower: string | undefined; // address of the room that takes this one's place
  readonly lock: SealLock;
  readonly outside: number; // people who have shown no key
  readonly unreadable: boolean; // there are messages from before we came
  readonly roomId: string; // with identities, what a safety number is made of
  readonly self: number;
  readonly members: ReadonlyMap<number, { readonly identity: string; readonly robot?: string }>;
}

/** What an owner types to change a sealed room. */
export interface SealedChange extends Description {
  readonly title: string;
  readonly password: string; // "": stays
  readonly newLink: boolean;
  readonly follower: string; // "": stays
  readonly heir: number | undefined; // member who owns the room from now on
}

/** Why a sealed room was not changed. */
export type SealedFault =
  | DescriptionField
  | "title"
  | "password"
  | "follower"
  | "not-owner"
  | "busy"
  | "failed";

/** A store that React subscribes to, and what people can do. No method throws; what fails shows as `problem`. */
export interface RoomStore {
  subscribe(listener: () => void): () => void;
  getState(): RoomState;
  /** Smoothed voice level 0 to 1 of a person, oneself too (also in pre-join, once tested). Cheap: called every frame. */
  level(number: number): number;
  join(options: { readonly microphone: boolean }): Promise<void>;
  leave(): Promise<void>;
  /** Comes back from "superseded" or "refused". */
  retry(): void;
  /** Opens the microphone before joining, for the meter. */
  testMicrophone(): Promise<void>;
  /** In the room: opens the microphone after joining without one, or tries again after it was refused. */
  openMicrophone(): Promise<void>;
  setNickname(nickname: string): void;
  setMuted(muted: boolean): void;
  setTalking(held: boolean): void;
  setPushToTalkKey(code: string): void;
  chooseMicrophone(deviceId: string): Promise<void>;
  chooseSpeaker(deviceId: string): Promise<void>;
  setOriginalSound(on: boolean): Promise<void>;
  setVolume(number: number, volume: number): void;
  setMutedForMe(number: number, muted: boolean): void;
  setSounds(on: boolean): void;
  setWakeLock(on: boolean): void;
  /** Plays what the browser's autoplay rule held back; must be called from a click. */
  unlockAudio(): void;
  /** Says what the room is about, for everybody; resolves to what went wrong, if anything did. */
  describe(typed: Description): Promise<DescribeFault | undefined>;
  /** Somebody is known by their name from now on, whoever else bore it here. */
  acceptName(number: number): void;
  /** What is done for all in the room. */
  readonly acts: RoomActions;
  /** What the server holds of us now, as it says itself; undefined when it cannot be asked. */
  whatServerSaw(): Promise<readonly SawItem[] | undefined>;
  /** Changes a sealed room, for everybody; resolves to what went wrong, if anything did. */
  changeRoom(typed: SealedChange): Promise<SealedFault | undefined>;
  /** What is said, and done to what was said. */
  readonly chat: ChatActions;
  /** What is drawn; undefined where there is no board. */
  readonly board: Pick<LazyDocument<Board>, "ready"> | undefined;
  /** What is played; undefined where there are no games. */
  readonly games: Pick<LazyDocument<GameTable>, "ready" | "want" | "listen"> | undefined;
  readonly files: FileActions;
  readonly replay: ReplayActions;
  readonly speech: SpeechActions;
  /** How long voices take, between us and one whose details are open. */
  readonly heardBy: { readonly latency: LatencyMeter };
  /** Leaves if need be and lets go of sockets, devices and listeners: the page shows something else now. */
  close(): void;
}
