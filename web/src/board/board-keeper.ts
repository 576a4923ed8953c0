import type { Retention } from "../client/chat-keeper.ts";
import { type Bytes, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import { ignoreFailure } from "../storage/ignore-failure.ts";
import { done, transact } from "../storage/object-store.ts";
import { type Envelope, encodeEnvelope, readEnvelope } from "./envelope.ts";

/** A board as this browser keeps it. */
export interface KeptBoard {
  readonly state: Bytes;
  /** What we wrote and the server has not acknowledged, in order. */
  readonly unsent: readonly Envelope[];
  /** When it was written, ms since 1970. */
  readonly millis: number;
}

/** In a tab's own storage, which has room for some 5 MB in all. */
export const MAX_SESSION_CHARACTERS = 1_500_000;
const DAY_MILLIS = 24 * 60 * 60 * 1000;
const BY_TIME = "millis";
const BOARDS = {
  database: "free4chat.boards",
  store: "boards",
  options: { keyPath: "room" },
  indexes: { [BY_TIME]: BY_TIME },
};

/** Where the board of one room is kept, for as long as the room's chat. Without a place it lives as long as the page. */
export class BoardKeeper {
  readonly #room: string;
  readonly #factory: IDBFactory | undefined;
  #retention: Retention;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(
    room: string,
    retention: Retention,
    factory: IDBFactory | undefined = globalThis.indexedDB,
  ) {
    this.#room = room;
    this.#retention = retention;
    this.#factory = factory;
  }

  async read(): Promise<KeptBoard | undefined> {
    const stored: unknown = await transact(this.#factory, BOARDS, "readonly", (store) =>
      done(store.get(this.#room)),
    ).catch(() => undefined);
    const board = [stored, this.#readSession()].map(asKept).find(Boolean);
    if (!board) return undefined;
    const isOver = this.#retention === "day" && board.millis < Date.now() - DAY_MILLIS;
    if (isOver) await this.clear();
    return isOver ? undefined : board;
  }

  async write(board: KeptBoard): Promise<void> {
    const { state, unsent, millis } = board;
    const kept = {
      room: this.#room,
      state,
      unsent: unsent.map(({ instance, update }) => encodeEnvelope(instance, update)),
      millis,
    };
    const inSession = this.#retention === "session";
    this.#writeSession(inSession ? kept : undefined);
    await this.#write((store) =>
      inSession ? done(store.delete(this.#room)) : done(store.put(kept)),
    );
  }

  setRetention(retention: Retention): void {
    this.#retention = retention;
  }

  async clear(): Promise<void> {
    this.#writeSession(undefined);
    await this.#write((store) => done(store.delete(this.#room)));
  }

  get #sessionKey(): string {
    return `free4chat.board.${this.#room}`;
  }

  /** One after the other, so that what was cleared stays so. */
  async #write(work: (store: IDBObjectStore) => Promise<unknown>): Promise<void> {
    this.#writing = this.#writing
      .then(() => transact(this.#factory, BOARDS, "readwrite", work))
      .catch(() => {});
    await this.#writing;
  }

  #writeSession(
    kept: { state: Bytes; unsent: readonly Bytes[]; millis: number } | undefined,
  ): void {
    const stored =
      kept &&
      JSON.stringify({
        state: toBase64Url(kept.state),
        unsent: kept.unsent.map(toBase64Url),
        millis: kept.millis,
      });
    ignoreFailure(() =>
      stored === undefined || stored.length > MAX_SESSION_CHARACTERS
        ? sessionStorage.removeItem(this.#sessionKey)
        : sessionStorage.setItem(this.#sessionKey, stored),
    );
  }

  #readSession(): unknown {
    const stored = ignoreFailure(() => JSON.parse(sessionStorage.getItem(this.#sessionKey) ?? ""));
    if (typeof stored !== "object" || stored === null) return undefined;
    const { state, unsent, millis } = stored as Record<string, unknown>;
    const bytes = (text: unknown) => (typeof text === "string" ? fromBase64Url(text) : undefined);
    return { state: bytes(state), unsent: Array.isArray(unsent) ? unsent.map(bytes) : [], millis };
  }
}

/** Forgets boards that were to be kept for a day, of rooms that nobody has opened since. */
export async function forgetOldBoards(
  nowMillis: number,
  keptForGood: ReadonlySet<string>,
  factory: IDBFactory | undefined = globalThis.indexedDB,
): Promise<void> {
  await transact(factory, BOARDS, "readwrite", async (store) => {
    const old = IDBKeyRange.upperBound(nowMillis - DAY_MILLIS, true);
    for (const room of await done(store.index(BY_TIME).getAllKeys(old)))
      if (!keptForGood.has(String(room))) await done(store.delete(room));
  }).catch(() => {}); // a browser that keeps nothing has nothing to forget
}

/** What a broken page stored is as good as nothing. */
function asKept(value: unknown): KeptBoard | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { state, unsent, millis } = value as Record<string, unknown>;
  if (!(state instanceof Uint8Array) || !Number.isSafeInteger(millis)) return undefined;
  const envelopes = (Array.isArray(unsent) ? unsent : []).flatMap((bytes: unknown) =>
    bytes instanceof Uint8Array ? [readEnvelope(new Uint8Array(bytes))] : [],
  );
  return {
    state: new Uint8Array(state),
    unsent: envelopes.filter((one) => one !== undefined),
    millis: millis as number,
  };
}
