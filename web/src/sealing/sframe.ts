/**
 * Secure frames (RFC 9605) with AES_128_GCM_SHA256_128, over WebCrypto: the header, the keys and the sealing of one frame. Which
 * key, which counter and what was seen before is the business of `frames.ts`.
 */
import { type Bytes, concat, utf8 } from "../crypto/bytes.ts";

/** AES_128_GCM_SHA256_128 (RFC 9605, section 8.1). */
export const CIPHER_SUITE = 0x0004;
export const BASE_KEY_BYTES = 16;
export const TAG_BYTES = 16;
const SALT_BYTES = 12;
/** Values up to this stand in the config byte itself. */
const MAX_INLINE = 7n;

/** What seals and opens the frames of one key id. */
export interface FrameKey {
  readonly key: CryptoKey;
  readonly salt: Bytes;
}

/** What a frame's header says (RFC 9605, section 4.3). */
export interface FrameHeader {
  readonly kid: bigint;
  readonly counter: bigint;
  readonly length: number;
}

/**
 * The header before each sealed frame; KID and CTR are unsigned 64 bits:
 *
 *      0 1 2 3 4 5 6 7
 *     +-+-----+-+-----+-----------+-----------+
 *     |X|  K  |Y|  C  | KID if X  | CTR if Y  |     X: K + 1 bytes of KID follow, else K is the KID
 *     +-+-----+-+-----+-----------+-----------+     Y: C + 1 bytes of CTR follow, else C is the CTR
 */
export function encodeHeader(kid: bigint, counter: bigint): Bytes {
  const [kidBits, kidBytes] = encodeField(kid);
  const [counterBits, counterBytes] = encodeField(counter);
  return Uint8Array.of((kidBits << 4) | counterBits, ...kidBytes, ...counterBytes);
}

/** Undefined for a frame that ends within its header. */
export function readHeader(frame: Uint8Array): FrameHeader | undefined {
  const config = frame[0];
  if (config === undefined) return undefined;
  const kidLength = config & 0x80 ? ((config >> 4) & 7) + 1 : 0;
  const counterLength = config & 0x08 ? (config & 7) + 1 : 0;
  const length = 1 + kidLength + counterLength;
  if (frame.length < length) return undefined;
  const kid = kidLength === 0 ? BigInt((config >> 4) & 7) : readInteger(frame, 1, kidLength);
  const counter =
    counterLength === 0 ? BigInt(config & 7) : readInteger(frame, 1 + kidLength, counterLength);
  return { kid, counter, length };
}

/** The key and the salt of a key id (RFC 9605, section 4.4.2). */
export async function deriveFrameKey(baseKey: Bytes, kid: bigint): Promise<FrameKey> {
  const secret = await crypto.subtle.importKey("raw", baseKey, "HKDF", false, ["deriveBits"]);
  const key = await expand(secret, "SFrame 1.0 Secret key ", kid, BASE_KEY_BYTES);
  const salt = await expand(secret, "SFrame 1.0 Secret salt ", kid, SALT_BYTES);
  return {
    key: await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]),
    salt,
  };
}

/** Header and ciphertext of a frame (RFC 9605, section 4.4.3). A key must never see the same counter twice. */
export async function sealFrame(
  { key, salt }: FrameKey,
  kid: bigint,
  counter: bigint,
  plaintext: Uint8Array<ArrayBuffer>,
  metadata: Bytes = NOTHING,
): Promise<Bytes> {
  const header = encodeHeader(kid, counter);
  const parameters = gcm(salt, counter, header, metadata);
  const ciphertext = await crypto.subtle.encrypt(parameters, key, plaintext);
  return concat(header, new Uint8Array(ciphertext));
}

/** The plaintext of a frame whose header was read (RFC 9605, section 4.4.4); undefined when it is not authentic. */
export async function openFrame(
  { key, salt }: FrameKey,
  { counter, length }: FrameHeader,
  frame: Uint8Array<ArrayBuffer>,
  metadata: Bytes = NOTHING,
): Promise<Bytes | undefined> {
  if (frame.length < length + TAG_BYTES) return undefined;
  const parameters = gcm(salt, counter, frame.subarray(0, length), metadata);
  try {
    const plaintext = await crypto.subtle.decrypt(parameters, key, frame.subarray(length));
    return new Uint8Array(plaintext);
  } catch {
    return undefined;
  }
}

const NOTHING: Bytes = new Uint8Array(0);

function gcm(salt: Bytes, counter: bigint, header: Uint8Array, metadata: Bytes): AesGcmParams {
  const iv = salt.slice();
  const view = new DataView(iv.buffer);
  view.setBigUint64(4, view.getBigUint64(4) ^ counter);
  return { name: "AES-GCM", iv, additionalData: concat(header, metadata) };
}

async function expand(
  secret: CryptoKey,
  label: string,
  kid: bigint,
  length: number,
): Promise<Bytes> {
  const suffix = new Uint8Array(10);
  const view = new DataView(suffix.buffer);
  view.setBigUint64(0, kid);
  view.setUint16(8, CIPHER_SUITE);
  const info = concat(utf8(label), suffix);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: NOTHING, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, secret, length * 8));
}

/** The four bits of a field in the config byte, and the bytes that follow. */
function encodeField(value: bigint): readonly [number, readonly number[]] {
  if (value <= MAX_INLINE) return [Number(value), []];
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
  return [0x08 | (bytes.length - 1), bytes];
}

function readInteger(frame: Uint8Array, offset: number, length: number): bigint {
  let value = 0n;
  for (let index = 0; index < length; index++) {
    value = (value << 8n) | BigInt(frame[offset + index] as number);
  }
  return value;
}
