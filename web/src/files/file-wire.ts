/** What members say to each other of files, over the side line of their data channels (protocol/data.md). */
import {
  type Bytes,
  concat,
  fromBase64Url,
  readU64,
  toBase64Url,
  u32,
  u64,
} from "../crypto/bytes.ts";
import { HASH_BYTES, MAX_FILE_BYTES } from "./file-offer.ts";

/** Bytes that are asked for at once at most. */
export const MAX_RANGE_BYTES = 1 << 20;
/** Bytes of content in one message at most. */
export const MAX_CHUNK_BYTES = 1 << 17;

const WHO = 1;
const HAVE = 2;
const GET = 3;
const CHUNK = 4;
const GONE = 5;
const DONE = 6;

const OFFSET_AT = 1 + HASH_BYTES;
const LENGTH_AT = OFFSET_AT + 8;
/** Of a message with content, before it. */
export const CHUNK_HEADER_BYTES = LENGTH_AT;

export type FileMessage =
  /** Who has it? What the sender had asked for before is forgotten. */
  | { readonly kind: "who"; readonly hash: string }
  | { readonly kind: "have"; readonly hash: string }
  | {
      readonly kind: "get";
      readonly hash: string;
      readonly offset: number;
      readonly length: number;
    }
  | {
      readonly kind: "chunk";
      readonly hash: string;
      readonly offset: number;
      readonly bytes: Bytes;
    }
  /** Asked for, and not (or no longer) here. */
  | { readonly kind: "gone"; readonly hash: string }
  /** Taken whole, and checked. */
  | { readonly kind: "done"; readonly hash: string };

const PLAIN = new Map([
  [WHO, "who"],
  [HAVE, "have"],
  [GONE, "gone"],
  [DONE, "done"],
] as const);

export function fileMessageBytes(message: FileMessage): Bytes {
  const hash = fromBase64Url(message.hash) ?? new Uint8Array(HASH_BYTES);
  if (message.kind === "get") {
    return concat(Uint8Array.of(GET), hash, u64(message.offset), u32(message.length));
  }
  if (message.kind === "chunk") {
    return concat(Uint8Array.of(CHUNK), hash, u64(message.offset), message.bytes);
  }
  const [kind = 0] = [...PLAIN].find(([, name]) => name === message.kind) ?? [];
  return concat(Uint8Array.of(kind), hash);
}

/** Undefined for what nobody of this version says. */
export function readFileMessage(bytes: Bytes): FileMessage | undefined {
  if (bytes.length < OFFSET_AT) return undefined;
  const kind = bytes[0] ?? 0;
  const hash = toBase64Url(bytes.slice(1, OFFSET_AT));
  const plain = PLAIN.get(kind as 1);
  if (plain) return bytes.length === OFFSET_AT ? { kind: plain, hash } : undefined;
  if ((kind !== GET && kind !== CHUNK) || bytes.length < LENGTH_AT) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = readU64(bytes, OFFSET_AT);
  if (offset === undefined || offset >= MAX_FILE_BYTES) return undefined;
  if (kind === CHUNK) {
    const content = bytes.subarray(LENGTH_AT);
    const isOne = content.length > 0 && content.length <= MAX_CHUNK_BYTES;
    return isOne ? { kind: "chunk", hash, offset, bytes: content } : undefined;
  }
  if (bytes.length !== LENGTH_AT + 4) return undefined;
  const length = view.getUint32(LENGTH_AT);
  return length > 0 && length <= MAX_RANGE_BYTES
    ? { kind: "get", hash, offset, length }
    : undefined;
}
