/** What a game is to the ground that it is played on. The next one is a folder beside `draw-and-guess`, and a line in `games.ts`. */

/** The part of a game that runs by its own clock. */
export interface Step {
  /** Another one with each step of a game. */
  readonly number: number;
  /** When the referee may say that its time is up; 0: the game is over. */
  readonly millis: number;
}

/** What a browser sees beside the log. Nothing that decides about points may hang on it. */
export interface Sight {
  /** Whether a player's line stands. */
  isHere(player: string): boolean;
  /** Whether it is a robot, which people need not wait for. */
  isRobot(player: string): boolean;
  /** How long the step has been running. */
  readonly elapsedMillis: number;
}

/**
 * The rules, the same in every browser: a state is JSON, is never changed in place, and follows from the log alone. `S` is the
 * state, `D` a deed, which is what a player does.
 */
export interface Rules<S, D> {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Undefined for settings that are none. */
  readSettings(value: unknown): object | undefined;
  begin(players: readonly string[], settings: object): S;
  /** Undefined for what is none; what takes time (a hash, say) is worked out here, before the rules see it. */
  readDeed(value: unknown): Promise<D | undefined>;
  /** Undefined where the rules forbid it. */
  deed(state: S, by: string, deed: D): S | undefined;
  timeUp(state: S): S;
  /** Somebody joins while it goes on, or comes back. */
  joined(state: S, player: string): S;
  gone(state: S, player: string): S;
  step(state: S): Step;
  /** Whether the referee need not wait for the time to be up. */
  mayEndEarly(state: S, sight: Sight): boolean;
  /** A state as another browser has written it; undefined for what is none. */
  readState(value: unknown): S | undefined;
  /** Smaller, where what was said may be left out. */
  shorten(state: S): S;
}

/** What a player's own browser does for them: holds their secrets, keeps what they take home. */
export interface Hand {
  /** A deed was taken. */
  did(by: string, deed: unknown, after: unknown): void;
  /** The state is another. Called for what was before we came, too: `isLive` is false then. */
  changed(state: unknown, isLive: boolean): void;
  close(): void;
}

/** What a hand may do. */
export interface HandPlace {
  readonly self: string;
  readonly settings: object;
  readonly random: () => number;
  /** Does something, as us. */
  send(deed: object): void;
  /** For one player's eyes; undefined where they have no key. */
  seal(to: string, words: string): Promise<string | undefined>;
  /** What a player has sealed to us; undefined for what they have not. */
  open(from: string, box: string): Promise<string | undefined>;
  /** Runs something later; gives what calls it off. */
  after(millis: number, task: () => void): () => void;
  /** Something that the page shows is another. */
  changed(): void;
}

export interface Game<S = unknown, D = unknown> {
  readonly rules: Rules<S, D>;
  makeHand(place: HandPlace): Hand;
}

/** Games by name. */
export type Catalogue = ReadonlyMap<string, Game>;
