/** What goes over the relay's data channels, byte by byte (protocol/data.md). */
import { type Bytes, concat, utf8 } from "../crypto/bytes.ts";

export const DATA_PROTOCOL = "free4chat-data-1";
/** Longest message that the server takes, its header included. */
const MAX_FRAME_BYTES = 16_384;
/** Members that one message names at most. */
export const MAX_RECIPIENTS = 32;
const PART_HEADER_BYTES = 9;
/** What sealing a part adds to it at most. */
const SEAL_BYTES = 64;
/** Bytes of a message that go into one part. */
export const PART_BYTES = MAX_FRAME_BYTES - 2 - 4 * MAX_RECIPIENTS - PART_HEADER_BYTES - SEAL_BYTES;

const SEND = 1;
const RECEIVED = 2;
const MISSED = 3;
const TEXT = 1;
const FIRST = 2;
const LAST = 4;
const SIDE = 8;

export type MissedReason = "absent" | "stalled" | "spans";
const MISSED_REASONS: readonly MissedReason[] = ["absent", "stalled", "spans"];

/** A piece of a message, as its sender cut it. */
export interface Part {
  readonly text: boolean;
  /** Belongs to what shares the channels with messages: files. */
  readonly side: boolean;
  readonly first: boolean;
  readonly last: boolean;
  /** Counts a sender's messages. */
  readonly message: number;
  /** Counts the parts of a message. */
  readonly index: number;
  readonly bytes: Bytes;
}

/** What the server says. */
export type DataNotice =
  | { readonly kind: "received"; readonly from: number; readonly payload: Bytes }
  /** Number 0: nobody got it. */
  | { readonly kind: "missed"; readonly member: number; readonly reason: MissedReason };

/** To so many members; none means all others. */
export function sendFrame(to: readonly number[], payload: Bytes): Bytes {
  const header = new Uint8Array(2 + 4 * to.length);
  header[0] = SEND;
  header[1] = to.length;
  const view = new DataView(header.buffer);
  to.forEach((member, index) => {
    view.setUint32(2 + 4 * index, member);
  });
  return concat(header, payload);
}

/** Undefined for what no server of this version says. */
export function readNotice(frame: Bytes): DataNotice | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length >= 5 && frame[0] === RECEIVED) {
    return { kind: "received", from: view.getUint32(1), payload: frame.slice(5) };
  }
  const reason = frame[0] === MISSED ? MISSED_REASONS[(frame[1] ?? 0) - 1] : undefined;
  if (frame.length !== 6 || !reason) return undefined;
  return { kind: "missed", member: view.getUint32(2), reason };
}

export function partBytes({ text, side, first, last, message, index, bytes }: Part): Bytes {
  const header = new Uint8Array(PART_HEADER_BYTES);
  header[0] = (text ? TEXT : 0) | (first ? FIRST : 0) | (last ? LAST : 0) | (side ? SIDE : 0);
  const view = new DataView(header.buffer);
  view.setUint32(1, message);
  view.setUint32(5, index);
  return concat(header, bytes);
}

export function readPart(payload: Bytes): Part | undefined {
  if (payload.length < PART_HEADER_BYTES) return undefined;
  const flags = payload[0] ?? 0;
  if (flags > (TEXT | FIRST | LAST | SIDE)) return undefined;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const index = view.getUint32(5);
  const first = (flags & FIRST) !== 0;
  if (first !== (index === 0)) return undefined;
  return {
    text: (flags & TEXT) !== 0,
    side: (flags & SIDE) !== 0,
    first,
    last: (flags & LAST) !== 0,
    message: view.getUint32(1),
    index,
    bytes: payload.slice(PART_HEADER_BYTES),
  };
}

export function dataBytes(data: Bytes | string): Bytes {
  return typeof data === "string" ? utf8(data) : data;
}
