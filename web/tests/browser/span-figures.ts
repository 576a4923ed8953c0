/**
 * Measures one room across three nodes, by `./load`: whether each of 600 listeners hears just the three who speak, what crosses
 * between nodes, and what the loss of a node costs that only helps.
 */
import { Cluster } from "./support/cluster.ts";
import { pause, tableRow } from "./support/measures.ts";
import { until } from "./support/page.ts";
import type { ServerProcess } from "./support/server.ts";
import { type Talk, Talkers } from "./support/talkers.ts";

const LISTENERS = 600;
const SPEAKERS = 3;
const MEMBERS = LISTENERS + SPEAKERS;
/** Slowly enough for two cores that do all of it. */
const RAMP = "--ramp=25";
const WINDOW_MILLIS = 10_000;
const LIMIT_MILLIS = 120_000;
/** Counters of three processes are not read at the same moment. */
const SKEW = 0.03;

/** Every node has a part, as they count whose voice they serve. */
async function parts(cluster: Cluster): Promise<number[]> {
  const running = cluster.nodes.filter((node) => node.isRunning);
  return Promise.all(running.map((node) => node.metric("free4chat_media_connected_peers")));
}

async function allAreServed(cluster: Cluster): Promise<boolean> {
  return (await parts(cluster)).reduce((sum, part) => sum + part, 0) === MEMBERS;
}

/** Packets that were said, that went to other nodes, and that were for a worker who was too slow, all nodes together. */
async function counted(cluster: Cluster): Promise<[said: number, crossed: number, full: number]> {
  const names = ["media_rtp_received", "relay_sent", "relay_ring_full"];
  const [said = 0, crossed = 0, full = 0] = await Promise.all(
    names.map((name) => cluster.sum(`free4chat_${name}_total`)),
  );
  return [said, crossed, full];
}

function expectRight({ right, hearing, generator }: Talk, when: string): void {
  if (!right) throw new Error(`${when}, ${hearing.right} of ${MEMBERS} heard whom they should`);
  console.log(`./load: ${generator.cores.toFixed(2)} cores`);
}

/** Every member hears the three, and one copy of each stream goes to each other node. */
async function measureCrossing(cluster: Cluster): Promise<void> {
  const talkers = await Talkers.start(cluster, 1, MEMBERS, SPEAKERS, [RAMP]);
  try {
    await until("everybody's voice is served", LIMIT_MILLIS, () => allAreServed(cluster));
    const served = await parts(cluster);
    if (Math.min(...served) === 0) throw new Error(`a node has no part: ${served.join(", ")}`);
    const before = await counted(cluster);
    await pause(WINDOW_MILLIS);
    const after = await counted(cluster);
    const [said, crossed, full] = after.map(
      (count, at) => count - (before[at] ?? 0),
    ) as typeof after;
    const copies = crossed / said;
    expectRight(await talkers.end(), "across three nodes");
    tableRow(
      `${LISTENERS} listeners and ${SPEAKERS} speakers of one room, with ${served.join(", ")} at three nodes`,
      `each heard just whom it should; of ${said} packets ${crossed} crossed: ${copies.toFixed(2)} copies of each, to 2 other nodes; ${full} too many`,
    );
    const wanted = cluster.nodes.length - 1;
    if (Math.abs(copies - wanted) > wanted * SKEW || full > 0) {
      throw new Error(`${copies} copies of each packet crossed, ${full} were not taken`);
    }
  } finally {
    talkers.stop();
  }
}

async function helperOf(cluster: Cluster): Promise<ServerProcess> {
  const owner = await cluster.owner();
  const [helper] = cluster.nodes.filter((node) => node !== owner);
  if (!helper) throw new Error("no node helps");
  return helper;
}

/** A node is killed that has a part of the room and not the room. */
async function measureLoss(cluster: Cluster): Promise<void> {
  const talkers = await Talkers.start(cluster, 1, MEMBERS, SPEAKERS, [RAMP, "--follow"]);
  try {
    await until("everybody's voice is served", LIMIT_MILLIS, () => allAreServed(cluster));
    const helper = await helperOf(cluster);
    const part = await helper.metric("free4chat_media_connected_peers");
    if (part === 0) throw new Error("the node to be killed serves nobody");
    const since = performance.now();
    await helper.kill("SIGKILL");
    await until("all are served by the others", LIMIT_MILLIS, () => allAreServed(cluster));
    const seconds = (performance.now() - since) / 1_000;
    const talk = await talkers.end();
    expectRight(talk, "without the node that was killed");
    const { offered, reconnected, moved, lost, silenceMaxMillis } = talk.moves;
    tableRow(
      `kill -9 of a node that served ${part} of them and had not the room`,
      `all were served again after ${seconds.toFixed(1)} s, and heard just whom they should; longest silence of a member ${(silenceMaxMillis / 1_000).toFixed(1)} s; ${offered} offered their voice again, ${reconnected} opened another line`,
    );
    if (moved > 0 || lost > 0) throw new Error(`${moved} rooms moved, ${lost} did not come back`);
  } finally {
    talkers.stop();
  }
}

const cluster = await Cluster.start([
  `--relay-above=${Math.ceil(MEMBERS / 3)}`,
  "--max-address-sockets=4000",
]);
try {
  for (const node of cluster.nodes) {
    await until("nodes reach each other by UDP", LIMIT_MILLIS, async () => {
      return (await node.metric("free4chat_relay_nodes")) === cluster.nodes.length - 1;
    });
  }
  await measureCrossing(cluster);
  await until("the room is empty", LIMIT_MILLIS, async () => {
    return (await cluster.sum("free4chat_rooms")) === 0;
  });
  await measureLoss(cluster);
} catch (error) {
  cluster.tell();
  throw error;
} finally {
  await cluster.stop();
}
