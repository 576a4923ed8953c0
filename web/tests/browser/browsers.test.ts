/** Chromium and Firefox in one room. */
import { expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { SILENT_DECIBELS } from "./support/ears.ts";
import { Firefox } from "./support/firefox.ts";
import { type Person, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

/** Ann opens the board and draws a stroke, and a rectangle. */
async function draw({ browser, page }: ChromiumPerson): Promise<void> {
  await browser.press("button", "Board");
  await page.waitForSelector(".excalidraw canvas.interactive");
  const box = await page.locator(".excalidraw").boundingBox();
  if (!box) throw new Error("there is no board");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (const [tool, dx] of [
    ["p", -90],
    ["r", 20],
  ] as const) {
    await page.mouse.click(x, y + 90);
    await page.keyboard.press(tool);
    await page.mouse.move(x + dx, y - 40);
    await page.mouse.down();
    for (let step = 0; step <= 12; step++)
      await page.mouse.move(x + dx + step * 6, y - 40 + Math.abs(step - 6) * 12);
    await page.mouse.up();
  }
}

/** Points of the board's picture that are not empty. */
function ink(person: Person): Promise<number> {
  return person.browser.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".excalidraw canvas.static");
    if (!canvas || canvas.width === 0) return 0;
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels?.filter((value, index) => index % 4 === 3 && value > 0).length ?? 0;
  });
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
