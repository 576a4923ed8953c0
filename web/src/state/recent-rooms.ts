/** The rooms this browser was in lately, for the home page. They live in localStorage and nowhere else. */

export interface RecentRoom {
  readonly name: string;
  /** Of a sealed room, which other browsers do not find by its name. Its secret is kept elsewhere. */
  readonly path?: string;
  /** When it was last joined, ms since 1970. */
  readonly time: number;
}

const KEY = "free4chat.recentRooms";
const MAX_ROOMS = 12;

const listeners = new Set<() => void>();
let cache: readonly RecentRoom[] | undefined;

/** Newest first; the same array until something changes, as useSyncExternalStore asks. */
export function recentRooms(): readonly RecentRoom[] {
  cache ??= read();
  return cache;
}

export function subscribeRecentRooms(listener: () => void): () => void {
  if (listeners.size === 0) globalThis.addEventListener?.("storage", onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) globalThis.removeEventListener?.("storage", onStorage);
  };
}

export function rememberRoom(name: string, time: number = Date.now(), path?: string): void {
  const others = recentRooms().filter((room) => !isSame(room, name, path));
  write([{ name, time, ...(path !== undefined && { path }) }, ...others].slice(0, MAX_ROOMS));
}

export function forgetRoom(name: string, path?: string): void {
  write(recentRooms().filter((room) => !isSame(room, name, path)));
}

/** Public rooms are told apart by name, sealed ones by their path: two may have one title. */
function isSame(room: RecentRoom, name: string, path: string | undefined): boolean {
  return room.path === path && (path !== undefined || room.name === name);
}

function onStorage(event: StorageEvent): void {
  if (event.key !== KEY && event.key !== null) return;
  cache = undefined;
  for (const listener of listeners) listener();
}

function write(rooms: readonly RecentRoom[]): void {
  cache = rooms;
  try {
    localStorage.setItem(KEY, JSON.stringify(rooms));
  } catch {
    // Storage is full or forbidden: the list lives as long as the page.
  }
  for (const listener of listeners) listener();
}

function read(): readonly RecentRoom[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecentRoom).slice(0, MAX_ROOMS) : [];
  } catch {
    return [];
  }
}

function isRecentRoom(value: unknown): value is RecentRoom {
  if (typeof value !== "object" || value === null) return false;
  const { name, time, path } = value as Partial<RecentRoom>;
  const ours = path === undefined || (typeof path === "string" && path.startsWith("/s/"));
  return typeof name === "string" && typeof time === "number" && ours;
}
