import { beforeEach, expect, test, vi } from "vitest";
import { Board } from "../../../src/board/board.ts";
import { BOARD_DOC } from "../../../src/board/envelope.ts";
import { MANY_UNSENT, MAX_BOARD_BYTES, MAX_UPDATE_BYTES } from "../../../src/board/limits.ts";
import type { DocumentPlace } from "../../../src/client/log-document.ts";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import { settle } from "../support/settle.ts";
import { installStorage } from "../support/storage.ts";
import { memberId, ROOM, rectangle, stroke } from "./support.ts";

/** A member's browser, and the entries it has handed to the log. */
class Browser {
  readonly author: string;
  readonly sent: Bytes[] = [];
  readonly told: Bytes[] = [];
  readonly place: DocumentPlace;

  constructor(number: number) {
    this.author = memberId(number);
    this.place = {
      roomId: ROOM,
      author: this.author,
      name: `room.${number}`,
      retention: "session",
      append: async (_, body) => this.sent.push(body),
      caughtUp: async () => 0,
      settle: async () => {},
      tell: async (body) => void this.told.push(body),
    };
  }

  open(): Promise<Board> {
    return Board.open(this.place, undefined);
  }
}

let ann: Browser;
let ben: Browser;

beforeEach(() => {
  installStorage();
  [ann, ben] = [new Browser(1), new Browser(2)];
});

async function deliver(from: Browser, to: Board, since = 0): Promise<void> {
  for (const [index, body] of from.sent.entries())
    if (index >= since)
      to.received({ doc: BOARD_DOC, author: from.author, cursor: index + 1, body: body });
  await settle();
}

test("what one draws the other sees, and a reload without a line shows it", async () => {
  const annsBoard = await ann.open();
  const bensBoard = await ben.open();
  const changed = vi.fn();
  bensBoard.listen({ changed, stateChanged: () => {} });
  expect(annsBoard.write([rectangle("a")])).toBe(true);
  await settle();
  await deliver(ann, bensBoard);
  expect(bensBoard.content).toBe(annsBoard.content);
  expect(changed).toHaveBeenCalledWith({ elements: new Set(["a"]), images: false });
  await bensBoard.flush();
  expect((await ben.open()).content).toBe(annsBoard.content);
});

test("what was not acknowledged before a reload is sent again, once it is never", async () => {
  const before = await ann.open();
  before.write([rectangle("arrived")]);
  await settle();
  before.acknowledged(1);
  before.write([rectangle("lost")]);
  await settle();
  await before.flush();
  expect(ann.sent.length).toBe(2);

  const after = await ann.open();
  await settle();
  expect(ann.sent.length).toBe(3);
  expect(ann.sent[2]).toEqual(ann.sent[1]);
  after.acknowledged(3);
  await after.flush();
  await ann.open();
  await settle();
  expect(ann.sent.length).toBe(3);
  const bensBoard = await ben.open();
  await deliver(ann, bensBoard);
  expect(bensBoard.ids).toEqual(["arrived", "lost"]);
});

test("a new page writes under a client id of its own", async () => {
  const first = await ann.open();
  first.write([rectangle("a")]);
  await settle();
  const second = await ann.open(); // the first was never kept: a clock would begin again
  second.write([rectangle("b")]);
  await settle();
  const bensBoard = await ben.open();
  await deliver(ann, bensBoard);
  expect(bensBoard.ids.toSorted()).toEqual(["a", "b"]);
  expect(bensBoard.drops.size).toBe(0);
});

test("what is drawn while the line is slow becomes few large updates, and the board says that it is behind", async () => {
  const board = await ann.open();
  const points = Array.from({ length: 200 }, (_, index) => [index, index % 7] as const);
  for (let count = 0; count < 100; count++) {
    board.write([stroke(`s${count}`, points)]);
    await Promise.resolve();
  }
  await settle();
  const before = ann.sent.length;
  expect(before).toBeLessThanOrEqual(8);
  expect(board.notice).toBe("behind");
  for (let sequence = 1; sequence <= ann.sent.length; sequence++) {
    board.acknowledged(sequence);
    await settle();
  }
  expect(ann.sent.length).toBeLessThan(MANY_UNSENT);
  expect(Math.max(...ann.sent.map(({ length }) => length))).toBeLessThan(MAX_UPDATE_BYTES + 500);
  expect(board.notice).toBeUndefined();
  const bensBoard = await ben.open();
  await deliver(ann, bensBoard);
  expect(bensBoard.content).toBe(board.content);
});

test("a full board takes nothing more, says so, and lets one take away", async () => {
  const board = await ann.open();
  const bytes = new Uint8Array(90_000);
  for (let count = 0; count < MAX_BOARD_BYTES / bytes.length; count++)
    expect(
      await board.writeImage({ kind: "image/png", bytes: new Uint8Array(bytes).fill(count) }),
    ).toBeUndefined();
  expect(board.write([rectangle("a")])).toBe(false);
  expect(board.notice).toBe("full");
  expect(board.ids).toEqual([]);
  expect(await board.writeImage({ kind: "image/png", bytes })).toBe("board-full");
});

test("an update of somebody else's making is dropped and counted, and the board stays as it is", async () => {
  const annsBoard = await ann.open();
  const bensBoard = await ben.open();
  annsBoard.write([rectangle("a")]);
  await settle();
  await deliver(ann, bensBoard);
  const before = bensBoard.content;
  const [body] = ann.sent as [Bytes];
  bensBoard.received({ doc: BOARD_DOC, author: memberId(3), cursor: 1, body: body }); // Mallory signs what Ann wrote
  bensBoard.received({ doc: BOARD_DOC, author: memberId(3), cursor: 2, body: body.slice(0, 20) });
  bensBoard.received({ doc: BOARD_DOC, author: memberId(3), cursor: 3, body: Uint8Array.of(9, 9) });
  bensBoard.received({ doc: "board.other", author: memberId(3), cursor: 4, body });
  await settle();
  expect(bensBoard.content).toBe(before);
  expect(bensBoard.drops.get("foreign-client")).toBe(1);
});

test("a board that was cleared or is too old is kept no longer", async () => {
  const board = await ann.open();
  board.write([rectangle("a")]);
  await board.flush();
  await board.clear();
  expect((await ann.open()).ids).toEqual([]);
  await board.flush();
  expect((await ann.open()).ids).toEqual(["a"]);
});

test("what was sealed before we came is said, until the board shows something", async () => {
  const board = await ann.open();
  board.received({ doc: BOARD_DOC, author: ben.author, cursor: 1, body: undefined });
  await settle();
  expect(board.notice).toBe("unread");
  board.write([rectangle("a")]);
  expect(board.notice).toBeUndefined();
});
