import { type Bytes, fromUtf8, utf8 } from "../crypto/bytes.ts";
import type { Entry } from "../crypto/entry.ts";
import { checkMessage, countCharacters } from "../crypto/names.ts";
import { acceptNickname, UNKNOWN_NICKNAME } from "../crypto/profile.ts";
import { type FileOffer, readOffer } from "../files/file-offer.ts";

/** What is said, and how it is worded anew. Slow mode counts what is written here. */
export const CHAT_DOC = "chat";
/** What is put to lines that were said: reactions, and that their author took them back. */
export const MARKS_DOC = "chat.marks";

/** A later time than this is refused: a hostile author could stop everybody's clock with it. */
export const MAX_LOGICAL = 1_000_000_000;
/** An emoji is no longer, in UTF-16 units. */
export const MAX_EMOJI_LENGTH = 32;

/** Pictures, those of the future too, flags, and keycaps. */
const EMOJI = /^(\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3)/u;

/** A line, by its author's member id and sequence. */
export interface LineRef {
  readonly author: string;
  readonly sequence: number;
}

/** What somebody puts into the chat. Only one's own lines are edited and taken back: `of` is one's own sequence. */
export type ChatWriting =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly reply?: LineRef | undefined;
      /** To be read aloud by who listens: no server says it. */
      readonly aloud?: true | undefined;
    }
  | { readonly kind: "file"; readonly file: FileOffer }
  | { readonly kind: "edit"; readonly of: number; readonly text: string }
  | { readonly kind: "delete"; readonly of: number }
  | { readonly kind: "react"; readonly to: LineRef; readonly emoji: string; readonly on: boolean };

/** The same as it stands in an entry: with the author's nickname, their clock (ms since 1970), and a Lamport time. */
export type ChatBody = ChatWriting & {
  readonly nickname: string;
  readonly time: number;
  readonly logical: number;
};

/** The document that it is written to. */
export function docOf({ kind }: ChatWriting): string {
  return kind === "delete" || kind === "react" ? MARKS_DOC : CHAT_DOC;
}

export function lineKey({ author, sequence }: LineRef): string {
  return `${author} ${sequence}`;
}

/** Undefined for what is no key of a line. */
export function refOf(key: string): LineRef | undefined {
  const [author = "", digits] = key.split(" ");
  const sequence = Number(digits);
  return sequence > 0 ? { author, sequence } : undefined;
}

export function isEmoji(text: unknown): text is string {
  return (
    typeof text === "string" &&
    text.length <= MAX_EMOJI_LENGTH &&
    EMOJI.test(text) &&
    countCharacters(text) === 1
  );
}

export function encodeBody(body: ChatBody): Bytes {
  return utf8(JSON.stringify(body));
}

/** Undefined for a body that is none of the chat, stands in the wrong document, or breaks a rule. */
export function readBody(doc: string, { sequence, body }: Entry): ChatBody | undefined {
  const fields = parse(body);
  const writing = fields && readWriting(fields, sequence);
  if (!writing || docOf(writing) !== doc) return undefined;
  const { time, logical } = fields;
  if (!isCount(time) || !isCount(logical) || logical > MAX_LOGICAL) return undefined;
  const nickname =
    fields.nickname === undefined ? UNKNOWN_NICKNAME : acceptNickname(fields.nickname);
  return { ...writing, nickname, time, logical };
}

type Fields = Readonly<Record<string, unknown>>;

function readWriting(fields: Fields, sequence: number): ChatWriting | undefined {
  const { kind, of } = fields;
  if (kind === "react") return readReaction(fields);
  if (kind === "file") {
    const file = readOffer(fields.file);
    return file && { kind, file };
  }
  const isOfEarlier = isCount(of) && of > 0 && of < sequence;
  if (kind === "delete") return isOfEarlier ? { kind, of } : undefined;
  const checked = typeof fields.text === "string" ? checkMessage(fields.text) : undefined;
  if (!checked?.ok) return undefined;
  const { text } = checked;
  if (kind === "edit") return isOfEarlier ? { kind, of, text } : undefined;
  if (kind !== "text") return undefined;
  const aloud = fields.aloud === true ? { aloud: true as const } : {};
  if (fields.reply === undefined) return { kind, text, ...aloud };
  const reply = readRef(fields.reply);
  return reply && { kind, text, reply, ...aloud };
}

function readReaction({ to, emoji, on }: Fields): ChatWriting | undefined {
  const ref = readRef(to);
  if (!ref || !isEmoji(emoji) || typeof on !== "boolean") return undefined;
  return { kind: "react", to: ref, emoji, on };
}

const MEMBER_ID = /^[\w-]{1,64}$/;

function readRef(value: unknown): LineRef | undefined {
  const { author, sequence } = (value ?? {}) as Fields;
  if (typeof author !== "string" || !MEMBER_ID.test(author)) return undefined;
  return isCount(sequence) && sequence > 0 ? { author, sequence } : undefined;
}

function parse(body: Bytes): Fields | undefined {
  try {
    const value: unknown = JSON.parse(fromUtf8(body) ?? "");
    return typeof value === "object" && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
