import type { Bytes } from "../crypto/bytes.ts";
import type { Retention } from "./chat-keeper.ts";
import type { ErrorCode } from "./errors.ts";
import type { DocumentPlace, LogDocument, ReceivedEntry, Settled } from "./log-document.ts";

/** A document whose code is here. */
export interface LoadedDocument extends Omit<LogDocument, "opened"> {
  close(): void;
}

/** Fetches a document's code; gives what opens it. */
export type LoadDocument<D extends LoadedDocument> = () => Promise<
  (place: DocumentPlace) => D | Promise<D>
>;

/** What waits for the code; beyond, it is not taken, and comes again with the log. */
export const MAX_WAITING = 4_000;
const RETRY_MILLIS = 2_000;

/**
 * A document before its code is here. It is not needed to enter a room: it is fetched when we know who we are, or, where it has a
 * name, when somebody writes under it or wants to. What comes meanwhile waits.
 */
export class LazyDocument<D extends LoadedDocument> implements LogDocument {
  readonly #load: LoadDocument<D>;
  readonly #doc: string | undefined;
  readonly #listeners = new Set<() => void>();
  #place: DocumentPlace | undefined;
  #loaded: Promise<D> | undefined;
  #waiting = 0;

  /** `doc`: nothing is fetched before this document is written, or wanted. */
  constructor(load: LoadDocument<D>, doc?: string) {
    this.#load = load;
    this.#doc = doc;
  }

  /** Undefined before we know who we are, and before it is wanted. */
  get ready(): Promise<D> | undefined {
    return this.#loaded;
  }

  /** Tells when `ready` has become another. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Fetches it now; undefined before we know who we are. */
  want(): Promise<D> | undefined {
    if (this.#place && !this.#loaded) this.#start(this.#place);
    return this.#loaded;
  }

  opened(place: DocumentPlace): void {
    const before = this.#loaded;
    this.#loaded = undefined;
    void before?.then((former) => former.close());
    this.#place = place;
    if (this.#doc === undefined || before) this.#start(place);
  }

  received(entry: ReceivedEntry): void {
    if (entry.doc === this.#doc) this.want();
    this.#run((document) => document.received(entry));
  }

  entered(resumed: boolean): void {
    this.#run((document) => document.entered(resumed));
  }

  placed(sequence: number, cursor: number): void {
    this.#run((document) => document.placed(sequence, cursor));
  }

  settled(snapshot: Settled): void {
    this.#run((document) => document.settled(snapshot));
  }

  told(author: string, body: Bytes): void {
    this.#run((document) => document.told(author, body));
  }

  acknowledged(sequence: number): void {
    this.#run((document) => document.acknowledged(sequence));
  }

  refused(sequence: number, code: ErrorCode): void {
    this.#run((document) => document.refused(sequence, code));
  }

  setRetention(retention: Retention): void {
    this.#run((document) => document.setRetention(retention));
  }

  clear(): void {
    this.#run((document) => void document.clear());
  }

  flush(): void {
    this.#run((document) => void document.flush());
  }

  #start(place: DocumentPlace): void {
    this.#loaded = this.#fetch().then((open) => open(place));
    for (const listener of this.#listeners) listener();
  }

  #run(task: (document: D) => void): void {
    if (!this.#loaded || this.#waiting >= MAX_WAITING) return;
    this.#waiting++;
    void this.#loaded.then(task).finally(() => {
      this.#waiting--;
    });
  }

  async #fetch(): ReturnType<LoadDocument<D>> {
    for (;;) {
      try {
        return await this.#load();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
      }
    }
  }
}
