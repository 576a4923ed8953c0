/** Drawing on the board, and looking at it. */
import type { ChromiumPerson } from "./chromium.ts";
import type { Person } from "./page.ts";

/** Opens the board; gives its middle. */
async function board({ browser, page }: ChromiumPerson): Promise<{ x: number; y: number }> {
  await browser.press("button", "Board");
  await page.locator(".excalidraw canvas.interactive").waitFor();
  const box = await page.locator(".excalidraw").boundingBox();
  if (!box) throw new Error("there is no board");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Opens the board and draws a stroke, and a rectangle. */
export async function draw(person: ChromiumPerson): Promise<void> {
  const { x, y } = await board(person);
  const { keyboard, mouse } = person.page;
  for (const [tool, dx] of [
    ["p", -90],
    ["r", 20],
  ] as const) {
    await mouse.click(x, y + 90);
    await keyboard.press(tool);
    await mouse.move(x + dx, y - 40);
    await mouse.down();
    for (let step = 0; step <= 12; step++)
      await mouse.move(x + dx + step * 6, y - 40 + Math.abs(step - 6) * 12);
    await mouse.up();
  }
}

/** Opens the board and writes words on it. */
export async function letter(person: ChromiumPerson, words: string): Promise<void> {
  const { x, y } = await board(person);
  await person.page.mouse.click(x, y + 90);
  await person.page.keyboard.press("t");
  await person.page.mouse.click(x - 100, y);
  await person.page.keyboard.type(words);
  await person.page.keyboard.press("Escape");
}

/** How much of the board's picture is not empty. */
export function ink(person: Person): Promise<number> {
  return person.browser.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".excalidraw canvas.static");
    if (!canvas || canvas.width === 0) return 0;
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels?.filter((value, index) => index % 4 === 3 && value > 0).length ?? 0;
  });
}
