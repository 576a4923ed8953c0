import { expect, test } from "vitest";
import type { ChatMessage } from "../../../src/state/room-view.ts";
import { asJson, asText, fileName } from "../../../src/view/chat/export.ts";

const TIME = Date.UTC(2026, 9, 13, 12);

function message(key: string, change: Partial<ChatMessage>): ChatMessage {
  return {
    ...{ key, author: key, nickname: key, hue: 0, isSelf: false, text: "hi", time: TIME },
    ...{ edited: false, reply: undefined, reactions: [], pending: false, ...change },
  };
}

const CHAT = [
  message("Ana", { text: "one\ntwo", reactions: [{ emoji: "👍", by: ["b", "c"], mine: true }] }),
  message("Bo", { reply: "Ana", edited: true }),
];

test("as text: a line each, with all that belongs to it", () => {
  const [title, first, second, third] = asText("tea", CHAT).split("\n");
  expect(title).toBe("tea");
  expect(first).toMatch(/^\[.*\] Ana: one$/);
  expect(second).toBe("    two 👍 2");
  expect(third).toMatch(/^\[.*\] Bo: \(to Ana\) hi \(edited\)$/);
});

test("as JSON", () => {
  expect(JSON.parse(asJson("tea", CHAT))).toEqual({
    title: "tea",
    messages: [
      {
        ...{ key: "Ana", author: "Ana", nickname: "Ana", time: "2026-10-13T12:00:00.000Z" },
        ...{ text: "one\ntwo", edited: false, reactions: [{ emoji: "👍", by: ["b", "c"] }] },
      },
      {
        ...{ key: "Bo", author: "Bo", nickname: "Bo", time: "2026-10-13T12:00:00.000Z" },
        ...{ text: "hi", edited: true, reply: "Ana", reactions: [] },
      },
    ],
  });
});

test.each([
  ["kitchen table", "kitchen-table.txt"],
  ["../../etc/passwd", "etc-passwd.txt"],
  ["чай ☕", "чай.txt"],
  ["//", "chat.txt"],
])("a room called %s becomes %s", (title, name) => {
  expect(fileName(title, "txt")).toBe(name);
});
