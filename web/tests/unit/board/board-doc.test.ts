import { expect, test } from "vitest";
import * as Y from "yjs";
import { BoardDoc } from "../../../src/board/board-doc.ts";
import { boardClient } from "../../../src/board/client-id.ts";
import { MAX_BIN, MAX_FOREIGN_BYTES, MAX_PENDING_BYTES } from "../../../src/board/limits.ts";
import { Drawer, memberId, ROOM, random, rectangle, type Signed, stroke } from "./support.ts";

const SEEDS = [1, 2, 3, 4, 5, 6];

test("a client id is one member's in one room and one page, and fits into 53 bits", async () => {
  const ids = await Promise.all([
    boardClient(ROOM, memberId(1), 1),
    boardClient(ROOM, memberId(1), 2),
    boardClient(ROOM, memberId(2), 1),
    boardClient(new Uint8Array(16), memberId(1), 1),
  ]);
  expect(new Set(ids).size).toBe(4);
  expect(ids.every((id) => Number.isSafeInteger(id) && id >= 0)).toBe(true);
  expect(ids[0], "the example of protocol/board.md").toBe(5_690_072_027_510_330);
});

/** Five members on a network that parts and heals; each gets what others wrote in its own order between healings. */
class Party {
  readonly members: Drawer[];
  readonly #next: () => number;
  /** What each member has not got yet. */
  readonly #queues = new Map<Drawer, Signed[]>();
  #sides: readonly number[] = [];
  #ids = 0;

  private constructor(members: Drawer[], next: () => number) {
    this.members = members;
    this.#next = next;
    for (const member of members) this.#queues.set(member, []);
  }

  static async make(seed: number): Promise<Party> {
    const members = await Promise.all([1, 2, 3, 4, 5].map((number) => Drawer.make(number)));
    return new Party(members, random(seed));
  }

