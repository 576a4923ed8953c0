import { describe, expect, test } from "vitest";
import { Chat, MAX_LINES, MAX_LOGICAL_STEP, MAX_MARKED } from "../../src/client/chat.ts";
import { CHAT_DOC, isEmoji, MARKS_DOC, MAX_LOGICAL } from "../../src/client/chat-body.ts";
import { MAX_REACTIONS_EACH } from "../../src/client/line-marks.ts";
import { fromUtf8, utf8 } from "../../src/crypto/bytes.ts";

function entry(author: string, sequence: number, body: unknown) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { author, sequence, body: utf8(text) };
}

function line(author: string, sequence: number, logical: number) {
  const text = `${author}${sequence}`;
  return entry(author, sequence, { kind: "text", text, nickname: author, time: 1, logical });
}

function logicalOf(body: Uint8Array<ArrayBuffer>): number {
  return JSON.parse(fromUtf8(body) ?? "").logical;
}

/** The same shuffles in each run. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const list = [...items];
  let state = seed;
  for (let index = list.length - 1; index > 0; index--) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const other = state % (index + 1);
    [list[index], list[other]] = [list[other] as T, list[index] as T];
  }
  return list;
}

test("everybody sees the same order, in whatever order lines came", () => {
  const entries = ["a", "b", "c"].flatMap((author) =>
    [1, 2, 3, 4].map((sequence) => line(author, sequence, Math.ceil(sequence / 2))),
  );
  const orders = [1, 2, 3, 4, 5].map((seed) => {
    const chat = new Chat();
    for (const item of shuffled(entries, seed)) chat.take(CHAT_DOC, item, false);
    return chat.lines.map(({ text }) => text).join(" ");
  });
  expect(orders[0]).toBe("a1 a2 b1 b2 c1 c2 a3 a4 b3 b4 c3 c4");
  expect(new Set(orders).size).toBe(1);
});

test("a line of our own comes after all that we have seen", () => {
  const chat = new Chat();
  chat.take(CHAT_DOC, line("b", 1, 41), false);
  const body = chat.write({ kind: "text", text: "mine" }, "Ada", 7);
  expect(JSON.parse(fromUtf8(body) ?? "")).toEqual({
    kind: "text",
    text: "mine",
    nickname: "Ada",
    time: 7,
    logical: 42,
  });
});

test("a hostile clock cannot stop ours", () => {
  const chat = new Chat();
  expect(chat.take(CHAT_DOC, line("b", 1, MAX_LOGICAL + 1), false)).toBe(false);
  expect(chat.take(CHAT_DOC, line("b", 2, MAX_LOGICAL), false)).toBe(true);
  expect(logicalOf(chat.write({ kind: "text", text: "x" }, "Ada", 0))).toBe(MAX_LOGICAL_STEP + 1);
});

test("acknowledging and refusing concern our own line alone", () => {
  const chat = new Chat();
  chat.take(CHAT_DOC, line("me", 1, 1), true);
  chat.take(CHAT_DOC, line("b", 1, 2), false);
  const before = chat.lines;
  chat.acknowledge("me", 1);
  expect(before[0]?.pending).toBe(true);
  expect(chat.lines[0]?.pending).toBe(false);
  expect(chat.lines[1]).toBe(before[1]);
  chat.remove("me", 1);
  expect(chat.lines.map(({ text }) => text)).toEqual(["b1"]);
});

test("the oldest lines go when there are too many", () => {
  const chat = new Chat();
  for (let number = 1; number <= MAX_LINES + 10; number++)
    chat.take(CHAT_DOC, line("b", number, number), false);
  expect(chat.lines.length).toBe(MAX_LINES);
  expect(chat.lines[0]?.sequence).toBe(11);
});

describe("bodies that break the rules are dropped", () => {
  const good = { kind: "text", text: "x", time: 1, logical: 1 };

  test.each([
    "",
    "{",
    "null",
    "[]",
    { ...good, kind: "drawing" },
    { ...good, text: 7 },
    { ...good, text: " " },
    { ...good, text: "a\u202eb" },
    { ...good, text: "x".repeat(2_001) },
    { ...good, time: -1 },
    { ...good, time: "now" },
    { ...good, logical: 0.5 },
    { ...good, logical: undefined },
  ])("%j", (body) => {
    const chat = new Chat();
    expect(chat.take(CHAT_DOC, entry("b", 1, body), false)).toBe(false);
    expect(chat.lines).toEqual([]);
  });

  test("a nickname that breaks them shows as a question mark", () => {
    const chat = new Chat();
    chat.take(CHAT_DOC, entry("b", 1, { ...good, nickname: "\u202eevil" }), false);
    chat.take(CHAT_DOC, entry("b", 2, good), false);
    expect(chat.lines.map(({ nickname }) => nickname)).toEqual(["?", "?"]);
  });
});

describe("what is put to a line", () => {
  const said = { kind: "text", text: "noon?", nickname: "b", time: 1, logical: 1 };
  const stamp = { nickname: "x", time: 2, logical: 2 };
  const to = { author: "b", sequence: 1 };

  function edit(author: string, sequence: number, of: number, text: string) {
    return [CHAT_DOC, entry(author, sequence, { kind: "edit", of, text, ...stamp })] as const;
  }
  function takenBack(author: string, sequence: number, of: number) {
    return [MARKS_DOC, entry(author, sequence, { kind: "delete", of, ...stamp })] as const;
  }
  function reaction(author: string, sequence: number, emoji: string, on = true, logical = 2) {
    const body = { kind: "react", to, emoji, on, ...stamp, logical };
    return [MARKS_DOC, entry(author, sequence, body)] as const;
  }
  type Item = readonly [string, ReturnType<typeof entry>];

  function chatOf(items: readonly Item[], pending = false): Chat {
    const chat = new Chat();
    for (const [doc, item] of items) chat.take(doc, item, pending);
    return chat;
  }

  test("is the same for everybody, in whatever order it came", () => {
    const items: Item[] = [
      [CHAT_DOC, entry("b", 1, said)],
      [CHAT_DOC, entry("b", 2, { ...said, text: "gone", logical: 2 })],
      [CHAT_DOC, entry("c", 1, { ...said, text: "yes", reply: to, logical: 3 })],
      edit("b", 3, 1, "noon!"),
      edit("b", 5, 1, "one?"),
      takenBack("b", 4, 2),
      reaction("a", 1, "👍"),
      reaction("a", 2, "❤️", true, 3),
      reaction("c", 2, "👍"),
      reaction("c", 3, "👍", false),
      reaction("d", 7, "❤️", true, 9),
    ];
    const views = Array.from({ length: 50 }, (_, seed) => chatOf(shuffled(items, seed)).lines);
    expect(views[0]).toMatchObject([
      {
        key: "b 1",
        text: "one?",
        edited: true,
        reactions: [
          { emoji: "👍", by: ["a"] },
          { emoji: "❤️", by: ["a", "d"] },
        ],
      },
      { key: "c 1", text: "yes", edited: false, reply: "b 1", reactions: [] },
    ]);
    for (const view of views) expect(view).toEqual(views[0]);
  });

  test("by others than its author words nothing anew, and takes nothing back", () => {
    const chat = chatOf([
      [CHAT_DOC, entry("b", 1, said)],
      edit("c", 2, 1, "mine now"),
      takenBack("c", 3, 1),
    ]);
    expect(chat.lines).toMatchObject([{ text: "noon?", edited: false }]);
  });

  test("comes off again where the server refuses it, and stays where it takes it", () => {
    const chat = chatOf([[CHAT_DOC, entry("b", 1, said)]]);
    for (const [doc, item] of [
      edit("b", 2, 1, "one"),
      reaction("b", 3, "👍"),
      takenBack("b", 4, 1),
    ])
      chat.take(doc, item, true);
    expect(chat.lines).toEqual([]);
    chat.remove("b", 4);
    expect(chat.lines).toMatchObject([{ text: "one", reactions: [{ emoji: "👍" }] }]);
    chat.remove("b", 3);
    chat.remove("b", 2);
    expect(chat.lines).toMatchObject([{ text: "noon?", reactions: [] }]);
    chat.take(...edit("b", 5, 1, "two"), true);
    chat.acknowledge("b", 5);
    chat.remove("b", 5);
    expect(chat.lines).toMatchObject([{ text: "two" }]);
    chat.take(...takenBack("b", 6, 1), true);
    chat.acknowledge("b", 6);
    chat.remove("b", 6);
    expect(chat.lines).toEqual([]);
  });

  test("counts of one person's emoji those that were touched last", () => {
    const emoji = [..."😀😁😂😃😄😅😆😉😊😋"];
    const items = emoji.map((one, index) => reaction("a", index + 1, one));
    for (const seed of [1, 2, 3]) {
      const chat = chatOf([[CHAT_DOC, entry("b", 1, said)], ...shuffled(items, seed)]);
      const shown = chat.lines[0]?.reactions.map((one) => one.emoji) ?? [];
      expect(new Set(shown)).toEqual(new Set(emoji.slice(-MAX_REACTIONS_EACH)));
    }
  });

  test("is kept for so many lines only", () => {
    const chat = chatOf([reaction("a", 1, "👍")]);
    for (let sequence = 2; sequence < 2 + MAX_MARKED; sequence++)
      chat.take(...takenBack("z", sequence + 1, sequence), false);
    chat.take(CHAT_DOC, entry("b", 1, said), false);
    expect(chat.lines[0]?.reactions).toEqual([]);
  });

  test.each([
    { kind: "react", to, emoji: "ok", on: true },
    { kind: "react", to, emoji: "👍👍", on: true },
    { kind: "react", to, emoji: "<img>", on: true },
    { kind: "react", to, emoji: "👍", on: 1 },
    { kind: "react", to: { author: "b c", sequence: 1 }, emoji: "👍", on: true },
    { kind: "react", to: { author: "b", sequence: 0 }, emoji: "👍", on: true },
    { kind: "react", emoji: "👍", on: true },
    { kind: "delete", of: 9 },
    { kind: "delete", of: "1" },
    { kind: "delete" },
    { kind: "text", text: "in the wrong document" },
  ])("is dropped where it breaks the rules: %j", (body) => {
    const chat = new Chat();
    expect(chat.take(MARKS_DOC, entry("a", 9, { ...body, ...stamp }), false)).toBe(false);
  });

  test.each([
    { kind: "edit", of: 9, text: "of itself" },
    { kind: "edit", of: 10, text: "of what is not said yet" },
    { kind: "edit", of: 1, text: " " },
    { kind: "text", text: "x", reply: "b 1" },
    { kind: "delete", of: 1 },
  ])("and so is, beside the words: %j", (body) => {
    const chat = new Chat();
    expect(chat.take(CHAT_DOC, entry("a", 9, { ...body, ...stamp }), false)).toBe(false);
  });

  test("may be any picture, flag or keycap", () => {
    for (const emoji of ["👍🏽", "❤️", "🏳️‍🌈", "👨‍👩‍👧", "🇩🇪", "1️⃣", "©️"])
      expect(isEmoji(emoji)).toBe(true);
    for (const text of ["", "a", "1", "🇩", "👍a", "\u202e👍"]) expect(isEmoji(text)).toBe(false);
  });
});
