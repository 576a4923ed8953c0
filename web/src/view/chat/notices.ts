import type { NoticeChoice } from "../../state/notice-choice.ts";
import type { ChatMessage } from "../../state/room-view.ts";

/** What a notice says of messages that came while nobody looked. Pure. */

/** More would not be read at a glance. */
export const MAX_NOTICE_CHARACTERS = 120;

type Written = Pick<ChatMessage, "key" | "isSelf" | "nickname" | "text">;

export interface Notice {
  /** The newest that it is about. */
  readonly nickname: string;
  /** Undefined where words are not to be shown. */
  readonly words: string | undefined;
  readonly mentioned: boolean;
  /** How many others came with it. */
  readonly others: number;
}

/** Others' messages that were not there before. */
export function fresh<T extends Written>(
  messages: readonly T[],
  seen: ReadonlySet<string>,
): readonly T[] {
  return messages.filter(({ key, isSelf }) => !isSelf && !seen.has(key));
}

export function noticeOf(
  messages: readonly Written[],
  { when, words }: NoticeChoice,
  nickname: string,
): Notice | undefined {
  if (when === "never") return undefined;
  const mentioning = messages.filter(({ text }) => mentions(text, nickname));
  const about = when === "mentions" ? mentioning : messages;
  const newest = mentioning.at(-1) ?? about.at(-1);
  if (!newest) return undefined;
  const short = Array.from(newest.text).slice(0, MAX_NOTICE_CHARACTERS).join("");
  return {
    nickname: newest.nickname,
    words: words ? short : undefined,
    mentioned: mentioning.length > 0,
    others: about.length - 1,
  };
}

/** Whether somebody is named, as a word of its own; whatever the case. */
export function mentions(text: string, nickname: string): boolean {
  const [where, name] = [text.toLowerCase(), nickname.toLowerCase()];
  if (name === "") return false;
  for (let at = where.indexOf(name); at >= 0; at = where.indexOf(name, at + 1)) {
    if (!isWord(where.slice(0, at), -1) && !isWord(where.slice(at + name.length), 0)) return true;
  }
  return false;
}

/** Whether the character at that end is part of a word. */
function isWord(text: string, end: 0 | -1): boolean {
  const character = Array.from(text).at(end);
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
