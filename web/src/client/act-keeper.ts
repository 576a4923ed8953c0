import type { Bytes } from "../crypto/bytes.ts";
import type { ActInfo } from "./wire.ts";

/** Rooms whose acts this browser keeps; beyond, that which was touched least lately is forgotten. */
export const MAX_KEPT_ROOMS = 32;

/** What this browser has verified of a room's acts, to bring them back to a server that lost them. */
export interface KeptActs {
  /** The room's id, as b64. */
  readonly id: string;
  /** What the first act follows. */
  readonly root: Bytes;
  /** Whose the room is before any act. */
  readonly owner: string;
  /** In the order in which they came. */
  readonly acts: readonly ActInfo[];
  /** When we were last known to be in the room. */
  readonly millis: number;
}

/** Where acts are kept. A private window keeps them as long as the page. */
export interface ActKeeper {
  read(id: string): Promise<KeptActs | undefined>;
  keep(acts: KeptActs): Promise<void>;
  forget(id: string): Promise<void>;
}

const DATABASE = "free4chat.acts";
const STORE = "acts";
const BY_TIME = "millis";

export function openActKeeper(factory: IDBFactory | undefined = globalThis.indexedDB): ActKeeper {
  const unstored = new Map<string, KeptActs>();
  return {
    read: async (id) => {
      const stored = await transact(factory, "readonly", (store) => done(store.get(id))).catch(
        () => undefined,
      );
      return unstored.get(id) ?? asKept(stored);
    },
    keep: async (acts) => {
      try {
        await transact(factory, "readwrite", async (store) => {
          await done(store.put(acts));
          const ids = await done(store.index(BY_TIME).getAllKeys());
          const surplus = ids.slice(0, Math.max(0, ids.length - MAX_KEPT_ROOMS));
          for (const id of surplus) await done(store.delete(id));
        });
        unstored.delete(acts.id);
      } catch {
        unstored.delete(acts.id);
        unstored.set(acts.id, acts);
        const [eldest] = unstored.keys();
        if (unstored.size > MAX_KEPT_ROOMS && eldest !== undefined) unstored.delete(eldest);
      }
    },
    forget: async (id) => {
      unstored.delete(id);
      await transact(factory, "readwrite", (store) => done(store.delete(id))).catch(() => {});
    },
  };
}

async function transact<T>(
  factory: IDBFactory | undefined,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  if (!factory) throw new Error("This browser has no IndexedDB");
  const opening = factory.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    const store = opening.result.createObjectStore(STORE, { keyPath: "id" });
    store.createIndex(BY_TIME, BY_TIME);
  };
  const database = await done<IDBDatabase>(opening);
  try {
    return await work(database.transaction(STORE, mode).objectStore(STORE));
  } finally {
    database.close();
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What a broken page stored is as good as nothing; each act is verified when it is used. */
function asKept(value: unknown): KeptActs | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, root, owner, acts, millis } = value as Partial<KeptActs>;
  const whole =
    typeof id === "string" &&
    root instanceof Uint8Array &&
    typeof owner === "string" &&
    typeof millis === "number" &&
    Array.isArray(acts) &&
    acts.every(({ act, moderator }: Partial<ActInfo>) => {
      return act instanceof Uint8Array && typeof moderator === "string";
    });
  return whole ? (value as KeptActs) : undefined;
}
