import type { Bytes } from "../crypto/bytes.ts";

/** First bytes; what else members show in passing is JSON. */
const RECEIPT = 1;
const ASK = 2;
const ENTRY_BYTES = 5; // number of the member, unsigned 32 bit big-endian; how loud
/** Voices in one receipt: those heard, and those one has muted for oneself. */
export const MAX_VOICES = 64;
/** How loud a heard voice is said to be: 1 for -65 dBFS or less, 255 for 0. */
export const MAX_LOUDNESS = 255;

/** Whose voice a member's browser has played in the last moment, and how loud, by member number. */
export type Receipt = ReadonlyMap<number, number>;

/** Who speaks asks by whom it is heard: nobody answers into a silent room. */
export function encodeAsk(): Bytes {
  return new Uint8Array([ASK]);
}

export function isAsk(bytes: Bytes): boolean {
  return bytes.length === 1 && bytes[0] === ASK;
}

/** As protocol/receipts.md says; of more than MAX_VOICES the first ones. */
export function encodeReceipt(receipt: Receipt): Bytes {
  const voices = [...receipt].slice(0, MAX_VOICES);
  const bytes = new Uint8Array(1 + voices.length * ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = RECEIPT;
  voices.forEach(([number, loudness], index) => {
    view.setUint32(1 + index * ENTRY_BYTES, number);
    const bounded = Math.min(MAX_LOUDNESS, Math.max(1, Math.round(loudness)));
    view.setUint8(1 + index * ENTRY_BYTES + 4, bounded);
  });
  return bytes;
}

/** Undefined for what is none. */
export function readReceipt(bytes: Bytes): Receipt | undefined {
  const length = bytes.length - 1;
  if (bytes[0] !== RECEIPT || length % ENTRY_BYTES !== 0) return undefined;
  if (length > MAX_VOICES * ENTRY_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const receipt = new Map<number, number>();
  for (let at = 1; at < bytes.length; at += ENTRY_BYTES) {
    const loudness = view.getUint8(at + 4);
    if (loudness === 0 || receipt.has(view.getUint32(at))) return undefined;
    receipt.set(view.getUint32(at), loudness);
  }
  return receipt;
}
