import { InTurn } from "../../client/in-turn.ts";
import { type Bytes, fromBase64Url, toBase64Url, utf8 } from "../../crypto/bytes.ts";
import { checkText } from "../../crypto/names.ts";
import type { Hand, HandPlace } from "../ground/rules.ts";
import { MAX_INK_BYTES, readInk, type Stroke } from "./ink.ts";
import type { Play, Settings } from "./play.ts";
import { bondOf, CHOOSING_MILLIS, type Deed, type Judged, MAX_GUESSES, makeSalt } from "./rules.ts";
import {
  type Deck,
  judge,
  lengthsOf,
  loadDeck,
  MAX_GUESS_BYTES,
  MAX_GUESS_CHARACTERS,
} from "./words.ts";

/** What a drawer has drawn of a word, to take home. */
export interface Drawing {
  readonly turn: number;
  readonly drawer: string;
  readonly word: string;
  readonly strokes: readonly Stroke[];
}

/** How a deck is fetched. */
export type LoadDeck = (settings: Settings) => Promise<Deck>;

/** A drawer chooses one of so many. */
export const CHOICES = 3;
/** Who has not chosen draws the first: a moment before others would skip them. */
export const CHOOSE_MILLIS = CHOOSING_MILLIS - 3_000;
/** So often what is drawn, and judged, is sent. */
export const SEND_MILLIS = 250;
/** Drawings to take home: of twelve players and five rounds. */
export const MAX_ALBUM = 60;
const DECK_AGAIN_MILLIS = 2_000;
const VERDICTS_AT_ONCE = 16;

/** The word of a turn, in its drawer's hand alone. */
interface Held {
  readonly turn: number;
  readonly word: string;
  readonly salt: Bytes;
}

/**
 * A player's own part of draw and guess: draws words from the deck, holds the one that was chosen, judges guesses, and keeps the
 * drawings.
 */
export class DrawHand implements Hand {
  readonly #place: HandPlace;
  readonly #loadDeck: LoadDeck;
  readonly #judging = new InTurn();
  readonly #used = new Set<string>();
  readonly #album = new Map<number, Drawing>();
  #play: Play | undefined;
  #choosing: { turn: number; words: readonly string[] } | undefined;
  #held: Held | undefined;
  /** Turns that this page has said so of. */
  #shown = 0;
  #passed = 0;
  /** What we draw in this turn, and how much of it was sent. */
  #ink: number[] = [];
  #sent = 0;
  #inkTurn = 0;
  #verdicts: Judged[] = [];
  #endSend: (() => void) | undefined;
  #endChoice: () => void = () => {};
  #isClosed = false;

  constructor(
    place: HandPlace,
    load: LoadDeck = ({ language, theme }) => loadDeck(language, theme),
  ) {
    this.#place = place;
    this.#loadDeck = load;
  }

