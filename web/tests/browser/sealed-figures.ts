/**
 * What sealing costs: mouth to ear in a sealed room against an open one of the same run, rounds interleaved; packets that go out in
 * silence, which say whether discontinuous transmission outlives the seal; and the processor time of the worker that every frame
 * passes through.
 */
import { readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { Chromium } from "./support/chromium.ts";
import { close, median, mouthToEar, type Pair, pause, row } from "./support/measures.ts";
import { ServerProcess } from "./support/server.ts";

const ROUNDS = 5;
const TALK_MILLIS = 5_000;
const MOST_ADDED_MILLIS = 8;
/** Opus sends a frame in 400 ms of silence, and the encoder takes as long to see that it is silence. */
const QUIET_MILLIS = 10_000;
const QUIET_ROUNDS = 2;
const MOST_QUIET_PACKETS = 4;
/** Of a clock tick in /proc (Linux). */
const TICK_MILLIS = 10;

async function open(chromium: Chromium, url: string): Promise<Pair> {
  const [speaker, listener] = await pair(chromium);
  await speaker.join(`${url}/r/open-ears`);
  await listener.join(`${url}/r/open-ears`);
  await listener.hears(0, 20_000);
  return [speaker, listener];
}

async function sealed(chromium: Chromium, url: string): Promise<Pair> {
  const [speaker, listener] = await pair(chromium);
  const { page } = speaker;
  await page.goto(`${url}/s/`);
  await page.getByRole("textbox", { name: "Title" }).fill("Sealed ears");
  await page.getByRole("radio", { name: "Unlisted" }).check();
  await page.getByRole("button", { name: "Make the room" }).click();
  await page.getByRole("textbox", { name: "Nickname" }).fill(speaker.nickname);
  await speaker.browser.press("button", "Join");
  const shown = page.getByText(/\/s\/[\w-]{22}#[\w-]{22}/);
  await shown.waitFor({ state: "attached" });
  await listener.join(`http://${await shown.textContent()}`);
  await listener.hears(0, 20_000);
  return [speaker, listener];
}

async function pair(chromium: Chromium): Promise<Pair> {
  return [await chromium.person("Speaker", 0), await chromium.person("Listener", 1)];
}

/** Processor time of all voice workers so far, ms; and how many there are. */
async function workerTime(chromium: Chromium): Promise<{ millis: number; workers: number }> {
  const session = await chromium.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  let [ticks, workers] = [0, 0];
  for (const { id, type } of processInfo) {
    if (type !== "renderer") continue;
    for (const task of readdirSync(`/proc/${id}/task`)) {
      const stat = readFileSync(`/proc/${id}/task/${task}/stat`, "utf8");
      if (!stat.includes("(DedicatedWorker")) continue;
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
      workers++;
    }
  }
  return { millis: ticks * TICK_MILLIS, workers };
}

function packetsSent({ page }: Pair[0]): Promise<number> {
  return page.evaluate(async () => {
    let packets = 0;
    for (const peer of window.ears.peers) {
      if (peer.connectionState !== "connected") continue;
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "outbound-rtp") packets += report.packetsSent;
      }
    }
    return packets;
  });
}

/** Packets a second of a microphone that is open and hears nothing. */
async function packetsInSilence([speaker]: Pair): Promise<number> {
  await speaker.page.evaluate(() => window.ears.setLoudness(0));
  await pause(1_000);
  const before = await packetsSent(speaker);
  await pause(QUIET_MILLIS);
  const sent = (await packetsSent(speaker)) - before;
  await speaker.page.evaluate(() => window.ears.setLoudness(0.5));
  return (sent * 1000) / QUIET_MILLIS;
}

const server = await ServerProcess.start();
const chromium = await Chromium.start();
const load: number[] = [];
try {
  const [inOpen, inSealed, cost]: [number[], number[], number[]] = [[], [], []];
  const [quietOpen, quietSealed]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    load.push(loadavg()[0] ?? 0);
    const openPair = await open(chromium, server.url);
    inOpen.push(await mouthToEar(openPair));
    if (round < QUIET_ROUNDS) quietOpen.push(await packetsInSilence(openPair));
    await close(openPair);
    const sealedPair = await sealed(chromium, server.url);
    inSealed.push(await mouthToEar(sealedPair));
    if (round < QUIET_ROUNDS) quietSealed.push(await packetsInSilence(sealedPair));
    const before = await workerTime(chromium);
    await pause(TALK_MILLIS);
    const after = await workerTime(chromium);
    cost.push(((after.millis - before.millis) * 100) / TALK_MILLIS / Math.max(1, after.workers));
    await close(sealedPair);
  }
  const added = median(inSealed) - median(inOpen);
  console.log(`\n${"milliseconds".padEnd(44)}    p50    p90    max     n   aim`);
  row("mouth to ear, open room", inOpen, "(baseline of this run)");
  row("mouth to ear, sealed room", inSealed, "");
  row("  added by the seal, medians", [added], `under ${MOST_ADDED_MILLIS}`);
  const pairs = inSealed.map((sealed, round) => sealed - (inOpen[round] ?? Number.NaN));
  row("  added by the seal, pair by pair", pairs, "");
  const inWords = (values: readonly number[]) => values.map((one) => one.toFixed(1)).join(", ");
  console.log(
    `packets a second in silence: ${inWords(quietSealed)} sealed (aim ${MOST_QUIET_PACKETS}), ${inWords(quietOpen)} in the open room`,
  );
  console.log(
    `voice worker, one voice out and one in: ${median(cost).toFixed(1)} % of a core (${cost.map((one) => one.toFixed(1)).join(", ")})`,
  );
  console.log(
    `load average ${load.map((value) => value.toFixed(2)).join(" ")}, ${ROUNDS} rounds\n`,
  );
} finally {
  await chromium.stop();
  await server.stop();
}
