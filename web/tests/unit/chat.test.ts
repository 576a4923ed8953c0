import { describe, expect, test } from "vitest";
import { Chat, MAX_LINES, MAX_LOGICAL, MAX_LOGICAL_STEP } from "../../src/client/chat.ts";
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
    for (const item of shuffled(entries, seed)) chat.take(item, false);
    return chat.lines.map(({ text }) => text).join(" ");
  });
  expect(orders[0]).toBe("a1 a2 b1 b2 c1 c2 a3 a4 b3 b4 c3 c4");
  expect(new Set(orders).size).toBe(1);
});

test("a line of our own comes after all that we have seen", () => {
  const chat = new Chat();
  chat.take(line("b", 1, 41), false);
  const body = chat.write("mine", "Ada", 7);
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
  expect(chat.take(line("b", 1, MAX_LOGICAL + 1), false)).toBe(false);
  expect(chat.take(line("b", 2, MAX_LOGICAL), false)).toBe(true);
  expect(logicalOf(chat.write("x", "Ada", 0))).toBe(MAX_LOGICAL_STEP + 1);
});

test("acknowledging and refusing concern our own line alone", () => {
  const chat = new Chat();
  chat.take(line("me", 1, 1), true);
  chat.take(line("b", 1, 2), false);
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
    chat.take(line("b", number, number), false);
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
    expect(chat.take(entry("b", 1, body), false)).toBe(false);
    expect(chat.lines).toEqual([]);
  });

  test("a nickname that breaks them shows as a question mark", () => {
    const chat = new Chat();
    chat.take(entry("b", 1, { ...good, nickname: "\u202eevil" }), false);
    chat.take(entry("b", 2, good), false);
    expect(chat.lines.map(({ nickname }) => nickname)).toEqual(["?", "?"]);
  });
});
