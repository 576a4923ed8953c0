/** Measures what the loss of a node costs two people in Chromium: the node of their room is killed, ten times. */
import { Chromium } from "./support/chromium.ts";
import { Cluster } from "./support/cluster.ts";
import { HEARD_DECIBELS } from "./support/ears.ts";
import { longestSilence, median, tableRow } from "./support/measures.ts";
import { until } from "./support/page.ts";

const KILLS = 10;
const LIMIT_MILLIS = 120_000;

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
    tableRow(
      `kill -9 of a room's node, ${KILLS} times: silence until both hear each other again`,
      `median ${inSeconds(median(silences))} s, ${inSeconds(Math.min(...silences))} to ${inSeconds(Math.max(...silences))} s`,
    );
  } finally {
    await chromium.stop();
    await cluster.stop();
  }
}

await measureKills();
