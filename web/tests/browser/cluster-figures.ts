/**
 * Measures what the loss of a node costs: two people in Chromium whose room's node is killed, ten times, and a thousand rooms of which
 * a third were on the node that is killed.
 */
import { loadavg } from "node:os";
import { Chromium } from "./support/chromium.ts";
import { Cluster } from "./support/cluster.ts";
import { HEARD_DECIBELS } from "./support/ears.ts";
import { longestSilence, median, pause } from "./support/measures.ts";
import { until } from "./support/page.ts";
import { Talkers } from "./support/talkers.ts";

const KILLS = 10;
const ROOMS = 1_000;
const LIMIT_MILLIS = 120_000;

function row(what: string, words: string): void {
  console.log(`| ${what} | ${words} | load average ${loadavg()[0]?.toFixed(1)} |`);
}

async function measureKills(): Promise<void> {
  const [cluster, chromium] = await Promise.all([Cluster.start(), Chromium.start()]);
  try {
    const ann = await chromium.person("Ann", 0);
    const ben = await chromium.person("Ben", 1);
    await ann.join(`${cluster.url}/r/killed`);
    await ben.join(`${cluster.url}/r/killed`);
    await Promise.all([ann.hears(1, LIMIT_MILLIS), ben.hears(0, LIMIT_MILLIS)]);
    const silences: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const owner = await cluster.owner();
      const since = Date.now();
      await owner.kill("SIGKILL");
      await until("somebody hears nothing", LIMIT_MILLIS, async () => {
        const [atAnn, atBen] = await Promise.all([ann.decibels(1), ben.decibels(0)]);
        return Math.min(atAnn, atBen) < HEARD_DECIBELS;
      });
      await Promise.all([ann.hears(1, LIMIT_MILLIS), ben.hears(0, LIMIT_MILLIS)]);
      const both = await Promise.all([
        longestSilence(ann, 1, since),
        longestSilence(ben, 0, since),
      ]);
      silences.push(Math.max(...both));
      await owner.launch();
      await cluster.whole();
    }
    const inSeconds = (millis: number) => (millis / 1_000).toFixed(1);
    row(
      `kill -9 of a room's node, ${KILLS} times: silence until both hear each other again`,
      `median ${inSeconds(median(silences))} s, ${inSeconds(Math.min(...silences))} to ${inSeconds(Math.max(...silences))} s`,
    );
  } finally {
    await chromium.stop();
    await cluster.stop();
  }
}

async function measureRooms(): Promise<void> {
  const cluster = await Cluster.start([
    "--max-rooms=2000",
    "--max-sockets=4000",
    "--max-address-sockets=4000",
    "--max-address-rooms=4000",
  ]);
  try {
    const talkers = await Talkers.start(cluster, ROOMS, 1, 0);
    try {
      const [killed] = cluster.nodes.slice(-1);
      if (!killed) throw new Error("no node");
      const rooms = await killed.metric("free4chat_rooms");
      const since = performance.now();
      await killed.kill("SIGKILL");
      await until("all rooms answer", LIMIT_MILLIS, async () => {
        return (await cluster.sum("free4chat_members")) === ROOMS;
      });
      const seconds = (performance.now() - since) / 1_000;
      row(
        `kill -9 of one of three nodes with ${ROOMS.toLocaleString("en")} rooms, of which it had ${rooms}`,
        `all members were in all rooms after ${seconds.toFixed(1)} s`,
      );
      await pause(1_000);
      const { moves } = await talkers.end();
      if (moves.lost > 0) throw new Error(`${moves.lost} members did not come back`);
    } finally {
      talkers.stop();
    }
  } finally {
    await cluster.stop();
  }
}

await measureKills();
await measureRooms();
