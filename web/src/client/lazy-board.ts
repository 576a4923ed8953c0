import type { Board } from "../board/board.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { Retention } from "./chat-keeper.ts";
import type { ErrorCode } from "./errors.ts";
import type { DocumentPlace, LogDocument, ReceivedEntry, Settled } from "./log-document.ts";

/** How the board's code is fetched. */
export type LoadBoard = () => Promise<typeof import("../board/board.ts")>;

/** What waits for the code; beyond, it is not taken, and comes again with the log. */
export const MAX_WAITING = 4_000;
const RETRY_MILLIS = 2_000;

/**
 * The board before its code is here. It is not needed to enter a room: it is fetched when we know who we are, and what comes
 * meanwhile waits.
 */
export class LazyBoard implements LogDocument {
  readonly #load: LoadBoard;
  #board: Promise<Board> | undefined;
  #waiting = 0;

  constructor(load: LoadBoard) {
    this.#load = load;
  }

  /** Undefined before we know who we are. */
  get ready(): Promise<Board> | undefined {
    return this.#board;
  }

  opened(place: DocumentPlace): void {
    void this.#board?.then((former) => former.close());
    this.#board = this.#fetch().then(({ Board }) => Board.open(place));
  }

  received(entry: ReceivedEntry): void {
    this.#run((board) => board.received(entry));
  }

  entered(resumed: boolean): void {
    this.#run((board) => board.entered(resumed));
  }

  placed(sequence: number, cursor: number): void {
    this.#run((board) => board.placed(sequence, cursor));
  }

  settled(snapshot: Settled): void {
    this.#run((board) => board.settled(snapshot));
  }

  told(author: string, body: Bytes): void {
    this.#run((board) => board.told(author, body));
  }

  acknowledged(sequence: number): void {
    this.#run((board) => board.acknowledged(sequence));
  }

  refused(sequence: number, code: ErrorCode): void {
    this.#run((board) => board.refused(sequence, code));
  }

  setRetention(retention: Retention): void {
    this.#run((board) => board.setRetention(retention));
  }

  clear(): void {
    this.#run((board) => void board.clear());
  }

  flush(): void {
    this.#run((board) => void board.flush());
  }

  #run(task: (board: Board) => void): void {
    if (!this.#board || this.#waiting >= MAX_WAITING) return;
    this.#waiting++;
    void this.#board.then(task).finally(() => {
      this.#waiting--;
    });
  }

  async #fetch(): ReturnType<LoadBoard> {
    for (;;) {
      try {
        return await this.#load();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
      }
    }
  }
}
