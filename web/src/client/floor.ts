import { type Fields, read } from "./wire.ts";

/** How long somebody has talked, by what the server measured, in coarse steps. */
export interface FloorShare {
  readonly seconds: number;
  /** Their budget is used up: nobody hears them. */
  readonly resting: boolean;
}

/** What is left of our own time; `waitSeconds` is 0 while we are heard. */
export interface FloorLeft {
  readonly seconds: number;
  readonly waitSeconds: number;
}

/** For how long what is left is worth saying: it changes by itself. */
export const LEFT_SHOWN_MILLIS = 20_000;

const NOTHING: FloorShare = { seconds: 0, resting: false };

/** Of `room.floor`. */
export function readFloorShares(fields: Fields): readonly (readonly [string, FloorShare])[] {
  return fields
    .list("people")
    .map((share) => [
      share.text("identity"),
      { seconds: share.count("seconds"), resting: share.flag("resting") },
    ]);
}

/** Of `floor.left`. */
export function readFloorLeft(fields: Fields): FloorLeft {
  return { seconds: fields.count("seconds"), waitSeconds: fields.count("waitSeconds") };
}

/** Who has talked for how long, and whose turn it is by that. All of it is the server's word, as who is heard is the server's deed. */
export class Floor {
  readonly #changed: () => void;
  #shares: ReadonlyMap<string, FloorShare> = new Map();
  #left: FloorLeft | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ordered: { hands: readonly string[]; shares: unknown; order: readonly string[] } | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The room was entered: what is to be known of it follows. */
  entered(): void {
    this.#shares = new Map();
    this.#setLeft(undefined);
  }

  /** Takes a notification; false for one about something else. */
  notified(method: string, params: unknown): boolean {
    if (method === "room.floor") {
      const news = read(params, readFloorShares);
      if (news) this.#shares = new Map([...this.#shares, ...news]);
    } else if (method === "floor.left") {
      this.#setLeft(read(params, readFloorLeft));
    } else {
      return false;
    }
    this.#changed();
    return true;
  }

  of(identity: string): FloorShare {
    return this.#shares.get(identity) ?? NOTHING;
  }

  /** Another object after each change of anybody's share. */
  get shares(): ReadonlyMap<string, FloorShare> {
    return this.#shares;
  }

  /** What is left of our own time, while that is news. */
  get left(): FloorLeft | undefined {
    return this.#left;
  }

  /** Hands in the order of turns: who has talked least is first, of equals who raised theirs first. */
  inTurn(hands: readonly string[]): readonly string[] {
    const former = this.#ordered;
    if (former?.hands === hands && former.shares === this.#shares) return former.order;
    const order = hands.toSorted((a, b) => this.of(a).seconds - this.of(b).seconds);
    this.#ordered = { hands, shares: this.#shares, order };
    return order;
  }

  #setLeft(left: FloorLeft | undefined): void {
    clearTimeout(this.#timer);
    this.#left = left;
    if (!left || left.waitSeconds > 0) return;
    this.#timer = setTimeout(() => {
      this.#left = undefined;
      this.#changed();
    }, LEFT_SHOWN_MILLIS);
  }
}
