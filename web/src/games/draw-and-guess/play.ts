/** How a game of draw and guess stands. JSON, never changed in place. */
import { type Fields, read } from "../../client/wire.ts";
import { fromBase64Url } from "../../crypto/bytes.ts";
import { isMember, MAX_PLAYERS } from "../ground/messages.ts";
import { readInk } from "./ink.ts";
import {
  DECK_LANGUAGES,
  type DeckLanguage,
  MAX_GUESS_BYTES,
  MAX_WORD_CHARACTERS,
  THEMES,
  type Theme,
} from "./words.ts";

export interface Settings {
  readonly language: DeckLanguage;
  readonly theme: Theme;
  /** So often everybody draws. */
  readonly rounds: number;
  /** For which a word is drawn. */
  readonly seconds: number;
}

/** Why a turn has ended. "false": the word that was shown is not the one that was drawn. */
export type TurnEnd = "" | "time" | "all" | "idle" | "passed" | "gone" | "false";

/** What everybody may read of a guess. A right one, and a close one, is nobody's to read. */
export interface Said {
  readonly by: string;
  readonly verdict: "right" | "close" | "wrong";
  readonly text: string;
}

export type Counts = Readonly<Record<string, number>>;

export interface Play {
  readonly step: number;
  readonly phase: "choosing" | "drawing" | "showing" | "over";
  readonly rounds: number;
  readonly seconds: number;
  /** From 1. */
  readonly round: number;
  /** Counts turns, from 1. */
  readonly turn: number;
  /** Who plays, in the order of drawing. */
  readonly order: readonly string[];
  /** Who has drawn in this round. */
  readonly drew: readonly string[];
  readonly drawer: string;
  readonly scores: Counts;
  /** As they were when the turn began: what it is taken back to. */
  readonly before: Counts;
  /** What the drawer has bound themselves to (b64), and how long the parts of the word are. */
  readonly bond: string;
  readonly lengths: readonly number[];
  /** The drawing so far, b64. */
  readonly ink: string;
  /** Who has guessed it, in order. */
  readonly guessed: readonly string[];
  /** Guesses that were made, and judged, in this turn. */
  readonly made: Counts;
  readonly judged: Counts;
  /** The newest last. */
  readonly said: readonly Said[];
  readonly end: TurnEnd;
  /** When the turn has ended and the drawer has shown it. */
  readonly word: string;
}

export const MAX_SAID = 20;
export const [LEAST_ROUNDS, MOST_ROUNDS] = [1, 5] as const;
export const [LEAST_SECONDS, MOST_SECONDS] = [20, 180] as const;
export const DEFAULTS: Settings = { language: "en", theme: "animals", rounds: 2, seconds: 80 };
const PHASES = ["choosing", "drawing", "showing", "over"] as const;
const ENDS = ["", "time", "all", "idle", "passed", "gone", "false"] as const;
const VERDICTS = ["right", "close", "wrong"] as const;
const BOND = /^[\w-]{43}$/;
const MAX_PARTS = 8;

export function readSettings(value: unknown): Settings | undefined {
  return read(value, (fields) => {
    const language = oneOf(DECK_LANGUAGES, fields.text("language"));
    const theme = oneOf(THEMES, fields.text("theme"));
    const [rounds, seconds] = [fields.count("rounds"), fields.count("seconds")];
    const isInRange =
      rounds >= LEAST_ROUNDS &&
      rounds <= MOST_ROUNDS &&
      seconds >= LEAST_SECONDS &&
      seconds <= MOST_SECONDS;
    return language && theme && isInRange ? { language, theme, rounds, seconds } : undefined;
  });
}

export function readPlay(value: unknown): Play | undefined {
  return read(value, (fields): Play | undefined => {
    const phase = oneOf(PHASES, fields.text("phase"));
    const end = oneOf(ENDS, fields.text("end"));
    const said = fields.list("said").map(readSaid);
    const people = {
      order: fields.texts("order"),
      drew: fields.texts("drew"),
      guessed: fields.texts("guessed"),
    };
    const [scores, before, made, judged] = (["scores", "before", "made", "judged"] as const).map(
      (name) => readCounts(fields.object(name)),
    );
    if (!phase || end === undefined || !scores || !before || !made || !judged) return undefined;
    const play = {
      ...people,
      ...{ scores, before, made, judged },
      ...{ step: fields.count("step"), rounds: fields.count("rounds") },
      ...{ seconds: fields.count("seconds"), round: fields.count("round") },
      ...{ turn: fields.count("turn"), drawer: fields.text("drawer") },
      ...{ bond: fields.text("bond"), ink: fields.text("ink"), word: fields.text("word") },
      lengths: readNumbers(fields.raw("lengths")) ?? [],
    };
    const isTrue =
      said.length <= MAX_SAID &&
      Object.values(people).every((ids) => ids.length <= MAX_PLAYERS && ids.every(isMember)) &&
      isMember(play.drawer) &&
      (play.bond === "" || isBond(play.bond)) &&
      isInk(play.ink) &&
      play.word.length <= MAX_GUESS_BYTES;
    const heard = said.filter((one) => one !== undefined);
    return isTrue && heard.length === said.length
      ? { ...play, phase, end, said: heard }
      : undefined;
  });
}

export function isBond(text: string): boolean {
  return BOND.test(text);
}

/** Whether these bytes, as b64, are a drawing. */
export function isInk(text: string): boolean {
  const bytes = fromBase64Url(text);
  return bytes !== undefined && readInk(bytes) !== undefined;
}

/** Lengths of a word's parts; undefined for what are none. */
export function readNumbers(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_PARTS) return undefined;
  const isLength = (one: unknown) =>
    Number.isSafeInteger(one) && (one as number) > 0 && (one as number) <= MAX_WORD_CHARACTERS;
  return value.every(isLength) ? value : undefined;
}

function readSaid(fields: Fields): Said | undefined {
  const verdict = oneOf(VERDICTS, fields.text("verdict"));
  const [by, text] = [fields.text("by"), fields.text("text")];
  const isTrue = isMember(by) && text.length <= MAX_GUESS_BYTES;
  return verdict && isTrue ? { by, verdict, text } : undefined;
}

function readCounts(fields: Fields): Counts | undefined {
  const names = fields.names();
  if (names.length > MAX_EVER || !names.every(isMember)) return undefined;
  return Object.fromEntries(names.map((name) => [name, fields.count(name)]));
}

/** Players over the whole of a game, those who have gone among them. */
const MAX_EVER = 64;

export function oneOf<T extends string>(all: readonly T[], text: string): T | undefined {
  return all.find((one) => one === text);
}
