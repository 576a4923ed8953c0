/** Three nodes under load: while they only work nobody takes one for dead, and replaced one after the other they lose nobody. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { Cluster } from "./support/cluster.ts";
import { until } from "./support/page.ts";
import { Talkers } from "./support/talkers.ts";

const isLong = process.env.LONG !== "";
/** Rooms, members and speakers of each: the load. */
const BUSY = [24, 10, 5] as const;
const ROLLING: readonly [number, number, number] = isLong ? [20, 10, 3] : [6, 4, 2];
/** So long nobody may be missed. */
const BUSY_MILLIS = isLong ? 600_000 : 20_000;
/** Silence is a second or two on a machine that has nothing else to do. */
const SILENCE_LIMIT_MILLIS = 30_000;
const LIMIT_MILLIS = 120_000;

vi.setConfig({ testTimeout: BUSY_MILLIS + 600_000, hookTimeout: 300_000 });

let cluster: Cluster;
let talkers: Talkers | undefined;

beforeAll(async () => {
  cluster = await Cluster.start(["--max-address-sockets=1000", "--max-address-rooms=100"]);
});

afterEach(() => talkers?.stop());

afterAll(async () => {
  await cluster?.stop();
});

function expectNobodyDowned(): void {
  for (const node of cluster.nodes) {
    expect(node.log, `the log of ${node.url}`).not.toMatch(/is downing|went on without this one/);
  }
}

test("nodes that forward as much voice as the machine can take do not take each other for dead", async () => {
  talkers = await Talkers.start(cluster, ...BUSY);
  const before = await cluster.sum("process_cpu_seconds_total");
  const began = performance.now();
  await until("the time is over", BUSY_MILLIS + LIMIT_MILLIS, async () => {
    expect(await cluster.sum("free4chat_nodes")).toBe(cluster.nodes.length ** 2);
    return performance.now() - began > BUSY_MILLIS;
  });
  const seconds = (performance.now() - began) / 1_000;
  const cores = ((await cluster.sum("process_cpu_seconds_total")) - before) / seconds;
  const talk = await talkers.end();
  console.log(
    `FIGURE ${seconds.toFixed(0)} s of three nodes at ${cores.toFixed(2)} cores, and ${talk.generator.cores.toFixed(2)} of ./load: none taken for dead`,
  );
  expectNobodyDowned();
  const sharedOut = (Math.ceil(seconds / 60) + 1) * BUSY[1]; // of 24 rooms one a minute may go to a node with fewer people
  expect(talk.moves.moved, "nobody had to move").toBeLessThanOrEqual(sharedOut);
  expect(talk.moves.reconnected, "nobody's line was lost").toBe(0);
  expect(talk.right, "everybody heard whom they should").toBe(true);
});

test("nodes are replaced one after the other: everybody stays and hears again", async () => {
  talkers = await Talkers.start(cluster, ...ROLLING);
  for (const node of cluster.nodes) {
    expect(await node.kill("SIGTERM"), "exit code").toBe(0);
    await until("all are served by the others", LIMIT_MILLIS, everybodyIsIn);
    await node.launch();
    await cluster.whole();
    await until("all are there", LIMIT_MILLIS, everybodyIsIn);
  }
  const { hearing, moves, right } = await talkers.end();
  console.log(
    `FIGURE rolling restart of three nodes under ${hearing.members} members: ${moves.moved} moves and ${moves.reconnected} new lines; longest silence of a member ${moves.silenceP50Millis.toFixed(0)} ms in the median, ${moves.silenceMaxMillis.toFixed(0)} ms at most`,
  );
  expectNobodyDowned();
  expect(moves.lost, "who did not come back").toBe(0);
  expect(right, `${hearing.right} of ${hearing.members} hear whom they should`).toBe(true);
  expect(moves.moved, "somebody's room moved").toBeGreaterThan(0);
  expect(moves.reconnected, "somebody's line was lost").toBeGreaterThan(0);
  expect(moves.silenceMaxMillis).toBeLessThan(SILENCE_LIMIT_MILLIS);
});

async function everybodyIsIn(): Promise<boolean> {
  const [rooms, members] = ROLLING;
  return (await cluster.sum("free4chat_members")) === rooms * members;
}