  /** Words to choose from, while we are to draw; empty until they are here. */
  get choices(): readonly string[] {
    const { phase, turn } = this.#play ?? {};
    return phase === "choosing" && this.#choosing?.turn === turn
      ? (this.#choosing?.words ?? [])
      : [];
  }

  /** What we are to draw; "" where it is nobody's business of ours. */
  get word(): string {
    return this.#held && this.#held.turn === this.#play?.turn ? this.#held.word : "";
  }

  /** What stands on the sheet: for who draws, as they draw it. */
  get strokes(): readonly Stroke[] {
    const play = this.#play;
    if (!play) return [];
    if (this.#isDrawing) return readInk(Uint8Array.from(this.#ink)) ?? [];
    return readInk(fromBase64Url(play.ink) ?? new Uint8Array(0)) ?? [];
  }

  /** Nothing more fits on the sheet. */
  get isFull(): boolean {
    return this.#ink.length > MAX_INK_BYTES - FULL_BYTES;
  }

  /** What was drawn in this game, as far as we were here. */
  get album(): readonly Drawing[] {
    return [...this.#album.values()];
  }

  /** Takes one of the words that there are to choose from. */
  async choose(word: string): Promise<void> {
    const play = this.#play;
    if (!play || !this.choices.includes(word) || this.#held?.turn === play.turn) return;
    const salt = makeSalt(this.#place.random);
    this.#held = { turn: play.turn, word, salt };
    this.#used.add(word);
    this.#endChoice();
    const bond = await bondOf(word, salt);
    this.#send({ d: "word", bond, lengths: lengthsOf(word) });
    this.#place.changed();
  }

  /** We do not want to draw this. */
  pass(): void {
    if (this.#play) this.#pass(this.#play);
  }

  /** Draws: bytes of ink.ts. False when the sheet is full. */
  draw(ink: readonly number[]): boolean {
    if (!this.#isDrawing) return false;
    if (this.#ink.length + ink.length > MAX_INK_BYTES) return false;
    this.#ink.push(...ink);
    this.#sendSoon();
    this.#place.changed();
    return true;
  }

  /** Guesses, for the drawer's eyes; false for what is no guess. */
  async guess(typed: string): Promise<boolean> {
    const play = this.#play;
    const checked = checkText(typed.normalize("NFC").trim(), MAX_GUESS_CHARACTERS, MAX_GUESS_BYTES);
    if (play?.phase !== "drawing" || !checked.ok) return false;
    if ((play.made[this.#place.self] ?? 0) >= MAX_GUESSES) return false;
    // All are as long as the longest: a length would tell.
    const padding = " ".repeat(MAX_GUESS_BYTES - utf8(checked.text).length);
    const box = await this.#place.seal(play.drawer, checked.text + padding);
    if (box === undefined) return false;
    this.#send({ d: "guess", turn: play.turn, box });
    return true;
  }

  did(by: string, deed: unknown, after: unknown): void {
    const { made, turn } = after as Play;
    const { d, ...guess } = deed as Deed;
    if (d !== "guess" || !("box" in guess)) return;
    const n = made[by] ?? 0;
    void this.#judging.run(() => this.#judge(by, n, turn, guess.box));
  }

  changed(state: unknown, isLive: boolean): void {
    const play = state as Play | null;
    if (!play) return;
    this.#play = play;
    this.#keepDrawing(play);
    if (play.word !== "") this.#used.add(play.word);
    if (play.drawer !== this.#place.self || !isLive) return;
    if (play.phase === "choosing") this.#offer(play);
    const holds = this.#held?.turn === play.turn;
    if (play.phase === "drawing") {
      if (!holds)
        this.#pass(play); // chosen in a page that is gone
      else if (this.#inkTurn !== play.turn) this.#begin(play);
    }
    if (play.phase === "showing" && holds && play.bond !== "") this.#show(play);
  }

  close(): void {
    this.#isClosed = true;
    this.#endSend?.();
    this.#endChoice();
  }

  get #isDrawing(): boolean {
    const play = this.#play;
    const draws = play?.drawer === this.#place.self && play.phase === "drawing";
    return draws && this.#inkTurn === play.turn;
  }

  #begin({ turn }: Play): void {
    this.#inkTurn = turn;
    this.#ink = [];
    this.#sent = 0;
    this.#verdicts = [];
  }

  #offer({ turn }: Play): void {
    if (this.#choosing?.turn === turn) return;
    this.#choosing = { turn, words: [] };
    void this.#deal(turn);
    this.#endChoice();
    this.#endChoice = this.#place.after(CHOOSE_MILLIS, () => {
      const [first] = this.choices;
      if (first !== undefined) void this.choose(first);
    });
  }

  async #deal(turn: number): Promise<void> {
    try {
      const { words } = await this.#loadDeck(this.#place.settings as Settings);
      if (this.#choosing?.turn !== turn) return;
      const fresh = words.filter((word) => !this.#used.has(word));
      const pool = fresh.length >= CHOICES ? fresh : [...words];
      const chosen: string[] = [];
      while (chosen.length < CHOICES && pool.length > 0) {
        const [word] = pool.splice(Math.floor(this.#place.random() * pool.length), 1);
        if (word !== undefined) chosen.push(word);
      }
      this.#choosing = { turn, words: chosen };
      this.#place.changed();
    } catch {
      this.#place.after(DECK_AGAIN_MILLIS, () => {
        if (!this.#isClosed && this.#choosing?.turn === turn) void this.#deal(turn);
      });
    }
  }

  async #judge(by: string, n: number, turn: number, box: string): Promise<void> {
    const held = this.#held;
    if (held?.turn !== turn || this.#play?.turn !== turn || this.#play.drawer !== this.#place.self)
      return;
    const guess = await this.#place.open(by, box);
    const checked = checkText((guess ?? "").trim(), MAX_GUESS_CHARACTERS, MAX_GUESS_BYTES);
    const text = checked.ok ? checked.text : "";
    const verdict = judge(text, held.word);
    this.#verdicts.push({ by, n, verdict, text: verdict === "wrong" ? text : "" });
    this.#sendSoon();
  }

  #sendSoon(): void {
    this.#endSend ??= this.#place.after(SEND_MILLIS, () => {
      this.#endSend = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    const play = this.#play;
    if (play?.phase !== "drawing" || play.drawer !== this.#place.self) return;
    const ink = Uint8Array.from(this.#ink.slice(this.#sent));
    this.#sent = this.#ink.length;
    const verdicts = this.#verdicts.splice(0, VERDICTS_AT_ONCE);
    if (ink.length === 0 && verdicts.length === 0) return;
    this.#place.send({
      ...{ d: "draw" },
      ...(ink.length > 0 && { ink: toBase64Url(ink) }),
      ...(verdicts.length > 0 && { verdicts }),
    });
    if (this.#verdicts.length > 0) this.#sendSoon();
  }

  #pass(play: Play): void {
    if (this.#passed === play.turn) return;
    this.#passed = play.turn;
    this.#send({ d: "pass" });
  }

  #show({ turn }: Play): void {
    const held = this.#held;
    if (!held || this.#shown === turn) return;
    this.#shown = turn;
    this.#place.send({ d: "show", word: held.word, salt: toBase64Url(held.salt) });
  }

  #keepDrawing({ phase, turn, drawer, word, ink }: Play): void {
    if (phase !== "showing" || ink === "") return;
    const strokes = readInk(fromBase64Url(ink) ?? new Uint8Array(0)) ?? [];
    if (strokes.length === 0) return;
    this.#album.set(turn, { turn, drawer, word, strokes });
    const [oldest] = this.#album.keys();
    if (this.#album.size > MAX_ALBUM && oldest !== undefined) this.#album.delete(oldest);
  }

  #send(deed: Deed): void {
    this.#place.send(deed);
  }
}

/** Less room than a stroke needs to be worth beginning. */
const FULL_BYTES = 64;
