import { InTurn } from "../../client/in-turn.ts";
import type { LoadedDocument } from "../../client/lazy-document.ts";
import type { DocumentPlace, ReceivedEntry } from "../../client/log-document.ts";
import { type Company, GAMES_DOC } from "../../client/room-documents.ts";
import { type Bytes, toBase64Url } from "../../crypto/bytes.ts";
import { encodeMessage, type GameEntry, type GameMessage, readMessage } from "./messages.ts";
import type { Catalogue, Hand, HandPlace } from "./rules.ts";
import { Secrets } from "./secrets.ts";
import { isIn, readTable, type TableState, takeMessage } from "./table-state.ts";
import { type Seen, Watch } from "./watch.ts";

/** Time, as a browser has it. */
export interface Clock {
  now(): number;
  /** Runs something later; gives what calls it off. */
  after(millis: number, task: () => void): () => void;
}

/** What a table is made of, besides its place in the log. */
export interface TableParts {
  readonly catalogue: Catalogue;
  readonly company: Company;
  readonly clock: Clock;
  readonly random: () => number;
}

/** What has become of a state. */
export type Follower = (before: TableState | undefined, after: TableState) => void;

/** Entries that are remembered, to go on from a state that somebody else has written. */
export const MAX_RECENT = 300;
/** So often the ground looks at its clock. */
const LOOK_MILLIS = 500;
/** When who cannot know the state asks for it again, and how often. */
export const ASK_MILLIS = 5_000;
export const ASK_TIMES = 6;
/** A state above this is shortened: it must fit into one entry of the log. */
export const MAX_WHOLE_BYTES = 14_000;

interface Recent {
  readonly by: string;
  readonly entry: GameEntry;
  readonly cursor: number;
  readonly deed: unknown;
}

/**
 * Games as one browser sees them: reads the log in its order and keeps what follows from it, says what it has to say as a player or
 * referee, holds our secrets. Knows no game.
 */
export class GameTable implements LoadedDocument {
  readonly #place: DocumentPlace;
  readonly #parts: TableParts;
  readonly #secrets: Secrets;
  readonly #listeners = new Set<() => void>();
  readonly #followers = new Set<Follower>();
  readonly #taking = new InTurn();
  readonly #sending = new InTurn();
  /** What we have written and not seen in the log yet, by sequence. */
  readonly #mine = new Map<number, Bytes>();
  readonly #recent: Recent[] = [];
  #watch = new Watch();
  #state: TableState | undefined;
  #hand: Hand | undefined;
  #cursor = 0;
  #stepKey = "";
  #stepSince = 0;
  #isSure = false;
  /** The log has been read to its end: what comes now comes as it is written. */
  #isLive = false;
  #isUp = true;
  /** There is something that we cannot know. */
  #isBlind = false;
  #asksLeft = ASK_TIMES;
  #askedAt = Number.NEGATIVE_INFINITY;
  #joinedAt = Number.NEGATIVE_INFINITY;
  /** Somebody else cannot, and asks. */
  #isAsked = false;
  #endLook: () => void = () => {};
  #version = 0;

  private constructor(place: DocumentPlace, parts: TableParts, secrets: Secrets) {
    this.#place = place;
    this.#parts = parts;
    this.#secrets = secrets;
    this.#catchUp();
    this.#lookSoon();
  }

  static async open(place: DocumentPlace, parts: TableParts): Promise<GameTable> {
    return new GameTable(place, parts, await Secrets.make());
  }

  /** Undefined before a game was opened. */
  get state(): TableState | undefined {
    return this.#state;
  }

  /** Of the game on the table; undefined before one was opened. */
  get hand(): Hand | undefined {
    return this.#hand;
  }

  get self(): string {
    return this.#place.author;
  }

  /** Another number whenever something that can be read here is another. */
  get version(): number {
    return this.#version;
  }

