import type { DocumentPlace, Settled } from "../client/log-document.ts";
import { type Bytes, equal, toHex } from "../crypto/bytes.ts";
import { BoardDoc, updateRange } from "./board-doc.ts";
import { EntryClocks } from "./entry-clocks.ts";
import { BOARD_DOC } from "./envelope.ts";
import { MANY_ENTRIES, MANY_ENTRY_BYTES } from "./limits.ts";
import { cutSnapshot, SNAPSHOT_DOC, type Snapshot, SnapshotPieces } from "./snapshot.ts";

/** What the board is asked for. */
export interface SnapshotSource {
  readonly doc: BoardDoc;
  /** Clock from which what we wrote is not in the log yet; undefined when all is. */
  unplacedFrom(): number | undefined;
  /** When all that was received has been taken. */
  drained(): Promise<void>;
}

const SOON_MILLIS = 300;
/** Who makes a snapshot is left to chance: of several who could, one is first, and the others see it. */
const SPREAD_MILLIS = 2_000;
/** A snapshot that nobody vouched for is given up, and another may be made. */
const PATIENCE_MILLIS = 15_000;
const MAX_CANDIDATES = 4;
const MAX_DELETED = 2_000;
const MAX_PLACED = 500;

/** One that we have made, by the sequences of its entries. */
interface OwnSnapshot {
  readonly hash: Bytes;
  readonly before: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Makes snapshots of a board, looks at those of others, and takes those that hold. One takes the place of entries when enough
 * members have said that it is what they see; a snapshot of others is never taken before.
 */
export class BoardSnapshots {
  readonly #place: DocumentPlace;
  readonly #source: SnapshotSource;
  readonly #random: () => number;
  readonly #pieces = new SnapshotPieces();
  readonly #clocks = new EntryClocks();
  /** Whole ones that do not hold yet. */
  readonly #candidates = new Map<string, Snapshot>();
  /** How far the server's log has come, of each client. */
  readonly #known = new Map<number, number>();
  /** Where in the log an element was taken away. */
  readonly #deletedAt = new Map<string, number>();
  #settled: Settled | undefined;
  #entries = 0;
  #bytes = 0;
  /** Where entries of ours stand, by sequence. */
  readonly #placed = new Map<number, number>();
  #own: OwnSnapshot | undefined;
  #ownFrom = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #visit = 0;
  #hasTaken = false;

  constructor(place: DocumentPlace, source: SnapshotSource, random: () => number = Math.random) {
    this.#place = place;
    this.#source = source;
    this.#random = random;
  }

  /** Whether what was drawn before we came has reached us. */
  get hasTaken(): boolean {
    return this.#hasTaken;
  }

