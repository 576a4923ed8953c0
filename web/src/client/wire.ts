import { type Bytes, fromBase64Url } from "../crypto/bytes.ts";
import type { Description } from "../crypto/description.ts";
import type { SealedKind } from "../crypto/descriptor.ts";
import { readDescription } from "./directory-wire.ts";
import type { Settled } from "./log-document.ts";

/** What the server says (protocol/README.md), read into types. A reader returns undefined for what is malformed. */

export const PROTOCOL_VERSION = 1;

export interface Limits {
  readonly messageBytes: number;
  readonly messagesPerSecond: number;
  readonly profileBytes: number;
  readonly entryBytes: number;
  readonly logEntries: number;
  readonly logBytes: number;
  readonly roomMembers: number;
}

export interface HelloResult {
  readonly nonce: Bytes;
  readonly session: Bytes;
  /** Another one means that the media side is new. */
  readonly epoch: string;
  readonly fingerprint: Bytes;
  readonly build: string;
  readonly heartbeatMillis: number;
  readonly graceMillis: number;
  readonly limits: Limits;
  /** The server writes down what is said by who agrees to that. */
  readonly ears: boolean;
}

export type MemberConnection = "connected" | "reconnecting";
/** The same of who may be a robot of the server, which has no line. */
export type Presence = MemberConnection | "robot";

export interface Member {
  readonly number: number;
  readonly id: string;
  readonly identity: string;
  readonly device: string;
  readonly profile: Bytes;
  readonly muted: boolean;
  readonly connection: MemberConnection;
  readonly hasMedia: boolean;
  /** What kind of robot of this server it is; undefined for people. */
  readonly robot?: string;
}

export type MemberChange = { readonly number: number } & Partial<
  Pick<Member, "profile" | "muted" | "connection" | "hasMedia">
>;

export type RoomKind = "public" | SealedKind;

export interface EnterResult {
  readonly member: number;
  readonly resumed: boolean;
  readonly roomId: string;
  readonly kind: RoomKind;
  /** Descriptors of a sealed room; none of a public one. */
  readonly chain: readonly Bytes[];
  readonly description: Description;
  /** The identity that may describe the room. */
  readonly moderator: string;
  readonly answer: string | undefined;
  readonly members: readonly Member[];
  readonly log: { readonly cursor: number; readonly ownSequence: number };
  readonly acts: ActsInfo;
}

/** What was done to the room so far. */
export interface ActsInfo {
  readonly root: Bytes;
  readonly owner: string;
  readonly acts: readonly ActInfo[];
  /** Acts that raised the hands that are up. */
  readonly hands: readonly Bytes[];
}

/** Somebody who knocks. */
export interface Knock {
  readonly identity: string;
  readonly profile: Bytes;
}

/** A signed act, and who moderated by being here when it came. */
export interface ActInfo {
  readonly act: Bytes;
  readonly moderator: string;
  /** Of a summary: what all acts before amount to. */
  readonly summary?: Bytes;
}

export interface LogEntry {
  readonly cursor: number;
  readonly doc: string;
  readonly author: string;
  readonly sequence: number;
  readonly bytes: Bytes;
}

export interface LogPage {
  readonly entries: readonly LogEntry[];
  readonly cursor: number;
  readonly more: boolean;
}

