import type { Bytes } from "../crypto/bytes.ts";
import { type FileMessage, fileMessageBytes, MAX_CHUNK_BYTES } from "./file-wire.ts";

/** How members' side lines are reached. */
export interface FileLine {
  /** Opens it, if it is not there yet. */
  open(): void;
  readonly isOpen: boolean;
  /** To one member, or to all; resolves when there is room for more, rejects without a line. */
  send(bytes: Bytes, to: number | undefined): Promise<void>;
}

/** Files that can be asked of us; beyond, those that came first go. */
export const MAX_HELD = 200;
/** Ranges that one member may be waiting for, and all together. */
export const MAX_RANGES_OF_ONE = 16;
export const MAX_RANGES = 256;
/** Answers that wait for the line; more are not given. */
export const MAX_ANSWERS = 64;

interface Range {
  readonly to: number;
  readonly hash: string;
  at: number;
  readonly end: number;
}

/** How far a member has come with a file of ours. */
export interface Given {
  readonly bytes: number;
  readonly done: boolean;
}

/** Gives files to those who ask: a piece to each in turn, as fast as the line takes them, and no more is read than is sent. */
export class FileGiver {
  readonly #line: FileLine;
  readonly #changed: () => void;
  readonly #held = new Map<string, Blob>();
  readonly #given = new Map<string, Map<number, Given>>();
  #ranges: Range[] = [];
  /** What is being sent just now. */
  #current: Range | undefined;
  #giving = false;
  #answers = 0;

  constructor(line: FileLine, changed: () => void) {
    this.#line = line;
    this.#changed = changed;
  }

  hold(hash: string, file: Blob): void {
    this.#held.set(hash, file);
    const [oldest] = this.#held.keys();
    if (this.#held.size > MAX_HELD && oldest !== undefined) this.release(oldest);
    this.#line.open();
  }

  /** Who waits for it is told. */
  release(hash: string): void {
    this.#held.delete(hash);
    this.#given.delete(hash);
    const waiting = this.#ranges.filter((range) => range.hash === hash);
    this.#ranges = this.#ranges.filter((range) => range.hash !== hash);
    for (const to of new Set(waiting.map((range) => range.to))) {
      this.#answer(to, { kind: "gone", hash });
    }
  }

  held(hash: string): Blob | undefined {
    return this.#held.get(hash);
  }

  given(hash: string): ReadonlyMap<number, Given> {
    return this.#given.get(hash) ?? NOBODY;
  }

  /** What was asked over a former line, by members who may have other numbers now, is void. */
  lineAnew(): void {
    this.#ranges = [];
    this.#given.clear();
  }

  received(from: number, message: FileMessage): void {
    const { hash } = message;
    const file = this.#held.get(hash);
    if (message.kind === "who") {
      const isTheirs = (range: Range) => range.to === from && range.hash === hash;
      this.#ranges = this.#ranges.filter((range) => !isTheirs(range));
      if (this.#current && isTheirs(this.#current)) this.#current = undefined;
      if (file) this.#answer(from, { kind: "have", hash });
    } else if (message.kind === "done" && file && this.#given.get(hash)?.has(from)) {
      this.#note(hash, from, { bytes: file.size, done: true });
    } else if (message.kind === "get") {
      const { offset, length } = message;
      if (!file) this.#answer(from, { kind: "gone", hash });
      else this.#queue({ to: from, hash, at: offset, end: Math.min(offset + length, file.size) });
    }
  }

  #queue(range: Range): void {
    const own = this.#ranges.filter(({ to }) => to === range.to);
    if (own.length >= MAX_RANGES_OF_ONE || this.#ranges.length >= MAX_RANGES) return;
    this.#ranges.push(range);
    void this.#give();
  }

  async #give(): Promise<void> {
    if (this.#giving) return;
    this.#giving = true;
    try {
      for (let range = this.#ranges.shift(); range; range = this.#ranges.shift()) {
        this.#current = range;
        await this.#givePiece(range);
        const goesOn = this.#current === range && range.at < range.end;
        const rest = goesOn && this.#held.has(range.hash) ? [range] : [];
        // Each member in turn; what one waits for stays in its order.
        const own = this.#ranges.filter(({ to }) => to === range.to);
        this.#ranges = [...this.#ranges.filter(({ to }) => to !== range.to), ...rest, ...own];
      }
    } catch {
      this.#ranges = []; // without a line nobody waits: they ask again
    } finally {
      this.#giving = false;
    }
  }

  async #givePiece(range: Range): Promise<void> {
    const { to, hash, at, end } = range;
    const file = this.#held.get(hash);
    const piece = file?.slice(at, Math.min(at + MAX_CHUNK_BYTES, end));
    let bytes: Bytes;
    try {
      bytes = new Uint8Array((await piece?.arrayBuffer()) ?? new ArrayBuffer(0));
    } catch {
      this.release(hash); // it has changed on the disk, or gone
      bytes = new Uint8Array(0);
      this.#changed();
    }
    if (bytes.length === 0) {
      range.at = end;
      await this.#line.send(fileMessageBytes({ kind: "gone", hash }), to);
      return;
    }
    range.at = at + bytes.length;
    await this.#line.send(fileMessageBytes({ kind: "chunk", hash, offset: at, bytes }), to);
    this.#note(hash, to, { bytes: range.at, done: false });
  }

  #note(hash: string, member: number, given: Given): void {
    const all = this.#given.get(hash) ?? new Map<number, Given>();
    if (all.get(member)?.done !== true) all.set(member, given);
    this.#given.set(hash, all);
    this.#changed();
  }

  #answer(to: number, message: FileMessage): void {
    if (this.#answers >= MAX_ANSWERS) return;
    this.#answers++;
    this.#line
      .send(fileMessageBytes(message), to)
      .catch(() => {}) // they ask again
      .finally(() => {
        this.#answers--;
      });
  }
}

const NOBODY: ReadonlyMap<number, Given> = new Map();
