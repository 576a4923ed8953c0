/** The chat of one room: what its members have written, in the signed log, and in a sealed room behind its seal. */
import { type Bytes, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import type { Entry } from "../crypto/entry.ts";
import { Chat, type ChatLine } from "./chat.ts";
import { CHAT_DOC, type ChatWriting, docOf, MARKS_DOC } from "./chat-body.ts";
import { codeOf, type ErrorCode } from "./errors.ts";
import { type LogTransport, SignedLog } from "./log.ts";
import { OwnEntries } from "./own-entries.ts";
import type { EnterResult, LogEntry } from "./wire.ts";

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
  readonly #chat = new Chat();
  readonly #seal: BodySeal | undefined;
  readonly #events: ChatLogEvents;
  #log: SignedLog | undefined;
  #own: OwnEntries | undefined;
  /** What was opened is taken in the order in which it came. */
  #opening: Promise<void> = Promise.resolve();
  #unreadable = 0;
  /** Of our own lines those that we are taking back, by what says so. */
  readonly #deleting = new Map<number, number>();

  constructor(seal: BodySeal | undefined, events: ChatLogEvents) {
    this.#seal = seal;
    this.#events = events;
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
    this.#own = new OwnEntries(`${toBase64Url(roomId)}.${author}`);
    this.#log = new SignedLog(credentials, roomId, this.#own, transport, {
      received: (doc, entry, pending) => this.#take(doc, entry, pending),
      acknowledged: (sequence) =>
        this.#inOrder(() => {
          this.#chat.acknowledge(author, sequence);
          this.#forgetDeleted(sequence);
          this.#events.changed();
        }),
      refused: (sequence, error) =>
        this.#inOrder(() => {
          this.#chat.remove(author, sequence);
          this.#events.lineRefused(codeOf(error));
          this.#events.changed();
        }),
    });
    void this.#log.restore();
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
    const sequence = await this.#log?.append(doc, body, limitBytes);
    if (writing.kind === "delete" && sequence) this.#deleting.set(sequence, writing.of);
  }

  entered(log: EnterResult["log"], resumed: boolean, messagesPerSecond: number): void {
    this.#log?.entered(log, resumed, messagesPerSecond);
  }

  receive(entry: LogEntry): void {
    this.#log?.receive(entry);
  }

  lineLost(): void {
    this.#log?.lineLost();
  }

  /** We have left: what we wrote is kept no longer. */
  forget(): void {
    this.#own?.forget();
  }

  /** What was taken back does not come back with a new server either. */
  #forgetDeleted(sequence: number): void {
    const deleted = this.#deleting.get(sequence);
    if (deleted !== undefined) this.#own?.drop(deleted);
    this.#deleting.delete(sequence);
  }

  #take(doc: string, entry: Entry, pending: boolean): void {
    const seal = this.#seal;
    if (doc !== CHAT_DOC && doc !== MARKS_DOC) return;
    if (!seal) {
      this.#read(doc, entry, pending);
      return;
    }
    this.#opening = this.#opening.then(async () => {
      const body = await seal.openBody(doc, entry.author, entry.body);
      if (body) {
        this.#read(doc, { ...entry, body }, pending);
      } else {
        this.#unreadable++;
        this.#events.changed();
      }
    });
  }

  #read(doc: string, entry: Entry, pending: boolean): void {
    if (this.#chat.take(doc, entry, pending)) this.#events.changed();
  }

  #inOrder(task: () => void): void {
    if (this.#seal) this.#opening = this.#opening.then(task);
    else task();
  }
}
