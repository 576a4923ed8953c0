import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../../src/state/language-choice.ts";
import type { ProblemCode } from "../../../src/state/room-view.ts";
import { en } from "../../../src/text/en.ts";
import { enGames } from "../../../src/text/en-games.ts";
import { enRobots } from "../../../src/text/en-robots.ts";
import { saw } from "../../../src/text/en-saw.ts";
import { es } from "../../../src/text/es.ts";
import { esGames } from "../../../src/text/es-games.ts";
import { esRobots } from "../../../src/text/es-robots.ts";
import { esSaw } from "../../../src/text/es-saw.ts";
import { zh } from "../../../src/text/zh.ts";
import { zhGames } from "../../../src/text/zh-games.ts";
import { zhRobots } from "../../../src/text/zh-robots.ts";
import { zhSaw } from "../../../src/text/zh-saw.ts";

const english = { ...en, saw, games: enGames, robots: enRobots };
const languages = {
  es: { ...es, saw: esSaw, games: esGames, robots: esRobots },
  zh: { ...zh, saw: zhSaw, games: zhGames, robots: zhRobots },
} as const;

/** What both may say alike: names, and words that are the same in both. */
const ALIKE: Readonly<Record<keyof typeof languages, readonly string[]>> = {
  es: ["free4chat", "Chat", "Emoji", "Robots", "No", "no", "3 bytes"],
  zh: ["free4chat"],
};

const TIME = new Date(2026, 9, 13, 20, 15).getTime();
const person = { nickname: "Ana", talkedSeconds: 300 };
const act = { key: "", on: true, seconds: 30, by: "Ana", whom: "Ben" };

/** What a function of the words is called with, by what its parameters are called in English. */
const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  // numbers: more than one, so that they are not spelled
  amount: [3, 1200],
  seconds: [30, 120],
  minutes: [5, 600, 9000],
  hours: [1, 24, 168],
  round: [2],
  rounds: [5],
  points: [7],
  over: [4],
  more: [3],
  others: [0, 3],
  place: [2],
  index: [4],
  used: [0, 2],
  uses: [5],
  unseen: [3],
  days: [0, 1, 9],
  volume: [0.5],
  share: [0.25],
  bytes: [7, 4_200_000],
  millis: [4200],
  error: [8],
  time: [TIME],
  now: [TIME + 864e5],
  endMillis: [TIME],
  sameYear: [true],
  // words
  name: ["quokka"],
  nickname: ["Ana"],
  moderator: ["Ana"],
  owner: ["Ana", undefined],
  by: ["Ana"],
  former: ["Ana"],
  brought: ["quokka"],
  fingerprint: ["quokka"],
  line: ["quokka"],
  words: ["quokka"],
  word: ["quokka"],
  guess: ["quokka"],
  room: ["quokka"],
  title: ["quokka"],
  theme: ["quokka"],
  emoji: ["quokka"],
  key: ["quokka"],
  tag: ["de"],
  language: ["de"],
  names: [["Ana"], ["Ana", "Ben"]],
  all: [["Ana", "Ben"]],
  lengths: [[4], [3, 5]],
  count: [4],
};

/** Of those that take an object. */
const OBJECTS: Readonly<Record<string, readonly unknown[]>> = {
  "notices.body": [
    { nickname: "Ana", words: "quokka", mentioned: false, others: 3 },
    { nickname: "Ana", mentioned: true, others: 0 },
    { nickname: "Ana", mentioned: false, others: 3 },
  ],
  "floor.hand": [person],
  "floor.left": [
    { seconds: 45, waitSeconds: 0 },
    { seconds: 0, waitSeconds: 120 },
  ],
  "heard.by": [
    { heard: 1, of: 1, missed: [] },
    { heard: 4, of: 4, missed: [] },
    { heard: 3, of: 5, missed: ["Ana", "Ben"] },
    { heard: 3, of: 9, missed: ["Ana", "Ben", "Cleo", "Dan", "Eve", "Flo"] },
  ],
  "moderation.line": acts(),
};

function acts(): readonly unknown[] {
  const kinds = [...sourceOf("text/en-moderation.ts").matchAll(/case "([a-z-]+)"/g)].map(
    ([, kind]) => kind,
  );
  expect(kinds.length).toBeGreaterThan(20);
  const ways = [
    { bySelf: false, ofSelf: false, alone: false },
    { bySelf: true, ofSelf: false, alone: false },
    { bySelf: false, ofSelf: true, alone: false },
    { bySelf: false, ofSelf: false, alone: true, on: false },
    { bySelf: true, ofSelf: true, alone: true, on: false },
  ];
  return kinds.flatMap((kind) => ways.map((way) => ({ ...act, kind, ...way })));
}

