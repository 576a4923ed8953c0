import { type Bytes, concat, equal, readU64, u64 } from "./bytes.ts";
import { type Credentials, verifyCertificate } from "./credentials.ts";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES, verify } from "./ed25519.ts";
import { readTerms } from "./invite-terms.ts";
import { ROOM_ID_BYTES } from "./proof.ts";
import { sha256, transcript } from "./transcript.ts";

/**
 * Something that was done to a room for all in it, signed by who did it (protocol/moderation.md, "An act"):
 *
 *     0       1      2        18       26         58         90       122           186       218     226         290
 *     +-------+------+--------+--------+----------+----------+--------+-------------+---------+-------+-----------+
 *     | 0x01  | kind | room   | number | previous | identity | device | certificate | subject | value | signature |
 *     +-------+------+--------+--------+----------+----------+--------+-------------+---------+-------+-----------+
 */
export interface Act {
  readonly kind: ActKind;
  readonly roomId: Bytes;
  /** 1 for the first, and one more than the act it follows. */
  readonly number: number;
  /** Hash of the act it follows; of the first, the root. */
  readonly previous: Bytes;
  readonly identity: Bytes;
  readonly device: Bytes;
  readonly certificate: Bytes;
  /** Whom it concerns; undefined when nobody. */
  readonly subject: Bytes | undefined;
  readonly value: number;
  readonly signature: Bytes;
}

/** Longest pause between two messages of one person. */
export const MAX_SLOW_SECONDS = 3_600;

/** What a budget of talk is of: so many seconds in these. */
export const FLOOR_WINDOW_SECONDS = 600;

/** Each kind with its code on the wire, whether it concerns somebody, and its largest value. */
const KINDS = {
  mute: { code: 1, subject: true, maxValue: 1 },
  unmute: { code: 2, subject: true, maxValue: 0 },
  kick: { code: 3, subject: true, maxValue: 0 },
  ban: { code: 4, subject: true, maxValue: 0 },
  unban: { code: 5, subject: true, maxValue: 0 },
  lock: { code: 6, subject: false, maxValue: 1 },
  moderator: { code: 7, subject: true, maxValue: 1 },
  owner: { code: 8, subject: true, maxValue: 0 },
  lobby: { code: 9, subject: false, maxValue: 1 },
  admit: { code: 10, subject: true, maxValue: 0 },
  "turn-away": { code: 11, subject: true, maxValue: 0 },
  slow: { code: 12, subject: false, maxValue: MAX_SLOW_SECONDS },
  delete: { code: 13, subject: true, maxValue: Number.MAX_SAFE_INTEGER },
  stage: { code: 14, subject: false, maxValue: 1 },
  speaker: { code: 15, subject: true, maxValue: 1 },
  hand: { code: 16, subject: true, maxValue: 1 },
  floor: { code: 17, subject: false, maxValue: FLOOR_WINDOW_SECONDS },
  invite: { code: 18, subject: true, maxValue: Number.MAX_SAFE_INTEGER },
  revoke: { code: 19, subject: true, maxValue: 0 },
  redeem: { code: 20, subject: true, maxValue: 0 },
  summary: { code: 21, subject: true, maxValue: 0 },
  replay: { code: 22, subject: false, maxValue: 1 },
  robots: { code: 23, subject: false, maxValue: 1 },
} as const;

export type ActKind = keyof typeof KINDS;

const KIND_OF_CODE: ReadonlyMap<number, ActKind> = new Map(
  (Object.keys(KINDS) as ActKind[]).map((kind) => [KINDS[kind].code, kind]),
);

/** Why an act is refused: the reasons that a server gives. */
export type ActDrop =
  | "act-malformed"
  | "act-wrong-room"
  | "act-forged"
  | "act-known"
  | "act-unlinked"
  | "act-not-allowed"
  | "acts-full";

/** What an actor decides. */
export interface Deed {
  readonly kind: ActKind;
  readonly subject?: Bytes | undefined;
  readonly value: number;
}

