/** What two people compare to know that nobody stands between them: from who they are and the room, the same at both ends. */
import type { Bytes } from "../crypto/bytes.ts";
import { adjectives, nouns } from "../crypto/plain-words.ts";
import { sha256, transcript } from "../crypto/transcript.ts";
import { compareBytes } from "./sealing-key.ts";

/** Pairs of words: 12 bits each, 96 together. */
export const SAFETY_PAIRS = 8;
const WORDS = 64;

/** Eight pairs of words, as "brave otter". */
export async function safetyNumber(roomId: Bytes, one: Bytes, other: Bytes): Promise<string[]> {
  const [lower, higher] = [one, other].sort(compareBytes) as [Bytes, Bytes];
  const hash = await sha256(transcript("free4chat safety 1", roomId, lower, higher));
  return Array.from({ length: SAFETY_PAIRS }, (_, index) => {
    const bits = twelveBits(hash, index);
    return `${adjectives[Math.floor(bits / WORDS)]} ${nouns[bits % WORDS]}`;
  });
}

/** The indexth group of twelve bits. */
function twelveBits(hash: Bytes, index: number): number {
  const at = Math.floor((index * 12) / 8);
  const [first, second] = [hash[at] as number, hash[at + 1] as number];
  return index % 2 === 0 ? (first << 4) | (second >> 4) : ((first & 15) << 8) | second;
}

/** As it stands in the QR code. */
export function safetyText(words: readonly string[]): string {
  return words.join(", ");
}
