import { DirectoryClient, type DirectoryQuery } from "../client/directory.ts";
import type { LineOptions } from "../client/signalling.ts";
import { onWake } from "../client/wake.ts";
import { checkTag } from "../crypto/description.ts";
import {
  type DirectoryFilter,
  type DirectoryState,
  type DirectoryStore,
  type Listing,
  NO_FILTER,
} from "./directory-view.ts";

/** Whoever types is not asked about every letter. */
export const TYPING_MILLIS = 250;

const NO_ROOMS: readonly Listing[] = [];

/** The public rooms as React sees them. */
export class LiveDirectoryStore implements DirectoryStore {
  readonly #client: DirectoryClient;
  readonly #listeners = new Set<() => void>();
  #filter: DirectoryFilter = NO_FILTER;
  #after: string | undefined;
  #state: DirectoryState;
  #unwake: (() => void) | undefined;
  #askTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LineOptions) {
    this.#client = new DirectoryClient(options, () => this.#refresh());
    this.#state = this.#compute();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  getState(): DirectoryState {
    return this.#state;
  }

  open(): void {
    if (this.#unwake) return;
    window.addEventListener("pagehide", this.#hidden);
    window.addEventListener("offline", this.#refresh);
    this.#unwake = onWake(() => {
      this.#client.wake();
      this.#refresh();
    });
    this.#client.start();
    this.#refresh();
  }

  close(): void {
    window.removeEventListener("pagehide", this.#hidden);
    window.removeEventListener("offline", this.#refresh);
    this.#unwake?.();
    this.#unwake = undefined;
    clearTimeout(this.#askTimer);
    this.#client.stop();
  }

  setFilter(filter: DirectoryFilter): void {
    const typing = filter.search !== this.#filter.search;
    this.#filter = filter;
    this.#after = undefined;
    clearTimeout(this.#askTimer);
    this.#askTimer = setTimeout(() => this.#ask(), typing ? TYPING_MILLIS : 0);
    this.#refresh();
  }

  nextPage(): void {
    this.#after = this.#client.page?.next;
    this.#ask();
  }

  firstPage(): void {
    this.#after = undefined;
    this.#ask();
  }

  readonly #hidden = () => this.#client.stop();

  #ask(): void {
    const { tag, language, search } = this.#filter;
    const query: DirectoryQuery = {
      ...(checkTag(tag).ok && { tag }),
      ...(language !== "" && { language }),
      ...(search.trim() !== "" && { search: search.trim() }),
      ...(this.#after !== undefined && { after: this.#after }),
    };
    this.#client.watch(query);
    this.#refresh();
  }

  readonly #refresh = () => {
    this.#state = this.#compute();
    for (const listener of this.#listeners) listener();
  };

  #compute(): DirectoryState {
    const { page, phase } = this.#client;
    const offline = phase !== "live" && navigator.onLine === false;
    return {
      // A lost line that comes back soon is none to the one who reads.
      phase: offline ? "offline" : phase === "loading" && page ? "live" : phase,
      filter: this.#filter,
      rooms: page?.rooms ?? NO_ROOMS,
      total: page?.total ?? 0,
      isFirstPage: this.#after === undefined,
      hasNext: page?.next !== undefined,
    };
  }
}