  below(most: number): number {
    return Math.floor(this.#next() * most);
  }

  tell(signed: readonly Signed[], from: Drawer): void {
    for (const [member, queue] of this.#queues) if (member !== from) queue.push(...signed);
  }

  step(): void {
    const member = this.members[this.below(5)] as Drawer;
    const ids = member.doc.ids;
    const id = ids[this.below(ids.length)];
    const kind = this.below(10);
    const moved = { x: this.below(1_000), version: 1 + this.below(50) };
    if (kind < 4 || id === undefined)
      this.tell(member.write(rectangle(`e${++this.#ids}`, moved)), member);
    else if (kind < 8) this.tell(member.write(rectangle(id, moved)), member);
    else if (kind < 9) this.tell(member.write(rectangle(id, { isDeleted: true })), member);
    else this.#sides = this.members.map(() => this.below(2));
    this.deliver(this.below(6));
  }

  /** So many messages reach somebody on the same side. */
  deliver(amount: number): void {
    for (let count = 0; count < amount; count++) {
      const to = this.below(5);
      const member = this.members[to] as Drawer;
      const queue = this.#queues.get(member) as Signed[];
      const index = queue.findIndex(
        ({ author }) => this.#sideOf(author) === (this.#sides[to] ?? 0),
      );
      if (index < 0) continue;
      const [signed] = queue.splice(index, 1) as [Signed];
      member.take(signed);
      if (this.below(5) === 0) member.take(signed); // a double
    }
  }

  /** Everybody gets all they lack, each in another order. */
  heal(): void {
    this.#sides = [];
    for (const [member, queue] of this.#queues) {
      while (queue.length > 0) {
        const [signed] = queue.splice(this.below(queue.length), 1) as [Signed];
        member.take(signed);
      }
    }
  }

  #sideOf(author: string): number {
    return this.#sides[this.members.findIndex((member) => member.author === author)] ?? 0;
  }
}

test.each(SEEDS)(
  "five draw through partitions and converge, a late joiner too (seed %i)",
  async (seed) => {
    const party = await Party.make(seed);
    for (let round = 0; round < 4; round++) {
      for (let step = 0; step < 60; step++) party.step();
      party.heal();
      const [first, ...others] = party.members.map(({ doc }) => doc.content);
      for (const other of others) expect(other).toBe(first);
    }
    const [anyone] = party.members as [Drawer];
    expect(anyone.doc.ids.length).toBeGreaterThan(10);
    const late = await Drawer.make(9);
    expect(late.doc.merge(anyone.doc.encode())).toBeUndefined();
    expect(late.doc.content).toBe(anyone.doc.content);
    for (const member of party.members) {
      const mark = member.doc.mark;
      expect([...mark.vector].sort()).toEqual([...late.doc.mark.vector].sort());
      expect(mark.deleted).toBe(late.doc.mark.deleted);
    }
  },
);

test("what is written under another's client id is refused, whoever signs it", async () => {
  const ann = await Drawer.make(1);
  const ben = await Drawer.make(2);
  const mallory = await Drawer.make(3);
  const [annsFirst] = ann.write(rectangle("a")) as [Signed];
  ben.take(annsFirst);
  const disguised = new BoardDoc(ann.client);
  const forged = disguised.write([rectangle("forged")]);
  for (const update of forged) {
    expect(ben.doc.take(update, mallory.client, mallory.author)).toBe("foreign-client");
    expect(ann.doc.take(update, mallory.client, mallory.author)).toBe("foreign-client");
  }
  expect(ben.doc.content).toBe(ann.doc.content);
  const [annsSecond] = ann.write(rectangle("b")) as [Signed];
  ben.take(annsSecond);
  expect(ben.doc.ids).toEqual(["a", "b"]);
});

test("who uses a clock of their own twice harms nobody: the first counts, for all who read one log", async () => {
  const readers = await Promise.all([1, 2, 4].map((number) => Drawer.make(number)));
  const mallory = await Drawer.make(3);
  const twin = new BoardDoc(mallory.client);
  const log = [
    ...mallory.write(rectangle("one")),
    ...mallory.sign(twin.write([rectangle("two"), rectangle("three")])),
  ];
  for (const reader of readers) for (const signed of log) reader.take(signed);
  const [ann, ...others] = readers as [Drawer, ...Drawer[]];
  const after = ann.write(rectangle("four"));
  for (const other of others) for (const signed of after) other.take(signed);
  for (const other of others) expect(other.doc.content).toBe(ann.doc.content);
  expect(ann.doc.ids).toContain("one");
  expect(ann.doc.ids).not.toContain("two");
});

test("who takes everything away is undone, as it was, by anybody", async () => {
  const ann = await Drawer.make(1);
  const ben = await Drawer.make(2);
  const mallory = await Drawer.make(3);
  const all = ["a", "b", "c"].flatMap((id) => ann.write(rectangle(id, { x: id.charCodeAt(0) })));
  for (const signed of all) for (const other of [ben, mallory]) other.take(signed);
  const before = ben.doc.content;
  const gone = mallory.write(...["a", "b", "c"].map((id) => rectangle(id, { isDeleted: true })));
  for (const signed of gone) for (const other of [ann, ben]) other.take(signed);
  expect(ben.doc.ids).toEqual([]);
  expect(ben.doc.bin).toEqual(new Map([[mallory.author, 3]]));
  for (const signed of ben.sign(ben.doc.bringBack(mallory.author))) ann.take(signed);
  expect(ben.doc.content).toBe(before);
  expect(ann.doc.content).toBe(before);
  expect(ben.doc.bin.size).toBe(0);
});

test("only so much of what others took away is kept", async () => {
  const ann = await Drawer.make(1);
  const mallory = await Drawer.make(3);
  for (let count = 0; count <= MAX_BIN; count++) {
    const id = `e${count}`;
    for (const signed of ann.write(rectangle(id))) mallory.take(signed);
    for (const signed of mallory.write(rectangle(id, { isDeleted: true }))) ann.take(signed);
  }
  expect(ann.doc.bin.get(mallory.author)).toBe(MAX_BIN);
});

test("what is no value in one of the board's maps is refused", async () => {
  const ann = await Drawer.make(1);
  const mallory = await Drawer.make(3);
  const hostile = (write: (doc: Y.Doc) => void) => {
    const doc = new Y.Doc();
    doc.clientID = mallory.client;
    write(doc);
    return ann.doc.take(Y.encodeStateAsUpdate(doc), mallory.client, mallory.author);
  };
  expect(hostile((doc) => doc.getMap("elsewhere").set("a", 1))).toBe("foreign-content");
  expect(hostile((doc) => doc.getMap("e").set("a", new Y.Text("x")))).toBe("foreign-content");
  expect(hostile((doc) => doc.getArray("e").push([1]))).toBe("foreign-content");
  expect(hostile((doc) => doc.getMap("e").set("a".repeat(81), 1))).toBe("foreign-content");
  expect(hostile((doc) => doc.getMap("e").set("a", { t: "iframe" }))).toBeUndefined();
  expect(ann.doc.element("a"), "a kind that is not ours is not shown").toBeUndefined();
});

test("bytes that are no update are dropped, and change nothing", async () => {
  const ann = await Drawer.make(1);
  const mallory = await Drawer.make(3);
  ann.write(rectangle("a"));
  const before = ann.doc.content;
  const [whole] = mallory.write(
    stroke("s", [
      [0, 0],
      [5, 5],
    ]),
  ) as [Signed];
  for (const seed of SEEDS) {
    const next = random(seed);
    for (let count = 0; count < 300; count++) {
      const bytes = whole.update.slice(0, Math.ceil(next() * whole.update.length));
      for (let flips = 0; flips < 3; flips++)
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      expect(
        () => ann.doc.take(bytes, mallory.client, mallory.author),
        `seed ${seed}`,
      ).not.toThrow();
    }
  }
  expect(JSON.parse(before)[0][0]).toEqual(
    JSON.parse(ann.doc.content)[0].find(([id]: [string]) => id === "a"),
  );
});

test("what waits for parts that never come is bounded", async () => {
  const ann = await Drawer.make(1);
  const mallory = await Drawer.make(3);
  const large = stroke(
    "s",
    Array.from({ length: 2_000 }, (_, index) => [index % 100, index] as const),
  );
  const updates: Signed[] = [];
  for (let count = 0; count < 60; count++)
    updates.push(...mallory.write({ ...large, version: count }));
  for (const signed of updates.slice(1)) ann.take(signed); // the first never comes
  expect(ann.doc.encode().length).toBeLessThan(MAX_PENDING_BYTES);
  expect(ann.doc.ids).toEqual([]);
  for (const signed of updates) ann.take(signed);
  expect(ann.doc.ids).toEqual(["s"]);
});

test("over the limit others' writing is refused, and what is here stays", async () => {
  const ann = await Drawer.make(1);
  const mallory = await Drawer.make(3);
  ann.write(rectangle("a"));
  let refused: string | undefined;
  let taken = 0;
  for (let count = 0; refused === undefined && count < 2_000; count++) {
    const piece = new Uint8Array(12_000).fill(count);
    const [signed] = mallory.sign(mallory.doc.writeImage(`${count}`, [piece])) as [Signed];
    refused = ann.take(signed);
    if (!refused) taken += signed.update.length;
  }
  expect(refused).toBe("full");
  expect(taken).toBeLessThanOrEqual(MAX_FOREIGN_BYTES);
  expect(ann.doc.isFull).toBe(true);
  expect(ann.doc.element("a")).toBeDefined();
});
