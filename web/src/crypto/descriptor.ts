/** A sealed room's descriptor (protocol/sealed-rooms.md, "The descriptor"): who owns the room, what opens it, and sealed words. */
import { type Bytes, compare, concat, equal, fromUtf8, readU64, u32, u64, utf8 } from "./bytes.ts";
import type { Credentials } from "./credentials.ts";
import { verifyCertificate } from "./credentials.ts";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES, verify } from "./ed25519.ts";
import { ROOM_ID_BYTES } from "./proof.ts";
import { readTranscript, sha256, transcript } from "./transcript.ts";

export type SealedKind = "unlisted" | "private";

/** What a descriptor says, before somebody signs it. */
export interface Terms {
  readonly kind: SealedKind;
  /** Counts from 1. */
  readonly version: number;
  /** Hash of the descriptor before; empty in the genesis. */
  readonly previous: Bytes;
  /** An identity. */
  readonly owner: Bytes;
  /** Identities, ascending, without the owner. */
  readonly deputies: readonly Bytes[];
  /** The public half of the proof key. */
  readonly verifier: Bytes;
  /** Most members; 0: no limit of its own. */
  readonly limit: number;
  /** Id of the room that takes this one's place, or nothing. */
  readonly follower: Bytes;
  /** The room key under the wrapping key. */
  readonly wrapped: Bytes;
  /** The words under the room key. */
  readonly sealed: Bytes;
}

export interface Descriptor extends Terms {
  readonly signer: Bytes;
  readonly device: Bytes;
  readonly certificate: Bytes;
  readonly signature: Bytes;
  /** What the next one names as `previous`. */
  readonly hash: Bytes;
  /** As it travels. */
  readonly bytes: Bytes;
}

export const MAX_LINKS = 64;
export const MAX_DEPUTIES = 8;
export const MAX_LIMIT = 200;
export const HASH_BYTES = 32;
export const WRAPPED_BYTES = 60;
export const SEALED_OVERHEAD = 28;
export const PADDING_BYTES = 64;
export const MAX_WORDS_BYTES = 2048;
export const MIN_LIMIT = 2;
const MAX_DESCRIPTOR_BYTES = 3072;
const LABEL = "free4chat descriptor 1";
const FIELDS = 15;

/** Reads one without verifying it; undefined for what has not the form. */
export async function decodeDescriptor(bytes: Bytes): Promise<Descriptor | undefined> {
  if (bytes.length > MAX_DESCRIPTOR_BYTES) return undefined;
  const fields = readTranscript(bytes, FIELDS);
  if (!fields) return undefined;
  const [label, kind, version, previous, owner, deputies, verifier, limit, follower] =
    fields as Bytes[];
  const [wrapped, sealed, signer, device, certificate, signature] = fields.slice(9) as Bytes[];
  if (!label || !equal(label, utf8(LABEL)) || !hasLength(version, 8) || !hasLength(limit, 8)) {
    return undefined;
  }
  const hash = await sha256(bytes.slice(0, bytes.length - 4 - (signature?.length ?? 0)));
  const descriptor = {
    kind: fromUtf8(kind as Bytes) as SealedKind,
    version: readU64(version, 0) ?? 0,
    previous,
    owner,
    deputies: split(deputies as Bytes),
    verifier,
    limit: readU64(limit, 0) ?? -1,
    follower,
    wrapped,
    sealed,
    signer,
    device,
    certificate,
    signature,
    hash,
    bytes,
  } as Descriptor;
  return hasForm(descriptor) ? descriptor : undefined;
}

/** Signs terms, which must have the form; the result is as it travels. */
export async function signDescriptor(credentials: Credentials, terms: Terms): Promise<Bytes> {
  const { identity, device, certificate } = credentials;
  const signed = transcript(
    LABEL,
    utf8(terms.kind),
    u64(terms.version),
    terms.previous,
    terms.owner,
    concat(...terms.deputies),
    terms.verifier,
    u64(terms.limit),
    terms.follower,
    terms.wrapped,
    terms.sealed,
    identity,
    device,
    certificate,
  );
  const signature = await credentials.sign(signed);
  return concat(signed, u32(signature.length), signature);
}

/** Whether the signer's device signed, and the signer vouches for the device. */
export async function isSigned(descriptor: Descriptor): Promise<boolean> {
  const { signer, device, certificate, signature, bytes } = descriptor;
  const signed = bytes.slice(0, bytes.length - 4 - signature.length);
  const checks = await Promise.all([
    verifyCertificate(signer, device, certificate),
    verify(device, signature, signed),
  ]);
  return checks.every(Boolean);
}

/** The id of the room that a genesis is of. */
export function roomIdOf(genesis: Descriptor): Bytes {
  return genesis.hash.slice(0, ROOM_ID_BYTES);
}

function hasForm(descriptor: Descriptor): boolean {
  const { kind, version, previous, owner, deputies, limit, follower, sealed } = descriptor;
  const words = sealed.length - SEALED_OVERHEAD;
  const keys = [owner, descriptor.verifier, descriptor.signer, descriptor.device, ...deputies];
  const signatures = [descriptor.certificate, descriptor.signature];
  return (
    (kind === "unlisted" || kind === "private") &&
    version >= 1 &&
    version <= MAX_LINKS &&
    (previous.length === 0 || previous.length === HASH_BYTES) &&
    keys.every((key) => key.length === PUBLIC_KEY_BYTES) &&
    deputies.length <= MAX_DEPUTIES &&
    deputies.every((deputy) => !equal(deputy, owner)) &&
    deputies.every((deputy, at) => at === 0 || compare(deputies[at - 1] as Bytes, deputy) < 0) &&
    (limit === 0 || (limit >= MIN_LIMIT && limit <= MAX_LIMIT)) &&
    (follower.length === 0 || follower.length === ROOM_ID_BYTES) &&
    descriptor.wrapped.length === WRAPPED_BYTES &&
    words > 0 &&
    words <= MAX_WORDS_BYTES &&
    words % PADDING_BYTES === 0 &&
    signatures.every((signature) => signature.length === SIGNATURE_BYTES)
  );
}

function hasLength(bytes: Bytes | undefined, length: number): bytes is Bytes {
  return bytes?.length === length;
}

/** A rest that is no whole key makes the last one too short. */
function split(joined: Bytes): readonly Bytes[] {
  const keys: Bytes[] = [];
  for (let at = 0; at < joined.length; at += PUBLIC_KEY_BYTES) {
    keys.push(joined.slice(at, at + PUBLIC_KEY_BYTES));
  }
  return keys;
}
