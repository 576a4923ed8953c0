/** A room in virtual time: a log with an order, lines with delays, and the tables of who plays. */
import { GAMES_DOC } from "../../../src/client/room-documents.ts";
import { type Bytes, fromUtf8 } from "../../../src/crypto/bytes.ts";
import { DrawHand } from "../../../src/games/draw-and-guess/hand.ts";
import type { Play } from "../../../src/games/draw-and-guess/play.ts";
import { drawAndGuess } from "../../../src/games/draw-and-guess/rules.ts";
import { readDeck } from "../../../src/games/draw-and-guess/words.ts";
import { type Clock, GameTable } from "../../../src/games/ground/game-table.ts";
import type { Catalogue } from "../../../src/games/ground/rules.ts";
import { memberId, ROOM, random } from "../board/support.ts";
import { settle } from "../support/settle.ts";

export const WORDS = [
  ...["windmill", "umbrella", "crocodile", "pineapple", "trumpet", "lighthouse", "butterfly"],
  ...["wheelbarrow", "spaghetti", "parachute", "giraffe", "snowman", "telescope", "mosquito"],
];
export const SETTINGS = { language: "en", theme: "things", rounds: 2, seconds: 40 };

const DECK = readDeck(WORDS.join("\n"));
const CATALOGUE: Catalogue = new Map([
  [
    drawAndGuess.name,
    { rules: drawAndGuess, makeHand: (place) => new DrawHand(place, async () => DECK) },
  ],
]);

/** Time that goes on when a test says so. What is due is done in turn, and all that comes of it first. */
export class VirtualTime implements Clock {
  #now = 0;
  #order = 0;
  #tasks: { at: number; order: number; task: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(millis: number, task: () => void): () => void {
    const entry = { at: this.#now + millis, order: ++this.#order, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((one) => one !== entry);
    };
  }

  async run(millis: number): Promise<void> {
    const end = this.#now + millis;
    await settle();
    for (;;) {
      const at = Math.min(...this.#tasks.map((task) => task.at));
      if (at > end) break;
      this.#now = at;
      const due = this.#tasks.filter((task) => task.at === at).sort((a, b) => a.order - b.order);
      this.#tasks = this.#tasks.filter((task) => task.at !== at);
      for (const { task } of due) task();
      await settle();
    }
    this.#now = end;
  }
}

interface Entry {
  readonly cursor: number;
  readonly author: string;
  readonly body: Bytes;
  /** Its author's, where a table has written it. */
  readonly sequence: number | undefined;
}

const [LEAST_DELAY, MOST_DELAY] = [20, 180];

export class GameRoom {
  readonly time = new VirtualTime();
  readonly members: Member[] = [];
  readonly random: () => number;
  entries: Entry[] = [];
  #cursor = 0;

  /** In a sealed room nobody reads what was written before they came. */
  readonly isSealed: boolean;

  constructor(seed: number, isSealed = false) {
    this.random = random(seed);
    this.isSealed = isSealed;
  }

  get company(): ReadonlyMap<string, "connected" | "reconnecting"> {
    const present = this.members.filter(({ line }) => line !== "gone");
    return new Map(present.map(({ id, line }) => [id, line as "connected" | "reconnecting"]));
  }

  async join(number: number): Promise<Member> {
    const member = new Member(this, number);
    this.members.push(member);
    await member.openPage();
    return member;
  }

  get delay(): number {
    return LEAST_DELAY + this.random() * (MOST_DELAY - LEAST_DELAY);
  }

  /** As the server does: gives it its place, and tells all. */
  append(author: string, body: Bytes, sequence: number | undefined): void {
    const entry = { cursor: ++this.#cursor, author, body, sequence };
    this.entries.push(entry);
    for (const member of this.members) member.hear(entry);
  }

  /** The server is killed, and another one started: it knows nothing. */
  lose(): void {
    this.entries = [];
    this.#cursor = 0;
    for (const { table } of this.members) table.entered(false);
  }

  /** What everybody on whose line it stands has, as text; undefined where there is nothing. */
  views(): readonly string[] {
    const tables = this.members
      .filter(({ line }) => line === "connected")
      .map(({ table }) => table);
    return tables.map(({ state }) => JSON.stringify(state, inOrder));
  }

  /** Runs until a condition holds, with what the players do every second meanwhile. */
  async play(what: string, limitMillis: number, isDone: () => boolean): Promise<void> {
    const end = this.time.now() + limitMillis;
    while (!isDone()) {
      if (this.time.now() > end) throw new Error(`after ${limitMillis} ms still not: ${what}`);
      for (const member of this.members) await member.act();
      await this.time.run(1_000);
    }
  }
}

export class Member {
  readonly id: string;
  readonly nickname: string;
  table!: GameTable;
  line: "connected" | "reconnecting" | "gone" = "connected";
  /** How likely a guess is right, in a second. */
  skill = 0.08;
  /** What this browser was told, as text. */
  readonly heard: string[] = [];
  readonly #room: GameRoom;
  #sequence = 0;
  #hearsFrom = 0;
  #page = 0;
  #heardUntil = 0;
  #sentUntil = 0;

