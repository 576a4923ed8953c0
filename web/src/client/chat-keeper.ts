import { type Bytes, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import { ignoreFailure } from "../storage/ignore-failure.ts";
import { done, transact } from "../storage/object-store.ts";

/** For how long this browser keeps what was written in a room: for good, a day, or as long as the tab. */
export type Retention = "keep" | "day" | "session";

/** What was taken into the chat: verified, and opened. */
export interface KeptEntry {
  readonly doc: string;
  readonly author: string;
  readonly sequence: number;
  readonly body: Bytes;
  /** When it came here, ms since 1970. */
  readonly millis: number;
}

/** Entries of one room that are kept; beyond, those that came first go. */
export const MAX_KEPT_ENTRIES = 4_000;
/** In a tab's own storage, which has room for some 5 MB in all. */
export const MAX_SESSION_CHARACTERS = 1_000_000;
/** Rooms whose choices are remembered. */
export const MAX_CHOICES = 200;
/** Authors of whom it is remembered up to where they were cleared. */
export const MAX_CLEARED_AUTHORS = 2_000;

const DAY_MILLIS = 24 * 60 * 60 * 1000;
const WRITE_MILLIS = 300;
const BY_ROOM = "room";
const BY_TIME = "millis";
const ENTRIES = {
  database: "free4chat.chat",
  store: "entries",
  options: { keyPath: ["room", "author", "sequence"] },
  indexes: { [BY_ROOM]: BY_ROOM, [BY_TIME]: BY_TIME },
};
const CHOICES_KEY = "free4chat.chats";

type Cleared = Readonly<Record<string, number>>;

/** What was decided about a room. */
interface Choice {
  readonly room: string;
  readonly retention: Retention;
  readonly cleared: Cleared;
}

/**
 * The chat of one room as this browser keeps it, as long as its people want. Storage may be full or forbidden: then it is kept
 * as long as the page.
 */
export class ChatKeeper {
  readonly #room: string;
  readonly #factory: IDBFactory | undefined;
  readonly #entries = new Map<string, KeptEntry>();
  #retention: Retention;
  #cleared: Cleared;
  /** One write after the other, so that what was cleared stays so. */
  #writing: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `room`: its id and ours, so that two people at one browser do not share a chat. */
  constructor(room: string, factory: IDBFactory | undefined = globalThis.indexedDB) {
    this.#room = room;
    this.#factory = factory;
    const choice = readChoices().find((one) => one.room === room);
    this.#retention = choice?.retention ?? "day";
    this.#cleared = choice?.cleared ?? {};
  }

  get retention(): Retention {
    return this.#retention;
  }

  /** What is kept, in the order in which it came. */
  async read(): Promise<readonly KeptEntry[]> {
    const stored = [...this.#readSession(), ...(await this.#readDatabase().catch(() => []))];
    const since = this.#retention === "day" ? Date.now() - DAY_MILLIS : 0;
    stored.sort((a, b) => a.millis - b.millis);
    for (const entry of stored)
      if (entry.millis >= since && !this.isCleared(entry)) this.#entries.set(keyOf(entry), entry);
    const surplus = stored.filter((entry) => !this.#entries.has(keyOf(entry)));
    if (surplus.length > 0) this.#forget(surplus);
    return [...this.#entries.values()];
  }

  /** What is kept of an entry; undefined for one that is not. */
  find(entry: Pick<KeptEntry, "author" | "sequence">): KeptEntry | undefined {
    return this.#entries.get(keyOf(entry));
  }

  /** Whether it was here when this chat was cleared: it is not to come back. */
  isCleared({ author, sequence }: Pick<KeptEntry, "author" | "sequence">): boolean {
    return sequence <= (this.#cleared[author] ?? 0);
  }

  add(entry: KeptEntry): void {
    this.#entries.set(keyOf(entry), entry);
    if (this.#retention === "session") this.#writeSoon();
    else this.#put([entry]);
    const [oldest] = this.#entries.values();
    if (this.#entries.size > MAX_KEPT_ENTRIES && oldest) this.drop(oldest);
  }

  drop(entry: Pick<KeptEntry, "author" | "sequence">): void {
    if (!this.#entries.delete(keyOf(entry))) return;
    if (this.#retention === "session") this.#writeSoon();
    else this.#forget([entry]);
  }

  /** Forgets all there is, and takes none of it again. */
  async clear(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    this.#cleared = clearedWith(this.#cleared, entries);
    this.#writeChoice();
    this.#writeSession([]);
    this.#forget(entries);
    await this.#writing;
  }

  async setRetention(retention: Retention): Promise<void> {
    this.#retention = retention;
    this.#writeChoice();
    const entries = [...this.#entries.values()];
    this.#writeSession(retention === "session" ? entries : []);
    if (retention === "session") this.#forget(entries);
    else this.#put(entries);
    await this.#writing;
  }

  /** What waits to be written is. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writeSession([...this.#entries.values()]);
  }

  get #sessionKey(): string {
    return `free4chat.chat.${this.#room}`;
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), WRITE_MILLIS);
  }

  #writeSession(entries: readonly KeptEntry[]): void {
    const texts: string[] = [];
    let left = MAX_SESSION_CHARACTERS;
    for (const { body, ...rest } of entries.toReversed()) {
      const text = JSON.stringify({ ...rest, body: toBase64Url(body) });
      left -= text.length;
      if (left < 0) break;
      texts.push(text);
    }
    const stored = `[${texts.toReversed().join(",")}]`;
    ignoreFailure(() =>
      entries.length === 0
        ? sessionStorage.removeItem(this.#sessionKey)
        : sessionStorage.setItem(this.#sessionKey, stored),
    );
  }

  #readSession(): readonly KeptEntry[] {
    const stored = ignoreFailure(() => JSON.parse(sessionStorage.getItem(this.#sessionKey) ?? ""));
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((item: Record<string, unknown> | null) => {
      const body = typeof item?.body === "string" ? fromBase64Url(item.body) : undefined;
      const entry = { ...item, body };
      return isEntry(entry) ? [entry] : [];
    });
  }

  async #readDatabase(): Promise<readonly KeptEntry[]> {
    const found: readonly unknown[] = await transact(this.#factory, ENTRIES, "readonly", (store) =>
      done(store.index(BY_ROOM).getAll(this.#room)),
    );
    return found.filter(isEntry);
  }

  #put(entries: readonly KeptEntry[]): void {
    this.#write(async (store) => {
      for (const entry of entries) await done(store.put({ ...entry, room: this.#room }));
    });
  }

  #forget(entries: readonly Pick<KeptEntry, "author" | "sequence">[]): void {
    this.#write(async (store) => {
      for (const { author, sequence } of entries)
        await done(store.delete([this.#room, author, sequence]));
    });
  }

  #write(work: (store: IDBObjectStore) => Promise<void>): void {
    this.#writing = this.#writing
      .then(() => transact(this.#factory, ENTRIES, "readwrite", work))
      .catch(() => {});
  }

  #writeChoice(): void {
    const others = readChoices().filter(({ room }) => room !== this.#room);
    const choice = { room: this.#room, retention: this.#retention, cleared: this.#cleared };
    const stored = JSON.stringify([choice, ...others].slice(0, MAX_CHOICES));
    ignoreFailure(() => localStorage.setItem(CHOICES_KEY, stored));
  }
}

/** Forgets what was to be kept for a day in rooms that nobody has opened since. */
export async function forgetOldChats(
  nowMillis: number,
  factory: IDBFactory | undefined = globalThis.indexedDB,
): Promise<void> {
  const kept = keptForGood();
  await transact(factory, ENTRIES, "readwrite", async (store) => {
    const old = IDBKeyRange.upperBound(nowMillis - DAY_MILLIS, true);
    const entries: readonly { readonly room?: unknown }[] = await done(
      store.index(BY_TIME).getAll(old),
    );
    const keys = await done(store.index(BY_TIME).getAllKeys(old));
    for (const [index, { room }] of entries.entries()) {
      const key = keys[index];
      if (key !== undefined && !kept.has(String(room))) await done(store.delete(key));
    }
  }).catch(() => {}); // a browser that keeps nothing has nothing to forget
}

/** Rooms of which all is kept until somebody clears it. */
export function keptForGood(): ReadonlySet<string> {
  const kept = readChoices().filter(({ retention }) => retention === "keep");
  return new Set(kept.map(({ room }) => room));
}

function keyOf({ author, sequence }: Pick<KeptEntry, "author" | "sequence">): string {
  return `${author} ${sequence}`;
}

function clearedWith(before: Cleared, entries: readonly KeptEntry[]): Cleared {
  const cleared = new Map(Object.entries(before));
  for (const { author, sequence } of entries) {
    const highest = Math.max(sequence, cleared.get(author) ?? 0);
    cleared.delete(author);
    cleared.set(author, highest);
  }
  return Object.fromEntries([...cleared].slice(-MAX_CLEARED_AUTHORS));
}

function isEntry(value: unknown): value is KeptEntry {
  if (typeof value !== "object" || value === null) return false;
  const { doc, author, sequence, body, millis } = value as Partial<
    Record<keyof KeptEntry, unknown>
  >;
  const texts = typeof doc === "string" && typeof author === "string";
  return texts && isCount(sequence) && isCount(millis) && body instanceof Uint8Array;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function readChoices(): readonly Choice[] {
  const stored = ignoreFailure(() => JSON.parse(localStorage.getItem(CHOICES_KEY) ?? "[]"));
  return Array.isArray(stored) ? stored.filter(isChoice) : [];
}

function isChoice(value: unknown): value is Choice {
  const { room, retention, cleared } = (value ?? {}) as Partial<Choice>;
  if (typeof room !== "string" || typeof cleared !== "object" || cleared === null) return false;
  const known = retention === "keep" || retention === "day" || retention === "session";
  return known && Object.values(cleared).every(isCount);
}
