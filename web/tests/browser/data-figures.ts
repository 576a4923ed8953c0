/** How fast bytes go from one Chromium to another through a server, all on one machine; every one of them is hashed. */
import type {} from "./data-page/main.ts";
import { Chromium } from "./support/chromium.ts";
import { dataPageScript } from "./support/data-page.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const MEGABYTES = 100;
const PATIENCE_MILLIS = 60_000;

const script = await dataPageScript();
const server = await ServerProcess.start();
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
  const inbox = () => bob.page.evaluate(() => window.dataBench.received());
  const start = performance.now();
  const hash = await ann.page.evaluate(([count, to]) => window.dataBench.flood(count, { to }), [
    MEGABYTES,
    bob.number,
  ] as const);
  await until("all of it", PATIENCE_MILLIS, async () => (await inbox()).length === MEGABYTES);
  const seconds = (performance.now() - start) / 1_000;
  if ((await inbox()).some((message) => message.hash !== hash)) throw new Error("other bytes");
  const rate = (MEGABYTES * 1.048_576) / seconds;
  console.log(`data: ${MEGABYTES} MiB in ${seconds.toFixed(1)} s, ${rate.toFixed(1)} MB/s`);
} finally {
  await chromium.stop();
  await server.stop();
}
