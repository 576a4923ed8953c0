/** What is written in the document `games` (protocol/games.md): JSON in UTF-8, one message an entry. */
import { type Fields, read } from "../../client/wire.ts";
import { type Bytes, fromBase64Url, fromUtf8, utf8 } from "../../crypto/bytes.ts";
import { faultOfNickname } from "../../crypto/names.ts";
import { SEALING_KEY_BYTES } from "../../sealing/hpke.ts";

export type GameMessage =
  | ({ readonly m: "open"; readonly game: string; readonly settings: unknown } & Seating)
  | ({ readonly m: "join" } & Seating)
  | { readonly m: "leave" | "start" | "stop" }
  | { readonly m: "do"; readonly deed: unknown }
  /** Of the referee: who is in the room no more; that a step's time is up; how much of it is left. */
  | { readonly m: "gone"; readonly players: readonly string[] }
  | { readonly m: "time"; readonly step: number }
  | { readonly m: "clock"; readonly step: number; readonly left: number }
  /** Of the referee: the whole state, after the entry at cursor `at`. */
  | { readonly m: "whole"; readonly at: number; readonly left: number; readonly state: unknown }
  /** A player finds that the referee of this term is away, late, or early. */
  | { readonly m: "doubt"; readonly term: number }
  /** Somebody cannot know the state, and asks for all of it. */
  | { readonly m: "ask" };

/** Who sits down: `key` is what secrets for them are sealed to. */
interface Seating {
  readonly nickname: string;
  readonly key: string;
}

/** A message, and of which game. `g` is "" of who asks. */
export type GameEntry = GameMessage & { readonly g: string };

/** Of a game's id, which its opener draws. */
const ID = /^[\w-]{11}$/;
const MEMBER = /^[\w-]{22}$/;
export const MAX_PLAYERS = 12;

export function encodeMessage(entry: GameEntry): Bytes {
  return utf8(JSON.stringify(entry));
}

/** Undefined for what is none. */
export function readMessage(body: Bytes): GameEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(body) ?? "");
  } catch {
    return undefined;
  }
  return read(value, readEntry);
}

export function isMember(id: string): boolean {
  return MEMBER.test(id);
}

export function isGameId(id: string): boolean {
  return ID.test(id);
}

/** A nickname and a key; undefined for what are none. */
export function readSeating(fields: Fields): Seating | undefined {
  const [nickname, key] = [fields.text("nickname"), fields.text("key")];
  const isKey = fromBase64Url(key)?.length === SEALING_KEY_BYTES;
  return isKey && faultOfNickname(nickname) === undefined ? { nickname, key } : undefined;
}

function readEntry(fields: Fields): GameEntry | undefined {
  const m = fields.text("m");
  if (m === "ask") return { m, g: "" };
  const g = fields.text("g");
  return isGameId(g) ? withId(readOf(m, fields), g) : undefined;
}

function withId(message: GameMessage | undefined, g: string): GameEntry | undefined {
  return message && { ...message, g };
}

function readOf(m: string, fields: Fields): GameMessage | undefined {
  switch (m) {
    case "open": {
      const seating = readSeating(fields);
      const settings = fields.has("settings") ? fields.raw("settings") : {};
      return seating && { m, game: fields.text("game"), settings, ...seating };
    }
    case "join": {
      const seating = readSeating(fields);
      return seating && { m, ...seating };
    }
    case "leave":
    case "start":
    case "stop":
      return { m };
    case "do":
      return { m, deed: fields.raw("deed") };
    case "gone": {
      const players = fields.texts("players");
      return players.length <= MAX_PLAYERS && players.every(isMember) ? { m, players } : undefined;
    }
    case "time":
      return { m, step: fields.count("step") };
    case "clock":
      return { m, step: fields.count("step"), left: fields.count("left") };
    case "whole": {
      const [at, left] = [fields.count("at"), fields.count("left")];
      return { m, at, left, state: fields.raw("state") };
    }
    case "doubt":
      return { m, term: fields.count("term") };
    default:
      return undefined;
  }
}
