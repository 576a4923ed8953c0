/**
 * Measures what a node that is added takes from the others, and at what price, and what a packet costs three nodes and one alone.
 */
import { loadavg } from "node:os";
import { Cluster } from "./support/cluster.ts";
import { pause } from "./support/measures.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { Talkers } from "./support/talkers.ts";

const LIMIT_MILLIS = 120_000;
const FLAGS = ["--max-address-sockets=2000", "--max-address-rooms=1000"];

/** Rooms, members and speakers of each, while a node is added. */
const ADDED = [120, 2, 1] as const;
/** Of so many rooms one may move within a minute. */
const ROOMS_A_MOVE = 20;
const MINUTE_MILLIS = 60_000;
/** Who places shards has to know what has moved lately. */
const SETTLE_MILLIS = 80_000;
const WATCHED_MILLIS = 150_000;

/** Rooms, members and speakers of each, while the cost is measured: 54,000 packets a second. */
const COST = [24, 10, 5] as const;
const WARM_MILLIS = 15_000;
const MEASURED_MILLIS = 20_000;
const ROUNDS = 3;

function row(what: string, words: string): void {
  console.log(`| ${what} | ${words} | load average ${loadavg()[0]?.toFixed(1)} |`);
}

/** The most that a count has grown within any minute. */
function mostAMinute(samples: readonly { millis: number; count: number }[]): number {
  let most = 0;
  let from = 0;
  for (const sample of samples) {
    while (sample.millis - (samples[from]?.millis ?? 0) > MINUTE_MILLIS) from++;
    most = Math.max(most, sample.count - (samples[from]?.count ?? 0));
  }
  return most;
}

async function measureAddedNode(): Promise<void> {
  const cluster = await Cluster.start(FLAGS, undefined, 2);
  const [rooms, members] = ADDED;
  try {
    const talkers = await Talkers.start(cluster, ...ADDED);
    try {
      await pause(SETTLE_MILLIS);
      const movedSessions = () => cluster.sum("free4chat_node_moved_sessions");
      const before = await movedSessions();
      const added = await cluster.add();
      const began = performance.now();
      const samples = [{ millis: 0, count: 0 }];
      await until("the time is over", WATCHED_MILLIS + LIMIT_MILLIS, async () => {
        const millis = performance.now() - began;
        samples.push({ millis, count: ((await movedSessions()) - before) / members });
        return millis > WATCHED_MILLIS;
      });
      await until("all are there", LIMIT_MILLIS, async () => {
        return (await cluster.sum("free4chat_members")) === rooms * members;
      });
      const has = await added.metric("free4chat_rooms");
      const shards = await added.metric("free4chat_node_shards");
      const most = mostAMinute(samples);
      const { moves, right } = await talkers.end();
      row(
        `a third node beside two with ${rooms} rooms of ${members}, in which one speaks`,
        `after ${(WATCHED_MILLIS / 1_000).toFixed(0)} s it has ${has} rooms and ${shards} shards; ${most.toFixed(0)} rooms moved within a minute at most (${rooms / ROOMS_A_MOVE}); longest silence of a member ${moves.silenceMaxMillis.toFixed(0)} ms (1000)`,
      );
      if (most > rooms / ROOMS_A_MOVE) throw new Error(`${most} rooms moved within a minute`);
      if (has === 0) throw new Error("no room came to the node that was added");
      if (moves.lost > 0 || !right) throw new Error("somebody did not come back, or heard wrong");
    } finally {
      talkers.stop();
    }
  } finally {
    await cluster.stop();
  }
}

type Nodes = Pick<Cluster, "nodes" | "sum">;

const FORWARDED = "free4chat_media_forwarded_total";

/** Microseconds of processor for each packet that is sent to a listener, and packets a second. */
async function costOf(nodes: Nodes): Promise<{ micros: number; rate: number }> {
  const talkers = await Talkers.start(nodes, ...COST);
  try {
    await pause(WARM_MILLIS);
    const [cpu, sent] = [await nodes.sum("process_cpu_seconds_total"), await nodes.sum(FORWARDED)];
    const began = performance.now();
    await pause(MEASURED_MILLIS);
    const seconds = (await nodes.sum("process_cpu_seconds_total")) - cpu;
    const packets = (await nodes.sum(FORWARDED)) - sent;
    const rate = packets / ((performance.now() - began) / 1_000);
    const { right } = await talkers.end();
    if (!right) throw new Error("somebody heard whom they should not, or not whom they should");
    return { micros: (seconds * 1e6) / packets, rate };
  } finally {
    talkers.stop();
  }
}

async function measureCost(): Promise<void> {
  const cluster = await Cluster.start(FLAGS);
  const server = await ServerProcess.start(["--workers=1", ...FLAGS]);
  const alone: Nodes = { nodes: [server], sum: (metric) => server.metric(metric) };
  try {
    const micros = { one: 0, three: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const one = await costOf(alone);
      const three = await costOf(cluster);
      micros.one += one.micros / ROUNDS;
      micros.three += three.micros / ROUNDS;
      row(
        `processor for each packet sent, round ${round + 1}`,
        `one node alone ${one.micros.toFixed(2)} µs at ${one.rate.toFixed(0)} a second, three ${three.micros.toFixed(2)} µs at ${three.rate.toFixed(0)}`,
      );
    }
    const more = (micros.three / micros.one - 1) * 100;
    row(
      "three nodes beside one alone, the same load",
      `${more.toFixed(1)} % more processor for each packet (10)`,
    );
  } finally {
    await server.stop();
    await cluster.stop();
  }
}

await measureAddedNode();
await measureCost();
