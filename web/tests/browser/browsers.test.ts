/** Chromium and Firefox in one room. */
import { expect, test } from "vitest";
import { Chromium } from "./support/chromium.ts";
import { draw, ink } from "./support/drawing.ts";
import { SILENT_DECIBELS } from "./support/ears.ts";
import { Firefox } from "./support/firefox.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

test("Chromium and Firefox hear each other, write to each other and draw together", async () => {
  const server = await ServerProcess.start();
  const chromium = await Chromium.start();
  const firefox = await Firefox.start();
  try {
    const url = `${server.url}/r/two-browsers`;
    const ann = await chromium.person("Ann", 0);
    const fay = await firefox.person("Fay", 1);
    await ann.join(url);
    await fay.join(url);
    await Promise.all([ann.hears(1), fay.hears(0)]);
    const own = await Promise.all([ann.usualDecibels(0), fay.usualDecibels(1)]);
    expect(Math.max(...own), "someone hears themselves").toBeLessThan(SILENT_DECIBELS);

    await fay.browser.fill("Message", "from Firefox");
    await fay.browser.press("button", "Send");
    await until("Ann reads it", 5_000, async () => (await ann.chat()).includes("from Firefox"));
    await ann.browser.fill("Message", "from Chromium");
    await ann.browser.press("button", "Send");
    await until("Fay reads it", 5_000, async () => (await fay.chat()).includes("from Chromium"));

    await draw(ann);
    await fay.browser.press("button", "Board");
    await until("Fay sees what Ann has drawn", 20_000, async () => (await ink(fay)) > 0);

    await fay.browser.press("button", "Mute");
    await ann.hearsNo(1);
    await fay.browser.press("button", "Unmute");
    await ann.hears(1);
  } finally {
    await firefox.stop();
    await chromium.stop();
    await server.stop();
  }
});
