/**
 * What an entry of the board's document says:
 *
 *     0       1            5
 *     +-------+------------+---------------------
 *     | 0x01  | instance   | update, as Yjs encodes it (version 1)
 *     +-------+------------+---------------------
 */
import { type Bytes, concat, u32 } from "../crypto/bytes.ts";

export const BOARD_DOC = "board";
const UPDATE = 1;
const HEADER_BYTES = 5;

export interface Envelope {
  readonly instance: number;
  readonly update: Bytes;
}

export function encodeEnvelope(instance: number, update: Uint8Array): Bytes {
  return concat(Uint8Array.of(UPDATE), u32(instance), update);
}

/** Undefined for what is none. */
export function readEnvelope(body: Bytes): Envelope | undefined {
  if (body.length <= HEADER_BYTES || body[0] !== UPDATE) return undefined;
  const instance = new DataView(body.buffer, body.byteOffset).getUint32(1);
  return { instance, update: body.slice(HEADER_BYTES) };
}
