import { Board } from "../../../src/board/board.ts";
import type { DocumentPlace, Settled } from "../../../src/client/log-document.ts";
import { type Bytes, toHex } from "../../../src/crypto/bytes.ts";
import { ENTRY_HEADER_BYTES } from "../../../src/crypto/entry.ts";
import { settle } from "../support/settle.ts";
import { memberId, ROOM } from "./support.ts";

/** What sealing adds to a body. */
const SEAL_BYTES = 64;
/** The one who made a snapshot, and two who have looked at it. */
const VOICES = 3;

interface Entry {
  readonly cursor: number;
  readonly doc: string;
  readonly author: string;
  readonly body: Bytes;
}

/** A room's log as the server keeps it, and the boards of its members. What `sealed` rooms hold is read by who was there. */
export class FakeRoom {
  entries: Entry[] = [];
  readonly members: RoomMember[] = [];
  settled: Settled | undefined;
  readonly #voices = new Map<string, Settled>();
  cursor = 0;
  readonly #sealed: boolean;

  constructor(sealed = false) {
    this.#sealed = sealed;
  }

  get bytes(): number {
    return this.entries.reduce(
      (sum, { body }) => sum + body.length + ENTRY_HEADER_BYTES + SEAL_BYTES,
      0,
    );
  }

  snapshotBytes(hash: Bytes): number {
    const whole = this.entries.filter(
      ({ doc, body }) => doc === "board.snapshot" && toHex(body.slice(1, 33)) === toHex(hash),
    );
    return whole.reduce((sum, { body }) => sum + body.length + ENTRY_HEADER_BYTES + SEAL_BYTES, 0);
  }

  async join(number: number, random = () => 0): Promise<RoomMember> {
    const member = new RoomMember(this, number);
    await member.open(random);
    const read = this.entries;
    this.members.push(member);
    member.board.entered(false);
    if (this.settled) member.board.settled(this.settled);
    for (const { body, ...entry } of read)
      member.board.received({ ...entry, body: this.#sealed ? undefined : body });
    await settle();
    return member;
  }

  append(author: RoomMember, doc: string, body: Bytes, sequence: number): void {
    const entry = { cursor: ++this.cursor, doc, author: author.author, body };
    this.entries.push(entry);
    for (const member of this.members) {
      if (member !== author) member.board.received(entry);
      else {
        member.board.acknowledged(sequence);
        member.board.placed(sequence, entry.cursor);
      }
    }
  }

  say(author: string, said: Settled): void {
    this.#voices.set(author, said);
    const word = ({ before, from, hash }: Settled) => `${before} ${from} ${toHex(hash)}`;
    const agreed = [...this.#voices.values()].filter((one) => word(one) === word(said)).length;
    if (agreed < (this.members.length < VOICES ? 1 : VOICES)) return;
    const former = this.settled ?? said;
    this.settled = said;
    this.#voices.clear();
    this.entries = this.entries.filter(
      ({ doc, cursor }) => cursor > said.before || doc === "board.snapshot",
    );
    this.entries = this.entries.filter(
      ({ doc, cursor }) => doc !== "board.snapshot" || cursor >= former.from,
    );
    for (const member of this.members) member.board.settled(said);
  }

  /** The server is killed, and another one started: it knows nothing. */
  lose(): void {
    this.entries = [];
    this.settled = undefined;
    this.#voices.clear();
    this.cursor = 0;
    for (const member of this.members) member.board.entered(false);
  }
}

export class RoomMember {
  readonly author: string;
  board!: Board;
  readonly #room: FakeRoom;
  #sequence = 0;

  constructor(room: FakeRoom, number: number) {
    this.#room = room;
    this.author = memberId(number);
  }

  async open(random: () => number): Promise<void> {
    const place: DocumentPlace = {
      ...{ roomId: ROOM, author: this.author, name: this.author, retention: "day" },
      append: async (doc, body) => this.post(doc, body),
      caughtUp: async () => this.#room.cursor,
      settle: async (said) => this.#room.say(this.author, said),
      tell: async (body) => {
        for (const { board, author } of this.#room.members)
          if (author !== this.author) board.told(this.author, body);
      },
    };
    this.board = await Board.open(place, undefined, random);
  }

  post(doc: string, body: Bytes): number {
    const sequence = ++this.#sequence;
    queueMicrotask(() => this.#room.append(this, doc, body, sequence));
    return sequence;
  }
}