  constructor(room: GameRoom, number: number) {
    this.#room = room;
    this.id = memberId(number);
    this.nickname = `Player ${number}`;
  }

  get hand(): DrawHand {
    if (!(this.table.hand instanceof DrawHand)) throw new Error("There is no game");
    return this.table.hand;
  }

  get play(): Play {
    return this.table.state?.play as Play;
  }

  /** A page that knows nothing: reads the log from its beginning. */
  async openPage(): Promise<void> {
    this.table?.close();
    this.#page++;
    this.line = "connected";
    const { entries, isSealed } = this.#room;
    const read = [...entries];
    this.#hearsFrom = read.at(-1)?.cursor ?? 0;
    const place = {
      ...{ roomId: ROOM, author: this.id, name: this.id, retention: "day" as const },
      append: async (_doc: string, body: Bytes) => this.write(body, true),
      caughtUp: async () => this.#hearsFrom,
      settle: async () => {},
      tell: async () => {},
    };
    this.table = await GameTable.open(place, {
      catalogue: CATALOGUE,
      company: () => this.#room.company,
      clock: this.#room.time,
      random: this.#room.random,
    });
    for (const { author, cursor, body } of read)
      this.table.received({ doc: GAMES_DOC, author, cursor, body: isSealed ? undefined : body });
    await settle();
  }

  /** The line breaks: nothing comes, and nothing goes. */
  drop(): void {
    this.line = "reconnecting";
    this.table.flush();
    this.table.close();
    this.#page++;
  }

  leave(): void {
    this.drop();
    this.line = "gone";
  }

  /** `byTable`: the table waits for it to come back. */
  write(body: Bytes, byTable = false): number {
    const sequence = ++this.#sequence;
    const page = this.#page;
    this.#sentUntil = Math.max(this.#sentUntil, this.#room.time.now() + this.#room.delay);
    this.#room.time.after(this.#sentUntil - this.#room.time.now(), () => {
      if (page === this.#page) this.#room.append(this.id, body, byTable ? sequence : undefined);
    });
    return sequence;
  }

  hear(entry: Entry): void {
    const page = this.#page;
    this.#heardUntil = Math.max(this.#heardUntil, this.#room.time.now() + this.#room.delay);
    this.#room.time.after(this.#heardUntil - this.#room.time.now(), () => {
      if (page !== this.#page || this.line !== "connected") return;
      this.heard.push(fromUtf8(entry.body) ?? "");
      const { sequence, ...received } = entry;
      if (entry.author === this.id && sequence !== undefined)
        this.table.placed(sequence, entry.cursor);
      else this.table.received({ doc: GAMES_DOC, ...received });
    });
  }

  /** What somebody does who plays. */
  async act(): Promise<void> {
    const { state, self } = this.table;
    if (this.line !== "connected" || state?.phase !== "playing" || !this.hand) return;
    const { play } = this;
    const { random } = this.#room;
    if (play.drawer === self) {
      const [word] = this.hand.choices;
      if (word !== undefined && random() < 0.5) await this.hand.choose(word);
      const x = Math.floor(random() * 1000);
      this.hand.draw([1, 1, x >> 8, x & 255, 0, 200, 2, 2, 10, 10, 20, 236]);
    } else if (play.phase === "drawing" && !play.guessed.includes(self)) {
      const drawer = this.#room.members.find(({ id }) => id === play.drawer);
      const isRight = drawer?.line === "connected" && random() < this.skill;
      if (isRight) await this.hand.guess(drawer.hand.word);
      else if (random() < 0.2) await this.hand.guess("a cloud");
    }
  }
}

/** Fields by name: who was handed a state has them in another order. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
