import type { Bytes } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import { type Entry, openEntry, signEntry } from "../crypto/entry.ts";
import { delay } from "./delay.ts";
import { ClientError, codeOf } from "./errors.ts";
import type { Settled } from "./log-document.ts";
import type { OwnEntries, OwnEntry } from "./own-entries.ts";
import type { LogEntry, LogPage } from "./wire.ts";

/** How the log reaches the server. */
export interface LogTransport {
  append(doc: string, sequence: number, bytes: Bytes): Promise<void>;
  after(cursor: number): Promise<LogPage>;
  /** Says that a snapshot can take the place of entries. */
  settle?(snapshot: Settled): Promise<void>;
  /** Shows the others something in passing. */
  tell?(bytes: Bytes): Promise<void>;
}

export interface LogEvents {
  /** Verified and seen for the first time. `pending`: our own, and not known to be at the server. */
  received(doc: string, entry: Entry, pending: boolean, cursor: number): void;
  /** Where an entry of our own stands at the server. */
  placed(sequence: number, cursor: number): void;
  /** An entry of our own has reached the server. */
  acknowledged(sequence: number): void;
  /** The server will not take an entry of our own. */
  refused(sequence: number, error: unknown): void;
}

/** So many (member, sequence) pairs are remembered to tell doubles. */
export const MAX_REMEMBERED = 20_000;
/** So many entries wait to be verified; more are dropped, and come again when the log is read anew. */
export const MAX_UNVERIFIED = 2_000;
const MAX_PAGES = 200;
const RETRY_MILLIS = 1_000;
/** Appended without a pause; after that as fast as half of what the server allows. */
const BURST = 5;

/**
 * The room's signed log as one browser sees it. Entries of our own wait in an outbox until they are acknowledged, in order, one at
 * a time; after each `entered` we append again what the server does not hold. What comes in is verified, and taken once.
 */
export class SignedLog {
  readonly #credentials: Credentials;
  readonly #roomId: Bytes;
  readonly #own: OwnEntries;
  readonly #transport: LogTransport;
  readonly #events: LogEvents;
  readonly #seen = new SeenEntries();
  #unverified = 0;
  #verifying: Promise<void> = Promise.resolve();
  #cursor = 0;
  #reading = false;
  /** Counts entries into the room: what an older one started stops by itself. */
  #visit = 0;
  #up = false;
  #pumping = false;
  #messagesPerSecond = 20;

  constructor(
    credentials: Credentials,
    roomId: Bytes,
    own: OwnEntries,
    transport: LogTransport,
    events: LogEvents,
  ) {
    this.#credentials = credentials;
    this.#roomId = roomId;
    this.#own = own;
    this.#transport = transport;
    this.#events = events;
  }

  /** Shows what a reload kept, before the server answers. */
  async restore(): Promise<void> {
    const author = this.#credentials.memberId;
    for (const { doc, sequence, bytes } of this.#own.all) {
      await this.#verify({ cursor: 0, doc, author, sequence, bytes });
    }
  }

