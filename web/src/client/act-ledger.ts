import {
  type Act,
  type ActDrop,
  type ActPlace,
  hashAct,
  hasShortSubject,
  isActSigned,
  isPassing,
  readAct,
  SHORT_BYTES,
} from "../crypto/acts.ts";
import { type Bytes, equal, toBase64Url, toHex } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/transcript.ts";
import { encodeSummary, readSummary } from "./act-summary.ts";
import { type Heads, type HeldAct, Moderation } from "./moderation.ts";
import type { ActInfo } from "./wire.ts";

const NOTHING: Bytes = new Uint8Array(0);

export const MAX_ACTS = 1_024;
/** Acts that a summary has taken the place of, and that are still shown. */
export const MAX_PAST = 100;
/** Actors whose newest passing number is remembered. */
export const MAX_ACTORS = 4_096;
/** A new act follows one of about so many last ones: nobody writes into the past. */
export const MAX_LAG = 32;

/**
 * The acts of one room, in the order (number, hash), and what they amount to: the same for everybody who has the same acts, in
 * whatever order they came.
 */
export class ActLedger {
  readonly #roomId: Bytes;
  readonly #root: Bytes;
  #heads: Heads;
  readonly #sealed: boolean;
  readonly #hashes = new Map<string, number>();
  #acts: readonly HeldAct[] = [];
  #arrived: readonly ActInfo[] = [];
  /** What was done before the newest summary, and the summary itself. */
  #past: readonly HeldAct[] = [];
  #shown: readonly HeldAct[] = [];
  #base: { readonly number: number; readonly actor: string; readonly summary: Bytes } | undefined;
  #last: Bytes;
  #state: Moderation;
  #hands: readonly string[] = [];
  /** The newest number of each who did something passing. */
  readonly #passed = new Map<string, number>();

  /** `heads`: whose the room is before any act. */
  constructor(roomId: Bytes, root: Bytes, heads: Heads, sealed: boolean) {
    this.#roomId = roomId;
    this.#root = root;
    this.#last = root;
    this.#heads = heads;
    this.#sealed = sealed;
    this.#state = new Moderation(heads, sealed);
  }

  get root(): Bytes {
    return this.#root;
  }

  /** Whose the room is before any act. */
  get heads(): Heads {
    return this.#heads;
  }

  /** The room's descriptor names others now. */
  set heads(now: Heads) {
    this.#heads = now;
    this.#replay();
  }

  /** All acts as they travel, in the order in which they came. */
  get arrived(): readonly ActInfo[] {
    return this.#arrived;
  }

  /** All that are held, and the last of those that were summed up. */
  get acts(): readonly HeldAct[] {
    return this.#shown;
  }

