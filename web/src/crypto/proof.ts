import { type Bytes, u64, utf8 } from "./bytes.ts";
import type { Description } from "./description.ts";
import { sha256, transcript } from "./transcript.ts";

export const ROOM_ID_BYTES = 16;
const NO_FINGERPRINT: Bytes = new Uint8Array(0);

/** The id of a public room is the hash of its canonical name. */
export async function publicRoomId(canonicalName: string): Promise<Bytes> {
  const hash = await sha256(transcript("free4chat room 1", utf8("public"), utf8(canonicalName)));
  return hash.slice(0, ROOM_ID_BYTES);
}

/** What both a proof and an offer's signature speak of. */
export interface Bound {
  readonly session: Bytes;
  readonly roomId: Bytes;
  readonly identity: Bytes;
  readonly device: Bytes;
  /** Of our DTLS certificate; undefined for one who only writes. */
  readonly clientFingerprint?: Bytes | undefined;
  readonly serverFingerprint: Bytes;
}

/** What entering is bound to besides: a proof holds for this nonce, session and origin alone. */
export interface Entering extends Bound {
  readonly nonce: Bytes;
  readonly origin: string;
  /** Of the newest descriptor that we have seen; public rooms have none, and 0. */
  readonly version: number;
}

/** Signed by the device to enter. */
export function enterTranscript(bound: Entering): Bytes {
  return enteringTranscript("free4chat enter 1", bound);
}

/** Signed by the key that link and password of a sealed room lead to. */
export function doorTranscript(bound: Entering): Bytes {
  return enteringTranscript("free4chat door 1", bound);
}

function enteringTranscript(label: string, bound: Entering): Bytes {
  return transcript(
    label,
    bound.nonce,
    bound.session,
    utf8(bound.origin),
    bound.roomId,
    u64(bound.version),
    bound.identity,
    bound.device,
    bound.clientFingerprint ?? NO_FINGERPRINT,
    bound.serverFingerprint,
  );
}

/** Signed to describe a room, in canonical words. */
export function describeTranscript(
  bound: Pick<Bound, "session" | "roomId" | "identity" | "device">,
  { topic, tags, language }: Description,
): Bytes {
  return transcript(
    "free4chat describe 1",
    bound.session,
    bound.roomId,
    bound.identity,
    bound.device,
    utf8(topic),
    utf8(language),
    ...tags.map(utf8),
  );
}

/** Signed with each later offer, so that nobody between can put in a DTLS certificate of their own. */
export function offerTranscript(bound: Bound & { clientFingerprint: Bytes }): Bytes {
  return transcript(
    "free4chat offer 1",
    bound.session,
    bound.roomId,
    bound.identity,
    bound.device,
    bound.clientFingerprint,
    bound.serverFingerprint,
  );
}
