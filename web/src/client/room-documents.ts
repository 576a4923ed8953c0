import type { Board } from "../board/board.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { GameTable } from "../games/ground/game-table.ts";
import type { Retention } from "./chat-keeper.ts";
import type { ErrorCode } from "./errors.ts";
import { LazyDocument } from "./lazy-document.ts";
import type { DocumentPlace, LogDocument, ReceivedEntry, Settled } from "./log-document.ts";
import type { RoomClientOptions } from "./room-client-types.ts";
import type { Presence } from "./wire.ts";

/** How the code of what stands beside the chat is fetched. */
export type LoadBoard = () => Promise<typeof import("../board/board.ts")>;
export type LoadGames = () => Promise<typeof import("../games/games.ts")>;

/** The document in which games are played (protocol/games.md). */
export const GAMES_DOC = "games";

/** Who is in the room at this moment, by member id: its line stands, or is awaited back; or it is a robot of the server. */
export type Company = () => ReadonlyMap<string, Presence>;

/** All that stands in a room's log beside the chat. Each takes what is its own. */
export class RoomDocuments implements LogDocument {
  readonly board: LazyDocument<Board> | undefined;
  readonly games: LazyDocument<GameTable> | undefined;
  readonly #ears: ((author: string, body: Bytes) => void)[] = [];
  readonly #all: readonly LogDocument[];
  #place: DocumentPlace | undefined;

  constructor(
    { loadBoard, loadGames }: Pick<RoomClientOptions, "loadBoard" | "loadGames">,
    company: Company,
  ) {
    if (loadBoard) {
      this.board = new LazyDocument(async () => {
        const { Board } = await loadBoard();
        return (place) => Board.open(place);
      });
    }
    if (loadGames) {
      this.games = new LazyDocument(async () => {
        const { openGames } = await loadGames();
        return (place) => openGames(place, company);
      }, GAMES_DOC);
    }
    this.#all = [this.board, this.games].filter((document) => document !== undefined);
  }

  /** Hears all that members show in passing. */
  listen(ear: (author: string, body: Bytes) => void): void {
    this.#ears.push(ear);
  }

  /** Shows the others something in passing; what does not go out is lost. */
  tell(body: Bytes): void {
    this.#place?.tell(body).catch(() => {});
  }

  opened(place: DocumentPlace): void {
    this.#place = place;
    for (const document of this.#all) document.opened(place);
  }

  received(entry: ReceivedEntry): void {
    for (const document of this.#all) document.received(entry);
  }

  entered(resumed: boolean): void {
    for (const document of this.#all) document.entered(resumed);
  }

  placed(sequence: number, cursor: number): void {
    for (const document of this.#all) document.placed(sequence, cursor);
  }

  settled(snapshot: Settled): void {
    for (const document of this.#all) document.settled(snapshot);
  }

  told(author: string, body: Bytes): void {
    for (const ear of this.#ears) ear(author, body);
    for (const document of this.#all) document.told(author, body);
  }

  acknowledged(sequence: number): void {
    for (const document of this.#all) document.acknowledged(sequence);
  }

  refused(sequence: number, code: ErrorCode): void {
    for (const document of this.#all) document.refused(sequence, code);
  }

  setRetention(retention: Retention): void {
    for (const document of this.#all) document.setRetention(retention);
  }

  clear(): void {
    for (const document of this.#all) document.clear();
  }

  flush(): void {
    for (const document of this.#all) document.flush();
  }
}
