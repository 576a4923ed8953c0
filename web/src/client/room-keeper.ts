import type { Bytes } from "../crypto/bytes.ts";
import { done, transact } from "../storage/object-store.ts";

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

const ROOMS = { database: "free4chat.rooms", store: "rooms" };

export function openRoomKeeper(factory: IDBFactory | undefined = globalThis.indexedDB): RoomKeeper {
  const unstored = new Map<string, KeptRoom>();
  return {
    read: async (id) => {
      const stored = await transact(factory, ROOMS, "readonly", (store) =>
        done(store.get(id)),
      ).catch(() => undefined);
      return unstored.get(id) ?? asKept(stored);
    },
    keep: async (room) => {
      try {
        await transact(factory, ROOMS, "readwrite", (store) => done(store.put(room, room.id)));
        unstored.delete(room.id);
      } catch {
        unstored.set(room.id, room);
      }
    },
  };
}

/** What a broken page stored is as good as nothing. */
function asKept(value: unknown): KeptRoom | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, secret, passwordHash, roomKey, chain } = value as Partial<KeptRoom>;
  const bytes = [secret, passwordHash, roomKey ?? secret, ...(chain ?? [undefined])];
  const whole = typeof id === "string" && bytes.every((item) => item instanceof Uint8Array);
  return whole ? (value as KeptRoom) : undefined;
}
