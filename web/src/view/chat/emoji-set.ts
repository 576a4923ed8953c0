import data from "unicode-emoji-json/data-by-group.json";

/** The offline set of emoji. A chunk of its own, fetched when the picker opens for the first time. */

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
}

export type EmojiGroupKey =
  | "smileys_emotion"
  | "people_body"
  | "animals_nature"
  | "food_drink"
  | "travel_places"
  | "activities"
  | "objects"
  | "symbols"
  | "flags";

export interface EmojiGroup {
  readonly key: EmojiGroupKey;
  readonly emojis: readonly Emoji[];
}

/** Newer ones are empty boxes on many devices still. */
const NEWEST_VERSION = 15;

export const emojiGroups: readonly EmojiGroup[] = data.map((group) => ({
  key: group.slug as EmojiGroupKey,
  emojis: group.emojis.filter((entry) => Number(entry.emoji_version) <= NEWEST_VERSION),
}));
