import { type Fields, read } from "../../client/wire.ts";
import { type Bytes, concat, fromBase64Url, toBase64Url, utf8 } from "../../crypto/bytes.ts";
import { checkText } from "../../crypto/names.ts";
import { sha256, transcript } from "../../crypto/transcript.ts";
import { isMember, MAX_PLAYERS } from "../ground/messages.ts";
import type { Rules, Sight } from "../ground/rules.ts";
import { readInk } from "./ink.ts";
import {
  type Counts,
  isBond,
  MAX_SAID,
  oneOf,
  type Play,
  readNumbers,
  readPlay,
  readSettings,
  type Said,
  type Settings,
  type TurnEnd,
} from "./play.ts";
import { lengthsOf, MAX_GUESS_BYTES, MAX_GUESS_CHARACTERS, MAX_WORD_CHARACTERS } from "./words.ts";

/** What a player does. */
export type Deed =
  /** The drawer binds themselves to a word. */
  | { readonly d: "word"; readonly bond: string; readonly lengths: readonly number[] }
  /** The drawer draws, and judges guesses: `n` counts those of a guesser. */
  | { readonly d: "draw"; readonly ink: Bytes; readonly verdicts: readonly Judged[] }
  /** The drawer does not want, or cannot. */
  | { readonly d: "pass" }
  /** A guess, sealed to the drawer. */
  | { readonly d: "guess"; readonly turn: number; readonly box: string }
  /** The drawer shows the word; `bond` is worked out from it. */
  | { readonly d: "show"; readonly word: string; readonly bond: string };

export interface Judged extends Said {
  readonly n: number;
}

export const CHOOSING_MILLIS = 15_000;
export const SHOWING_MILLIS = 6_000;
/** Who has drawn nothing for so long is skipped. */
export const IDLE_MILLIS = 20_000;
/** The first gets so many points, the next one fewer; whoever guesses it gets one. */
export const FIRST_POINTS = 10;
/** The drawer's for each who has guessed it. */
export const DRAWER_POINTS = 2;
/** Of one guesser in a turn. */
export const MAX_GUESSES = 60;
const MAX_BOX = 512;
const SALT_BYTES = 16;
const MAX_VERDICTS = 16;

export const drawAndGuess: Rules<Play, Deed> = {
  name: "draw-and-guess",
  least: 2,
  most: MAX_PLAYERS,
  readSettings,
  begin: (players, settings) => {
    const { rounds, seconds } = settings as Settings;
    const scores = Object.fromEntries(players.map((id) => [id, 0]));
    return nextTurn({
      ...{
        step: 0,
        phase: "showing",
        rounds,
        seconds,
        round: 1,
        turn: 0,
        order: players,
        drew: [],
      },
      ...{ drawer: "", scores, before: scores, bond: "", lengths: [], ink: "", guessed: [] },
      ...{ made: {}, judged: {}, said: [], end: "", word: "" },
    });
  },
  readDeed,
  deed,
  timeUp,
  joined: (play, player) => ({
    ...play,
    order: play.order.includes(player) ? play.order : [...play.order, player],
    scores: { [player]: 0, ...play.scores },
    before: { [player]: 0, ...play.before },
  }),
  gone,
  step: ({ step: number, phase, seconds }) => ({ number, millis: millisOf(phase, seconds) }),
  mayEndEarly,
  readState: readPlay,
  shorten: (play) => ({ ...play, said: [] }),
};

/** What a drawer is bound by: nobody can tell the word from it, and the drawer cannot choose another. */
export async function bondOf(word: string, salt: Bytes): Promise<string> {
  return toBase64Url(await sha256(transcript("free4chat game word 1", salt, utf8(word))));
}

export function makeSalt(random: () => number): Bytes {
  return Uint8Array.from({ length: SALT_BYTES }, () => Math.floor(random() * 256));
}

function millisOf(phase: Play["phase"], seconds: number): number {
  if (phase === "choosing") return CHOOSING_MILLIS;
  if (phase === "showing") return SHOWING_MILLIS;
  return phase === "drawing" ? seconds * 1000 : 0;
}