  /** Whether an act is from before the newest summary. */
  covers(act: Bytes): boolean {
    return (readAct(act)?.number ?? 0) <= (this.#base?.number ?? -1);
  }

  /** Who summed the acts up last; undefined where nobody has. */
  get summedUpBy(): string | undefined {
    return this.#base?.actor;
  }

  /** How many count towards the most that a room takes. */
  get size(): number {
    return this.#acts.length;
  }

  /** What all acts amount to, as a summary says it. */
  get summary(): Bytes {
    return encodeSummary(this.#root, this.#state);
  }

  get state(): Moderation {
    return this.#state;
  }

  /** Where an act of the moment stands; `number` only grows. */
  passing(number: number): ActPlace {
    return { roomId: this.#roomId, number, previous: this.#root };
  }

  /** Where the next act of our own stands. */
  get next(): ActPlace {
    const number = (this.#acts.at(-1)?.number ?? this.#base?.number ?? 0) + 1;
    return { roomId: this.#roomId, number, previous: this.#last };
  }

  /**
   * Takes an act, one at a time, while `moderator` moderates by being here; gives why not, if it does not. A `fresh` one must be allowed now; one
   * from before need not, and does something only where it was allowed.
   */
  async add(
    bytes: Bytes,
    moderator: string,
    fresh: boolean,
    summary?: Bytes,
  ): Promise<HeldAct | ActDrop> {
    const act = readAct(bytes);
    if (!act) return "act-malformed";
    const hashed = await hashAct(bytes);
    const hash = toHex(hashed);
    const { kind, number, value } = act;
    const actor = toBase64Url(act.identity);
    const subject = subjectText(act);
    const held: HeldAct = { kind, number, hash, actor, subject, value, moderator };
    if (this.#hashes.has(hash)) return "act-known";
    if ((kind === "summary") !== (summary !== undefined)) return "act-malformed";
    if (isPassing(kind)) return await this.#pass(act, bytes, held);
    if (summary) return await this.#sumUp(act, held, fresh, { act: bytes, moderator, summary });
    if (this.#acts.length >= MAX_ACTS) return "acts-full";
    if (!equal(act.roomId, this.#roomId)) return "act-wrong-room";
    if (!this.#follows(number, act.previous)) return "act-unlinked";
    if (fresh && number + MAX_LAG < this.next.number) return "act-unlinked";
    if (fresh && !this.#state.allows(held, moderator)) return "act-not-allowed";
    if (!(await isActSigned(bytes, act))) return "act-forged";
    this.#hashes.set(hash, number);
    const index = this.#acts.findLastIndex((other) => compareActs(other, held) < 0) + 1;
    if (index === this.#acts.length) this.#last = hashed;
    this.#acts = this.#acts.toSpliced(index, 0, held);
    this.#arrived = [...this.#arrived, { act: bytes, moderator }];
    this.#replay();
    if (kind === "speaker" && value !== 0) this.lower(subject);
    return held;
  }

  /** Hands that are up, who raised theirs first being first. */
  get hands(): readonly string[] {
    return this.#hands;
  }

  /** Nobody of that identity is here any more. */
  lower(identity: string): void {
    if (this.#hands.includes(identity)) {
      this.#hands = this.#hands.filter((other) => other !== identity);
    }
  }

  async #pass(act: Act, bytes: Bytes, held: HeldAct): Promise<HeldAct | ActDrop> {
    if (!equal(act.roomId, this.#roomId)) return "act-wrong-room";
    if (!equal(act.previous, this.#root)) return "act-unlinked";
    if (!this.#state.allows(held, held.moderator)) return "act-not-allowed";
    if (!(await isActSigned(bytes, act))) return "act-forged";
    const passed = this.#passed.get(held.actor) ?? 0;
    if (act.number < passed) return "act-known";
    if (act.number === passed) {
      // The server tells all hands anew, in their order.
      if (this.#hands.includes(held.subject)) {
        this.lower(held.subject);
        this.#hands = [...this.#hands, held.subject];
      }
      return "act-known";
    }
    this.#passed.delete(held.actor);
    this.#passed.set(held.actor, act.number);
    if (this.#passed.size > MAX_ACTORS) {
      const [eldest] = this.#passed.keys();
      this.#passed.delete(eldest ?? "");
    }
    if (held.value === 0) this.lower(held.subject);
    else if (!this.#hands.includes(held.subject)) this.#hands = [...this.#hands, held.subject];
    return held;
  }

  /** Takes the place of all acts before; of what we do not know, too, where it is of one who may say that. */
  async #sumUp(
    act: Act,
    held: HeldAct,
    fresh: boolean,
    info: ActInfo & { readonly summary: Bytes },
  ): Promise<HeldAct | ActDrop> {
    const { summary, moderator } = info;
    if (!equal(act.roomId, this.#roomId)) return "act-wrong-room";
    const sums = fresh
      ? act.number === this.next.number &&
        equal(act.previous, this.#last) &&
        equal(summary, this.summary)
      : act.number > (this.#base?.number ?? 0) && this.#read(summary) !== undefined;
    if (!sums || !equal(await sha256(summary), act.subject ?? NOTHING)) return "act-unlinked";
    const allows = fresh
      ? this.#state.allows(held, moderator)
      : this.#state.allowed(held, moderator);
    if (!allows) return "act-not-allowed";
    if (!(await isActSigned(info.act, act))) return "act-forged";
    this.#past = [...this.#shown, held].slice(-MAX_PAST);
    this.#acts = [];
    this.#hashes.clear();
    this.#hashes.set(held.hash, act.number);
    this.#last = await hashAct(info.act);
    this.#arrived = [info];
    this.#base = { number: act.number, actor: held.actor, summary };
    this.#replay();
    return held;
  }

  #read(summary: Bytes): Moderation | undefined {
    return readSummary(summary, this.#root, this.#heads, this.#sealed);
  }

  #replay(): void {
    this.#shown = [...this.#past, ...this.#acts];
    const begin = this.#base && this.#read(this.#base.summary);
    this.#state = (begin ?? new Moderation(this.#heads, this.#sealed)).after(this.#acts);
  }

  #follows(number: number, previous: Bytes): boolean {
    if (number === 1 && !this.#base) return equal(previous, this.#root);
    return this.#hashes.get(toHex(previous)) === number - 1;
  }
}

function subjectText({ kind, subject }: Act): string {
  if (!subject) return "";
  const short = toBase64Url(subject.slice(0, SHORT_BYTES));
  if (kind === "redeem") return `${short} ${toBase64Url(subject.slice(SHORT_BYTES))}`;
  return hasShortSubject(kind) ? short : toBase64Url(subject);
}

function compareActs(a: HeldAct, b: HeldAct): number {
  if (a.number !== b.number) return a.number - b.number;
  return a.hash < b.hash ? -1 : 1;
}