/** Where an act stands in the chain. */
export interface ActPlace {
  readonly roomId: Bytes;
  readonly number: number;
  readonly previous: Bytes;
}

/** What is of the moment, and not part of the chain: it follows the root, and its number only grows for its actor. */
export function isPassing(kind: ActKind): boolean {
  return kind === "hand";
}

/** Whether a kind is about 16 bytes: the author of a message, or an invite. */
export function hasShortSubject(kind: ActKind): boolean {
  return kind === "delete" || kind === "invite" || kind === "revoke";
}

/** The subject of such a kind. */
export function shortSubject(id: Bytes): Bytes {
  return concat(id, new Uint8Array(ACT_HASH_BYTES - SHORT_BYTES));
}

export const ACT_HASH_BYTES = 32;
export const SHORT_BYTES = 16;
const VERSION = 1;
const ROOM = 2;
const NUMBER = ROOM + ROOM_ID_BYTES;
const PREVIOUS = NUMBER + 8;
const IDENTITY = PREVIOUS + ACT_HASH_BYTES;
const DEVICE = IDENTITY + PUBLIC_KEY_BYTES;
const CERTIFICATE = DEVICE + PUBLIC_KEY_BYTES;
const SUBJECT = CERTIFICATE + SIGNATURE_BYTES;
const VALUE = SUBJECT + ACT_HASH_BYTES;
const SIGNATURE = VALUE + 8;
export const ACT_BYTES = SIGNATURE + SIGNATURE_BYTES;
const NOBODY: Bytes = new Uint8Array(ACT_HASH_BYTES);

export async function signAct(
  credentials: Credentials,
  { roomId, number, previous }: ActPlace,
  { kind, subject, value }: Deed,
): Promise<Bytes> {
  const { identity, device, certificate } = credentials;
  const head = concat(
    Uint8Array.of(VERSION, KINDS[kind].code),
    ...[roomId, u64(number), previous, identity, device, certificate],
    ...[subject ?? NOBODY, u64(value)],
  );
  return concat(head, await credentials.sign(actTranscript(head)));
}

/** Reads an act without verifying it; undefined for what is malformed. */
export function readAct(bytes: Bytes): Act | undefined {
  const kind = KIND_OF_CODE.get(bytes[1] ?? 0);
  if (bytes.length !== ACT_BYTES || bytes[0] !== VERSION || kind === undefined) return undefined;
  const number = readU64(bytes, NUMBER);
  const value = readU64(bytes, VALUE);
  if (number === undefined || number === 0 || value === undefined) return undefined;
  const subject = bytes.slice(SUBJECT, VALUE);
  const concerns = !equal(subject, NOBODY);
  if (value > KINDS[kind].maxValue || concerns !== KINDS[kind].subject) return undefined;
  if (hasShortSubject(kind) && subject.subarray(SHORT_BYTES).some((byte) => byte !== 0)) {
    return undefined;
  }
  if (kind === "invite" && !readTerms(value)) return undefined;
  return {
    kind,
    roomId: bytes.slice(ROOM, NUMBER),
    number,
    previous: bytes.slice(PREVIOUS, IDENTITY),
    identity: bytes.slice(IDENTITY, DEVICE),
    device: bytes.slice(DEVICE, CERTIFICATE),
    certificate: bytes.slice(CERTIFICATE, SUBJECT),
    subject: concerns ? subject : undefined,
    value,
    signature: bytes.slice(SIGNATURE),
  };
}

/** Whether an act that was read from these bytes is signed by whom it names. */
export async function isActSigned(bytes: Bytes, act: Act): Promise<boolean> {
  const checks = await Promise.all([
    verifyCertificate(act.identity, act.device, act.certificate),
    verify(act.device, act.signature, actTranscript(bytes.slice(0, SIGNATURE))),
  ]);
  return checks.every(Boolean);
}

/** What the acts that follow it name it by. */
export async function hashAct(bytes: Bytes): Promise<Bytes> {
  return await sha256(transcript("free4chat act hash 1", bytes));
}

function actTranscript(head: Bytes): Bytes {
  return transcript("free4chat act 1", head);
}
