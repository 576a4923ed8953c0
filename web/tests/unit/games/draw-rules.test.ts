import { expect, test } from "vitest";
import type { Play } from "../../../src/games/draw-and-guess/play.ts";
import {
  bondOf,
  type Deed,
  DRAWER_POINTS,
  IDLE_MILLIS,
  MAX_GUESSES,
  drawAndGuess as rules,
} from "../../../src/games/draw-and-guess/rules.ts";
import { memberId } from "../board/support.ts";

const [ANN, BEN, CYD, DAN] = [1, 2, 3, 4].map(memberId) as [string, string, string, string];
const SALT = new Uint8Array(16).fill(1);
const BOND = await bondOf("polar bear", SALT);
const SETTINGS = { language: "en", theme: "animals", rounds: 1, seconds: 60 };
const INK = Uint8Array.of(1, 0, 0, 1, 0, 1);
const everybody = { isHere: () => true, isRobot: () => false, elapsedMillis: 0 };

function begun(...players: string[]): Play {
  return rules.begin(players, SETTINGS);
}

function done(play: Play, by: string, deed: Deed): Play {
  const after = rules.deed(play, by, deed);
  if (!after) throw new Error(`${deed.d} is not allowed`);
  return after;
}

const word: Deed = { d: "word", bond: BOND, lengths: [5, 4] };
const show: Deed = { d: "show", word: "polar bear", bond: BOND };

function drawing(...players: string[]): Play {
  return done(begun(...players), players[0] ?? "", word);
}

/** Guesses, and is judged. */
function guessed(play: Play, by: string, verdict: "right" | "close" | "wrong", text = ""): Play {
  const made = done(play, by, { d: "guess", turn: play.turn, box: "" });
  const n = made.made[by] ?? 0;
  return done(made, play.drawer, {
    d: "draw",
    ink: new Uint8Array(0),
    verdicts: [{ by, n, verdict, text }],
  });
}

test("the first to guess gets 10, the next 9, then 8; the drawer something for each", () => {
  let play = drawing(ANN, BEN, CYD, DAN);
  for (const by of [CYD, DAN, BEN]) play = guessed(play, by, "right");
  expect(play.scores).toEqual({ [CYD]: 10, [DAN]: 9, [BEN]: 8, [ANN]: 3 * DRAWER_POINTS });
  expect(rules.mayEndEarly(play, everybody)).toBe(true);
  play = rules.timeUp(play);
  expect(play).toMatchObject({ phase: "showing", end: "all" });
});

test("robots are waited for where nobody else guesses, and only there", () => {
  const isRobot = (id: string) => id === CYD || id === DAN;
  const sight = { ...everybody, isRobot };
  let play = drawing(ANN, BEN, CYD, DAN);
  expect(rules.mayEndEarly(play, sight), "Ben guesses").toBe(false);
  play = guessed(play, BEN, "right");
  expect(rules.mayEndEarly(play, sight), "robots alone are left").toBe(true);
  play = drawing(ANN, CYD, DAN);
  expect(rules.mayEndEarly(play, sight), "robots alone guess").toBe(false);
  play = guessed(guessed(play, CYD, "right"), DAN, "right");
  expect(rules.mayEndEarly(play, sight)).toBe(true);
});

test("what is close or right can be read by nobody, what is wrong by all", async () => {
  const verdicts = [
    { by: BEN, n: 1, verdict: "close", text: "polar bea" },
    { by: CYD, n: 1, verdict: "right", text: "polar bear" },
    { by: DAN, n: 1, verdict: "wrong", text: "a cat" },
  ];
  const read = await rules.readDeed({ d: "draw", verdicts });
  expect(read).toMatchObject({ verdicts: [{ text: "" }, { text: "" }, { text: "a cat" }] });
});

test("nobody is judged who has not guessed, twice, or after they had it", () => {
  const play = drawing(ANN, BEN, CYD);
  const right = (n: number): Deed => ({
    ...{ d: "draw", ink: new Uint8Array(0) },
    verdicts: [{ by: BEN, n, verdict: "right", text: "" }],
  });
  expect(done(play, ANN, right(1)).scores[BEN]).toBe(0);
  const once = guessed(play, BEN, "right");
  expect(done(once, ANN, right(1)).scores[BEN]).toBe(10);
  expect(done(once, ANN, right(2)).scores[BEN]).toBe(10);
  expect(rules.deed(once, BEN, { d: "guess", turn: 1, box: "" })).toBeUndefined();
});

test("the drawer does not guess, and guesses have an end", () => {
  let play = drawing(ANN, BEN, CYD);
  const guess: Deed = { d: "guess", turn: 1, box: "" };
  expect(rules.deed(play, ANN, guess)).toBeUndefined();
  expect(rules.deed(play, DAN, guess)).toBeUndefined();
  for (let time = 0; time < MAX_GUESSES; time++) play = done(play, BEN, guess);
  expect(rules.deed(play, BEN, guess)).toBeUndefined();
});