  /** The room was entered (again). Where the server may have lost what it had, it gets it back. */
  async entered(resumed: boolean): Promise<void> {
    const visit = ++this.#visit;
    if (resumed) return;
    this.#known.clear();
    this.#clocks.clear();
    this.#settled = undefined;
    this.#own = undefined;
    this.#entries = 0;
    this.#bytes = 0;
    await this.#place.caughtUp();
    await this.#source.drained();
    if (visit === this.#visit && this.#isServerBehind()) this.wanted();
  }

  /** An update was taken from the log, or one of ours has come to stand there. */
  tookEntry(cursor: number, client: number, update: Uint8Array): void {
    const range = updateRange(update);
    if (range) {
      this.#clocks.add(client, cursor, range.start);
      this.#knows(client, range.end);
    }
    this.#entries++;
    this.#bytes += update.length;
    if (this.#entries >= MANY_ENTRIES || this.#bytes >= MANY_ENTRY_BYTES) this.wanted();
  }

  /** An element was taken away by an entry. */
  deleted(id: string, cursor: number): void {
    this.#deletedAt.delete(id);
    this.#deletedAt.set(id, cursor);
    const [eldest] = this.#deletedAt.keys();
    if (this.#deletedAt.size > MAX_DELETED && eldest !== undefined) this.#deletedAt.delete(eldest);
  }

  async tookPiece(author: string, cursor: number, body: Bytes): Promise<void> {
    const snapshot = await this.#pieces.take(author, cursor, body);
    if (!snapshot) return;
    this.#candidates.set(toHex(snapshot.hash), snapshot);
    const [eldest] = this.#candidates.keys();
    if (this.#candidates.size > MAX_CANDIDATES && eldest !== undefined)
      this.#candidates.delete(eldest);
    if (this.#settled) this.settled(this.#settled);
    else if (author !== this.#place.author) void this.#look(snapshot);
  }

  /** Where an entry of ours stands: a snapshot of ours begins there, or is whole. */
  placed(sequence: number, cursor: number): void {
    this.#placed.set(sequence, cursor);
    const [eldest] = this.#placed.keys();
    if (this.#placed.size > MAX_PLACED && eldest !== undefined) this.#placed.delete(eldest);
    const own = this.#own;
    if (sequence === own?.first) this.#ownFrom = cursor;
    if (sequence === own?.last) this.#vote(own.hash, own.before, this.#ownFrom);
  }

  /** A snapshot holds: enough members have looked at it. */
  settled(settled: Settled): void {
    if (settled.doc !== BOARD_DOC) return;
    this.#settled = settled;
    const snapshot = this.#candidates.get(toHex(settled.hash));
    const isOurs = this.#own !== undefined && equal(this.#own.hash, settled.hash);
    if (!snapshot && !isOurs) return; // its pieces are on their way
    this.#settled = undefined;
    this.#candidates.clear();
    this.#own = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
    this.#timer = undefined;
    this.#patience = undefined;
    this.#entries = 0;
    this.#bytes = 0;
    if (snapshot) this.#take(snapshot);
    else for (const [client, clock] of this.#source.doc.mark.vector) this.#knows(client, clock);
  }

  /** Somebody needs a snapshot: the server, for its log is long or lost, or who cannot read what was before. */
  wanted(): void {
    if (this.#timer !== undefined || this.#patience !== undefined) return;
    if (this.#source.doc.ids.length === 0) return;
    this.#timer = setTimeout(() => void this.#make(), SOON_MILLIS + this.#random() * SPREAD_MILLIS);
  }

  close(): void {
    this.#visit++;
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
  }

  async #make(): Promise<void> {
    this.#timer = undefined;
    const visit = this.#visit;
    const before = await this.#place.caughtUp();
    await this.#source.drained();
    if (visit !== this.#visit) return;
    if (this.#source.unplacedFrom() !== undefined) {
      this.wanted(); // when all of ours is in the log
      return;
    }
    this.#patience = setTimeout(() => {
      this.#patience = undefined;
      this.#own = undefined;
    }, PATIENCE_MILLIS);
    const { hash, bodies } = await cutSnapshot(this.#source.doc.encode(), before);
    const sequences: number[] = [];
    for (const body of bodies) sequences.push(await this.#place.append(SNAPSHOT_DOC, body));
    this.#own = { hash, before, first: sequences[0] ?? 0, last: sequences.at(-1) ?? 0 };
    for (const sequence of sequences) {
      const cursor = this.#placed.get(sequence);
      if (cursor !== undefined) this.placed(sequence, cursor); // before we knew what it is
    }
  }

  /** Whether a snapshot is what we see: nothing more, and nothing left out of what it claims to hold. */
  async #look(snapshot: Snapshot): Promise<void> {
    await this.#place.caughtUp();
    await this.#source.drained();
    if (this.#isTrue(snapshot)) this.#vote(snapshot.hash, snapshot.before, snapshot.from);
  }

  #isTrue({ state, before }: Snapshot): boolean {
    const { doc } = this.#source;
    const alone = new BoardDoc(0);
    const merged = alone.merge(state) === undefined ? doc.with(state) : undefined;
    if (!merged || doc.ids.length === 0) return false;
    const all = new Map(doc.mark.vector);
    const isNothingNew =
      merged.content === doc.content &&
      [...merged.mark.vector].every(([client, clock]) => (all.get(client) ?? 0) >= clock);
    const unplaced = this.#source.unplacedFrom();
    if (unplaced !== undefined) all.set(doc.client, unplaced);
    const gone = new Set(doc.ids);
    const isNothingBack = alone.ids.every(
      (id) => gone.has(id) || (this.#deletedAt.get(id) ?? 0) > before,
    );
    return isNothingNew && isNothingBack && this.#clocks.covers(alone.mark.vector, before, all);
  }

  #vote(hash: Bytes, before: number, from: number): void {
    this.#place.settle({ doc: BOARD_DOC, before, from, hash }).catch(() => {}); // the next one will do
  }

  #take({ state }: Snapshot): void {
    this.#hasTaken = true;
    this.#source.doc.merge(state);
    const alone = new BoardDoc(0);
    if (alone.merge(state) === undefined)
      for (const [client, clock] of alone.mark.vector) this.#knows(client, clock);
  }

  #knows(client: number, clock: number): void {
    this.#known.set(client, Math.max(clock, this.#known.get(client) ?? 0));
  }

  #isServerBehind(): boolean {
    return [...this.#source.doc.mark.vector].some(
      ([client, clock]) => clock > (this.#known.get(client) ?? 0),
    );
  }
}
