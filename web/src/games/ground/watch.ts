/** What a player's browser has to say by itself: as the referee, and about the referee. */
import type { Presence } from "../../client/wire.ts";
import type { GameMessage } from "./messages.ts";
import type { Rules, Sight } from "./rules.ts";
import { isIn, type TableState } from "./table-state.ts";

/** A line may stutter so long before its player counts as away; who is out of the room so long has left the game. */
export const AWAY_MILLIS = 5_000;
/** So late, or so early, a referee is doubted: lines and busy machines take their part. */
export const DOUBT_MILLIS = 4_000;
/** What was said and has not come back from the log is said again after so long. */
export const AGAIN_MILLIS = 4_000;

export interface Seen {
  readonly state: TableState;
  readonly rules: Rules<unknown, unknown>;
  readonly self: string;
  readonly company: ReadonlyMap<string, Presence>;
  readonly elapsedMillis: number;
  /** Whether we have seen the step begin, or were told by the referee. */
  readonly isSure: boolean;
}

export class Watch {
  /** Since when a player's line is away. */
  readonly #away = new Map<string, number>();
  readonly #gone = new Set<string>();
  /** What was said, and when. */
  readonly #said = new Map<string, number>();
  /** Term of a referee who was early. */
  #early = 0;

  /** What is to be said now. */
  look(nowMillis: number, seen: Seen): readonly GameMessage[] {
    const { state, self } = seen;
    for (const { id } of state.players) this.#note(nowMillis, id, seen);
    if (!isIn(state, self) || state.phase === "over") return [];
    const duties = state.referee === self ? this.#whistle(seen) : this.#doubts(seen);
    return duties.filter((message) => this.#isNew(nowMillis, state, message));
  }

  /** Whether the referee was right to say that a step's time is up; called before it is taken. */
  timeCame(seen: Seen): void {
    const { state, rules } = seen;
    if (!seen.isSure || seen.self === state.referee) return;
    const { millis } = rules.step(state.play);
    const isEarly = seen.elapsedMillis < millis - DOUBT_MILLIS;
    if (isEarly && !rules.mayEndEarly(state.play, this.sight(seen))) this.#early = state.term;
  }

  sight({ elapsedMillis, company }: Pick<Seen, "elapsedMillis" | "company">): Sight {
    return {
      isHere: (player) => !this.#gone.has(player),
      isRobot: (player) => company.get(player) === "robot",
      elapsedMillis,
    };
  }

  #note(nowMillis: number, id: string, { company }: Seen): void {
    const presence = company.get(id);
    if (presence === "connected" || presence === "robot") {
      this.#away.delete(id);
      this.#gone.delete(id);
      return;
    }
    const since = this.#away.get(id) ?? nowMillis;
    this.#away.set(id, since);
    if (nowMillis - since >= AWAY_MILLIS) this.#gone.add(id);
  }

  #whistle(seen: Seen): readonly GameMessage[] {
    const { state, rules, company } = seen;
    const players = state.players
      .filter(({ id, gone }) => gone === "no" && this.#gone.has(id) && !company.has(id))
      .map(({ id }) => id);
    const said: GameMessage[] = players.length > 0 ? [{ m: "gone", players }] : [];
    if (state.phase !== "playing") return said;
    const { number, millis } = rules.step(state.play);
    const isUp = seen.elapsedMillis >= millis || rules.mayEndEarly(state.play, this.sight(seen));
    return isUp ? [...said, { m: "time", step: number }] : said;
  }

  #doubts({ state, rules, elapsedMillis }: Seen): readonly GameMessage[] {
    const { referee, term } = state;
    const isLate =
      state.phase === "playing" && elapsedMillis >= rules.step(state.play).millis + DOUBT_MILLIS;
    const isDoubtful = isLate || this.#gone.has(referee) || this.#early === term;
    return isDoubtful ? [{ m: "doubt", term }] : [];
  }

  #isNew(nowMillis: number, { id }: TableState, message: GameMessage): boolean {
    const key = `${id} ${JSON.stringify(message)}`;
    const said = this.#said.get(key);
    if (said !== undefined && nowMillis - said < AGAIN_MILLIS) return false;
    if (this.#said.size >= MAX_SAID) this.#said.clear();
    this.#said.set(key, nowMillis);
    return true;
  }
}

/** More than a game says in the time of `AGAIN_MILLIS`. */
const MAX_SAID = 64;
