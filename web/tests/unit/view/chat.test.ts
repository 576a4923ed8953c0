import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../../../src/state/room-view.ts";
import { type ChatLine, chatLines, daysAgo } from "../../../src/view/chat/chat-lines.ts";
import { MAX_FOUND, searchEmoji } from "../../../src/view/chat/emoji-search.ts";
import { emojiGroups } from "../../../src/view/chat/emoji-set.ts";
import { countUnread } from "../../../src/view/chat/unread.ts";

const NOON = new Date(2026, 9, 13, 12).getTime();
const MINUTE = 60_000;

function message(
  key: string,
  author: string,
  time: number,
  change: Partial<ChatMessage> = {},
): ChatMessage {
  return {
    key,
    author,
    nickname: author,
    hue: 0,
    isSelf: false,
    text: key,
    edited: false,
    reply: undefined,
    reactions: [],
    time,
    pending: false,
    ...change,
  };
}

function shape(lines: readonly ChatLine[]): readonly string[] {
  return lines.map((line) => {
    if (line.kind === "day") return "day";
    return line.named ? `${line.message.author}: ${line.message.text}` : line.message.text;
  });
}

describe("the chat's lines", () => {
  test("name an author once for what is said in a row", () => {
    const lines = chatLines([
      message("a", "Ann", NOON),
      message("b", "Ann", NOON + MINUTE),
      message("c", "Ben", NOON + MINUTE),
      message("d", "Ann", NOON + 2 * MINUTE),
    ]);
    expect(shape(lines)).toEqual(["day", "Ann: a", "b", "Ben: c", "Ann: d"]);
  });

  test("name an author again after a pause, a day, or another nickname", () => {
    const lines = chatLines([
      message("a", "Ann", NOON),
      message("b", "Ann", NOON + 6 * MINUTE),
      message("c", "Ann", NOON + 7 * MINUTE, { nickname: "Anna" }),
      message("d", "Ann", NOON + 24 * 60 * MINUTE, { nickname: "Anna" }),
    ]);
    expect(shape(lines)).toEqual(["day", "Ann: a", "Ann: b", "Ann: c", "day", "Ann: d"]);
  });

  test("have keys of their own, also where clocks disagree and days alternate", () => {
    const day = 24 * 60 * MINUTE;
    const lines = chatLines([
      message("a", "Ann", NOON),
      message("b", "Ben", NOON + day),
      message("c", "Ann", NOON),
    ]);
    expect(shape(lines).filter((line) => line === "day")).toHaveLength(3);
    expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length);
  });

  test("nothing written is nothing shown", () => {
    expect(chatLines([])).toEqual([]);
  });

  test("count days by the calendar, not by hours", () => {
    const lateEvening = new Date(2026, 9, 12, 23, 59).getTime();
    const afterMidnight = new Date(2026, 9, 13, 0, 1).getTime();
    expect(daysAgo(lateEvening, afterMidnight)).toBe(1);
    expect(daysAgo(afterMidnight, afterMidnight)).toBe(0);
    expect(daysAgo(afterMidnight, lateEvening)).toBe(-1);
  });
});

describe("unread messages", () => {
  test("are those of others that were not seen, wherever they are sorted in", () => {
    const messages = [
      message("late", "Ben", NOON - MINUTE),
      message("seen", "Ann", NOON),
      message("own", "Me", NOON, { isSelf: true }),
      message("new", "Ann", NOON + MINUTE),
    ];
    expect(countUnread(messages, new Set(["seen"]))).toBe(2);
    expect(countUnread(messages, new Set(messages.map(({ key }) => key)))).toBe(0);
  });
});

describe("the offline emoji", () => {
  test("come in nine groups, each emoji once", () => {
    expect(emojiGroups).toHaveLength(9);
    const all = emojiGroups.flatMap((group) => group.emojis.map(({ emoji }) => emoji));
    expect(all.length).toBeGreaterThan(1500);
    expect(new Set(all).size).toBe(all.length);
  });

  test("are found by the beginnings of words first", () => {
    expect(searchEmoji(emojiGroups, "grinning")[0]?.emoji).toBe("😀");
    expect(searchEmoji(emojiGroups, " Cat  heart ").map(({ emoji }) => emoji)).toContain("😻");
    const pens = searchEmoji(emojiGroups, "pen").map(({ name }) => name);
    expect(pens.indexOf("pen")).toBeLessThan(pens.indexOf("open hands"));
  });

  test("are no more than fit, and none for nothing", () => {
    expect(searchEmoji(emojiGroups, "e").length).toBe(MAX_FOUND);
    expect(searchEmoji(emojiGroups, "  ")).toEqual([]);
    expect(searchEmoji(emojiGroups, "zzzz")).toEqual([]);
  });
});
