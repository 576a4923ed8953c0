/** What is derived from an epoch's secret (protocol/epochs.md). */
import { type Bytes, concat, equal, u64, utf8 } from "../crypto/bytes.ts";
import { transcript } from "../crypto/transcript.ts";
import { BASE_KEY_BYTES } from "./sframe.ts";

/** So much of a commit's hash names its epoch. */
export const EPOCH_ID_BYTES = 16;
const SECRET_BYTES = 32;
const IV_BYTES = 12;
const VERSION = 2;
const HEADER_BYTES = 1 + EPOCH_ID_BYTES + IV_BYTES;
export const SEALED_CONTENT_BYTES = HEADER_BYTES + 16;
const NO_SALT: Bytes = new Uint8Array(0);

/** An epoch that is, or was, in force, as its members hold it. */
export interface EpochKeys {
  /** The commit's hash. */
  readonly hash: Bytes;
  readonly epoch: number;
  /** Keys are derived from it, and it cannot be exported. */
  readonly secret: CryptoKey;
}

/** Whose content it is, and what. */
export interface ContentPlace {
  /** `profile`, or the log's document. */
  readonly kind: string;
  /** The author's member id. */
  readonly author: Bytes;
}

/** The keys of an epoch from what its commit sealed to us: bound to that commit. */
export async function epochKeys(epoch: number, hash: Bytes, sealed: Bytes): Promise<EpochKeys> {
  const { subtle } = crypto;
  const given = await subtle.importKey("raw", sealed, "HKDF", false, ["deriveBits"]);
  const bits = await derive(given, hash, utf8("free4chat epoch 1"), SECRET_BYTES);
  return {
    epoch,
    hash,
    secret: await subtle.importKey("raw", bits, "HKDF", false, ["deriveBits"]),
  };
}

/** The base key of a member's voice under one key id. */
export async function voiceBaseKey(
  { secret }: EpochKeys,
  roomId: Bytes,
  identity: Bytes,
  device: Bytes,
  kid: number,
): Promise<Bytes> {
  const info = transcript("free4chat voice 1", roomId, identity, device, u64(kid));
  return await derive(secret, NO_SALT, info, BASE_KEY_BYTES);
}

/**
 * Seals a profile or the body of an entry:
 *
 *     0      1            17        29
 *     +------+------------+---------+----------------------+
 *     | 0x02 | epoch id   | iv      | ciphertext and tag   |
 *     +------+------------+---------+----------------------+
 */
export async function sealContent(
  keys: EpochKeys,
  roomId: Bytes,
  place: ContentPlace,
  plaintext: Bytes,
): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const { key, bound } = await contentKey(keys, roomId, place);
  const parameters = { name: "AES-GCM", iv, additionalData: bound };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(parameters, key, plaintext));
  return concat(Uint8Array.of(VERSION), epochId(keys.hash), iv, ciphertext);
}

/** Which epoch content was sealed in; undefined for what is no sealed content. */
export function epochIdOf(content: Bytes): Bytes | undefined {
  if (content.length < SEALED_CONTENT_BYTES || content[0] !== VERSION) return undefined;
  return content.slice(1, 1 + EPOCH_ID_BYTES);
}

/** Undefined for what was not sealed in this epoch, by this author, as this. */
export async function openContent(
  keys: EpochKeys,
  roomId: Bytes,
  place: ContentPlace,
  content: Bytes,
): Promise<Bytes | undefined> {
  const id = epochIdOf(content);
  if (!id || !equal(id, epochId(keys.hash))) return undefined;
  const { key, bound } = await contentKey(keys, roomId, place);
  const iv = content.slice(1 + EPOCH_ID_BYTES, HEADER_BYTES);
  try {
    const parameters = { name: "AES-GCM", iv, additionalData: bound };
    return new Uint8Array(
      await crypto.subtle.decrypt(parameters, key, content.subarray(HEADER_BYTES)),
    );
  } catch {
    return undefined;
  }
}

export function epochId(hash: Bytes): Bytes {
  return hash.slice(0, EPOCH_ID_BYTES);
}

async function contentKey(
  { secret }: EpochKeys,
  roomId: Bytes,
  { kind, author }: ContentPlace,
): Promise<{ readonly key: CryptoKey; readonly bound: Bytes }> {
  const bound = transcript("free4chat content 1", roomId, utf8(kind), author);
  const bits = await derive(secret, NO_SALT, bound, SECRET_BYTES);
  const usages: KeyUsage[] = ["encrypt", "decrypt"];
  return { key: await crypto.subtle.importKey("raw", bits, "AES-GCM", false, usages), bound };
}

async function derive(secret: CryptoKey, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, secret, length * 8));
}
