import { type Bytes, concat, readU64, u64, utf8 } from "./bytes.ts";
import { type Credentials, verifyCertificate } from "./credentials.ts";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES, verify } from "./ed25519.ts";
import { memberId } from "./person.ts";
import { transcript } from "./transcript.ts";

/**
 * A signed entry of the room's log:
 *
 *     0       1           33         65              129         137          201
 *     +-------+-----------+----------+---------------+-----------+------------+------
 *     | 0x01  | identity  | device   | certificate   | sequence  | signature  | body
 *     +-------+-----------+----------+---------------+-----------+------------+------
 */
export interface Entry {
  /** Member id of the author. */
  readonly author: string;
  readonly sequence: number;
  readonly body: Bytes;
}

/** Where an entry stands. Both are signed: an entry cannot be moved to another room or document. */
export interface EntryPlace {
  readonly roomId: Bytes;
  readonly doc: string;
}

const VERSION = 1;
const IDENTITY = 1;
const DEVICE = IDENTITY + PUBLIC_KEY_BYTES;
const CERTIFICATE = DEVICE + PUBLIC_KEY_BYTES;
const SEQUENCE = CERTIFICATE + SIGNATURE_BYTES;
const SIGNATURE = SEQUENCE + 8;
export const ENTRY_HEADER_BYTES = SIGNATURE + SIGNATURE_BYTES;

export async function signEntry(
  credentials: Credentials,
  place: EntryPlace,
  sequence: number,
  body: Bytes,
): Promise<Bytes> {
  const { identity, device, certificate } = credentials;
  const signature = await credentials.sign(
    entryTranscript(place, identity, device, sequence, body),
  );
  return concat(
    Uint8Array.of(VERSION),
    identity,
    device,
    certificate,
    u64(sequence),
    signature,
    body,
  );
}

/** Undefined for what is malformed, or not signed by whom it names. */
export async function openEntry(bytes: Bytes, place: EntryPlace): Promise<Entry | undefined> {
  if (bytes.length < ENTRY_HEADER_BYTES || bytes[0] !== VERSION) return undefined;
  const identity = bytes.slice(IDENTITY, DEVICE);
  const device = bytes.slice(DEVICE, CERTIFICATE);
  const certificate = bytes.slice(CERTIFICATE, SEQUENCE);
  const sequence = readU64(bytes, SEQUENCE);
  const signature = bytes.slice(SIGNATURE, ENTRY_HEADER_BYTES);
  const body = bytes.slice(ENTRY_HEADER_BYTES);
  if (sequence === undefined || sequence === 0) return undefined;
  const signed = entryTranscript(place, identity, device, sequence, body);
  const checks = await Promise.all([
    verifyCertificate(identity, device, certificate),
    verify(device, signature, signed),
  ]);
  if (!checks.every(Boolean)) return undefined;
  return { author: await memberId(identity, device), sequence, body };
}

export function entryTranscript(
  place: EntryPlace,
  identity: Bytes,
  device: Bytes,
  sequence: number,
  body: Bytes,
): Bytes {
  return transcript(
    "free4chat entry 1",
    place.roomId,
    utf8(place.doc),
    identity,
    device,
    u64(sequence),
    body,
  );
}