  /** Whether this entry, which was verified before, is new here; from now on it is not. */
  takes({ author, sequence }: Pick<Entry, "author" | "sequence">): boolean {
    if (this.#seen.has(author, sequence)) return false;
    if (author === this.#credentials.memberId) this.#own.sawSequence(sequence);
    this.#seen.add(author, sequence);
    return true;
  }

  /** Signs an entry, shows it as received, and sends it. Gives its sequence; rejects with `too-large` above what the server takes. */
  async append(doc: string, body: Bytes, limitBytes: number): Promise<number> {
    const sequence = this.#own.nextSequence();
    const bytes = await signEntry(this.#credentials, { roomId: this.#roomId, doc }, sequence, body);
    if (bytes.length > limitBytes) {
      throw new ClientError("too-large", "refusal", `An entry of ${bytes.length} bytes`);
    }
    const author = this.#credentials.memberId;
    this.#seen.add(author, sequence);
    this.#own.add({ doc, sequence, bytes, settled: false });
    this.#events.received(doc, { author, sequence, body }, true, 0);
    void this.#pump();
    return sequence;
  }

  /** The room was entered (again). */
  entered(
    welcome: { readonly cursor: number; readonly ownSequence: number },
    resumed: boolean,
    messagesPerSecond: number,
  ): void {
    this.#visit++;
    this.#up = true;
    this.#messagesPerSecond = messagesPerSecond;
    if (!resumed) this.#cursor = 0;
    this.#own.sawSequence(welcome.ownSequence);
    for (const entry of this.#own.all) {
      const held = entry.sequence <= welcome.ownSequence;
      if (held && !entry.settled) this.#events.acknowledged(entry.sequence);
      entry.settled = held;
      if (held) this.#own.settled(entry.sequence);
    }
    void this.#pump();
    void this.#readOn(this.#visit, welcome.cursor);
  }

  /** When all that the server has told us was verified: up to which cursor. */
  async caughtUp(): Promise<number> {
    while (this.#reading) await delay(RETRY_MILLIS / 10);
    const cursor = this.#cursor;
    await this.#verifying;
    return cursor;
  }

  lineLost(): void {
    this.#up = false;
    this.#visit++;
  }

  /** An entry as the server sent it. */
  receive(entry: LogEntry): void {
    // One line brings entries in order and without a gap; while we still read on, the pages count.
    if (!this.#reading) this.#cursor = Math.max(this.#cursor, entry.cursor);
    if (entry.author === this.#credentials.memberId) {
      // After what came before it: whoever reads the log sees it in one order.
      this.#verifying = this.#verifying.then(() =>
        this.#events.placed(entry.sequence, entry.cursor),
      );
    }
    if (this.#seen.has(entry.author, entry.sequence)) return;
    if (this.#unverified >= MAX_UNVERIFIED) return;
    this.#unverified++;
    this.#verifying = this.#verifying
      .then(() => this.#verify(entry))
      .finally(() => {
        this.#unverified--;
      });
  }

  async #verify({ cursor, doc, author, sequence, bytes }: LogEntry): Promise<void> {
    if (this.#seen.has(author, sequence)) return;
    const entry = await openEntry(bytes, { roomId: this.#roomId, doc });
    if (!entry || entry.author !== author || entry.sequence !== sequence) return;
    const isOwn = author === this.#credentials.memberId;
    const pending = isOwn && this.#own.isWaiting(sequence);
    if (this.takes(entry)) this.#events.received(doc, entry, pending, cursor);
  }

  /** Reads what was said while we were away. Entries that come meanwhile are told apart by (member, sequence). */
  async #readOn(visit: number, until: number): Promise<void> {
    this.#reading = this.#cursor < until;
    for (let pages = 0; pages < MAX_PAGES && this.#cursor < until; pages++) {
      let page: LogPage;
      try {
        page = await this.#transport.after(this.#cursor);
      } catch (error) {
        if (visit !== this.#visit || codeOf(error) === "line-lost") return;
        await delay(RETRY_MILLIS);
        if (visit !== this.#visit) return;
        continue;
      }
      if (visit !== this.#visit) return;
      for (const entry of page.entries) this.receive(entry);
      await this.#verifying;
      if (visit !== this.#visit) return;
      this.#cursor = Math.max(this.#cursor, page.cursor);
      if (!page.more) break;
    }
    this.#reading = false;
  }

  async #pump(): Promise<void> {
    if (this.#pumping || !this.#up) return;
    this.#pumping = true;
    try {
      for (let sent = 0; this.#up; sent++) {
        const next = this.#own.all.find((entry) => !entry.settled);
        if (!next) return;
        if (sent >= BURST) await delay(2_000 / this.#messagesPerSecond);
        await this.#deliver(next);
      }
    } finally {
      this.#pumping = false;
    }
  }

  async #deliver(entry: OwnEntry): Promise<void> {
    const visit = this.#visit;
    try {
      await this.#transport.append(entry.doc, entry.sequence, entry.bytes);
      this.#own.settled(entry.sequence);
      this.#events.acknowledged(entry.sequence);
    } catch (error) {
      // A line that went takes the answer with it: `entered` tells whether the entry arrived.
      if (visit !== this.#visit) return;
      const { category, retryMillis } = error as Partial<ClientError>;
      const code = codeOf(error);
      const later = code === "too-many-messages" || code === "busy" || code === "slow-mode";
      if (later || category === "network") {
        await delay(retryMillis ?? RETRY_MILLIS);
        return;
      }
      entry.settled = true;
      this.#events.refused(entry.sequence, error);
    }
  }
}

/** Which entries were taken already; the oldest are forgotten. */
export class SeenEntries {
  readonly #keys = new Set<string>();

  has(author: string, sequence: number): boolean {
    return this.#keys.has(`${author} ${sequence}`);
  }

  add(author: string, sequence: number): void {
    this.#keys.add(`${author} ${sequence}`);
    if (this.#keys.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#keys;
    if (oldest !== undefined) this.#keys.delete(oldest);
  }
}
