import * as Y from "yjs";
import { keptForGood, type Retention } from "../client/chat-keeper.ts";
import type { ErrorCode } from "../client/errors.ts";
import { InTurn } from "../client/in-turn.ts";
import type { DocumentPlace, ReceivedEntry, Settled } from "../client/log-document.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { type BoardChange, BoardDoc, type UpdateDrop, updateRange } from "./board-doc.ts";
import { BoardKeeper, forgetOldBoards } from "./board-keeper.ts";
import { BoardSnapshots } from "./board-snapshots.ts";
import { boardClient } from "./client-id.ts";
import type { BoardElement } from "./element.ts";
import { BOARD_DOC, type Envelope, encodeEnvelope, readEnvelope } from "./envelope.ts";
import { type BoardImage, type ImageFault, joinImage, splitImage } from "./images.ts";
import { MANY_UNSENT, MAX_UPDATE_BYTES } from "./limits.ts";
import { encodePresence, type Presence, readPresence } from "./presence.ts";
import { SNAPSHOT_DOC } from "./snapshot.ts";

/** What the person who draws has to be told. */
export type BoardNotice =
  | "full" // nothing more can be written
  | "behind" // what was drawn waits for the line
  | "unread"; // there is something from before we came that nobody has handed over yet

export interface BoardEvents {
  changed(change: BoardChange): void;
  /** Notices, what can be brought back. */
  stateChanged(): void;
  /** A member shows something in passing. */
  shown?(author: string, presence: Presence): void;
}

/** So many entries of ours are on their way at once: what is drawn meanwhile becomes one larger update. */
const MAX_ON_THE_WAY = 8;
/** So often our copy is written at most. */
const KEEP_MILLIS = 1_000;
/** When who has just come asks for what it cannot read, and how often again. */
const NEED_SOON_MILLIS = 500;
const NEED_MILLIS = 5_000;
const NEED_TIMES = 12;

/**
 * The board of one room: a document that travels by the room's log and is kept in this browser. What comes is checked against
 * who signed it; what we write waits, grows together while it waits, and is sent once.
 */