/** Runs a reader; what it cannot read is undefined. */
export function read<T>(value: unknown, reader: (fields: Fields) => T): T | undefined {
  try {
    return reader(new Fields(value));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

export function readHello(fields: Fields): HelloResult {
  const limits = fields.object("limits");
  return {
    nonce: fields.bytes("nonce"),
    session: fields.bytes("session"),
    epoch: fields.text("epoch"),
    fingerprint: fields.bytes("fingerprint"),
    build: fields.text("build"),
    heartbeatMillis: fields.count("heartbeatMillis"),
    graceMillis: fields.count("graceMillis"),
    limits: {
      messageBytes: limits.count("messageBytes"),
      messagesPerSecond: limits.count("messagesPerSecond"),
      profileBytes: limits.count("profileBytes"),
      entryBytes: limits.count("entryBytes"),
      logEntries: limits.count("logEntries"),
      logBytes: limits.count("logBytes"),
      roomMembers: limits.count("roomMembers"),
    },
    ears: fields.has("ears") && fields.flag("ears"),
  };
}

export function readEnter(fields: Fields): EnterResult {
  const log = fields.object("log");
  const room = fields.object("room");
  const acts = fields.object("acts");
  return {
    member: fields.count("member"),
    resumed: fields.flag("resumed"),
    roomId: room.text("id"),
    kind: readKind(room),
    chain: room.has("chain") ? room.byteStrings("chain") : [],
    description: readDescription(room),
    moderator: room.text("moderator"),
    answer: fields.has("answer") ? fields.text("answer") : undefined,
    members: fields.list("members").map(readMember),
    log: { cursor: log.count("cursor"), ownSequence: log.count("ownSequence") },
    acts: {
      root: acts.bytes("root"),
      owner: acts.text("owner"),
      acts: acts.list("acts").map(readActInfo),
      hands: acts.byteStrings("hands"),
    },
  };
}

/** Of `room.chain`. */
export function readChain(fields: Fields): readonly Bytes[] {
  return fields.byteStrings("chain");
}

function readKind(room: Fields): RoomKind {
  const kind = room.text("kind");
  if (kind !== "public" && kind !== "unlisted" && kind !== "private") throw new Malformed();
  return kind;
}

/** Of `lobby.knocks`. */
export function readKnocks(fields: Fields): readonly Knock[] {
  return fields
    .list("knocks")
    .map((knock) => ({ identity: knock.text("identity"), profile: knock.bytes("profile") }));
}

/** One was put out of the room: by which identity, and whether one may come back. */
export function readRemoved(fields: Fields): { readonly by: string; readonly banned: boolean } {
  return { by: fields.text("by"), banned: fields.flag("banned") };
}

/** Of `room.acts`. */
export function readRoomActs(fields: Fields) {
  return {
    acts: fields.list("acts").map(readActInfo),
    restored: fields.has("restored") && fields.flag("restored"),
  };
}

/** Of `acts.history`: a public room goes on with a life that it had. */
export function readHistory(fields: Fields): { readonly root: Bytes; readonly owner: string } {
  return { root: fields.bytes("root"), owner: fields.text("owner") };
}

export function readActInfo(fields: Fields): ActInfo {
  return {
    act: fields.bytes("act"),
    moderator: fields.text("moderator"),
    ...(fields.has("summary") && { summary: fields.bytes("summary") }),
  };
}

export function readMember(fields: Fields): Member {
  return {
    number: fields.count("number"),
    id: fields.text("id"),
    identity: fields.text("identity"),
    device: fields.text("device"),
    profile: fields.bytes("profile"),
    muted: fields.flag("muted"),
    connection: readConnection(fields),
    hasMedia: fields.flag("hasMedia"),
    ...(fields.has("robot") && { robot: fields.text("robot") }),
  };
}

export function readMemberChange(fields: Fields): MemberChange {
  return {
    number: fields.count("number"),
    ...(fields.has("profile") && { profile: fields.bytes("profile") }),
    ...(fields.has("muted") && { muted: fields.flag("muted") }),
    ...(fields.has("connection") && { connection: readConnection(fields) }),
    ...(fields.has("hasMedia") && { hasMedia: fields.flag("hasMedia") }),
  };
}

export function readLogEntry(fields: Fields): LogEntry {
  return {
    cursor: fields.count("cursor"),
    doc: fields.text("doc"),
    author: fields.text("author"),
    sequence: fields.count("sequence"),
    bytes: fields.bytes("bytes"),
  };
}

export function readSettled(fields: Fields): Settled {
  return {
    doc: fields.text("doc"),
    before: fields.count("before"),
    from: fields.count("from"),
    hash: fields.bytes("hash"),
  };
}

export function readPresence(fields: Fields): { readonly number: number; readonly bytes: Bytes } {
  return { number: fields.count("number"), bytes: fields.bytes("bytes") };
}

export function readLogPage(fields: Fields): LogPage {
  return {
    entries: fields.list("entries").map(readLogEntry),
    cursor: fields.count("cursor"),
    more: fields.flag("more"),
  };
}

function readConnection(fields: Fields): MemberConnection {
  const connection = fields.text("connection");
  if (connection !== "connected" && connection !== "reconnecting") throw new Malformed();
  return connection;
}

class Malformed extends Error {}

/** The fields of a JSON object, each taken with the type it must have. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed();
    this.#values = value as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value !== "string") throw new Malformed();
    return value;
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    if (typeof value !== "boolean") throw new Malformed();
    return value;
  }

  /** A whole number from 0 to 2^53 - 1. */
  count(name: string): number {
    const value = this.#values[name];
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Malformed();
    return value as number;
  }

  bytes(name: string): Bytes {
    const bytes = fromBase64Url(this.text(name));
    if (!bytes) throw new Malformed();
    return bytes;
  }

  byteStrings(name: string): readonly Bytes[] {
    return this.texts(name).map((text) => {
      const bytes = fromBase64Url(text);
      if (!bytes) throw new Malformed();
      return bytes;
    });
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
      throw new Malformed();
    }
    return value;
  }

  names(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** As it is: whoever takes it reads it. */
  raw(name: string): unknown {
    return this.#values[name];
  }

  object(name: string): Fields {
    return new Fields(this.#values[name]);
  }

  list(name: string): readonly Fields[] {
    const value = this.#values[name];
    if (!Array.isArray(value)) throw new Malformed();
    return value.map((item) => new Fields(item));
  }
}