function deed(play: Play, by: string, done: Deed): Play | undefined {
  const draws = by === play.drawer && play.order.includes(by);
  switch (done.d) {
    case "word": {
      if (!draws || play.phase !== "choosing") return undefined;
      const { bond, lengths } = done;
      return { ...play, step: play.step + 1, phase: "drawing", bond, lengths };
    }
    case "draw":
      return draws && play.phase === "drawing" ? drawn(play, done.ink, done.verdicts) : undefined;
    case "pass": {
      const may = draws && (play.phase === "choosing" || play.phase === "drawing");
      return may ? ended(play, "passed") : undefined;
    }
    case "guess": {
      const guesses = play.order.includes(by) && !draws && !play.guessed.includes(by);
      const made = (play.made[by] ?? 0) + 1;
      if (!guesses || play.phase !== "drawing" || done.turn !== play.turn) return undefined;
      return made > MAX_GUESSES ? undefined : { ...play, made: { ...play.made, [by]: made } };
    }
    case "show": {
      if (!draws || play.phase !== "showing" || play.bond === "" || play.word !== "")
        return undefined;
      const { word, bond } = done;
      const isTrue = bond === play.bond && `${lengthsOf(word)}` === `${play.lengths}`;
      // Who shows another word has led everybody by the nose: the turn has not been.
      return isTrue ? { ...play, word } : { ...play, end: "false", scores: play.before };
    }
  }
}

/** What does not fit on the sheet, or is no drawing, is dropped; so is a verdict about no guess. */
function drawn(play: Play, ink: Bytes, verdicts: readonly Judged[]): Play {
  const so = fromBase64Url(play.ink) ?? new Uint8Array(0);
  const whole = concat(so, ink);
  const isDrawing = ink.length > 0 && readInk(whole) !== undefined;
  return verdicts.reduce(taken, { ...play, ink: isDrawing ? toBase64Url(whole) : play.ink });
}

function taken(play: Play, { by, n, verdict, text }: Judged): Play {
  const isNext = n === (play.judged[by] ?? 0) + 1 && n <= (play.made[by] ?? 0);
  if (!isNext || play.guessed.includes(by)) return play;
  const judged = { ...play.judged, [by]: n };
  const said = [...play.said, { by, verdict, text }].slice(-MAX_SAID);
  if (verdict !== "right") return { ...play, judged, said };
  const points = Math.max(1, FIRST_POINTS - play.guessed.length);
  const scores = plus(plus(play.scores, by, points), play.drawer, DRAWER_POINTS);
  return { ...play, judged, said, scores, guessed: [...play.guessed, by] };
}

function plus(scores: Counts, id: string, points: number): Counts {
  return { ...scores, [id]: (scores[id] ?? 0) + points };
}

function timeUp(play: Play): Play {
  if (play.phase === "choosing") return ended(play, "idle");
  if (play.phase === "drawing") {
    const everybody = play.order.every((id) => id === play.drawer || play.guessed.includes(id));
    return ended(play, everybody ? "all" : play.ink === "" ? "idle" : "time");
  }
  return play.phase === "showing" ? nextTurn(answered(play)) : play;
}

/** Who does not show the word has no points for drawing it: nobody can know whether they were fair. */
function answered(play: Play): Play {
  const { bond, word, end, drawer, before, scores } = play;
  if (bond === "" || word !== "" || end === "false") return play;
  return { ...play, scores: { ...scores, [drawer]: before[drawer] ?? 0 } };
}

function ended(play: Play, end: TurnEnd): Play {
  return { ...play, step: play.step + 1, phase: "showing", end };
}

