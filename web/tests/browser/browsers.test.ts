/** Chromium and Firefox in one room. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { draw, drop, ink, painted } from "./support/drawing.ts";
import { SILENT_DECIBELS } from "./support/ears.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const LEAF = [30, 150, 60] as const;

/** What comes of this button of the board, as a file. */
async function saved({ page, browser }: ChromiumPerson, kind: "PNG" | "SVG"): Promise<Buffer> {
  const downloading = page.waitForEvent("download");
  await browser.press("button", kind);
  return await readFile(await (await downloading).path());
}

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
    await until("Ann reads it", PATIENCE_MILLIS, async () =>
      (await ann.chat()).includes("from Firefox"),
    );
    await ann.browser.fill("Message", "from Chromium");
    await ann.browser.press("button", "Send");
    await until("Fay reads it", PATIENCE_MILLIS, async () =>
      (await fay.chat()).includes("from Chromium"),
    );

    await draw(ann);
    await fay.browser.press("button", "Board");
    await until("Fay sees what Ann has drawn", PATIENCE_MILLIS, async () => (await ink(fay)) > 0);
    await drop(ann, "leaf.png", `rgb(${LEAF})`);
    for (const person of [ann, fay])
      await until(`${person.nickname} sees Ann's picture`, PATIENCE_MILLIS, async () => {
        return (await painted(person, LEAF)) > 1_000;
      });
    const [png, svg] = [await saved(ann, "PNG"), await saved(ann, "SVG")];
    expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect(svg.toString()).toMatch(/^<svg.*href="data:image\/png;base64,.*<\/svg>$/s);

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
