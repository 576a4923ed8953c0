/** What link and password of a sealed room lead to (protocol/sealed-rooms.md, "Keys"). */
import { aesKey, freshIv, open, seal } from "./aes.ts";
import { type Bytes, concat, fromUtf8, u32, u64, utf8 } from "./bytes.ts";
import {
  HASH_BYTES,
  MAX_WORDS_BYTES,
  PADDING_BYTES,
  type SealedKind,
  WRAPPED_BYTES,
} from "./descriptor.ts";
import { keyPairOfSeed, SEED_BYTES } from "./ed25519.ts";
import { sha256, transcript } from "./transcript.ts";

export const LINK_SECRET_BYTES = 16;
export const ROOM_KEY_BYTES = 32;
export const SALT_BYTES = 16;
export const PASSWORD_HASH_BYTES = 32;
/** Argon2id (RFC 9106). */
export const ARGON2_KIB = 19_456;
export const ARGON2_PASSES = 2;
export const PASSWORD_MIN_UNITS = 8;
export const PASSWORD_MAX_UNITS = 128;

const NO_SALT: Bytes = new Uint8Array(0);

/** The proof key, by which one enters, and the key that opens the room key. */
export interface DoorKeys {
  readonly verifier: Bytes;
  readonly proofKey: CryptoKey;
  readonly wrappingKey: CryptoKey;
}

/** A password as it is hashed; undefined for one that is too short or too long. */
export function canonicalPassword(typed: string): string | undefined {
  const password = typed.normalize("NFC");
  const { length } = password;
  return length >= PASSWORD_MIN_UNITS && length <= PASSWORD_MAX_UNITS ? password : undefined;
}

/** The salt of a password's hash: one link, one salt. */
export async function passwordSalt(linkSecret: Bytes): Promise<Bytes> {
  const hash = await sha256(transcript("free4chat password salt 1", linkSecret));
  return hash.slice(0, SALT_BYTES);
}

/** `passwordHash` is empty in an unlisted room. */
export async function doorKeys(linkSecret: Bytes, passwordHash: Bytes): Promise<DoorKeys> {
  const material = concat(linkSecret, passwordHash);
  const seed = await expand(material, "free4chat proof key 1", SEED_BYTES);
  const { publicKey: verifier, sign: proofKey } = await keyPairOfSeed(seed);
  const wrapping = await expand(material, "free4chat wrapping key 1", ROOM_KEY_BYTES);
  return { verifier, proofKey, wrappingKey: await aesKey(wrapping) };
}

/** HKDF-SHA256 (RFC 5869) with an empty salt. */
export async function expand(material: Bytes, info: string, length: number): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", material, "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: NO_SALT, info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8));
}

/** The key under which whoever knocks says who they are: whoever opens the door holds it. */
export async function knockKey(linkSecret: Bytes, passwordHash: Bytes): Promise<CryptoKey> {
  const material = concat(linkSecret, passwordHash);
  return await aesKey(await expand(material, "free4chat knock key 1", ROOM_KEY_BYTES));
}

/** What a wrapped room key is bound to. */
export interface WrapPlace {
  readonly kind: SealedKind;
  /** Owner of the genesis. */
  readonly owner: Bytes;
}

export async function wrapRoomKey(
  wrappingKey: CryptoKey,
  place: WrapPlace,
  roomKey: Bytes,
  iv: Bytes = freshIv(),
): Promise<Bytes> {
  return await seal(wrappingKey, iv, wrapData(place), roomKey);
}

/** Undefined where link or password lead to another key. */
export async function unwrapRoomKey(
  wrappingKey: CryptoKey,
  place: WrapPlace,
  wrapped: Bytes,
): Promise<Bytes | undefined> {
  if (wrapped.length !== WRAPPED_BYTES) return undefined;
  return await open(wrappingKey, wrapData(place), wrapped);
}

/** What a sealed part is bound to. */
export interface SealedPlace {
  readonly kind: SealedKind;
  readonly version: number;
  readonly previous: Bytes;
}

/** Undefined for words that are longer than a sealed part can hold. */
export async function sealWords(
  roomKey: Bytes,
  place: SealedPlace,
  words: string,
  iv: Bytes = freshIv(),
): Promise<Bytes | undefined> {
  const padded = pad(utf8(words));
  if (padded.length > MAX_WORDS_BYTES) return undefined;
  return await seal(await aesKey(roomKey), iv, sealedData(place), padded);
}

/** Behind its length, and filled up: so that its length tells little. */
export function pad(text: Bytes): Bytes {
  const length = Math.ceil((4 + text.length) / PADDING_BYTES) * PADDING_BYTES;
  const padded = new Uint8Array(length);
  padded.set(concat(u32(text.length), text));
  return padded;
}

/** Undefined for bytes that `pad` would not have made. */
export function unpad(padded: Bytes): Bytes | undefined {
  if (padded.length < 4) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const rest = padded.subarray(4 + length);
  if (4 + length > padded.length || rest.some((byte) => byte !== 0)) return undefined;
  return padded.slice(4, 4 + length);
}

/** Undefined for what the key does not open, or is not padded as it should be. */
export async function openWords(
  roomKey: Bytes,
  place: SealedPlace,
  sealed: Bytes,
): Promise<string | undefined> {
  const padded = await open(await aesKey(roomKey), sealedData(place), sealed);
  const text = padded && unpad(padded);
  return text && fromUtf8(text);
}

function wrapData({ kind, owner }: WrapPlace): Bytes {
  return transcript("free4chat wrapped 1", utf8(kind), owner);
}

function sealedData({ kind, version, previous }: SealedPlace): Bytes {
  if (previous.length !== 0 && previous.length !== HASH_BYTES) throw new Error("no hash");
  return transcript("free4chat sealed part 1", utf8(kind), u64(version), previous);
}
