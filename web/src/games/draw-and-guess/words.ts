/** Decks of words: files that people can edit, one word a line, `#` before what is no word. And whether a guess is right. */
import { checkText, foldText } from "../../crypto/names.ts";

export const DECK_LANGUAGES = ["en", "es", "zh"] as const;
export const THEMES = ["animals", "food", "things"] as const;
export type DeckLanguage = (typeof DECK_LANGUAGES)[number];
export type Theme = (typeof THEMES)[number];

export const MAX_WORD_CHARACTERS = 30;
const MAX_WORD_BYTES = 120;
/** A guess may be a sentence, but no essay. */
export const MAX_GUESS_CHARACTERS = 40;
export const MAX_GUESS_BYTES = 160;
/** Fewer words are no game; of a longer deck the rest is not read. */
export const LEAST_WORDS = 12;
export const MAX_WORDS = 2_000;

export type DeckFault = "too-long" | "forbidden-character" | "empty" | "twice" | "too-few";

export interface Deck {
  readonly words: readonly string[];
  /** What was left out, and why, by line. */
  readonly faults: readonly { readonly line: number; readonly fault: DeckFault }[];
}

/** What can be used of a deck is; every line that cannot is named. */
export function readDeck(file: string): Deck {
  const words: string[] = [];
  const faults: { line: number; fault: DeckFault }[] = [];
  const folded = new Set<string>();
  const lines = file.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const [index, written] of lines.entries()) {
    const word = written.normalize("NFC").trim();
    if (word === "" || word.startsWith("#") || words.length >= MAX_WORDS) continue;
    const checked = checkText(word, MAX_WORD_CHARACTERS, MAX_WORD_BYTES);
    const plain = plainOf(word);
    const fault = !checked.ok
      ? checked.fault
      : plain === ""
        ? "empty"
        : folded.has(plain) && "twice";
    if (fault) {
      faults.push({ line: index + 1, fault });
      continue;
    }
    folded.add(plain);
    words.push(word);
  }
  if (words.length < LEAST_WORDS) faults.push({ line: lines.length, fault: "too-few" });
  return { words, faults };
}

const FILES = import.meta.glob<string>("./decks/*/*.txt", { query: "?raw", import: "default" });

/** A deck that comes with the page. */
export async function loadDeck(language: DeckLanguage, theme: Theme): Promise<Deck> {
  const load = FILES[`./decks/${language}/${theme}.txt`];
  if (!load) throw new Error(`There is no deck ${language}/${theme}`);
  return readDeck(await load());
}

export type Verdict = "right" | "close" | "wrong";

/** Case, accents, spaces and signs count for nothing. */
export function judge(guess: string, word: string): Verdict {
  const [said, wanted] = [[...plainOf(guess)], [...plainOf(word)]];
  const [saidText, wantedText] = [said.join(""), wanted.join("")];
  if (saidText === wantedText) return "right";
  // Whoever says it within a sentence nearly has it, and nobody else is to read it.
  if (saidText.includes(wantedText)) return "close";
  const most = wanted.length >= 8 ? 2 : wanted.length >= 3 ? 1 : 0;
  return most > 0 && distance(said, wanted) <= most ? "close" : "wrong";
}

/** How long the parts of a word are, which is what guessers are told. */
export function lengthsOf(word: string): readonly number[] {
  return word
    .split(/[\s-]+/u)
    .map((part) => [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(part)])
    .map((characters) => characters.length)
    .filter((length) => length > 0);
}

function plainOf(text: string): string {
  const bare = (foldText(text) ?? "").normalize("NFD").replace(/\p{M}+/gu, "");
  return bare.replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Levenshtein's. */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = b.map((_, index) => index + 1);
  row.unshift(0);
  for (const [i, one] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const swapped = (row[j] ?? 0) + (one === other ? 0 : 1);
      next.push(Math.min(swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