function nextTurn(play: Play): Play {
  const drew = play.drawer === "" ? play.drew : [...play.drew, play.drawer];
  const left = play.order.filter((id) => !drew.includes(id));
  const round = left.length === 0 ? play.round + 1 : play.round;
  const [drawer] = left.length === 0 ? play.order : left;
  const step = play.step + 1;
  if (round > play.rounds || play.order.length < 2 || drawer === undefined)
    return { ...play, step, phase: "over" };
  return {
    ...play,
    ...{ step, phase: "choosing", round, turn: play.turn + 1, drawer, before: play.scores },
    drew: left.length === 0 ? [] : drew.filter((id) => play.order.includes(id)),
    ...{ bond: "", lengths: [], ink: "", guessed: [], made: {}, judged: {}, said: [] },
    ...{ end: "", word: "" },
  };
}

function gone(play: Play, player: string): Play {
  const order = play.order.filter((id) => id !== player);
  const left = { ...play, order };
  if (order.length < 2 && play.phase !== "over") {
    return { ...left, step: play.step + 1, phase: "over" };
  }
  const isTurn = player === play.drawer && (play.phase === "choosing" || play.phase === "drawing");
  return isTurn ? ended(left, "gone") : left;
}

function mayEndEarly(play: Play, { isHere, isRobot, elapsedMillis }: Sight): boolean {
  if (play.phase === "choosing") return !isHere(play.drawer);
  if (play.phase !== "drawing") return false;
  const left = play.order.filter((id) => id !== play.drawer && !play.guessed.includes(id));
  const isIdle = play.ink === "" && elapsedMillis >= IDLE_MILLIS;
  // Robots fill in: they are waited for where nobody else guesses.
  const people = play.order.some((id) => id !== play.drawer && !isRobot(id));
  const awaited = left.filter((id) => isHere(id) && !(people && isRobot(id)));
  return isIdle || !isHere(play.drawer) || awaited.length === 0;
}

async function readDeed(value: unknown): Promise<Deed | undefined> {
  const read1 = read(value, readFields);
  if (read1?.d !== "show") return read1;
  const { word, salt } = read1;
  return { d: "show", word, bond: await bondOf(word, salt) };
}

type WrittenDeed =
  | Exclude<Deed, { d: "show" }>
  | { readonly d: "show"; readonly word: string; readonly salt: Bytes };

function readFields(fields: Fields): WrittenDeed | undefined {
  switch (fields.text("d")) {
    case "word": {
      const [bond, lengths] = [fields.text("bond"), readNumbers(fields.raw("lengths"))];
      return isBond(bond) && lengths ? { d: "word", bond, lengths } : undefined;
    }
    case "draw": {
      const ink = fields.has("ink") ? fields.bytes("ink") : new Uint8Array(0);
      const written = fields.has("verdicts") ? fields.list("verdicts") : [];
      const verdicts = written.slice(0, MAX_VERDICTS).map(readVerdict);
      return { d: "draw", ink, verdicts: verdicts.filter((one) => one !== undefined) };
    }
    case "pass":
      return { d: "pass" };
    case "guess": {
      const [box, turn] = [fields.text("box"), fields.count("turn")];
      return box.length <= MAX_BOX ? { d: "guess", turn, box } : undefined;
    }
    case "show": {
      const [word, salt] = [fields.text("word"), fields.bytes("salt")];
      const checked = checkText(word, MAX_WORD_CHARACTERS, MAX_GUESS_BYTES);
      return checked.ok && salt.length === SALT_BYTES ? { d: "show", word, salt } : undefined;
    }
    default:
      return undefined;
  }
}

const VERDICTS = ["right", "close", "wrong"] as const;

/** Only what is wrong may be read by all. */
function readVerdict(fields: Fields): Judged | undefined {
  const verdict = oneOf(VERDICTS, fields.text("verdict"));
  const by = fields.text("by");
  if (!verdict || !isMember(by)) return undefined;
  const text = verdict === "wrong" && fields.has("text") ? fields.text("text") : "";
  const checked = checkText(text, MAX_GUESS_CHARACTERS, MAX_GUESS_BYTES);
  return { by, verdict, n: fields.count("n"), text: checked.ok ? text : "" };
}
