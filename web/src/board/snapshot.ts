/**
 * A snapshot of the board: the whole document, in pieces that stand in the log as entries of a document of their own.
 *
 *     0       1          33       35       37        45
 *     +-------+----------+--------+--------+---------+---------
 *     | 0x02  | hash     | number | of     | before  | piece
 *     +-------+----------+--------+--------+---------+---------
 */
import { type Bytes, concat, equal, readU64, toHex, u32, u64 } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/transcript.ts";
import { MAX_FOREIGN_BYTES, SNAPSHOT_PIECE_BYTES } from "./limits.ts";

export const SNAPSHOT_DOC = "board.snapshot";
const KIND = 2;
const HASH_BYTES = 32;
const HEADER_BYTES = 1 + HASH_BYTES + 2 + 2 + 8;
const MAX_PIECES = Math.ceil(MAX_FOREIGN_BYTES / SNAPSHOT_PIECE_BYTES);
/** Snapshots that are being put together, or wait to be settled; beyond, the eldest is forgotten. */
export const MAX_GATHERED = 6;

/** A whole state, and the last of the entries that it holds. */
export interface Snapshot {
  readonly hash: Bytes;
  readonly state: Bytes;
  readonly before: number;
  /** Cursor of its first piece. */
  readonly from: number;
}

interface Piece {
  readonly hash: Bytes;
  readonly number: number;
  readonly amount: number;
  readonly before: number;
  readonly bytes: Bytes;
}

/** The bodies of a snapshot's entries, in order, and its hash. */
export async function cutSnapshot(
  state: Bytes,
  before: number,
): Promise<{ hash: Bytes; bodies: readonly Bytes[] }> {
  const hash = await sha256(state);
  const amount = Math.max(1, Math.ceil(state.length / SNAPSHOT_PIECE_BYTES));
  const bodies = Array.from({ length: amount }, (_, number) => {
    const counts = u32(number * 2 ** 16 + amount);
    const piece = state.slice(number * SNAPSHOT_PIECE_BYTES, (number + 1) * SNAPSHOT_PIECE_BYTES);
    return concat(Uint8Array.of(KIND), hash, counts, u64(before), piece);
  });
  return { hash, bodies };
}

/** Puts snapshots together from their pieces, whoever they are by. */
export class SnapshotPieces {
  readonly #gathering = new Map<
    string,
    { readonly pieces: Map<number, Piece>; readonly from: number }
  >();

  /** Takes a piece; gives the snapshot when it is whole and has the hash that it is named by. */
  async take(author: string, cursor: number, body: Bytes): Promise<Snapshot | undefined> {
    const piece = readPiece(body);
    if (!piece) return undefined;
    const key = `${author} ${toHex(piece.hash)} ${piece.before} ${piece.amount}`;
    let gathering = this.#gathering.get(key);
    if (!gathering) {
      if (piece.number !== 0) return undefined;
      gathering = { pieces: new Map(), from: cursor };
      this.#gathering.set(key, gathering);
      const [eldest] = this.#gathering.keys();
      if (this.#gathering.size > MAX_GATHERED && eldest !== undefined)
        this.#gathering.delete(eldest);
    }
    const { pieces, from } = gathering;
    pieces.set(piece.number, piece);
    if (pieces.size < piece.amount) return undefined;
    this.#gathering.delete(key);
    const inOrder = [...pieces.values()].sort((a, b) => a.number - b.number);
    const state = concat(...inOrder.map(({ bytes }) => bytes));
    if (!equal(await sha256(state), piece.hash)) return undefined;
    return { hash: piece.hash, state, before: piece.before, from };
  }
}

/** Undefined for what is none. */
function readPiece(body: Bytes): Piece | undefined {
  if (body.length < HEADER_BYTES || body[0] !== KIND) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const number = view.getUint16(1 + HASH_BYTES);
  const amount = view.getUint16(3 + HASH_BYTES);
  const before = readU64(body, 5 + HASH_BYTES);
  const bytes = body.slice(HEADER_BYTES);
  const isPlaced = amount > 0 && amount <= MAX_PIECES && number < amount;
  if (!isPlaced || before === undefined || bytes.length > SNAPSHOT_PIECE_BYTES) return undefined;
  return { hash: body.slice(1, 1 + HASH_BYTES), number, amount, before, bytes };
}
