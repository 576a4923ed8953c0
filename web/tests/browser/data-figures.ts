/**
 * How fast bytes go from one Chromium to another through a server, beside how fast the same two browsers are without one, and what
 * it does to voice on the same worker. All on one machine; every byte through the server is hashed.
 */
import { loadavg } from "node:os";
import type { Page } from "playwright-core";
import type {} from "./data-page/main.ts";
import { Chromium } from "./support/chromium.ts";
import { dataPageScript } from "./support/data-page.ts";
import { median } from "./support/measures.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { measureVoice, voiceWords } from "./support/voice-load.ts";

const ROUNDS = 3;
const MEGABYTES = 100;
const PATIENCE_MILLIS = 120_000;
/** From one page to the other without a server, by a data channel as the client library opens it. Returns MB/s. */
async function peerToPeer(from: Page, to: Page): Promise<number> {
  const offer = await from.evaluate(async () => {
    const peer = new RTCPeerConnection();
    const channel = peer.createDataChannel("reliable");
    Object.assign(window, { figurePeer: peer, figureChannel: channel });
    const gathered = new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
    });
    await peer.setLocalDescription();
    await gathered;
    return peer.localDescription?.sdp ?? "";
  });
  const answer = await to.evaluate(async (sdp) => {
    const peer = new RTCPeerConnection();
    Object.assign(window, { figurePeer: peer, figureBytes: 0 });
    peer.ondatachannel = ({ channel }) => {
      channel.binaryType = "arraybuffer";
      const counted = window as unknown as { figureBytes: number };
      channel.onmessage = ({ data }) => {
        counted.figureBytes += data.byteLength;
      };
    };
    const gathered = new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
    });
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    await gathered;
    return peer.localDescription?.sdp ?? "";
  }, offer);
  const start = performance.now();
  await from.evaluate(
    async ([sdp, count]) => {
      const { figurePeer: peer, figureChannel: channel } = window as unknown as {
        figurePeer: RTCPeerConnection;
        figureChannel: RTCDataChannel;
      };
      const opened = new Promise((resolve) => {
        channel.onopen = resolve;
      });
      await peer.setRemoteDescription({ type: "answer", sdp });
      await opened;
      const part = new Uint8Array(1 << 16);
      crypto.getRandomValues(part);
      channel.bufferedAmountLowThreshold = 1 << 18;
      for (let i = 0; i < count * 16; i++) {
        if (channel.bufferedAmount > 1 << 20) {
          await new Promise((resolve) => {
            channel.onbufferedamountlow = resolve;
          });
        }
        channel.send(part);
      }
    },
    [answer, MEGABYTES] as const,
  );
  await until("all of it, without a server", PATIENCE_MILLIS, async () => {
    const bytes = await to.evaluate(
      () => (window as unknown as { figureBytes: number }).figureBytes,
    );
    return bytes === MEGABYTES << 20;
  });
  const rate = megabytesASecond(performance.now() - start);
  for (const page of [from, to]) {
    await page.evaluate(() =>
      (window as unknown as { figurePeer: RTCPeerConnection }).figurePeer.close(),
    );
  }
  return rate;
}

const megabytesASecond = (millis: number) => (MEGABYTES * 1_048.576) / millis;

const script = await dataPageScript();
const server = await ServerProcess.start(["--max-address-sockets=1000"]);
const chromium = await Chromium.start();
try {
  const enter = async (nickname: string) => {
    const page = await (await chromium.browser.newContext()).newPage();
    await page.goto(server.url);
    await page.evaluate(script);
    const number = await page.evaluate(
      (name) => window.dataBench.join("figures of bytes", name),
      nickname,
    );
    return { page, number };
  };
  const ann = await enter("Ann");
  const bob = await enter("Bob");
  let came = 0;
  const inbox = () => bob.page.evaluate(() => window.dataBench.received());
  /** Returns MB/s. */
  const relayed = async () => {
    const start = performance.now();
    const hash = await ann.page.evaluate(([count, to]) => window.dataBench.flood(count, { to }), [
      MEGABYTES,
      bob.number,
    ] as const);
    came += MEGABYTES;
    await until("all of it", PATIENCE_MILLIS, async () => (await inbox()).length === came);
    const millis = performance.now() - start;
    const last = (await inbox()).slice(-MEGABYTES);
    if (last.some((message) => message.hash !== hash)) throw new Error("other bytes");
    return megabytesASecond(millis);
  };

  const relay: number[] = [];
  const direct: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    relay.push(await relayed());
    direct.push(await peerToPeer(ann.page, bob.page));
  }
  const list = (values: number[]) => values.map((value) => value.toFixed(1)).join(", ");
  console.log(
    `data, ${MEGABYTES} MiB in messages of 1 MiB: ${median(relay).toFixed(1)} MB/s through the server (${list(relay)}; aim 10), ` +
      `${median(direct).toFixed(1)} without one (${list(direct)}); load average ${loadavg()[0]?.toFixed(2)}`,
  );

  const alone = await measureVoice(server.url);
  let isOver = false;
  const flood = (async () => {
    const rates: number[] = [];
    while (!isOver) rates.push(await relayed());
    return rates;
  })();
  const beside = await measureVoice(server.url);
  isOver = true;
  const rates = await flood;
  console.log(
    `voice of ten on the same worker: ${voiceWords(alone)} alone; ${voiceWords(beside)} beside data at ${list(rates)} MB/s (aim: none lost, p99 2 ms more)`,
  );
} finally {
  await chromium.stop();
  await server.stop();
}
