import { type Bytes, fromUtf8, utf8 } from "../crypto/bytes.ts";
import type { Entry } from "../crypto/entry.ts";
import { checkMessage } from "../crypto/names.ts";
import { acceptNickname, UNKNOWN_NICKNAME } from "../crypto/profile.ts";

export const CHAT_DOC = "chat";

/** A line of the chat as its author wrote it. */
export interface ChatLine {
  readonly key: string;
  readonly author: string;
  readonly sequence: number;
  readonly text: string;
  /** The author's when it was written; "?" for one that breaks the rules. */
  readonly nickname: string;
  /** The author's clock, ms since 1970. */
  readonly time: number;
  readonly logical: number;
  /** Not acknowledged yet. */
  readonly pending: boolean;
}

export const MAX_LINES = 2_000;
/** A later time than this is refused: a hostile author could stop everybody's clock with it. */
export const MAX_LOGICAL = 1_000_000_000;
/** One line moves our clock by so much at most, for the same reason. */
export const MAX_LOGICAL_STEP = 1_000;

/** The chat: a grow-only set of lines in an order that is the same for everybody (logical time, member id, sequence). */
export class Chat {
  #lines: readonly ChatLine[] = [];
  #logical = 0;

  /** In order; another array after each change. */
  get lines(): readonly ChatLine[] {
    return this.#lines;
  }

  /** The body of a new line of our own. */
  write(text: string, nickname: string, time: number): Bytes {
    this.#logical = Math.min(this.#logical + 1, MAX_LOGICAL);
    const body = { kind: "text", text, nickname, time, logical: this.#logical };
    return utf8(JSON.stringify(body));
  }

  /** Takes a verified entry. False for a body that is none of the chat, or breaks its rules. */
  take(entry: Entry, pending: boolean): boolean {
    const line = readLine(entry, pending);
    if (!line) return false;
    const step = Math.min(line.logical, this.#logical + MAX_LOGICAL_STEP);
    this.#logical = Math.max(this.#logical, step);
    const index = this.#lines.findLastIndex((other) => compare(other, line) < 0) + 1;
    this.#lines = this.#lines.toSpliced(index, 0, line).slice(-MAX_LINES);
    return true;
  }

  /** Our line has reached the server. */
  acknowledge(author: string, sequence: number): void {
    const index = this.#lines.findLastIndex(
      (line) => line.sequence === sequence && line.author === author,
    );
    const line = this.#lines[index];
    if (line?.pending) this.#lines = this.#lines.with(index, { ...line, pending: false });
  }

  /** The server did not take our line: it never was. */
  remove(author: string, sequence: number): void {
    this.#lines = this.#lines.filter(
      (line) => line.sequence !== sequence || line.author !== author,
    );
  }
}

function readLine({ author, sequence, body }: Entry, pending: boolean): ChatLine | undefined {
  const fields = parse(body);
  if (fields?.kind !== "text" || typeof fields.text !== "string") return undefined;
  const { time, logical } = fields;
  if (!isCount(time) || !isCount(logical) || logical > MAX_LOGICAL) return undefined;
  const checked = checkMessage(fields.text);
  if (!checked.ok) return undefined;
  const nickname =
    fields.nickname === undefined ? UNKNOWN_NICKNAME : acceptNickname(fields.nickname);
  const text = checked.text;
  return { key: `${author} ${sequence}`, author, sequence, text, nickname, time, logical, pending };
}

function parse(body: Bytes): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(fromUtf8(body) ?? "");
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function compare(a: ChatLine, b: ChatLine): number {
  if (a.logical !== b.logical) return a.logical - b.logical;
  if (a.author !== b.author) return a.author < b.author ? -1 : 1;
  return a.sequence - b.sequence;
}
