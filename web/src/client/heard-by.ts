import type { Receipt } from "./receipts.ts";

/** One judges a receipt by what one said so long before it came: it was on its way to the other's ear, and the receipt back. */
const SAID_FROM_MILLIS = 1_000;
const SAID_TO_MILLIS = 300;
/** So much of that time one must have been audible, or the receipt says nothing: people pause. */
const SPOKEN_SHARE = 0.7;
/** Louder than a breath (levels.ts). */
const AUDIBLE_LEVEL = 0.25;
/** Whose receipts stopped coming is not counted any more: the seat tells whose line is cut. */
export const SILENT_AFTER_MILLIS = 3_500;
/** After the last word the count stays so long. */
export const LINGER_MILLIS = 3_000;

/** By whom one is heard, while one speaks. */
export interface HeardBy {
  readonly heard: number;
  readonly of: number;
  /** Member ids of who does not hear. */
  readonly missed: readonly string[];
}

interface Listener {
  readonly atMillis: number;
  /** Undefined: nothing was said yet that it could have heard. */
  readonly hears: boolean | undefined;
}

/** The speaker's side of receipts. Sans I/O; all times in ms of one clock. */
export class HeardByCount {
  readonly #listeners = new Map<string, Listener>();
  #levels: { readonly atMillis: number; readonly audible: boolean }[] = [];
  #audibleMillis = Number.NEGATIVE_INFINITY;

  /** How loud we are just now, 0 to 1; 0 while nothing is sent. About 20 times a second. */
  spoke(level: number, nowMillis: number): void {
    const audible = level > AUDIBLE_LEVEL;
    if (audible) this.#audibleMillis = nowMillis;
    this.#levels.push({ atMillis: nowMillis, audible });
    const first = this.#levels.findIndex(
      ({ atMillis }) => atMillis >= nowMillis - SAID_FROM_MILLIS,
    );
    this.#levels.splice(0, Math.max(0, first));
  }

  /** True where what we say just now can be heard. */
  get audible(): boolean {
    return this.#levels.at(-1)?.audible === true;
  }

  /** A member's receipt has come. `self`: our number, as it stands in it. */
  received(id: string, receipt: Receipt, self: number, nowMillis: number): void {
    const before = this.#listeners.get(id)?.hears;
    const hears = this.#wasAudible(nowMillis) ? receipt.has(self) : before;
    this.#listeners.set(id, { atMillis: nowMillis, hears });
  }

  /** Undefined while we are silent, or nobody sends receipts. `isHere`: its line stands. */
  count(nowMillis: number, isHere: (id: string) => boolean): HeardBy | undefined {
    if (nowMillis - this.#audibleMillis > LINGER_MILLIS) return undefined;
    let heard = 0;
    const missed: string[] = [];
    for (const [id, { atMillis, hears }] of this.#listeners) {
      if (nowMillis - atMillis > SILENT_AFTER_MILLIS) this.#listeners.delete(id);
      else if (hears === undefined || !isHere(id)) continue;
      else if (hears) heard++;
      else missed.push(id);
    }
    const of = heard + missed.length;
    return of === 0 ? undefined : { heard, of, missed };
  }

  #wasAudible(nowMillis: number): boolean {
    const said = this.#levels.filter(({ atMillis }) => atMillis <= nowMillis - SAID_TO_MILLIS);
    const audible = said.filter((level) => level.audible).length;
    return said.length > 0 && audible >= said.length * SPOKEN_SHARE;
  }
}
