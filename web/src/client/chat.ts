import type { Bytes } from "../crypto/bytes.ts";
import type { Entry } from "../crypto/entry.ts";
import type { FileOffer } from "../files/file-offer.ts";
import {
  type ChatBody,
  type ChatWriting,
  encodeBody,
  type LineRef,
  lineKey,
  MAX_LOGICAL,
  readBody,
} from "./chat-body.ts";
import { LineMarks, type Reaction } from "./line-marks.ts";

/** A line of the chat as it stands now. */
export interface ChatLine extends LineRef {
  readonly key: string;
  /** "" for a file. */
  readonly text: string;
  readonly file: FileOffer | undefined;
  /** Worded anew since it was said. */
  readonly edited: boolean;
  /** Its author wants it read aloud. */
  readonly aloud: boolean;
  /** Key of the line that it answers. */
  readonly reply: string | undefined;
  readonly reactions: readonly Reaction[];
  /** The author's when it was written; "?" for one that breaks the rules. */
  readonly nickname: string;
  /** The author's clock, ms since 1970. */
  readonly time: number;
  readonly logical: number;
  /** Not acknowledged yet. */
  readonly pending: boolean;
}

export const MAX_LINES = 2_000;
/** Lines whose marks are kept, such too that have not come yet. */
export const MAX_MARKED = 4_000;
/** One line moves our clock by so much at most: a hostile author could stop everybody's with it. */
export const MAX_LOGICAL_STEP = 1_000;

const NO_REACTIONS: readonly Reaction[] = [];

/**
 * The chat: a grow-only set of entries, of which there follow lines in an order that is the same for everybody (logical time,
 * member id, sequence), worded and marked the same for everybody.
 */
export class Chat {
  #lines: readonly ChatLine[] = [];
  /** As they were said, by key. */
  readonly #said = new Map<string, ChatLine>();
  readonly #marks = new Map<string, LineMarks>();
  /** Which line what we have put there, and the server does not have yet, is about. */
  readonly #unsettled = new Map<string, string>();
  readonly #gone: (line: LineRef) => void;
  #logical = 0;

  /** `gone` is told of lines whose words need not be kept: their author took them back. */
  constructor(gone: (line: LineRef) => void = () => {}) {
    this.#gone = gone;
  }

  /** In order; another array after each change. */
  get lines(): readonly ChatLine[] {
    return this.#lines;
  }

  /** The body of something new of our own. */
  write(writing: ChatWriting, nickname: string, time: number): Bytes {
    this.#logical = Math.min(this.#logical + 1, MAX_LOGICAL);
    return encodeBody({ ...writing, nickname, time, logical: this.#logical });
  }

  /** Takes a verified entry. False for a body that is none of the chat, or breaks its rules. */
  take(doc: string, entry: Entry, pending: boolean): boolean {
    const body = readBody(doc, entry);
    if (!body) return false;
    const step = Math.min(body.logical, this.#logical + MAX_LOGICAL_STEP);
    this.#logical = Math.max(this.#logical, step);
    if (body.kind === "text" || body.kind === "file") this.#say(entry, body, pending);
    else this.#mark(entry, body, pending);
    return true;
  }

  /** What we wrote has reached the server. */
  acknowledge(author: string, sequence: number): void {
    const key = lineKey({ author, sequence });
    const said = this.#said.get(key);
    if (said?.pending) {
      this.#said.set(key, { ...said, pending: false });
      this.#show(key);
    }
    const about = this.#unsettled.get(key);
    if (about === undefined) return;
    this.#unsettled.delete(key);
    this.#marks.get(about)?.settle(sequence);
    this.#show(about);
  }

  /** The server did not take what we wrote: it never was. */
  remove(author: string, sequence: number): void {
    const key = lineKey({ author, sequence });
    if (this.#said.delete(key)) this.#show(key);
    const about = this.#unsettled.get(key);
    if (about === undefined) return;
    this.#unsettled.delete(key);
    this.#marks.get(about)?.drop(author, sequence);
    this.#show(about);
  }

  /** Shows nothing of what was written so far. */
  clear(): void {
    this.#lines = [];
    this.#said.clear();
    this.#marks.clear();
    this.#unsettled.clear();
  }

  #say(
    { author, sequence }: Entry,
    body: ChatBody & { kind: "text" | "file" },
    pending: boolean,
  ): void {
    const key = lineKey({ author, sequence });
    const { nickname, time, logical } = body;
    const what =
      body.kind === "text"
        ? { text: body.text, file: undefined, reply: body.reply && lineKey(body.reply) }
        : { text: "", file: body.file, reply: undefined };
    const aloud = body.kind === "text" && body.aloud === true;
    const shown = { edited: false, aloud, reactions: NO_REACTIONS, pending };
    this.#said.set(key, { key, author, sequence, ...what, nickname, time, logical, ...shown });
    this.#show(key);
    const oldest = this.#lines[0];
    if (this.#lines.length <= MAX_LINES || !oldest) return;
    this.#said.delete(oldest.key);
    this.#marks.delete(oldest.key);
    this.#show(oldest.key);
  }

  #mark({ author, sequence }: Entry, body: ChatBody, pending: boolean): void {
    if (body.kind === "text" || body.kind === "file") return;
    const key = lineKey(body.kind === "react" ? body.to : { author, sequence: body.of });
    const marks = this.#marksOf(key);
    if (body.kind === "edit") marks.edit(sequence, body.text, pending);
    else if (body.kind === "delete") marks.delete(sequence, pending);
    else marks.react(author, { sequence, ...body });
    if (pending) this.#unsettled.set(lineKey({ author, sequence }), key);
    this.#show(key);
  }

  #marksOf(key: string): LineMarks {
    let marks = this.#marks.get(key);
    if (marks) return marks;
    marks = new LineMarks();
    this.#marks.set(key, marks);
    const [oldest] = this.#marks.keys();
    if (this.#marks.size > MAX_MARKED && oldest !== undefined) this.#marks.delete(oldest);
    return marks;
  }

  /** Puts a line where it belongs, as it stands now; takes it away where it is none any more. */
  #show(key: string): void {
    const marks = this.#marks.get(key);
    const said = this.#said.get(key);
    if (said && marks?.isGone) {
      this.#said.delete(key);
      this.#gone(said);
    }
    const line = said && !marks?.isDeleted ? marked(said, marks) : undefined;
    const index = this.#lines.findLastIndex((other) => other.key === key);
    if (index >= 0) {
      this.#lines = line ? this.#lines.with(index, line) : this.#lines.toSpliced(index, 1);
    } else if (line) {
      const place = this.#lines.findLastIndex((other) => compare(other, line) < 0) + 1;
      this.#lines = this.#lines.toSpliced(place, 0, line);
    }
  }
}

function marked(said: ChatLine, marks: LineMarks | undefined): ChatLine {
  if (!marks) return said;
  const { reactions } = marks;
  const text = said.file ? undefined : marks.text; // a file has no words to be changed
  return { ...said, text: text ?? said.text, edited: text !== undefined, reactions };
}

function compare(a: ChatLine, b: ChatLine): number {
  if (a.logical !== b.logical) return a.logical - b.logical;
  if (a.author !== b.author) return a.author < b.author ? -1 : 1;
  return a.sequence - b.sequence;
}
