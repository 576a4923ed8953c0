/** A commit: a new epoch's secret, sealed to each member of a roster, signed by one of them. */
import {
  type Bytes,
  concat,
  equal,
  fromBase64Url,
  readU64,
  toBase64Url,
  u32,
  u64,
} from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { SIGNATURE_BYTES, verify } from "../crypto/ed25519.ts";
import { MEMBER_ID_BYTES } from "../crypto/person.ts";
import { sha256, transcript } from "../crypto/transcript.ts";
import {
  ENCAPSULATED_BYTES,
  openSealed,
  SEAL_TAG_BYTES,
  type SealingPair,
  sealTo,
} from "./hpke.ts";
import type { RosterEntry } from "./sealing-key.ts";

/**
 *     0      1        9            25             57               89       93
 *     +------+--------+------------+--------------+----------------+--------+---------+-----------+
 *     | 0x01 | epoch  | committer  | roster hash  | previous hash  | count  | boxes   | signature |
 *     +------+--------+------------+--------------+----------------+--------+---------+-----------+
 *
 * A box is member id (16), encapsulated key (32), ciphertext (48). The signature is the device's. The commit's hash is that of all
 * before it.
 */
export const MAX_SEALED_MEMBERS = 200;
export const SECRET_BYTES = 32;
export const HASH_BYTES = 32;
const VERSION = 1;
const EPOCH = 1;
const COMMITTER = EPOCH + 8;
const ROSTER = COMMITTER + MEMBER_ID_BYTES;
const PREVIOUS = ROSTER + HASH_BYTES;
const COUNT = PREVIOUS + HASH_BYTES;
const BOXES = COUNT + 4;
const BOX_SEALED = MEMBER_ID_BYTES + ENCAPSULATED_BYTES;
const BOX_BYTES = BOX_SEALED + SECRET_BYTES + SEAL_TAG_BYTES;
export const MAX_COMMIT_BYTES = BOXES + MAX_SEALED_MEMBERS * BOX_BYTES + SIGNATURE_BYTES;

/** What of a commit is not secret; nothing of it was verified. */
export interface CommitFacts {
  readonly epoch: number;
  /** A member id. */
  readonly committer: string;
  readonly rosterHash: Bytes;
  readonly previous: Bytes;
}

/** What is to be committed. */
export interface CommitPlan {
  readonly epoch: number;
  readonly rosterHash: Bytes;
  readonly previous: Bytes;
  readonly roster: readonly RosterEntry[];
}

/** Seals a new secret to a roster of up to MAX_SEALED_MEMBERS. */
export async function makeCommit(
  credentials: Credentials,
  roomId: Bytes,
  { epoch, rosterHash, previous, roster }: CommitPlan,
  secret: Bytes,
): Promise<Bytes> {
  const committer = idBytes(credentials.memberId);
  const facts = { epoch, committer: credentials.memberId, rosterHash, previous };
  const boxes = await Promise.all(
    roster.map(async ({ id, key }) => {
      const box = await sealTo(key, boxInfo(roomId, facts, id), secret);
      // A key that nothing can be sealed to is its owner's trouble: the box is there, and holds nothing.
      if (!box) return concat(idBytes(id), new Uint8Array(BOX_BYTES - MEMBER_ID_BYTES));
      return concat(idBytes(id), box.encapsulated, box.ciphertext);
    }),
  );
  const body = concat(
    Uint8Array.of(VERSION),
    u64(epoch),
    committer,
    rosterHash,
    previous,
    u32(roster.length),
    ...boxes,
  );
  return concat(body, await credentials.sign(commitTranscript(roomId, body)));
}

/** Undefined for what has not the form of a commit. */
export function readCommit(bytes: Bytes): CommitFacts | undefined {
  if (bytes.length < BOXES + SIGNATURE_BYTES || bytes.length > MAX_COMMIT_BYTES) return undefined;
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(COUNT);
  const epoch = readU64(bytes, EPOCH);
  const isWhole = bytes.length === BOXES + count * BOX_BYTES + SIGNATURE_BYTES;
  if (bytes[0] !== VERSION || !isWhole || epoch === undefined || epoch === 0) return undefined;
  return {
    epoch,
    committer: toBase64Url(bytes.subarray(COMMITTER, ROSTER)),
    rosterHash: bytes.slice(ROSTER, PREVIOUS),
    previous: bytes.slice(PREVIOUS, COUNT),
  };
}

/** Whether a commit is signed by this device. */
export async function verifyCommit(device: Bytes, roomId: Bytes, bytes: Bytes): Promise<boolean> {
  const body = bytes.slice(0, bytes.length - SIGNATURE_BYTES);
  const signature = bytes.slice(bytes.length - SIGNATURE_BYTES);
  return await verify(device, signature, commitTranscript(roomId, body));
}

export async function commitHash(roomId: Bytes, bytes: Bytes): Promise<Bytes> {
  const body = bytes.slice(0, bytes.length - SIGNATURE_BYTES);
  return await sha256(transcript("free4chat epoch 1", roomId, body));
}

/** The secret that a commit seals to a member; undefined where it seals none, or not to this key. */
export async function openCommit(
  bytes: Bytes,
  roomId: Bytes,
  id: string,
  pair: SealingPair,
): Promise<Bytes | undefined> {
  const facts = readCommit(bytes);
  if (!facts) return undefined;
  const wanted = idBytes(id);
  for (let at = BOXES; at + BOX_BYTES <= bytes.length - SIGNATURE_BYTES; at += BOX_BYTES) {
    if (!equal(bytes.subarray(at, at + MEMBER_ID_BYTES), wanted)) continue;
    return await openSealed(pair, boxInfo(roomId, facts, id), {
      encapsulated: bytes.slice(at + MEMBER_ID_BYTES, at + BOX_SEALED),
      ciphertext: bytes.slice(at + BOX_SEALED, at + BOX_BYTES),
    });
  }
  return undefined;
}

function commitTranscript(roomId: Bytes, body: Bytes): Bytes {
  return transcript("free4chat commit 1", roomId, body);
}

/** Binds a box to its commit and its member: it means nothing anywhere else. */
function boxInfo(roomId: Bytes, facts: CommitFacts, id: string): Bytes {
  return transcript(
    "free4chat epoch secret 1",
    roomId,
    u64(facts.epoch),
    idBytes(facts.committer),
    facts.rosterHash,
    facts.previous,
    idBytes(id),
  );
}

function idBytes(id: string): Bytes {
  const bytes = fromBase64Url(id);
  if (bytes?.length !== MEMBER_ID_BYTES) throw new Error("not a member id");
  return bytes;
}
