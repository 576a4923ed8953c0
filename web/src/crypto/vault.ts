import type { StoredKeys } from "./credentials.ts";

/** Where this browser keeps its identity. */
export interface Vault {
  read(): Promise<StoredKeys | undefined>;
  /** Stores these keys unless another tab was first; answers with what is stored now. */
  keepFirst(keys: StoredKeys): Promise<StoredKeys>;
  replace(keys: StoredKeys): Promise<void>;
}

const DATABASE = "free4chat";
const STORE = "keys";
const KEY = "identity 1";

export function openVault(factory: IDBFactory | undefined = globalThis.indexedDB): Vault {
  return {
    read: () => transact(factory, "readonly", async (store) => asKeys(await done(store.get(KEY)))),
    // One readwrite transaction looks and stores: IndexedDB lets only one tab at a time do so.
    keepFirst: (keys) =>
      transact(factory, "readwrite", async (store) => {
        const former = asKeys(await done(store.get(KEY)));
        if (former) return former;
        await done(store.put(keys, KEY));
        return keys;
      }),
    replace: (keys) =>
      transact(factory, "readwrite", async (store) => {
        await done(store.put(keys, KEY));
      }),
  };
}

async function transact<T>(
  factory: IDBFactory | undefined,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  if (!factory) throw new Error("This browser has no IndexedDB");
  const database = await open(factory);
  try {
    const transaction = database.transaction(STORE, mode);
    const committed = commit(transaction);
    committed.catch(() => {}); // `work` fails first, and says more
    const result = await work(transaction.objectStore(STORE));
    await committed;
    return result;
  } finally {
    database.close();
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function commit(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** What an older or a broken page stored is as good as nothing. */
function asKeys(value: unknown): StoredKeys | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const keys = value as Partial<Record<keyof StoredKeys, unknown>>;
  const bytes = [keys.seed, keys.identity, keys.device, keys.certificate];
  if (!bytes.every((item) => item instanceof Uint8Array)) return undefined;
  return keys.deviceKey instanceof CryptoKey ? (value as StoredKeys) : undefined;
}
