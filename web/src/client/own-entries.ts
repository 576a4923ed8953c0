import type { Bytes } from "../crypto/bytes.ts";
import { fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import { ignoreFailure } from "../storage/ignore-failure.ts";

/** An entry of our own, kept to hand it again to a server that lost it. */
export interface OwnEntry {
  readonly doc: string;
  readonly sequence: number;
  readonly bytes: Bytes;
  /** The server has it, or has refused it for good. */
  settled: boolean;
}

export const MAX_OWN_ENTRIES = 500;
export const MAX_OWN_BYTES = 512 * 1024;
const MAX_ROOMS = 200;
const CHAT = /^chat(\.|$)/;
const SEQUENCES_KEY = "free4chat.sequences";

/**
 * Our own entries of one room. They survive a reload of the tab (sessionStorage), so that a server that was restarted gets them
 * back; the highest sequence survives the tab as well (localStorage), so that no two entries ever share one.
 */
export class OwnEntries {
  readonly #room: string;
  #entries: OwnEntry[];
  #sequence: number;

  constructor(room: string) {
    this.#room = room;
    this.#entries = this.#readEntries();
    this.#sequence = Math.max(
      this.#readSequence(),
      ...this.#entries.map((entry) => entry.sequence),
    );
  }

  get all(): readonly OwnEntry[] {
    return this.#entries;
  }

  /** True for one that the server may not have. */
  isWaiting(sequence: number): boolean {
    return this.#entries.some((entry) => entry.sequence === sequence && !entry.settled);
  }

  /** The next sequence; never given twice. */
  nextSequence(): number {
    this.#sequence++;
    writeSequence(this.#room, this.#sequence);
    return this.#sequence;
  }

  /** Somebody (another tab of ours, an earlier visit) has used sequences up to this one. */
  sawSequence(sequence: number): void {
    if (sequence > this.#sequence) this.#sequence = sequence;
  }

  add(entry: OwnEntry): void {
    this.#entries.push(entry);
    let bytes = this.#entries.reduce((sum, { bytes: { length } }) => sum + length, 0);
    while (this.#entries.length > MAX_OWN_ENTRIES || bytes > MAX_OWN_BYTES) {
      bytes -= this.#entries.shift()?.bytes.length ?? 0;
    }
    this.#writeEntries();
  }

  /** An entry has reached the server: it is handed in again when that is lost, but for what others can bring back as well. */
  settled(sequence: number): void {
    const entry = this.#entries.find((one) => one.sequence === sequence);
    if (!entry) return;
    entry.settled = true;
    if (!CHAT.test(entry.doc)) this.#entries = this.#entries.filter((one) => one !== entry);
  }

  /** One that is not to come back. */
  drop(sequence: number): void {
    this.#entries = this.#entries.filter((entry) => entry.sequence !== sequence);
    this.#writeEntries();
  }

  /** We left: the next visit starts with nothing. */
  forget(): void {
    this.#entries = [];
    ignoreFailure(() => sessionStorage.removeItem(this.#key));
  }

  get #key(): string {
    return `free4chat.own.${this.#room}`;
  }

  #readEntries(): OwnEntry[] {
    const stored = ignoreFailure(() => JSON.parse(sessionStorage.getItem(this.#key) ?? "[]"));
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((item: Record<string, unknown> | null) => {
      const { doc, sequence, bytes: text } = item ?? {};
      const bytes = typeof text === "string" ? fromBase64Url(text) : undefined;
      const valid = bytes && typeof doc === "string" && Number.isSafeInteger(sequence);
      return valid ? [{ doc, sequence: sequence as number, bytes, settled: false }] : [];
    });
  }

  /** What stands beside the chat keeps what it has not sent by itself. */
  #writeEntries(): void {
    const stored = this.#entries
      .filter(({ doc }) => CHAT.test(doc))
      .map(({ doc, sequence, bytes }) => ({
        doc,
        sequence,
        bytes: toBase64Url(bytes),
      }));
    ignoreFailure(() => sessionStorage.setItem(this.#key, JSON.stringify(stored)));
  }

  #readSequence(): number {
    return readSequences().find(([room]) => room === this.#room)?.[1] ?? 0;
  }
}

function readSequences(): [string, number][] {
  const stored = ignoreFailure(() => JSON.parse(localStorage.getItem(SEQUENCES_KEY) ?? "[]"));
  if (!Array.isArray(stored)) return [];
  return stored.filter(
    (item): item is [string, number] =>
      Array.isArray(item) && typeof item[0] === "string" && Number.isSafeInteger(item[1]),
  );
}

function writeSequence(room: string, sequence: number): void {
  const others = readSequences().filter(([other]) => other !== room);
  const stored = JSON.stringify([[room, sequence], ...others].slice(0, MAX_ROOMS));
  ignoreFailure(() => localStorage.setItem(SEQUENCES_KEY, stored));
}
