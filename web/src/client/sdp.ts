import type { Bytes } from "../crypto/bytes.ts";

/** The SHA-256 certificate fingerprint of a description (RFC 8122); undefined where there is none. */
export function fingerprintOf(sdp: string): Bytes | undefined {
  const match = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\s*$/im.exec(sdp);
  return match?.[1]
    ? Uint8Array.from(match[1].split(":"), (pair) => Number.parseInt(pair, 16))
    : undefined;
}