function sourceOf(file: string): string {
  return readFileSync(new URL(`../../../src/${file}`, import.meta.url), "utf8");
}

function problemCodes(): readonly ProblemCode[] {
  const union = /type ProblemCode =([^;]+);/.exec(
    sourceOf("state/room-view.ts").replaceAll(/\/\/.*/g, ""),
  )?.[1];
  return [...(union ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1] as ProblemCode);
}

type Say = (...args: unknown[]) => unknown;

interface Leaf {
  readonly path: string;
  readonly english: unknown;
  readonly other: unknown;
}

/** Every word of both, side by side. */
function leaves(one: unknown, other: unknown, path: string): readonly Leaf[] {
  if (typeof one !== "object" || one === null) return [{ path, english: one, other }];
  expect(Object.keys(other as object).sort(), path).toEqual(Object.keys(one).sort());
  return Object.entries(one).flatMap(([key, value]) =>
    leaves(value, (other as Record<string, unknown>)[key], path === "" ? key : `${path}.${key}`),
  );
}

/** All that a function is called with. */
function callsOf(path: string, say: Say): readonly (readonly unknown[])[] {
  const objects = OBJECTS[path];
  if (objects) return objects.map((one) => [one]);
  if (path === "problem") return problemCodes().map((code) => [code]);
  const source = say.toString();
  const inside = /^\(?(.*?)\)?\s*=>/s.exec(source)?.[1] ?? "";
  const names = inside.split(",").flatMap((part) => part.trim().split(/[\s=:]/)[0] || []);
  return names.reduce<readonly (readonly unknown[])[]>(
    (calls, name) => {
      const samples = SAMPLES[name];
      if (!samples) throw new Error(`${path}: name here what a \`${name}\` is like`);
      return calls.flatMap((call) => samples.map((sample) => [...call, sample]));
    },
    [[]],
  );
}

/** What of the arguments stands in what is said. */
function placeholders(said: string): readonly string[] {
  const names = ["quokka", "Ana", "Ben", "Cleo"].filter((name) => said.includes(name));
  const digits = said.replaceAll(/(\d)[.,\u202f\u00a0](?=\d{3})/g, "$1").match(/\d+/g) ?? [];
  return [...names, ...digits].sort();
}

/** Dates and lengths of time are ordered and divided in another way from language to language. */
const FORMATTED = /^(chat\.(day|time)|home\.visited|invite\.(made|line)|files\.size|saw\.time)\b/;

/** More than names, numbers and signs. */
function hasWords(said: string): boolean {
  return /\p{L}/u.test(said.replaceAll(/quokka|Ana|Ben/g, ""));
}

function differing(language: keyof typeof languages): readonly string[] {
  const wrong: string[] = [];
  const compare = (path: string, one: string, other: string) => {
    if (other.trim() === "" && one.trim() !== "") wrong.push(`${path}: empty`);
    if (one === other && hasWords(one) && !ALIKE[language].includes(one) && !FORMATTED.test(path))
      wrong.push(`${path}: still “${one}”`);
    if (!FORMATTED.test(path) && `${placeholders(one)}` !== `${placeholders(other)}`)
      wrong.push(`${path}: “${one}” says ${placeholders(one)}, “${other}” ${placeholders(other)}`);
    if (/undefined|\[object|NaN/.test(other)) wrong.push(`${path}: ${other}`);
  };
  for (const { path, english: one, other } of leaves(english, languages[language], "")) {
    if (typeof one === "string") compare(path, one, other as string);
    else
      for (const call of callsOf(path, one as Say)) {
        const [said, translated] = [(one as Say)(...call), (other as Say)(...call)];
        for (const leaf of leaves(said, translated, path))
          compare(`${path}(${JSON.stringify(call)})`, String(leaf.english), String(leaf.other));
      }
  }
  return wrong;
}

describe.each(["es", "zh"] as const)("in %s", (language) => {
  test("every word is there, translated, with the same names and numbers in it", () => {
    expect(differing(language)).toEqual([]);
  });

  test("a problem is told in whole sentences", () => {
    for (const code of problemCodes()) {
      const { what, todo } = languages[language].problem(code);
      for (const words of [what, todo])
        expect(words).toMatch(language === "zh" ? /^.+。$/u : /^[¡¿]?\p{Lu}.+[.!]$/u);
    }
  });
});

test("the browser's first language that the page has is spoken", () => {
  expect(languageOf(["es-MX", "en"])).toBe("es");
  expect(languageOf(["zh_Hant-TW"])).toBe("zh");
  expect(languageOf(["fr", "zh-CN", "en"])).toBe("zh");
  expect(languageOf(["fr-CH", "ja"])).toBe("en");
  expect(languageOf([])).toBe("en");
});