  /** How much of the step is left, by our clock. */
  get leftMillis(): number {
    const rules = this.#rules;
    if (!this.#state || !rules || this.#state.phase !== "playing") return 0;
    return Math.max(0, rules.step(this.#state.play).millis - this.#elapsed);
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of each state as it comes; not of those that were before we came. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Lays a game on the table and sits down at it. */
  open(game: string, settings: object, nickname: string): void {
    const bytes = Uint8Array.from({ length: 8 }, () => Math.floor(this.#parts.random() * 256));
    const seating = { nickname, key: this.#secrets.key };
    this.#send({ m: "open", g: toBase64Url(bytes), game, settings, ...seating });
  }

  join(nickname: string): void {
    this.#say({ m: "join", nickname, key: this.#secrets.key });
  }

  leave(): void {
    this.#say({ m: "leave" });
  }

  start(): void {
    this.#say({ m: "start" });
  }

  /** Ends it for everybody. */
  stop(): void {
    this.#say({ m: "stop" });
  }

  received({ doc, author, cursor, body }: ReceivedEntry): void {
    if (doc === GAMES_DOC) void this.#taking.run(() => this.#take(author, cursor, body));
  }

  placed(sequence: number, cursor: number): void {
    const body = this.#mine.get(sequence);
    if (!this.#mine.delete(sequence)) return;
    void this.#taking.run(() => this.#take(this.self, cursor, body));
  }

  refused(sequence: number): void {
    this.#mine.delete(sequence);
  }

  /** The line is there. After one that was away too long, or to a server that was restarted, others may know more than we do. */
  entered(resumed: boolean): void {
    this.#isUp = true;
    this.#isLive = false;
    if (!resumed) {
      this.#cursor = 0;
      this.#recent.length = 0;
      if (this.#state) this.#cannotKnow();
    }
    this.#catchUp();
  }

  flush(): void {
    this.#isUp = false;
  }

  acknowledged(): void {}
  settled(): void {}
  told(): void {}
  /** A game is kept by who plays it, while they do. */
  setRetention(): void {}
  clear(): void {}

  close(): void {
    this.#endLook();
    this.#hand?.close();
    this.#listeners.clear();
    this.#followers.clear();
  }

  get #rules() {
    return this.#state && this.#parts.catalogue.get(this.#state.game)?.rules;
  }

  get #elapsed(): number {
    return this.#parts.clock.now() - this.#stepSince;
  }

  #catchUp(): void {
    // In a turn of its own: what has waited for this code is taken before.
    void new Promise<void>((resolve) => this.#parts.clock.after(0, resolve))
      .then(() => this.#place.caughtUp())
      .then(() => this.#taking.run(async () => {}))
      .then(() => {
        this.#isLive = true;
        this.#tellHand();
        this.#look();
      });
  }

  async #take(by: string, cursor: number, body: Bytes | undefined): Promise<void> {
    this.#cursor = cursor;
    if (!body) {
      this.#cannotKnow(); // sealed before we came
      return;
    }
    const entry = readMessage(body);
    if (!entry) return;
    if (entry.m === "ask") {
      this.#isAsked = true;
      this.#look();
      return;
    }
    if (entry.m === "whole") {
      this.#takeWhole(by, entry);
      return;
    }
    const deed = entry.m === "do" ? await this.#readDeed(entry) : undefined;
    this.#recent.push({ by, entry, cursor, deed });
    if (this.#recent.length > MAX_RECENT) this.#recent.shift();
    if (entry.m !== "open" && entry.g !== this.#state?.id) this.#cannotKnow();
    this.#apply(by, entry, deed);
  }

  async #readDeed({ g, deed }: GameEntry & { readonly m: "do" }): Promise<unknown> {
    // Of a game that we do not hold yet, the rules are those of its kind; there is one table.
    const kinds = this.#state?.id === g && this.#rules ? [this.#rules] : this.#allRules;
    for (const rules of kinds) {
      const read = await rules.readDeed(deed);
      if (read !== undefined) return read;
    }
    return undefined;
  }

  get #allRules() {
    return [...this.#parts.catalogue.values()].map(({ rules }) => rules);
  }

  #apply(by: string, entry: GameEntry, deed: unknown): void {
    const before = this.#state;
    if (entry.m === "clock") this.#setClock(by, entry);
    const isTime = entry.m === "time" && before && by === before.referee && this.#isLive;
    if (isTime && entry.g === before.id) this.#watch.timeCame(this.#seen(before));
    const after = takeMessage(before, by, entry, this.#parts.catalogue, deed);
    if (!after) return;
    if (entry.m === "open") this.#isBlind = false; // from here on we have seen all of it
    this.#become(after);
    if (entry.m === "do") this.#hand?.did(by, deed, after.play);
    this.#tellHand();
    const tellsTime = entry.m === "join" && after.referee === this.self && this.#isLive;
    if (tellsTime && after.phase === "playing") this.#sayClock();
    this.#look();
  }

  #become(state: TableState): void {
    const before = this.#state;
    const isAnother = state.id !== before?.id;
    this.#state = state;
    if (isAnother) {
      this.#watch = new Watch();
      this.#hand?.close();
      this.#hand = this.#parts.catalogue.get(state.game)?.makeHand(this.#handPlace(state));
    }
    const step = state.phase === "playing" ? this.#rules?.step(state.play).number : undefined;
    const stepKey = `${state.id} ${state.phase} ${step}`;
    if (stepKey !== this.#stepKey) {
      this.#stepKey = stepKey;
      this.#stepSince = this.#parts.clock.now();
      this.#isSure = this.#isLive;
    }
    if (this.#isLive) for (const follower of this.#followers) follower(before, state);
    this.#changed();
  }

  /** What the referee says of its clock: a browser that came in the middle has no other. */
  #setClock(by: string, { g, step, left }: GameEntry & { readonly m: "clock" }): void {
    const state = this.#state;
    const rules = this.#rules;
    if (!state || !rules || state.id !== g || state.referee !== by || by === this.self) return;
    if (state.phase !== "playing" || rules.step(state.play).number !== step || this.#isSure) return;
    this.#goOnWith(left);
  }

  #goOnWith(leftMillis: number): void {
    const state = this.#state;
    const rules = this.#rules;
    if (!state || !rules || state.phase !== "playing") return;
    const { millis } = rules.step(state.play);
    this.#stepSince = this.#parts.clock.now() - (millis - Math.min(leftMillis, millis));
    this.#isSure = true;
    this.#changed();
  }

  /** A state that the referee has written, for who cannot know it. Who has seen all of it does not need it. */
  #takeWhole(by: string, { g, at, left, state: value }: GameEntry & { readonly m: "whole" }): void {
    const held = this.#state;
    if (held?.id === g && held.referee === by) this.#isAsked = false;
    if (!this.#isBlind) return;
    const state = readTable(value, this.#parts.catalogue);
    if (!state || state.id !== g || state.referee !== by) return;
    const isOurs = held?.id === g && held.phase !== "over";
    if (isOurs && isIn(held, this.self) && held.referee !== by) return;
    this.#isBlind = false;
    this.#become(state);
    this.#goOnWith(left);
    for (const { by: author, entry, cursor, deed } of this.#recent)
      if (cursor > at && entry.g === g) this.#apply(author, entry, deed);
    this.#tellHand();
    this.#look();
  }

  #cannotKnow(): void {
    if (!this.#isBlind) this.#asksLeft = ASK_TIMES;
    this.#isBlind = true;
  }

  #tellHand(): void {
    if (this.#state) this.#hand?.changed(this.#state.play, this.#isLive);
  }

  #handPlace(state: TableState): HandPlace {
    const { roomId } = this.#place;
    const { clock, random } = this.#parts;
    const [game, self] = [state.id, this.self];
    return {
      ...{ self, settings: state.settings, random },
      send: (deed) => this.#send({ m: "do", g: game, deed }),
      seal: async (to, words) => {
        const key = this.#state?.players.find(({ id }) => id === to)?.key;
        if (key === undefined || this.#state?.id !== game) return undefined;
        return await this.#secrets.seal(key, { roomId, game, from: self, to }, words);
      },
      open: (from, box) => this.#secrets.open({ roomId, game, from, to: self }, box),
      after: (millis, task) => clock.after(millis, task),
      changed: () => this.#changed(),
    };
  }

  #lookSoon(): void {
    this.#endLook = this.#parts.clock.after(LOOK_MILLIS, () => {
      this.#look();
      this.#lookSoon();
    });
  }

  /** Says what is to be said by itself now. */
  #look(): void {
    if (!this.#isLive || !this.#isUp) return;
    const now = this.#parts.clock.now();
    if (this.#isBlind && this.#asksLeft > 0 && now - this.#askedAt >= ASK_MILLIS) {
      this.#askedAt = now;
      this.#asksLeft--;
      if (this.#state?.referee === this.self)
        this.#isBlind = false; // nobody knows better
      else this.#send({ m: "ask", g: "" });
    }
    const state = this.#state;
    if (!state) return;
    this.#comeBack(state, now);
    if (this.#isAsked && state.referee === this.self && !this.#isBlind) {
      this.#isAsked = false;
      this.#sayWhole(state);
    }
    for (const message of this.#watch.look(now, this.#seen(state))) this.#say(message);
  }

  /** Who was at the table before this page was opened sits down again: secrets are for this page's key now. */
  #comeBack({ players, phase }: TableState, now: number): void {
    const seat = players.find(({ id }) => id === this.self);
    if (!seat || phase === "over" || seat.gone === "game" || this.#isBlind) return;
    if (seat.gone === "no" && seat.key === this.#secrets.key) return;
    if (now - this.#joinedAt < ASK_MILLIS) return;
    this.#joinedAt = now;
    this.join(seat.nickname);
  }

  #seen(state: TableState): Seen {
    const rules = this.#rules;
    if (!rules) throw new Error("A table without rules");
    return {
      ...{ state, rules, self: this.self, company: this.#parts.company() },
      ...{ elapsedMillis: this.#elapsed, isSure: this.#isSure },
    };
  }

  #sayWhole(state: TableState): void {
    const left = Math.round(this.leftMillis);
    const whole = { m: "whole", g: state.id, at: this.#cursor, left, state } as const;
    const isLarge = encodeMessage(whole).length > MAX_WHOLE_BYTES && state.play !== null;
    const play = isLarge ? this.#rules?.shorten(state.play) : state.play;
    this.#send({ ...whole, state: { ...state, play } });
  }

  #sayClock(): void {
    const step = this.#state && this.#rules?.step(this.#state.play).number;
    if (step !== undefined) this.#say({ m: "clock", step, left: Math.round(this.leftMillis) });
  }

  /** Of the game on the table. */
  #say(message: GameMessage): void {
    if (this.#state) this.#send({ ...message, g: this.#state.id });
  }

  #send(entry: GameEntry): void {
    const body = encodeMessage(entry);
    this.#sending
      .run(async () => {
        const sequence = await this.#place.append(GAMES_DOC, body);
        this.#mine.set(sequence, body);
      })
      .catch(() => {}); // the line is gone for good: another page goes on
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