export class Board {
  readonly #place: DocumentPlace;
  readonly #instance: number;
  readonly #doc: BoardDoc;
  readonly #keeper: BoardKeeper;
  readonly #snapshots: BoardSnapshots;
  readonly #events = new Set<BoardEvents>();
  /** Not handed to the log yet. */
  #unsent: Envelope[] = [];
  /** Handed to the log, by sequence. */
  readonly #onTheWay = new Map<number, Envelope>();
  /** Of these it is not known yet where in the log they stand. */
  readonly #unplaced = new Map<number, Envelope>();
  readonly #placedEarly = new Map<number, number>();
  /** Acknowledged before the log has told us their sequence. */
  readonly #early = new Set<number>();
  readonly #taking = new InTurn();
  readonly #clients = new Map<string, number>();
  readonly #drops = new Map<UpdateDrop, number>();
  #sending = false;
  #refusedFull = false;
  #unread = false;
  #needTimer: ReturnType<typeof setTimeout> | undefined;
  /** Cursor of the entry that is being taken. */
  #takingAt = 0;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    place: DocumentPlace,
    instance: number,
    client: number,
    keeper: BoardKeeper,
    random: () => number,
  ) {
    this.#place = place;
    this.#instance = instance;
    this.#keeper = keeper;
    this.#doc = new BoardDoc(client, (change) => this.#docChanged(change));
    this.#snapshots = new BoardSnapshots(
      place,
      {
        doc: this.#doc,
        unplacedFrom: () => this.#unplacedFrom(),
        drained: () => this.#taking.run(async () => {}),
      },
      random,
    );
  }

  /** With what this browser has kept; what was not acknowledged is sent again. */
  static async open(
    place: DocumentPlace,
    factory: IDBFactory | undefined = globalThis.indexedDB,
    random: () => number = Math.random,
  ): Promise<Board> {
    const [instance = 0] = crypto.getRandomValues(new Uint32Array(1));
    const keeper = new BoardKeeper(place.name, place.retention, factory);
    const client = await boardClient(place.roomId, place.author, instance);
    const board = new Board(place, instance, client, keeper, random);
    const kept = await keeper.read();
    if (kept && board.#doc.merge(kept.state) === undefined) {
      board.#unsent = [...kept.unsent];
      void board.#send();
    }
    void forgetOldBoards(Date.now(), keptForGood(), factory);
    return board;
  }

  listen(events: BoardEvents): () => void {
    this.#events.add(events);
    return () => this.#events.delete(events);
  }

  get notice(): BoardNotice | undefined {
    if (this.#refusedFull) return "full";
    if (this.#unsent.length + this.#onTheWay.size >= MANY_UNSENT) return "behind";
    return this.#unread && this.#doc.ids.length === 0 ? "unread" : undefined;
  }

  get ids(): readonly string[] {
    return this.#doc.ids;
  }

  element(id: string): BoardElement | undefined {
    return this.#doc.element(id);
  }

  /** What is shown, as text that is the same for all that show the same. */
  get content(): string {
    return this.#doc.content;
  }

  /** Updates that were not taken, and why. */
  get drops(): ReadonlyMap<UpdateDrop, number> {
    return this.#drops;
  }

  /** Member ids of who has taken away what could be brought back, and how much. */
  get bin(): ReadonlyMap<string, number> {
    return this.#doc.bin;
  }

  /** Elements that are others than they were. False when the board is full: only what is taken away is. */
  write(elements: readonly BoardElement[]): boolean {
    const isFull = this.#doc.isFull;
    this.#refusedFull = isFull;
    this.#post(this.#doc.write(isFull ? elements.filter((one) => one.isDeleted) : elements));
    if (isFull) this.#stateChanged();
    return !isFull;
  }

  /** Puts an image on the board; gives why not. Its name is its hash. */
  async writeImage(image: BoardImage): Promise<ImageFault | undefined> {
    const split = await splitImage(image);
    if ("fault" in split) return split.fault;
    if (this.#doc.isFull) return "board-full";
    this.#post(this.#doc.writeImage(split.hash, split.pieces));
    return undefined;
  }

  /** An image whose bytes are here, whole, and have the hash that it is named by. */
  async image(hash: string): Promise<BoardImage | undefined> {
    return await joinImage(hash, this.#doc.image(hash));
  }

  /** Puts back what one member has taken away. */
  bringBack(author: string): void {
    this.#post(this.#doc.bringBack(author));
    this.#stateChanged();
  }

  received(entry: ReceivedEntry): void {
    if (entry.doc === BOARD_DOC) void this.#taking.run(() => this.#take(entry));
    else if (entry.doc === SNAPSHOT_DOC) void this.#taking.run(() => this.#takePiece(entry));
  }

  entered(resumed: boolean): void {
    void this.#snapshots.entered(resumed);
  }

  /** An entry of ours stands in the log. */
  placed(sequence: number, cursor: number): void {
    const envelope = this.#unplaced.get(sequence);
    if (!this.#unplaced.delete(sequence) && this.#sending) this.#placedEarly.set(sequence, cursor);
    if (envelope && envelope.instance === this.#instance)
      this.#snapshots.tookEntry(cursor, this.#doc.client, envelope.update);
    this.#snapshots.placed(sequence, cursor);
  }

  settled(settled: Settled): void {
    void this.#taking.run(async () => {
      this.#snapshots.settled(settled);
      this.#readable();
    });
  }

  told(author: string, body: Bytes): void {
    const presence = readPresence(body);
    if (!presence) return;
    if (presence.needs) this.#snapshots.wanted();
    for (const events of this.#events) events.shown?.(author, presence);
  }

  /** Shows the others where we are. */
  show(presence: Presence): void {
    this.#place.tell(encodePresence(presence)).catch(() => {}); // the next one will do
  }

  acknowledged(sequence: number): void {
    if (!this.#onTheWay.delete(sequence)) {
      if (this.#sending) this.#early.add(sequence);
      return;
    }
    void this.#send();
    this.#keepSoon();
    this.#stateChanged();
  }

  refused(sequence: number, _code: ErrorCode): void {
    this.#unplaced.delete(sequence);
    this.acknowledged(sequence); // it would be refused again
  }

  setRetention(retention: Retention): void {
    this.#keeper.setRetention(retention);
    this.#keepSoon();
  }

  async clear(): Promise<void> {
    await this.#keeper.clear();
  }

  /** What waits to be kept is. */
  async flush(): Promise<void> {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    const unsent = [...this.#onTheWay.values(), ...this.#unsent];
    await this.#keeper.write({ state: this.#doc.encode(), unsent, millis: Date.now() });
  }

  /** Another takes its place. */
  close(): void {
    void this.flush();
    this.#snapshots.close();
    clearTimeout(this.#needTimer);
    this.#events.clear();
    this.#doc.close();
  }

  async #take({ author, cursor, body }: ReceivedEntry): Promise<void> {
    const envelope = body && readEnvelope(body);
    if (!body) this.#cannotRead();
    if (!envelope) return;
    const { instance, update } = envelope;
    const client = await this.#clientOf(author, instance);
    const before = this.#doc.binned;
    this.#takingAt = cursor;
    const drop = this.#doc.take(update, client, author);
    this.#takingAt = 0;
    if (drop) this.#drops.set(drop, (this.#drops.get(drop) ?? 0) + 1);
    else this.#snapshots.tookEntry(cursor, client, update);
    if (drop || this.#doc.binned !== before) this.#stateChanged();
  }

  async #takePiece({ author, cursor, body }: ReceivedEntry): Promise<void> {
    if (body) await this.#snapshots.tookPiece(author, cursor, body);
    else this.#cannotRead();
    this.#readable();
  }

  /** What was sealed before we came: somebody who has it is asked for all of it. */
  #cannotRead(): void {
    if (this.#unread) return;
    this.#unread = true;
    this.#stateChanged();
    const ask = (left: number) => {
      if (!this.#unread || left === 0) return;
      this.show({ isDown: false, needs: true });
      this.#needTimer = setTimeout(ask, NEED_MILLIS, left - 1);
    };
    this.#needTimer = setTimeout(ask, NEED_SOON_MILLIS, NEED_TIMES);
  }

  #readable(): void {
    if (!this.#unread || !this.#snapshots.hasTaken) return;
    this.#unread = false;
    clearTimeout(this.#needTimer);
    this.#stateChanged();
  }

  #docChanged(change: BoardChange): void {
    for (const id of change.elements)
      if (this.#doc.element(id) === undefined) this.#snapshots.deleted(id, this.#takingAt);
    for (const events of this.#events) events.changed(change);
    this.#keepSoon();
  }

  /** The first clock of ours that does not stand in the log yet. */
  #unplacedFrom(): number | undefined {
    const envelopes = [...this.#unplaced.values(), ...this.#unsent];
    const starts = envelopes.map(({ instance, update }) =>
      instance === this.#instance ? (updateRange(update)?.start ?? 0) : 0,
    );
    return starts.length === 0 ? undefined : Math.min(...starts);
  }

  async #clientOf(author: string, instance: number): Promise<number> {
    const key = `${author} ${instance}`;
    let client = this.#clients.get(key);
    if (client !== undefined) return client;
    client = await boardClient(this.#place.roomId, author, instance);
    if (this.#clients.size >= MAX_CLIENTS) this.#clients.clear(); // only what was worked out before
    this.#clients.set(key, client);
    return client;
  }

  #post(updates: readonly Uint8Array[]): void {
    if (updates.length === 0) return;
    for (const update of updates)
      this.#unsent.push({ instance: this.#instance, update: new Uint8Array(update) });
    this.#keepSoon();
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (this.#unsent.length > 0 && this.#onTheWay.size < MAX_ON_THE_WAY) {
      const { next, taken } = gather(this.#unsent);
      const body = encodeEnvelope(next.instance, next.update);
      try {
        // Out of `unsent` only when it is in the log: what is kept must hold it all the time.
        const sequence = await this.#place.append(BOARD_DOC, body);
        this.#unsent = this.#unsent.slice(taken);
        if (!this.#early.delete(sequence)) this.#onTheWay.set(sequence, next);
        this.#unplaced.set(sequence, next);
        const cursor = this.#placedEarly.get(sequence);
        if (cursor !== undefined) this.placed(sequence, cursor);
      } catch {
        break; // the line is gone for good: another page goes on
      }
    }
    this.#sending = false;
    this.#early.clear();
    this.#placedEarly.clear();
    this.#stateChanged();
  }

  #stateChanged(): void {
    for (const events of this.#events) events.stateChanged();
  }

  #keepSoon(): void {
    this.#keepTimer ??= setTimeout(() => void this.flush(), KEEP_MILLIS);
  }
}

/** Whose client ids are remembered. */
const MAX_CLIENTS = 5_000;

/** As much of the beginning of a queue as fits into one entry; how many updates that are. */
function gather(queue: readonly Envelope[]): { next: Envelope; taken: number } {
  const [first] = queue as [Envelope];
  const together: Uint8Array[] = [];
  let bytes = 0;
  for (const { instance, update } of queue) {
    bytes += update.length;
    if (together.length > 0 && (instance !== first.instance || bytes > MAX_UPDATE_BYTES)) break;
    together.push(update);
  }
  const update = together.length === 1 ? first.update : new Uint8Array(Y.mergeUpdates(together));
  return { next: { instance: first.instance, update }, taken: together.length };
}
