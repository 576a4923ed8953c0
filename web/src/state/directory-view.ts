import type { Listing } from "../client/directory-wire.ts";

export type { Listing } from "../client/directory-wire.ts";

/** Which rooms people want to see; empty does not narrow. */
export interface DirectoryFilter {
  readonly tag: string;
  readonly language: string;
  readonly search: string;
}

export const NO_FILTER: DirectoryFilter = { tag: "", language: "", search: "" };

/** What home shows of the public rooms. */
export interface DirectoryState {
  /** "loading" before the first page, "away" when the server does not answer, "offline" without a network. */
  readonly phase: "loading" | "live" | "away" | "offline";
  readonly filter: DirectoryFilter;
  /** The busiest first; the last ones there were while the server is away. */
  readonly rooms: readonly Listing[];
  /** All that are open, whatever the filter. */
  readonly total: number;
  readonly isFirstPage: boolean;
  readonly hasNext: boolean;
}

/** A store that React subscribes to. It watches from `open` to `close`. */
export interface DirectoryStore {
  subscribe(listener: () => void): () => void;
  getState(): DirectoryState;
  open(): void;
  close(): void;
  setFilter(filter: DirectoryFilter): void;
  nextPage(): void;
  firstPage(): void;
}
