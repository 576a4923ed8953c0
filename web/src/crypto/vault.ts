import { done, transact } from "../storage/object-store.ts";
import type { StoredKeys } from "./credentials.ts";

/** Where this browser keeps its identity. */
export interface Vault {
  read(): Promise<StoredKeys | undefined>;
  /** Stores these keys unless another tab was first; answers with what is stored now. */
  keepFirst(keys: StoredKeys): Promise<StoredKeys>;
  replace(keys: StoredKeys): Promise<void>;
}

const KEYS = { database: "free4chat", store: "keys" };
const KEY = "identity 1";

export function openVault(factory: IDBFactory | undefined = globalThis.indexedDB): Vault {
  return {
    read: () =>
      transact(factory, KEYS, "readonly", async (store) => asKeys(await done(store.get(KEY)))),
    // One readwrite transaction looks and stores: IndexedDB lets only one tab at a time do so.
    keepFirst: (keys) =>
      transact(factory, KEYS, "readwrite", async (store) => {
        const former = asKeys(await done(store.get(KEY)));
        if (former) return former;
        await done(store.put(keys, KEY));
        return keys;
      }),
    replace: (keys) =>
      transact(factory, KEYS, "readwrite", async (store) => {
        await done(store.put(keys, KEY));
      }),
  };
}

/** What an older or a broken page stored is as good as nothing. */
function asKeys(value: unknown): StoredKeys | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const keys = value as Partial<Record<keyof StoredKeys, unknown>>;
  const bytes = [keys.seed, keys.identity, keys.device, keys.certificate];
  if (!bytes.every((item) => item instanceof Uint8Array)) return undefined;
  return keys.deviceKey instanceof CryptoKey ? (value as StoredKeys) : undefined;
}
