/** A room client's end of the seal: sits between the line and what the client makes of it. */
import type { RoomClientEvents, RoomClientOptions } from "../client/room-client-types.ts";
import {
  type Member,
  type MemberChange,
  read,
  readMember,
  readMemberChange,
} from "../client/wire.ts";
import { type Bytes, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { type RobotActs, RoomSeal, type SealLine, type SealState } from "./room-seal.ts";
import type { SealVoice } from "./voice-keys.ts";
import { type Heard, makeVoiceSealing, type VoiceGuard } from "./voice-sealing.ts";

const NOTHING: Bytes = new Uint8Array(0);
/** Reasons of `member.left` that are one's own doing, or nobody's. */
const BY_THEMSELVES: ReadonlySet<unknown> = new Set(["left", "closed", "lost"]);
const NOT_READY: SealState = {
  ready: false,
  epoch: 0,
  outside: [],
  strangers: false,
  stopped: false,
  robots: false,
};

/** Sealed voice, as the client and its playback use it. */
export interface ClientVoice extends SealVoice, VoiceGuard {
  heardOn(receiver: RTCRtpReceiver): Heard | undefined;
  close(): void;
}

export interface ClientSealEvents {
  changed(): void;
  /** A member's profile could be opened: take it as if the server had told it. */
  profileOpened(number: number, profile: Bytes): void;
}

export class ClientSeal {
  /** Left out where this browser has no voice: it may still read and write. */
  readonly voice: ClientVoice | undefined;
  readonly #events: ClientSealEvents;
  readonly #profiles = new Map<string, Bytes>();
  readonly #ids = new Map<number, string>();
  #seal: RoomSeal | undefined;
  #credentials: Credentials | undefined;

  /** There is voice here, but none that could be sealed: the room must not be entered in the clear. */
  readonly isMissing: boolean;

  constructor(voice: ClientVoice | undefined, events: ClientSealEvents, isMissing = false) {
    this.voice = voice;
    this.isMissing = isMissing;
    this.#events = events;
  }

  get state(): SealState {
    return this.#seal?.state ?? NOT_READY;
  }

  /** We know who we are: from now on there is a seal. */
  begin(credentials: Credentials, roomId: Bytes, line: SealLine, acts: RobotActs): void {
    if (this.#credentials === credentials) return;
    this.#credentials = credentials;
    this.#seal?.close();
    const events = {
      changed: () => this.#events.changed(),
      profileOpened: (number: number, profile: Bytes) => this.#opened(number, profile),
    };
    this.#seal = new RoomSeal({ credentials, roomId, line, voice: this.voice, acts, events });
  }

  /** The room was entered (again); gives its members with what can be read of them. */
  entered(self: number, members: readonly Member[], profile: Bytes): readonly Member[] {
    this.#seal?.setProfile(profile);
    this.#seal?.entered(self, members);
    return members.map((member) => this.#readable(member));
  }

  lineLost(): void {
    this.#seal?.lineLost();
  }

  /** What is left of a notification for the others; undefined when it was ours alone. */
  heard(method: string, params: unknown): unknown {
    if (this.#seal?.notified(method, params)) return undefined;
    if (method === "room.acts") this.#seal?.acted();
    if (method === "member.joined") {
      const member = read(params, (fields) => readMember(fields.object("member")));
      if (!member) return params;
      this.#seal?.joined(member);
      return { member: onWire(this.#readable(member)) };
    }
    if (method === "member.left") {
      const left = read(params, (fields) => ({
        number: fields.count("number"),
        removed: !BY_THEMSELVES.has(fields.has("reason") ? fields.text("reason") : "left"),
      }));
      if (left) this.#seal?.left(left.number, left.removed);
    } else if (method === "member.changed") {
      const change = read(params, readMemberChange);
      if (change) return this.#changed(change);
    }
    return params;
  }

  setProfile(profile: Bytes): void {
    this.#seal?.setProfile(profile);
  }

  async sealBody(doc: string, body: Bytes): Promise<Bytes> {
    return (await this.#seal?.sealBody(doc, body)) ?? NOTHING;
  }

  async openBody(doc: string, author: string, body: Bytes): Promise<Bytes | undefined> {
    return await this.#seal?.openBody(doc, author, body);
  }

  close(): void {
    this.#seal?.close();
    this.voice?.close();
  }

  #changed(change: MemberChange): object {
    const { profile, ...rest } = change;
    // Empty: told anew in a moment. What was read before stays until then.
    if (profile && profile.length > 0) this.#seal?.profileCame(change.number, profile);
    if (rest.connection) {
      this.#seal?.connectionChanged(rest.number, rest.connection === "connected");
    }
    return rest;
  }

  #readable(member: Member): Member {
    this.#ids.set(member.number, member.id);
    return { ...member, profile: this.#profiles.get(member.id) ?? NOTHING };
  }

  #opened(number: number, profile: Bytes): void {
    const id = this.#ids.get(number);
    if (id !== undefined) this.#profiles.set(id, profile);
    this.#events.profileOpened(number, profile);
  }
}

function onWire(member: Member): object {
  return { ...member, profile: toBase64Url(member.profile) };
}

/** Of a sealed room: `SealedRoom` brings it, so that there is none without. */
export function makeClientSeal(
  options: RoomClientOptions,
  { changed }: Pick<RoomClientEvents, "changed">,
  profileOpened: (number: number, profile: Bytes) => void,
): ClientSeal {
  const makeVoice = options.makeSealVoice ?? makeVoiceSealing;
  const voice = options.createPeer && makeVoice();
  const opened = (number: number, profile: Bytes) => {
    profileOpened(number, profile);
    changed();
  };
  const isMissing = options.createPeer !== undefined && voice === undefined;
  return new ClientSeal(voice, { changed, profileOpened: opened }, isMissing);
}
