/** Drawing on the board, and looking at it. */
import type { ChromiumPerson } from "./chromium.ts";
import type { Person } from "./page.ts";

/** Opens the board, if it is not open; gives its middle. */
async function board({ browser, page }: ChromiumPerson): Promise<{ x: number; y: number }> {
  if (!(await page.locator(".excalidraw").isVisible())) await browser.press("button", "Board");
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

/** Drops a picture onto the board, all in one colour. */
export async function drop(person: ChromiumPerson, name: string, colour: string): Promise<void> {
  const { x, y } = await board(person);
  await person.page.evaluate(
    async ({ fileName, fill, clientX, clientY }) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 80, height: 60 });
      const context = canvas.getContext("2d");
      if (!context) throw new Error("nothing to paint on");
      context.fillStyle = fill;
      context.fillRect(0, 0, canvas.width, canvas.height);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
      if (!blob) throw new Error("no picture came of it");
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([blob], fileName, { type: "image/png" }));
      const options = { bubbles: true, cancelable: true, clientX, clientY, dataTransfer };
      document
        .querySelector(".excalidraw canvas.interactive")
        ?.dispatchEvent(new DragEvent("drop", options));
    },
    { fileName: name, fill: colour, clientX: x, clientY: y },
  );
}

/** How many pixels of the board's picture have this colour: red, green, blue. */
export function painted(
  person: Person,
  colour: readonly [number, number, number],
): Promise<number> {
  return person.browser.evaluate(([red, green, blue]) => {
    const canvas = document.querySelector<HTMLCanvasElement>(".excalidraw canvas.static");
    if (!canvas || canvas.width === 0) return 0;
    const { data = [] } =
      canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) count++;
    return count;
  }, colour);
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

/** True when the browser itself keeps something of the board that the server has not acknowledged. */
export function isDrawingKept({ page }: ChromiumPerson): Promise<boolean> {
  return page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await result(indexedDB.open("free4chat.boards"));
    try {
      const boards = await result(
        database.transaction("boards").objectStore("boards").getAll() as IDBRequest<
          { readonly unsent: readonly unknown[] }[]
        >,
      );
      return boards.some(({ unsent }) => unsent.length > 0);
    } finally {
      database.close();
    }
  });
}
