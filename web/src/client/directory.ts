import {
  applyChange,
  type DirectoryPage,
  readDirectoryChange,
  readDirectoryPage,
} from "./directory-wire.ts";
import { ClientError } from "./errors.ts";
import { Line, type LineOptions } from "./signalling.ts";
import { read } from "./wire.ts";

/** Which rooms to see. */
export interface DirectoryQuery {
  readonly tag?: string;
  readonly language?: string;
  readonly search?: string;
  /** The `next` of another page. */
  readonly after?: string;
}

export type DirectoryPhase = "loading" | "live" | "away";

/** Losses in a row after which we say that the server is away. */
const AWAY_AFTER_LOSSES = 2;

/**
 * Watches a page of the directory, through losses and restarts. Says hello to nobody: the server need not know who looks for a
 * room. What can be read is here, `changed` tells when to look.
 */
export class DirectoryClient {
  readonly #line: Line;
  readonly #changed: () => void;
  #query: DirectoryQuery = {};
  #page: DirectoryPage | undefined;
  #phase: DirectoryPhase = "loading";
  #losses = 0;
  /** Counts questions: the answer to an older one is none. */
  #turn = 0;

  constructor(options: LineOptions, changed: () => void) {
    this.#changed = changed;
    this.#line = new Line(options, {
      opened: () => void this.#ask(),
      notified: (method, params) => this.#notified(method, params),
      lost: () => this.#lost(),
    });
  }

  /** The last page there was; undefined before the first. */
  get page(): DirectoryPage | undefined {
    return this.#page;
  }

  get phase(): DirectoryPhase {
    return this.#phase;
  }

  start(): void {
    this.#line.start();
  }

  /** Looks at other rooms; the former ones stay until they are there. */
  watch(query: DirectoryQuery): void {
    this.#query = query;
    if (this.#line.isOpen) void this.#ask();
  }

  /** The page, or the network, is back. */
  wake(): void {
    this.#line.start();
    this.#line.wake();
  }

  stop(): void {
    this.#turn++;
    this.#line.stop();
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    this.#line.expectWords();
    try {
      const page = read(
        await this.#line.request("directory.watch", this.#query),
        readDirectoryPage,
      );
      if (turn !== this.#turn || !page) return;
      this.#losses = 0;
      this.#line.settled();
      this.#set("live", page);
    } catch (error) {
      if (turn !== this.#turn || !(error instanceof ClientError)) return;
      if (error.code !== "line-lost") this.#line.drop(error.retryMillis);
    }
  }

  #notified(method: string, params: unknown): void {
    const change = method === "directory.change" ? read(params, readDirectoryChange) : undefined;
    if (change && this.#page && this.#phase === "live") {
      this.#set("live", applyChange(this.#page, change));
    }
  }

  #lost(): void {
    this.#turn++;
    this.#losses++;
    this.#set(this.#losses >= AWAY_AFTER_LOSSES ? "away" : "loading", this.#page);
  }

  #set(phase: DirectoryPhase, page: DirectoryPage | undefined): void {
    this.#phase = phase;
    this.#page = page;
    this.#changed();
  }
}
