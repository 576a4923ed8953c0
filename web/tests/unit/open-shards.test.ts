import { expect, test } from "vitest";
import { isWellPlaced, MAX_SHARDS, readOpenShards } from "../../src/client/open-shards.ts";
import { makeLinkSecret, SealedRoom } from "../../src/client/sealed-room.ts";
import { somebody } from "./support/people.ts";

const keeper = { read: async () => undefined, keep: async () => undefined };

async function make(shards: ReturnType<typeof readOpenShards>) {
  const words = { kind: "unlisted", title: "Tea", language: "any", limit: 0 } as const;
  const secrets = { secret: makeLinkSecret(), passwordHash: new Uint8Array(0) };
  const room = await SealedRoom.create(await somebody(), { ...words, ...secrets }, keeper, shards);
  if (!room) throw new Error("the words fit");
  return room;
}

test("a room is made where the cluster would have it", async () => {
  const shards = readOpenShards({ nodes: [], shards: { count: 60, best: range(12, 32) } });
  expect(shards?.best.size).toBe(20);
  for (let i = 0; i < 8; i++) {
    const { roomId } = await make(shards);
    const [first = 0, second = 0, third = 0, fourth = 0] = roomId;
    const word = first * 2 ** 24 + second * 2 ** 16 + third * 2 ** 8 + fourth;
    expect(range(12, 32)).toContain(word % 60);
  }
});

test("and anywhere when it does not get there in a bounded number of tries", async () => {
  const one = readOpenShards({ shards: { count: MAX_SHARDS, best: [7] } });
  const room = await make(one);
  expect(room.roomId).toHaveLength(16);
});

test("a shard is told by the first four bytes of an id, as the server does", () => {
  const roomId = new Uint8Array(16).fill(255);
  const shards = (best: number) => readOpenShards({ shards: { count: 60, best: [best] } });
  expect(isWellPlaced(roomId, shards(15))).toBe(true); // 4,294,967,295 = 60 n + 15
  expect(isWellPlaced(roomId, shards(14))).toBe(false);
  expect(isWellPlaced(roomId, undefined)).toBe(true);
});

test("what proposes nothing, or what cannot be, is passed over", () => {
  const odd = [
    null,
    {},
    { nodes: [] },
    { shards: null },
    { shards: { count: 60 } },
    { shards: { count: 60, best: [] } },
    { shards: { count: 60, best: [60, -1, 1.5, "3", null] } },
    { shards: { count: 0, best: [0] } },
    { shards: { count: MAX_SHARDS + 1, best: [0] } },
    { shards: { count: "60", best: [1] } },
  ];
  for (const value of odd) expect(readOpenShards(value), JSON.stringify(value)).toBeUndefined();
  const mixed = readOpenShards({ shards: { count: 60, best: [5, 99, "6"] } });
  expect([...(mixed?.best ?? [])]).toEqual([5]);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
