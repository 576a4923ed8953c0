import type { Emoji, EmojiGroup } from "./emoji-set.ts";

/** How many found emoji are shown at most. */
export const MAX_FOUND = 120;

/** Emoji whose name holds every typed word; those with a word that begins so come first. */
export function searchEmoji(groups: readonly EmojiGroup[], typed: string): readonly Emoji[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const begins: Emoji[] = [];
  const holds: Emoji[] = [];
  for (const group of groups) {
    for (const entry of group.emojis) {
      const name = entry.name.toLowerCase();
      if (!words.every((word) => name.includes(word))) continue;
      const parts = name.split(/[\s:-]+/);
      const atStart = words.every((word) => parts.some((part) => part.startsWith(word)));
      (atStart ? begins : holds).push(entry);
    }
  }
  return [...begins, ...holds].slice(0, MAX_FOUND);
}
