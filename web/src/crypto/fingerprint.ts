import type { Bytes } from "./bytes.ts";

const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS = 3;
const GROUP_CHARACTERS = 4;
const BITS_A_CHARACTER = 5;

/** The short fingerprint of an identity (protocol/identity.md): guards against mix-ups, not against who searches for one like it. */
export function shortFingerprint(identity: Bytes): string {
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    Array.from({ length: GROUP_CHARACTERS }, (_, at) =>
      DIGITS.charAt(bitsAt(identity, (group * GROUP_CHARACTERS + at) * BITS_A_CHARACTER)),
    ).join(""),
  );
  return groups.join("-");
}

function bitsAt(bytes: Bytes, bit: number): number {
  const at = bit >> 3;
  const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return (pair >> (16 - BITS_A_CHARACTER - (bit & 7))) & (2 ** BITS_A_CHARACTER - 1);
}
