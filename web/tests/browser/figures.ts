/**
 * Measures what the browser meets: mouth to ear against a peer-to-peer baseline of the same run, clicking Join to the first packet,
 * Mute to silence, Leave to gone. Rounds are interleaved, medians are quoted, the load average stands beside them.
 */
import { loadavg } from "node:os";
import { Chromium } from "./support/chromium.ts";
import { HEARD_DECIBELS } from "./support/ears.ts";
import { close, mouthToEar, type Pair, pause, row, SETTLE_MILLIS } from "./support/measures.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const ROUNDS = 5;
/** A person reads the page before Join; what it loads and prepares meanwhile is not timed. */
const SETTLED_PAGE_MILLIS = 1_000;
const JOINS_A_ROUND = 4;

/** From the speaker's click on Mute to silence at the listener; ms. */
async function muteTime([speaker, listener]: Pair): Promise<number> {
  await listener.hears(0);
  await pause(SETTLE_MILLIS);
  const muted = await speaker.page.evaluate(() => window.ears.clickTime("Mute"));
  await listener.hearsNo(0);
  return await listener.silentSince(0, muted);
}

/** Two people in a room of the server, alone. */
async function served(chromium: Chromium, url: string): Promise<Pair> {
  const speaker = await chromium.person("Speaker", 0);
  const listener = await chromium.person("Listener", 1);
  await speaker.join(url);
  await listener.join(url);
  await listener.hears(0, 20_000);
  return [speaker, listener];
}

/** Two pages joined without any server, for the baseline. */
async function peerToPeer(chromium: Chromium, url: string): Promise<Pair> {
  const speaker = await chromium.person("Speaker", 0);
  const listener = await chromium.person("Listener", 1);
  await speaker.page.goto(url);
  await listener.page.goto(url);
  const gathered = (peer: RTCPeerConnection) =>
    new Promise<void>((resolve) => {
      if (peer.iceGatheringState === "complete") resolve();
      peer.addEventListener("icegatheringstatechange", () => {
        if (peer.iceGatheringState === "complete") resolve();
      });
    });
  const script = `window.gathered = ${gathered.toString()}`;
  await speaker.page.evaluate(script);
  await listener.page.evaluate(script);
  const offer = await speaker.page.evaluate(async () => {
    const page = window as unknown as { gathered: (peer: RTCPeerConnection) => Promise<void> };
    const peer = new RTCPeerConnection();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) peer.addTrack(track, stream);
    await peer.setLocalDescription();
    await page.gathered(peer);
    return peer.localDescription?.sdp ?? "";
  });
  const answer = await listener.page.evaluate(async (sdp: string) => {
    const page = window as unknown as { gathered: (peer: RTCPeerConnection) => Promise<void> };
    const peer = new RTCPeerConnection();
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    await page.gathered(peer);
    return peer.localDescription?.sdp ?? "";
  }, offer);
  await speaker.page.evaluate(async (sdp: string) => {
    await window.ears.peers[0]?.setRemoteDescription({ type: "answer", sdp });
  }, answer);
  await listener.hears(0, 20_000);
  return [speaker, listener];
}

/** From the click on Join: ms to the first packet of somebody's voice, and to the first sound of it. */
async function joinTimes(
  chromium: Chromium,
  url: string,
): Promise<{ packet: number; sound: number }> {
  const late = await chromium.person("Late", 1);
  await late.open(url);
  await pause(SETTLED_PAGE_MILLIS);
  await late.page.evaluate(() => window.ears.watchJoin());
  await late.page.getByRole("button", { name: "Join", exact: true }).click();
  await late.hears(0, 20_000);
  const times = await late.page.evaluate((heard: number) => {
    const { clicked, firstPacket } = window.ears.join;
    const sound = window.ears.samples.find(
      (sample) => sample.time > clicked && (sample.decibels[0] ?? -200) > heard,
    );
    return { packet: firstPacket - clicked, sound: (sound?.time ?? Number.NaN) - clicked };
  }, HEARD_DECIBELS);
  await late.browser.close();
  return times;
}

/** From the start of `./run`, built before, to its answer that it is ready; ms. */
async function startTime(): Promise<number> {
  const started = performance.now();
  const server = await ServerProcess.start();
  const millis = performance.now() - started;
  await server.stop();
  return millis;
}

const starts: number[] = [];
for (let round = 0; round < ROUNDS; round++) starts.push(await startTime());

const server = await ServerProcess.start();
const chromium = await Chromium.start();
const load: number[] = [];
try {
  const url = `${server.url}/r/figures`;
  const direct: number[] = [];
  const through: number[] = [];
  const mutes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    load.push(loadavg()[0] ?? 0);
    const strangers = await peerToPeer(chromium, server.url);
    direct.push(await mouthToEar(strangers));
    await close(strangers);
    const people = await served(chromium, `${server.url}/r/ears`);
    through.push(await mouthToEar(people));
    mutes.push(await muteTime(people));
    await close(people);
  }

  const packets: number[] = [];
  const sounds: number[] = [];
  const leaves: number[] = [];
  const [ann] = await served(chromium, url);
  for (let round = 0; round < ROUNDS; round++) {
    load.push(loadavg()[0] ?? 0);
    for (let join = 0; join < JOINS_A_ROUND; join++) {
      const times = await joinTimes(chromium, url);
      packets.push(times.packet);
      sounds.push(times.sound);
    }
    const cleo = await chromium.person("Cleo", 2);
    await cleo.join(url);
    await until("Ann sees Cleo", 5_000, () => ann.seesPerson("Cleo"));
    await cleo.browser.press("button", "Leave");
    leaves.push(await until("Cleo is gone", 5_000, async () => !(await ann.seesPerson("Cleo"))));
    await cleo.browser.close();
  }

  console.log(`\n${"milliseconds".padEnd(44)}    p50    p90    max     n   aim`);
  row("./run to ready", starts, "within 3000");
  row("mouth to ear, peer to peer", direct, "(baseline of this run)");
  row("mouth to ear, through the server", through, "");
  row(
    "  added by the server",
    through.map((value, index) => value - (direct[index] ?? Number.NaN)),
    "p50 within 15",
  );
  row("Join clicked to first packet of voice", packets, "p50 under 300");
  row("Join clicked to first sound", sounds, "");
  row("Mute clicked to silence at the other", mutes, "within 300");
  row("Leave clicked to seen", leaves, "within 1000");
  console.log(
    `load average ${load.map((value) => value.toFixed(2)).join(" ")}, ${ROUNDS} rounds\n`,
  );
} finally {
  await chromium.stop();
  await server.stop();
}
