/** The key that others seal to us by, and the roster of those who have one. */
import { type Bytes, concat, equal, fromBase64Url } from "../crypto/bytes.ts";
import { type Credentials, verifyCertificate } from "../crypto/credentials.ts";
import { SIGNATURE_BYTES, verify } from "../crypto/ed25519.ts";
import { memberId } from "../crypto/person.ts";
import { sha256, transcript } from "../crypto/transcript.ts";
import { SEALING_KEY_BYTES } from "./hpke.ts";

/**
 * What a member shows of its sealing key, opaque to the server:
 *
 *     0               64             96            160
 *     +---------------+--------------+-------------+
 *     | certificate   | sealing key  | signature   |      the device's, over room, identity, device and key
 *     +---------------+--------------+-------------+
 */
export const SEALING_BYTES = 2 * SIGNATURE_BYTES + SEALING_KEY_BYTES;

/** Who somebody says to be. */
export interface Claim {
  readonly id: string;
  readonly identity: Bytes;
  readonly device: Bytes;
}

export async function showSealingKey(
  credentials: Credentials,
  roomId: Bytes,
  key: Bytes,
): Promise<Bytes> {
  const { identity, device, certificate } = credentials;
  const signature = await credentials.sign(sealingTranscript(roomId, identity, device, key));
  return concat(certificate, key, signature);
}

/** The key of what somebody shows; undefined unless identity, device and key belong together, and to this room. */
export async function readSealingKey(
  roomId: Bytes,
  { id, identity, device }: Claim,
  shown: Bytes,
): Promise<Bytes | undefined> {
  if (shown.length !== SEALING_BYTES) return undefined;
  const certificate = shown.slice(0, SIGNATURE_BYTES);
  const key = shown.slice(SIGNATURE_BYTES, SIGNATURE_BYTES + SEALING_KEY_BYTES);
  const signature = shown.slice(SIGNATURE_BYTES + SEALING_KEY_BYTES);
  const checks = await Promise.all([
    memberId(identity, device).then((whose) => whose === id),
    verifyCertificate(identity, device, certificate),
    verify(device, signature, sealingTranscript(roomId, identity, device, key)),
  ]);
  return checks.every(Boolean) ? key : undefined;
}

export function sealingTranscript(
  roomId: Bytes,
  identity: Bytes,
  device: Bytes,
  key: Bytes,
): Bytes {
  return transcript("free4chat sealing 1", roomId, identity, device, key);
}

/** A member as the roster's hash has it. */
export interface RosterEntry {
  readonly id: string;
  readonly key: Bytes;
}

/** The hash of all to whom a secret is sealed: in the order of their ids, so that everybody gets the same. */
export async function rosterHash(roomId: Bytes, roster: readonly RosterEntry[]): Promise<Bytes> {
  const entries = roster.map(({ id, key }) => concat(fromBase64Url(id) ?? new Uint8Array(0), key));
  entries.sort(compareBytes);
  return await sha256(transcript("free4chat roster 1", roomId, ...entries));
}

/** As unsigned bytes, the first that differs counts. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  if (equal(a, b)) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
