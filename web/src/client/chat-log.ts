/** The chat of one room: what its members have written, in the signed log, and in a sealed room behind its seal. */
import { type Bytes, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import type { Entry } from "../crypto/entry.ts";
import { Chat, type ChatLine } from "./chat.ts";
import {
  CHAT_DOC,
  type ChatWriting,
  docOf,
  type LineRef,
  lineKey,
  MARKS_DOC,
  refOf,
} from "./chat-body.ts";
import { ChatKeeper, type Retention } from "./chat-keeper.ts";
import { codeOf, type ErrorCode } from "./errors.ts";
import { type LogTransport, SignedLog } from "./log.ts";
import type { LogDocument, Settled } from "./log-document.ts";
import { OwnEntries } from "./own-entries.ts";
import {
  type EnterResult,
  type LogEntry,
  read,
  readLogEntry,
  readPresence,
  readSettled,
} from "./wire.ts";

/** Lines that nobody has asked for whether they are new. */
const MAX_NEWS = 64;
/** What is shown in passing is sealed under this name. */
const PRESENCE_DOC = "presence";

/** Seals what we write, and opens what others have written. A public room has none. */
export interface BodySeal {
  sealBody(doc: string, body: Bytes): Promise<Bytes>;
  /** Undefined for what was written before we came. */
  openBody(doc: string, author: string, body: Bytes): Promise<Bytes | undefined>;
}

export interface ChatLogEvents {
  changed(): void;
  /** The server will not take a line that we wrote. */
  lineRefused(code: ErrorCode): void;
}

export class ChatLog {
  readonly #chat = new Chat((line) => this.#forget(line));
  readonly #seal: BodySeal | undefined;
  readonly #events: ChatLogEvents;
  /** What stands in the log beside the chat. */
  readonly #beside: LogDocument | undefined;
  #log: SignedLog | undefined;
  #own: OwnEntries | undefined;
  #keeper: ChatKeeper | undefined;
  #author = "";
  #withheld: ReadonlySet<string> = new Set();
  /** What was opened is taken in the order in which it came. */
  #opening: Promise<void> = Promise.resolve();
  #unreadable = 0;
  /** Keys of lines that were written while we are here, the newest last. */
  readonly #news = new Set<string>();

  constructor(seal: BodySeal | undefined, events: ChatLogEvents, beside?: LogDocument) {
    this.#seal = seal;
    this.#events = events;
    this.#beside = beside;
  }

  get lines(): readonly ChatLine[] {
    return this.#chat.lines;
  }

  /** Entries that were sealed before we came. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** We know who we are: shows what a reload kept. Another identity begins anew. */
  open(credentials: Credentials, roomId: Bytes, transport: LogTransport): void {
    if (this.#log) return;
    const author = credentials.memberId;
    this.#author = author;
    const name = `${toBase64Url(roomId)}.${author}`;
    this.#own = new OwnEntries(name);
    this.#keeper = new ChatKeeper(name);
    const log = new SignedLog(credentials, roomId, this.#own, transport, {
      received: (doc, entry, pending, cursor) => {
        if (doc === CHAT_DOC || doc === MARKS_DOC) this.#take(doc, entry, pending);
        else if (!pending) this.#takeBeside(doc, entry, cursor);
      },
      placed: (sequence, cursor) => this.#inOrder(() => this.#beside?.placed(sequence, cursor)),
      acknowledged: (sequence) =>
        this.#inOrder(() => {
          this.#beside?.acknowledged(sequence);
          this.#chat.acknowledge(author, sequence);
          this.#events.changed();
        }),
      refused: (sequence, error) =>
        this.#inOrder(() => {
          this.#beside?.refused(sequence, codeOf(error));
          this.#chat.remove(author, sequence);
          this.#keeper?.drop({ author, sequence });
          this.#events.lineRefused(codeOf(error));
          this.#events.changed();
        }),
    });
    this.#log = log;
    this.#beside?.opened(this.#placeBeside(log, roomId, transport, name));
    // What is sealed is opened after: our own copy has words that can be opened no more.
    this.#opening = this.#restore(log, this.#keeper);
  }

  /** What was written under the former device stays that member's. */
  renew(): void {
    this.#log = undefined;
  }

  /** Rejects with `too-large` above what the server takes. */
  async write(writing: ChatWriting, nickname: string, limitBytes: number): Promise<void> {
    const doc = docOf(writing);
    const plain = this.#chat.write(writing, nickname, Date.now());
    const body = this.#seal ? await this.#seal.sealBody(doc, plain) : plain;
    await this.#log?.append(doc, body, limitBytes);
  }

  entered(log: EnterResult["log"], resumed: boolean, messagesPerSecond: number): void {
    this.#log?.entered(log, resumed, messagesPerSecond);
    this.#beside?.entered(resumed);
  }

  receive(entry: LogEntry): void {
    this.#log?.receive(entry);
  }

  #heard(entry: LogEntry): void {
    if (entry.doc === CHAT_DOC) {
      this.#news.add(lineKey(entry));
      const [eldest] = this.#news;
      if (this.#news.size > MAX_NEWS && eldest !== undefined) this.#news.delete(eldest);
    }
    this.receive(entry);
  }

  /** Lines that were written while we are here, each once. */
  takeNew(): readonly ChatLine[] {
    if (this.#news.size === 0) return [];
    return this.#chat.lines.slice(-MAX_NEWS).filter(({ key }) => this.#news.delete(key));
  }

  /** What the server tells of the log, and of what members show in passing. `idOf` knows them by number. */
  told(method: string, params: unknown, idOf: ReadonlyMap<number, { readonly id: string }>): void {
    if (method === "log.entry") {
      const entry = read(params, readLogEntry);
      if (entry) this.#heard(entry);
      return;
    }
    if (method === "log.settled") {
      const settled = read(params, readSettled);
      if (settled) this.#beside?.settled(settled);
      return;
    }
    const presence = read(params, readPresence);
    const author = presence && idOf.get(presence.number)?.id;
    if (!presence || author === undefined) return;
    this.#open(PRESENCE_DOC, author, presence.bytes, (body) => {
      if (body) this.#beside?.told(author, body);
    });
  }

  lineLost(): void {
    this.#log?.lineLost();
    this.#keeper?.flush();
    this.#beside?.flush();
  }

  /** We have left: what we wrote is brought to no server any more. */
  forget(): void {
    this.#own?.forget();
    this.#keeper?.flush();
    this.#beside?.flush();
  }

  /** For how long this browser keeps what is written here. */
  get retention(): Retention {
    return this.#keeper?.retention ?? "day";
  }

  setRetention(retention: Retention): void {
    void this.#keeper?.setRetention(retention);
    this.#beside?.setRetention(retention);
    this.#events.changed();
  }

  /** Keeps no copy of what who moderates has taken out, by keys. */
  withhold(keys: ReadonlySet<string>): void {
    this.#withheld = keys;
    for (const key of keys) {
      const ref = refOf(key);
      if (ref) this.#keeper?.drop(ref);
    }
  }

  /** Clears our copy; the others keep theirs. */
  clear(): void {
    this.#chat.clear();
    void this.#keeper?.clear();
    this.#beside?.clear();
    this.#events.changed();
  }

  /** What was taken back is kept no longer, and does not come back with a new server either. */
  #forget(line: LineRef): void {
    this.#keeper?.drop(line);
    if (line.author === this.#author) this.#own?.drop(line.sequence);
  }

  /** Shows what this browser has kept; what a server may not have yet, as such. */
  async #restore(log: SignedLog, keeper: ChatKeeper): Promise<void> {
    for (const entry of await keeper.read()) {
      const isOwn = entry.author === this.#author;
      const pending = isOwn && this.#own?.isWaiting(entry.sequence) === true;
      if (log.takes(entry)) this.#chat.take(entry.doc, entry, pending);
    }
    this.withhold(this.#withheld);
    this.#events.changed();
    void log.restore();
  }

  #take(doc: string, entry: Entry, pending: boolean): void {
    const seal = this.#seal;
    if (!seal) {
      this.#read(doc, entry, pending);
      return;
    }
    this.#opening = this.#opening.then(async () => {
      const opened = await seal.openBody(doc, entry.author, entry.body);
      const body = opened ?? this.#keeper?.find(entry)?.body;
      if (body) {
        this.#read(doc, { ...entry, body }, pending);
      } else {
        this.#unreadable++;
        this.#events.changed();
      }
    });
  }

  #placeBeside(log: SignedLog, roomId: Bytes, transport: LogTransport, name: string) {
    const sealed = async (doc: string, body: Bytes) =>
      this.#seal ? await this.#seal.sealBody(doc, body) : body;
    return {
      ...{ roomId, author: this.#author, name, retention: this.retention },
      append: async (doc: string, body: Bytes) =>
        await log.append(doc, await sealed(doc, body), Number.POSITIVE_INFINITY),
      caughtUp: async () => {
        const cursor = await log.caughtUp();
        await this.#opening;
        return cursor;
      },
      settle: async (snapshot: Settled) => await transport.settle?.(snapshot),
      tell: async (body: Bytes) => await transport.tell?.(await sealed(PRESENCE_DOC, body)),
    };
  }

  /** What stands beside the chat; what we have written there ourselves stands there already. */
  #takeBeside(doc: string, { author, body }: Entry, cursor: number): void {
    this.#open(doc, author, body, (opened) =>
      this.#beside?.received({ doc, author, cursor, body: opened }),
    );
  }

  #open(doc: string, author: string, body: Bytes, take: (opened: Bytes | undefined) => void): void {
    const seal = this.#seal;
    if (!seal) take(body);
    else
      this.#opening = this.#opening.then(async () => take(await seal.openBody(doc, author, body)));
  }

  #read(doc: string, entry: Entry, pending: boolean): void {
    const { author, sequence, body } = entry;
    if (this.#keeper?.isCleared(entry)) return;
    const isKept = !this.#withheld.has(lineKey(entry));
    if (isKept) this.#keeper?.add({ doc, author, sequence, body, millis: Date.now() });
    if (this.#chat.take(doc, entry, pending)) this.#events.changed();
    else this.#keeper?.drop(entry);
  }

  #inOrder(task: () => void): void {
    if (this.#seal) this.#opening = this.#opening.then(task);
    else task();
  }
}
