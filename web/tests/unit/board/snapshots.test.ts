import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardDoc } from "../../../src/board/board-doc.ts";
import { MANY_ENTRIES } from "../../../src/board/limits.ts";
import {
  cutSnapshot,
  MAX_GATHERED,
  SNAPSHOT_DOC,
  SnapshotPieces,
} from "../../../src/board/snapshot.ts";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import { settle } from "../support/settle.ts";
import { installStorage } from "../support/storage.ts";
import { FakeRoom, type RoomMember } from "./fake-room.ts";
import { random, rectangle } from "./support.ts";

const SNAPSHOT_MILLIS = 3_000;
const PATIENCE_MILLIS = 20_000;

beforeEach(() => {
  installStorage();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

async function pass(millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 500) {
    vi.advanceTimersByTime(500);
    await settle();
  }
}

async function draw(member: RoomMember, amount: number, prefix = "e"): Promise<void> {
  for (let count = 0; count < amount; count++) {
    member.board.write([rectangle(`${prefix}${count}`, { x: count })]);
    await settle();
  }
}

async function party(room: FakeRoom, people: number): Promise<RoomMember[]> {
  const members: RoomMember[] = [];
  for (let number = 1; number <= people; number++)
    members.push(await room.join(number, () => (number - 1) / people));
  return members;
}

test("a long log gives way to a snapshot that two others have looked at; a newcomer sees all of it", async () => {
  const room = new FakeRoom();
  const [ann] = await party(room, 3);
  await draw(ann as RoomMember, MANY_ENTRIES);
  await pass(SNAPSHOT_MILLIS);
  expect(room.settled).toBeDefined();
  expect(room.entries.every(({ doc }) => doc === SNAPSHOT_DOC)).toBe(true);
  await draw(ann as RoomMember, 3, "after");
  const cyd = await room.join(4);
  await settle();
  expect(cyd.board.content).toBe(ann?.board.content);
  expect(cyd.board.ids.length).toBe(MANY_ENTRIES + 3);
});

test("a log of 10,000 updates comes to at most three times its snapshot", async () => {
  const room = new FakeRoom();
  const members = await party(room, 3);
  const next = random(3);
  let versions = 0;
  for (let round = 0; round < 200; round++) {
    for (let count = 0; count < 50; count++) {
      const member = members[Math.floor(next() * 3)] as RoomMember;
      const id = `e${Math.floor(next() * 400)}`;
      const change = { x: Math.floor(next() * 900), version: ++versions };
      member.board.write([rectangle(id, next() < 0.05 ? { ...change, isDeleted: true } : change)]);
      await Promise.resolve();
    }
    await settle();
    if (round % 10 === 9) await pass(SNAPSHOT_MILLIS);
  }
  await pass(PATIENCE_MILLIS);
  const [first, ...others] = members.map(({ board }) => board.content);
  for (const other of others) expect(other).toBe(first);
  const size = room.snapshotBytes(room.settled?.hash as Bytes);
  expect(size).toBeGreaterThan(10_000);
  expect(room.bytes).toBeLessThanOrEqual(3 * size);
  const late = await room.join(9);
  expect(late.board.content).toBe(first);
}, 120_000);

test.each([1, 2, 5])(
  "a server that lost all gets the board back from %i who return, and a newcomer sees it",
  async (people) => {
    const room = new FakeRoom();
    const members = await party(room, people);
    for (const [index, member] of members.entries()) await draw(member, 5, `m${index}-`);
    const before = members[0]?.board.content;
    room.lose();
    await pass(SNAPSHOT_MILLIS);
    expect(room.settled).toBeDefined();
    const late = await room.join(9);
    await settle();
    expect(late.board.content).toBe(before);
    for (const { board } of members) expect(board.content).toBe(before);
  },
);

test("who comes to a sealed room is handed what was drawn before", async () => {
  const room = new FakeRoom(true);
  const [ann] = await party(room, 3);
  await draw(ann as RoomMember, 10);
  const late = await room.join(9);
  expect(late.board.notice).toBe("unread");
  expect(late.board.ids).toEqual([]);
  await pass(SNAPSHOT_MILLIS + 1_000);
  expect(late.board.content).toBe(ann?.board.content);
  expect(late.board.notice).toBeUndefined();
});

test("a snapshot that leaves out, makes up or brings back is vouched for by nobody, and taken by nobody", async () => {
  const room = new FakeRoom();
  const members = await party(room, 4);
  const [ann, , , mallory] = members as [RoomMember, RoomMember, RoomMember, RoomMember];
  await draw(ann, 6);
  ann.board.write([rectangle("e0", { isDeleted: true })]);
  await settle();
  const before = ann.board.content;
  const hostile = [
    (doc: BoardDoc) => doc.write([rectangle("made-up")]),
    (doc: BoardDoc) => doc.write([rectangle("e1", { isDeleted: true })]),
    (doc: BoardDoc) => doc.write([rectangle("e2", { version: 9, x: 666 })]),
  ];
  const states = hostile.map((change) => {
    const doc = new BoardDoc(77);
    for (const id of ["e1", "e2", "e3", "e4", "e5"]) doc.write([rectangle(id)]);
    change(doc);
    return doc.encode();
  });
  states.push(new BoardDoc(77).encode(), Uint8Array.of(1, 2, 3));
  for (const state of states) {
    const { bodies } = await cutSnapshot(state as Bytes, room.cursor);
    for (const body of bodies) mallory.post(SNAPSHOT_DOC, body);
    await settle();
    await pass(1_000);
  }
  expect(room.settled).toBeUndefined();
  const late = await room.join(9);
  for (const { board } of [...members, late]) expect(board.content).toBe(before);
});

test("a snapshot of the same elements that leaves out what somebody wrote last is refused", async () => {
  const room = new FakeRoom();
  const members = await party(room, 3);
  const [ann, , mallory] = members as [RoomMember, RoomMember, RoomMember];
  await draw(ann, 2);
  const doc = new BoardDoc(77);
  for (const { doc: name, body } of room.entries.slice(0, 1))
    if (name === "board") doc.merge(body.slice(5));
  const { bodies } = await cutSnapshot(doc.encode(), room.cursor);
  for (const body of bodies) mallory.post(SNAPSHOT_DOC, body);
  await settle();
  await pass(1_000);
  expect(room.settled).toBeUndefined();
  const { bodies: honest } = await cutSnapshot(doc.encode(), 1);
  for (const body of honest) mallory.post(SNAPSHOT_DOC, body);
  await settle();
  expect(room.settled, "the maker has to say so too").toBeUndefined();
});

test("snapshots are put together from pieces in any order, and from no other bytes", async () => {
  const state = new Uint8Array(40_000).map((_, index) => index % 253);
  const { hash, bodies } = await cutSnapshot(state, 5);
  expect(bodies.length).toBe(3);
  const [first, second, third] = bodies as [Bytes, Bytes, Bytes];
  const pieces = new SnapshotPieces();
  expect(await pieces.take("a", 9, first)).toBeUndefined();
  expect(await pieces.take("a", 10, third)).toBeUndefined();
  expect(await pieces.take("b", 11, second), "of another author").toBeUndefined();
  expect(await pieces.take("a", 12, second)).toEqual({ hash, state, before: 5, from: 9 });

  const broken = second.slice();
  broken[100] = (broken[100] ?? 0) ^ 1;
  await pieces.take("a", 1, first);
  await pieces.take("a", 2, broken);
  expect(await pieces.take("a", 3, third), "another hash").toBeUndefined();
  for (const body of [
    first.slice(0, 40),
    Uint8Array.of(2),
    Uint8Array.of(),
    second.fill(255, 33, 37),
  ])
    expect(await pieces.take("a", 1, body)).toBeUndefined();
});

test("only so many snapshots are gathered at once: the eldest is forgotten", async () => {
  const pieces = new SnapshotPieces();
  const all = await Promise.all(
    Array.from({ length: MAX_GATHERED + 1 }, (_, index) =>
      cutSnapshot(new Uint8Array(20_000).fill(index), 1),
    ),
  );
  for (const { bodies } of all) await pieces.take("a", 1, bodies[0] as Bytes);
  expect(await pieces.take("a", 2, all[0]?.bodies[1] as Bytes)).toBeUndefined();
  expect(await pieces.take("a", 2, all[1]?.bodies[1] as Bytes)).toBeDefined();
});