test("who shows another word than was drawn has led all by the nose: the turn does not count", () => {
  const play = rules.timeUp(guessed(drawing(ANN, BEN, CYD), BEN, "right"));
  expect(done(play, ANN, show)).toMatchObject({ word: "polar bear", scores: { [BEN]: 10 } });
  const other = done(play, ANN, { d: "show", word: "brown bear", bond: "x".repeat(43) });
  expect(other).toMatchObject({ end: "false", word: "", scores: { [ANN]: 0, [BEN]: 0 } });
});

test("who shows no word has nothing for drawing", () => {
  const play = rules.timeUp(guessed(drawing(ANN, BEN, CYD), BEN, "right"));
  expect(rules.timeUp(play).scores).toMatchObject({ [ANN]: 0, [BEN]: 10 });
  expect(rules.timeUp(done(play, ANN, show)).scores).toMatchObject({ [ANN]: 2, [BEN]: 10 });
});

test("everybody draws once a round, then it is over", () => {
  let play = begun(ANN, BEN, CYD);
  const drew: string[] = [];
  while (play.phase !== "over") {
    if (play.phase === "choosing") drew.push(play.drawer);
    play = rules.timeUp(play);
  }
  expect(drew).toEqual([ANN, BEN, CYD]);
  expect(rules.step(play).millis).toBe(0);
});

test("who draws nothing is skipped after a while, who is away at once", () => {
  const play = drawing(ANN, BEN, CYD);
  expect(rules.mayEndEarly(play, { ...everybody, elapsedMillis: IDLE_MILLIS })).toBe(true);
  expect(rules.mayEndEarly(play, { ...everybody, isHere: (id) => id !== ANN })).toBe(true);
  const drawn = done(play, ANN, { d: "draw", ink: INK, verdicts: [] });
  expect(rules.mayEndEarly(drawn, { ...everybody, elapsedMillis: IDLE_MILLIS })).toBe(false);
  expect(rules.timeUp(play).end).toBe("idle");
  expect(rules.timeUp(drawn).end).toBe("time");
});

test("who leaves takes their turn along, and keeps their points; the last one alone has no game", () => {
  let play = guessed(drawing(ANN, BEN, CYD), BEN, "right");
  play = rules.gone(play, ANN);
  expect(play).toMatchObject({ phase: "showing", end: "gone", order: [BEN, CYD] });
  play = rules.timeUp(play);
  expect(play).toMatchObject({ phase: "choosing", drawer: BEN });
  expect(play.scores).toMatchObject({ [ANN]: 0, [BEN]: 10 });
  expect(rules.gone(play, CYD).phase).toBe("over");
});

test("who comes in the middle draws in this round, too, and who comes back keeps their points", () => {
  const play = rules.joined(guessed(drawing(ANN, BEN), BEN, "right"), DAN);
  expect(play).toMatchObject({ order: [ANN, BEN, DAN], scores: { [BEN]: 10, [DAN]: 0 } });
  const back = rules.joined(rules.gone(rules.joined(play, CYD), BEN), BEN);
  expect(back.scores[BEN]).toBe(10);
  expect(back.order).toEqual([ANN, DAN, CYD, BEN]);
});

test("a drawing that is none is dropped, and a sheet that is full stays", () => {
  const play = done(drawing(ANN, BEN), ANN, { d: "draw", ink: INK, verdicts: [] });
  expect(play.ink).not.toBe("");
  for (const ink of [Uint8Array.of(9), new Uint8Array(7_000).fill(4)])
    expect(done(play, ANN, { d: "draw", ink, verdicts: [] }).ink).toBe(play.ink);
});

test("a state goes out and comes in as it is; what is none is refused", () => {
  const play = guessed(drawing(ANN, BEN, CYD), BEN, "wrong", "a cat");
  const written = JSON.parse(JSON.stringify(play));
  expect(rules.readState(written)).toEqual(play);
  for (const change of [
    { phase: "dancing" },
    { drawer: "nobody" },
    { scores: { [ANN]: -1 } },
    { scores: { x: 1 } },
    { ink: "AAAA" },
    { said: [{ by: ANN, verdict: "true", text: "" }] },
    { order: Array.from({ length: 13 }, (_, index) => memberId(index)) },
    { bond: "short" },
  ])
    expect(rules.readState({ ...written, ...change }), JSON.stringify(change)).toBeUndefined();
  expect(rules.readState(null)).toBeUndefined();
});

test("deeds that are none are refused", async () => {
  for (const wrong of [
    null,
    {},
    { d: "word", bond: "x", lengths: [3] },
    { d: "word", bond: BOND, lengths: [0] },
    { d: "word", bond: BOND, lengths: Array(9).fill(1) },
    { d: "guess", turn: 1, box: "x".repeat(513) },
    { d: "show", word: "a\nb", salt: "AAAAAAAAAAAAAAAAAAAAAA" },
    { d: "show", word: "bear", salt: "AA" },
    { d: "draw", ink: "???" },
    { d: "win" },
  ])
    expect(await rules.readDeed(wrong), JSON.stringify(wrong)).toBeUndefined();
});
