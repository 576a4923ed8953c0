/**
 * How soon an edit of the board is seen by another, with ten people drawing: from the pen going up in one browser's page to the
 * document of somebody in another page. Two pages with five people each, so that the machine draws no ten pictures. And what it does
 * to voice on the same worker.
 */
import type {} from "./board-page/main.ts";
import { Chromium } from "./support/chromium.ts";
import { boardPageScript } from "./support/data-page.ts";
import { pause, quantile } from "./support/measures.ts";
import { ServerProcess } from "./support/server.ts";
import { measureVoice, voiceWords } from "./support/voice-load.ts";

const PEOPLE_A_PAGE = 5;
const DRAWING_MILLIS = 30_000;
const MOST_P95_MILLIS = 200;

const script = await boardPageScript();
const server = await ServerProcess.start(["--max-address-sockets=1000"]);
const chromium = await Chromium.start();
try {
  const enter = async (name: string) => {
    const page = await (await chromium.browser.newContext()).newPage();
    await page.goto(server.url);
    await page.evaluate(script);
    await page.evaluate(
      ([called, people]) => window.boardBench.start("figures of the board", called, people),
      [name, PEOPLE_A_PAGE] as const,
    );
    return page;
  };
  const alone = await measureVoice(server.url);
  const pages = [await enter("a"), await enter("b")];
  await pause(DRAWING_MILLIS);
  const drawnMillis = Date.now(); // the load generator takes a core of its own: what is drawn beside it is not counted
  const beside = await measureVoice(server.url);
  const [one, other] = await Promise.all(
    pages.map((page) => page.evaluate(() => window.boardBench.stop())),
  );
  if (!one || !other) throw new Error("a page is missing");
  if (one.notice + other.notice !== "") throw new Error(one.notice + other.notice);
  const delays = [
    [one.drawn, other.seen],
    [other.drawn, one.seen],
  ].flatMap(([drawn = [], seen = []]) => {
    const first = new Map([...seen].reverse().map(({ id, atMillis }) => [id, atMillis]));
    // Who came later has not seen what was drawn before as it was drawn.
    const since = Math.min(...seen.map(({ atMillis }) => atMillis));
    return drawn
      .filter(({ atMillis }) => atMillis > since && atMillis < drawnMillis)
      .map(({ id, atMillis }) => (first.get(id) ?? Number.POSITIVE_INFINITY) - atMillis);
  });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(delays, q).toFixed(0));
  console.log(
    `board: ${delays.length} strokes of ten people, seen by another after ${p50} ms (p95 ${p95}, p99 ${p99}; at most ${MOST_P95_MILLIS} at p95)`,
  );
  console.log(
    `voice of ten on the same worker: ${voiceWords(alone)} alone; ${voiceWords(beside)} while they draw`,
  );
  if (!(quantile(delays, 0.95) <= MOST_P95_MILLIS)) throw new Error("seen too late");
} finally {
  await chromium.stop();
  await server.stop();
}
