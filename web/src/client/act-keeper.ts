import type { Bytes } from "../crypto/bytes.ts";
import { done, transact } from "../storage/object-store.ts";
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

const BY_TIME = "millis";
const ACTS = {
  database: "free4chat.acts",
  store: "acts",
  options: { keyPath: "id" },
  indexes: { [BY_TIME]: BY_TIME },
};

export function openActKeeper(factory: IDBFactory | undefined = globalThis.indexedDB): ActKeeper {
  const unstored = new Map<string, KeptActs>();
  return {
    read: async (id) => {
      const stored = await transact(factory, ACTS, "readonly", (store) =>
        done(store.get(id)),
      ).catch(() => undefined);
      return unstored.get(id) ?? asKept(stored);
    },
    keep: async (acts) => {
      try {
        await transact(factory, ACTS, "readwrite", async (store) => {
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
      await transact(factory, ACTS, "readwrite", (store) => done(store.delete(id))).catch(() => {});
    },
  };
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
    acts.every(({ act, moderator, summary }: Partial<ActInfo>) => {
      const isSummary = summary === undefined || summary instanceof Uint8Array;
      return act instanceof Uint8Array && typeof moderator === "string" && isSummary;
    });
  return whole ? (value as KeptActs) : undefined;
}
