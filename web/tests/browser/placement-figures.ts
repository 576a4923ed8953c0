/** Measures what a node that is added takes from the others, and at what price. */
import { Cluster } from "./support/cluster.ts";
import { pause, tableRow } from "./support/measures.ts";
import { until } from "./support/page.ts";
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
      tableRow(
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

await measureAddedNode();
