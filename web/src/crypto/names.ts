/** The rules for names and texts that people type (protocol/README.md, "Words and bytes"). Checked at both ends, shown by none. */

export type TextFault = "empty" | "too-long" | "forbidden-character";
export type Checked =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: TextFault };

export const ROOM_NAME_CHARACTERS = 40;
export const ROOM_NAME_BYTES = 200;
/** A longer text is refused unread. */
export const MAX_UNITS = 2000;
export const NICKNAME_CHARACTERS = 24;
/** A profile holds 512 bytes; this is what the nickname's JSON string may take of them, beside all else that may stand there. */
export const NICKNAME_JSON_BYTES = 480;
export const MESSAGE_CHARACTERS = 2000;
export const MESSAGE_BYTES = 12_000;

const CONTROLS = /\p{Cc}/u;
const CONTROLS_IN_MESSAGE = /[^\P{Cc}\n\t]/u;
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const INVISIBLE = /[\u200b\u2028\u2029\u2060\ufeff]/;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
const LONE_SURROGATES = /\p{Cs}/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const encoder = new TextEncoder();

/** The canonical name of a room: what its id is the hash of. */
export function checkRoomName(typed: string): Checked {
  const text = foldText(typed);
  if (text === undefined) return { ok: false, fault: "too-long" };
  return checkText(text, ROOM_NAME_CHARACTERS, ROOM_NAME_BYTES);
}

/** NFC, white space made single spaces, trimmed; undefined for what is too long to look at. */
export function tidyText(typed: string): string | undefined {
  return typed.length > MAX_UNITS ? undefined : fold(typed);
}

/** As `tidyText`, then lower case. */
export function foldText(typed: string): string | undefined {
  const tidy = tidyText(typed);
  if (tidy === undefined) return undefined;
  // Code point by code point: the lower case of a final sigma must not depend on its neighbours.
  const lower = Array.from(tidy, (character) => character.toLowerCase()).join("");
  return lower.replaceAll("\u03c2", "\u03c3").normalize("NFC");
}

/** The rule for visible text of one line; fewer characters than `atLeast` count as empty. */
export function checkText(
  text: string,
  characters: number,
  bytes: number,
  atLeast: number = 1,
): Checked {
  const checked = check(text, CONTROLS, characters, bytes);
  return checked.ok && countCharacters(text) < atLeast ? { ok: false, fault: "empty" } : checked;
}

/** A nickname as it may be shown. */
export function checkNickname(typed: string): Checked {
  const text = fold(typed);
  const fault = faultOfNickname(text);
  return fault === undefined ? { ok: true, text } : { ok: false, fault };
}

/** What is wrong with a nickname as another browser sends it: it is shown as it is, or not at all. */
export function faultOfNickname(text: string): TextFault | undefined {
  const bytes = encoder.encode(JSON.stringify(text)).length;
  if (bytes > NICKNAME_JSON_BYTES) return "too-long";
  return faultOf(text, CONTROLS, NICKNAME_CHARACTERS);
}

/** A line of the chat: line breaks and tabs are welcome in it. */
export function checkMessage(typed: string): Checked {
  const text = typed.replaceAll("\r\n", "\n").normalize("NFC").trim();
  return check(text, CONTROLS_IN_MESSAGE, MESSAGE_CHARACTERS, MESSAGE_BYTES);
}

/** How many characters a person sees (grapheme clusters). */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

function fold(typed: string): string {
  return typed
    .normalize("NFC")
    .replace(/\p{White_Space}+/gu, " ")
    .replace(/^ | $/g, "");
}

function check(text: string, controls: RegExp, characters: number, bytes: number): Checked {
  const fault =
    encoder.encode(text).length > bytes ? "too-long" : faultOf(text, controls, characters);
  return fault === undefined ? { ok: true, text } : { ok: false, fault };
}

/** The rule for visible text. */
function faultOf(text: string, controls: RegExp, characters: number): TextFault | undefined {
  const forbidden = [controls, BIDI_CONTROLS, INVISIBLE, LONE_SURROGATES];
  if (forbidden.some((pattern) => pattern.test(text))) return "forbidden-character";
  if (!VISIBLE.test(text)) return "empty";
  return countCharacters(text) > characters ? "too-long" : undefined;
}
