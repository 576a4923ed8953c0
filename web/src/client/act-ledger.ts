import { type ActDrop, type ActPlace, hashAct, isActSigned, readAct } from "../crypto/acts.ts";
import { type Bytes, equal, toBase64Url, toHex } from "../crypto/bytes.ts";
import { type HeldAct, Moderation } from "./moderation.ts";

export const MAX_ACTS = 1_024;
/** A new act follows one of about so many last ones: nobody writes into the past. */
export const MAX_LAG = 32;

/**
 * The acts of one room, in the order (number, hash), and what they amount to: the same for everybody who has the same acts, in
 * whatever order they came.
 */
export class ActLedger {
  readonly #roomId: Bytes;
  readonly #root: Bytes;
  readonly #owner: string;
  readonly #hashes = new Map<string, number>();
  #acts: readonly HeldAct[] = [];
  #last: Bytes;
  #state: Moderation;

  /** `owner`: whose the room is before any act. */
  constructor(roomId: Bytes, root: Bytes, owner: string) {
    this.#roomId = roomId;
    this.#root = root;
    this.#last = root;
    this.#owner = owner;
    this.#state = new Moderation(owner);
  }

  get acts(): readonly HeldAct[] {
    return this.#acts;
  }

  get state(): Moderation {
    return this.#state;
  }

  /** Where the next act of our own stands. */
  get next(): ActPlace {
    const number = (this.#acts.at(-1)?.number ?? 0) + 1;
    return { roomId: this.#roomId, number, previous: this.#last };
  }

  /**
   * Takes an act, one at a time, while `moderator` moderates by being here; gives why not, if it does not. A `fresh` one must be allowed now; one
   * from before need not, and does something only where it was allowed.
   */
  async add(bytes: Bytes, moderator: string, fresh: boolean): Promise<HeldAct | ActDrop> {
    const act = readAct(bytes);
    if (!act) return "act-malformed";
    const hashed = await hashAct(bytes);
    const hash = toHex(hashed);
    const { kind, number, value } = act;
    const actor = toBase64Url(act.identity);
    const subject = act.subject ? toBase64Url(act.subject) : "";
    const held: HeldAct = { kind, number, hash, actor, subject, value, moderator };
    if (this.#hashes.has(hash)) return "act-known";
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
    this.#state = Moderation.of(this.#owner, this.#acts);
    return held;
  }

  #follows(number: number, previous: Bytes): boolean {
    if (number === 1) return equal(previous, this.#root);
    return this.#hashes.get(toHex(previous)) === number - 1;
  }
}

function compareActs(a: HeldAct, b: HeldAct): number {
  if (a.number !== b.number) return a.number - b.number;
  return a.hash < b.hash ? -1 : 1;
}
