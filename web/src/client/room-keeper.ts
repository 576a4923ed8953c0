import type { Bytes } from "../crypto/bytes.ts";

/** What this browser keeps of a sealed room, to come back and to bring the room back. */
export interface KeptRoom {
  /** The room's id, as b64. */
  readonly id: string;
  readonly secret: Bytes;
  /** Empty without a password, or before one was typed. */
  readonly passwordHash: Bytes;
  readonly needsPassword: boolean;
  /** Undefined before the room was entered. */
  readonly roomKey: Bytes | undefined;
  readonly chain: readonly Bytes[];
}

/** Where sealed rooms are kept. A private window keeps them as long as the page. */
export interface RoomKeeper {
  read(id: string): Promise<KeptRoom | undefined>;
  keep(room: KeptRoom): Promise<void>;
}

const DATABASE = "free4chat.rooms";
const STORE = "rooms";

export function openRoomKeeper(factory: IDBFactory | undefined = globalThis.indexedDB): RoomKeeper {
  const unstored = new Map<string, KeptRoom>();
  return {
    read: async (id) => {
      const stored = await transact(factory, "readonly", (store) => store.get(id)).catch(
        () => undefined,
      );
      return unstored.get(id) ?? asKept(stored);
    },
    keep: async (room) => {
      try {
        await transact(factory, "readwrite", (store) => store.put(room, room.id));
        unstored.delete(room.id);
      } catch {
        unstored.set(room.id, room);
      }
    },
  };
}

async function transact(
  factory: IDBFactory | undefined,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  if (!factory) throw new Error("This browser has no IndexedDB");
  const opening = factory.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done<IDBDatabase>(opening);
  try {
    return await done(work(database.transaction(STORE, mode).objectStore(STORE)));
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

/** What a broken page stored is as good as nothing. */
function asKept(value: unknown): KeptRoom | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, secret, passwordHash, roomKey, chain } = value as Partial<KeptRoom>;
  const bytes = [secret, passwordHash, roomKey ?? secret, ...(chain ?? [undefined])];
  const whole = typeof id === "string" && bytes.every((item) => item instanceof Uint8Array);
  return whole ? (value as KeptRoom) : undefined;
}
