import { type Bytes, equal, toBase64Url } from "../crypto/bytes.ts";
import type { ActKeeper, KeptActs } from "./act-keeper.ts";
import { type ActLedger, MAX_ACTS } from "./act-ledger.ts";
import { delay } from "./delay.ts";
import { ClientError } from "./errors.ts";
import type { ActInfo } from "./wire.ts";

/** Acts in a request. */
const MAX_ACTS_A_REQUEST = 32;
/** A public room's acts are worth something for those alone who were in it so lately: its life may have ended since. */
export const MAX_AWAY_MILLIS = 120_000;
/** Members who come back with the same acts do not all bring them at once. */
const SPREAD_MILLIS = 500;
const MAX_TRIES = 3;

/** What bringing needs of the room's line. */
export interface RestoreTransport {
  /** Brings acts; rejects with a ClientError. */
  restore(root: Bytes, owner: string, acts: readonly ActInfo[]): Promise<void>;
}

/**
 * Keeps what was verified of a room's acts, also over a reload, and brings back what a server lacks of it. What no server takes
 * is kept on: another copy may link it.
 */
export class ActRestoring {
  readonly #transport: RestoreTransport;
  readonly #keeper: ActKeeper;
  readonly #lasts: boolean;
  readonly #random: () => number;
  #id = "";
  #ledger: ActLedger | undefined;
  /** What we hold and the ledger lacks. */
  #spare: readonly ActInfo[] = [];
  /** The life of a public room that we were in before this one. */
  #former: KeptActs | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is brought: an older one stops by itself. */
  #turn = 0;

  /** `lasts`: of a sealed room, whose acts outlive its servers. */
  constructor(
    transport: RestoreTransport,
    keeper: ActKeeper,
    lasts: boolean,
    random: () => number = Math.random,
  ) {
    this.#transport = transport;
    this.#keeper = keeper;
    this.#lasts = lasts;
    this.#random = random;
  }

  /** The room was entered, and this is what the server knows of it. `now`: Date.now(). */
  async entered(roomId: Bytes, ledger: ActLedger, now: number): Promise<void> {
    this.lineLost();
    this.#id = toBase64Url(roomId);
    const kept = await this.#keeper.read(this.#id);
    this.#ledger = ledger;
    this.#former = undefined;
    this.#spare = [];
    if (kept && equal(kept.root, ledger.root)) {
      this.#spare = lacking(ledger, kept.acts);
    } else if (kept && !this.#lasts && Math.abs(now - kept.millis) < MAX_AWAY_MILLIS) {
      this.#former = kept;
    }
    await this.keep(now);
    if (this.#former || this.#spare.length > 0) this.#soon();
  }

  /** A public room goes on with a life that it had; its acts come next. */
  async tookUp(ledger: ActLedger, now: number): Promise<void> {
    const former = this.#former;
    this.#ledger = ledger;
    this.#spare = former && equal(former.root, ledger.root) ? former.acts : [];
    this.#former = undefined;
    await this.keep(now);
    if (this.#spare.length > 0) this.#soon();
  }

  /** The ledger has become longer, or we are known to be in the room still. */
  async keep(now: number): Promise<void> {
    const ledger = this.#ledger;
    if (!ledger) return;
    this.#spare = lacking(ledger, this.#spare);
    // What a summary has taken the place of is none of it.
    this.#spare = this.#spare.filter(({ act }) => !ledger.covers(act));
    const acts = [...ledger.arrived, ...this.#spare].slice(0, MAX_ACTS);
    const { root, heads } = ledger;
    const kept = { id: this.#id, root, owner: heads.owner, acts, millis: now };
    await this.#keeper.keep(kept);
  }

  /** We have left, and do not come back by ourselves: a public room's past is nothing to us. */
  async left(): Promise<void> {
    this.lineLost();
    this.#ledger = undefined;
    if (!this.#lasts && this.#id !== "") await this.#keeper.forget(this.#id);
  }

  /** Nothing can be brought now. */
  lineLost(): void {
    this.#turn++;
    clearTimeout(this.#timer);
  }

  #soon(): void {
    this.lineLost();
    const turn = this.#turn;
    const bring = () => void this.#bring(turn).catch(() => {}); // the next welcome says what still lacks
    this.#timer = setTimeout(bring, this.#random() * SPREAD_MILLIS);
  }

  async #bring(turn: number): Promise<void> {
    const { root, owner } = this.#former ?? { root: this.#ledger?.root, owner: this.#owner };
    if (!root) return;
    // Of a life that the server has not taken up, the word is enough: the acts come when it has.
    let rest = this.#former ? [] : this.#spare;
    do {
      // A summary may fill a message.
      const summed = rest.findIndex(({ summary }) => summary !== undefined);
      const end = summed < 0 ? MAX_ACTS_A_REQUEST : Math.max(1, summed);
      const next = rest.slice(0, Math.min(end, MAX_ACTS_A_REQUEST));
      rest = rest.slice(next.length);
      await this.#hand(turn, root, owner, next);
    } while (rest.length > 0 && turn === this.#turn);
  }

  get #owner(): string {
    return this.#ledger?.heads.owner ?? "";
  }

  async #hand(turn: number, root: Bytes, owner: string, acts: readonly ActInfo[]): Promise<void> {
    for (let tries = 1; turn === this.#turn; tries++) {
      try {
        await this.#transport.restore(root, owner, acts);
        return;
      } catch (error) {
        const waits = error instanceof ClientError ? WAITS.get(error.code) : undefined;
        if (waits === undefined || tries === MAX_TRIES) throw error;
        await delay((error as ClientError).retryMillis ?? waits);
      }
    }
  }
}

/** What a server may say who has too much to do, and how long to wait where it does not say that. */
const WAITS: ReadonlyMap<string, number> = new Map([
  ["busy", 1_000],
  ["too-many-messages", 2_000],
]);

function lacking(ledger: ActLedger, acts: readonly ActInfo[]): readonly ActInfo[] {
  const held = new Set(ledger.arrived.map(({ act }) => toBase64Url(act)));
  return acts.filter(({ act }) => !held.has(toBase64Url(act)));
}
