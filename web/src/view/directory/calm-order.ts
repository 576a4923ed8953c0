import type { Listing } from "../../state/directory-view.ts";

/**
 * Rooms in the order they are shown in, for as long as somebody reads or points at them: nothing moves under a finger. Those that
 * are gone go, those that come stand at the end.
 */
export function calmOrder(shown: readonly string[], rooms: readonly Listing[]): readonly Listing[] {
  const places = new Map(shown.map((name, place) => [name, place]));
  const place = (room: Listing) => places.get(room.name) ?? shown.length;
  return rooms.toSorted((a, b) => place(a) - place(b));
}

/** The tags that most of these rooms have, most first; of equals the one that comes first. */
export function commonTags(rooms: readonly Listing[], atMost: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const tag of rooms.flatMap((room) => room.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, atMost)
    .map(([tag]) => tag);
}
