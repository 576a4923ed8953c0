/** What a host of draw and guess says: the very files that the server's robot reads (robots/, docs/robots.md), which people can edit. */
import { DECK_LANGUAGES, type DeckLanguage } from "./words.ts";

/** When something is said; the names of the parts of a file. "hello" is for who comes in as a robot, and said by nobody here. */
export const PARTS = [
  ...(["hello", "opened", "begun", "round", "chooses", "draws", "first", "guessed"] as const),
  ...(["half", "soon", "all", "time", "idle", "passed", "word", "over", "stopped"] as const),
];
export type Part = (typeof PARTS)[number];

/** As the server has them (Script.java): in UTF-16 units, and lines of a part. */
export const MAX_LINE = 300;
export const MAX_LINES = 500;

export type ScriptFault = "unknown-part" | "no-part" | "too-long" | "empty-part";

export interface Script {
  readonly language: DeckLanguage;
  readonly parts: ReadonlyMap<Part, readonly string[]>;
  /** What was left out, and why, by line. */
  readonly faults: readonly { readonly line: number; readonly fault: ScriptFault }[];
}

/** What can be used of a file is; every line that cannot is named. */
export function readScript(file: string, language: DeckLanguage): Script {
  const parts = new Map<Part, string[]>(PARTS.map((part) => [part, []]));
  const faults: { line: number; fault: ScriptFault }[] = [];
  const lines = file.replace(/^\ufeff/, "").split(/\r?\n/);
  let part: string[] | undefined;
  for (const [index, written] of lines.entries()) {
    const line = written.trim();
    const note = (fault: ScriptFault) => faults.push({ line: index + 1, fault });
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("[") && line.endsWith("]")) {
      part = parts.get(line.slice(1, -1) as Part);
      if (!part) note("unknown-part");
    } else if (!part) note("no-part");
    else if (line.length > MAX_LINE || part.length >= MAX_LINES) note("too-long");
    else part.push(line);
  }
  for (const said of parts.values())
    if (said.length === 0) faults.push({ line: lines.length, fault: "empty-part" });
  return { language, parts, faults };
}

/** The words of a part, about somebody or something. `pick` chooses among its lines: who picks alike says the same. "" where there is none. */
export function lineOf({ parts }: Script, part: Part, pick: number, what: string): string {
  const lines = parts.get(part) ?? [];
  const line = lines[pick % Math.max(1, lines.length)] ?? "";
  return line.replace(/\{(?:name|word|count)\}/g, () => what);
}

const FILES = import.meta.glob<string>(
  "../../../../robots/src/main/resources/chat/free4/robots/host/*.txt",
  { query: "?raw", import: "default" },
);

/** The file of the language that comes nearest to a tag (BCP 47); English for what is none of them. */
export async function loadScript(tag: string): Promise<Script> {
  const [primary = ""] = tag.toLowerCase().split("-", 1);
  const language = DECK_LANGUAGES.find((one) => one === primary) ?? "en";
  const load =
    FILES[`../../../../robots/src/main/resources/chat/free4/robots/host/${language}.txt`];
  if (!load) throw new Error(`There is no script in ${language}`);
  return readScript(await load(), language);
}
