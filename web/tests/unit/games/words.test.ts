import { describe, expect, test } from "vitest";
import {
  DECK_LANGUAGES,
  judge,
  LEAST_WORDS,
  lengthsOf,
  loadDeck,
  MAX_WORDS,
  readDeck,
  THEMES,
} from "../../../src/games/draw-and-guess/words.ts";

describe.each(DECK_LANGUAGES)("decks in %s", (language) => {
  test.each(THEMES)("%s has no mistakes, and words enough", async (theme) => {
    const { words, faults } = await loadDeck(language, theme);
    expect(faults).toEqual([]);
    expect(words.length).toBeGreaterThan(50);
  });
});

test("mistakes in a deck are named by line, and the rest is used", () => {
  const good = Array.from({ length: LEAST_WORDS }, (_, index) => `word${index}`);
  const file = ["# a comment", ...good, "", "WORD 3", "x".repeat(31), "a\u202eb", "..."].join(
    "\r\n",
  );
  const { words, faults } = readDeck(`\ufeff${file}`);
  expect(words).toEqual(good);
  const after = good.length + 2;
  expect(faults).toEqual([
    { line: after + 1, fault: "twice" },
    { line: after + 2, fault: "too-long" },
    { line: after + 3, fault: "forbidden-character" },
    { line: after + 4, fault: "empty" },
  ]);
});

test("a deck of too few words is said to be one, and of too many the rest is left", () => {
  expect(readDeck("cat\ndog").faults).toEqual([{ line: 2, fault: "too-few" }]);
  const long = Array.from({ length: MAX_WORDS + 10 }, (_, index) => `word${index}`).join("\n");
  expect(readDeck(long).words).toHaveLength(MAX_WORDS);
});

test.each([
  ["Polar Bear", "polar bear", "right"],
  ["polarbear!", "polar bear", "right"],
  ["pinguino", "pingüino", "right"],
  ["熊猫", "熊猫", "right"],
  ["crocodil", "crocodile", "close"],
  ["krokodile", "crocodile", "close"],
  ["is it a crocodile", "crocodile", "close"],
  ["长颈路", "长颈鹿", "close"],
  ["cat", "dog", "wrong"],
  ["ca", "cow", "wrong"],
  ["熊", "狗", "wrong"],
  ["", "dog", "wrong"],
] as const)("%s for %s is %s", (guess, word, verdict) => {
  expect(judge(guess, word)).toBe(verdict);
});

test("lengths are those of what people see", () => {
  expect(lengthsOf("polar bear")).toEqual([5, 4]);
  expect(lengthsOf("cepillo de dientes")).toEqual([7, 2, 7]);
  expect(lengthsOf("长颈鹿")).toEqual([3]);
});
