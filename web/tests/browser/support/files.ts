/** Files in the chat: given, got, looked at. */
import { type Person, until } from "./page.ts";

/** Drops a file on somebody's chat: the beginning as given, then random bytes. Gives its hash. */
export function drop(person: Person, name: string, begin: string, length: number): Promise<string> {
  const put = async ([called, start, size]: readonly [string, string, number]) => {
    const head = Uint8Array.from(atob(start), (letter) => letter.charCodeAt(0));
    const bytes = new Uint8Array(Math.max(size, head.length));
    for (let at = 0; at < size; at += 65_536)
      crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    bytes.set(head);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], called, { type: size > 0 ? "" : "image/png" }));
    const log = document.querySelector('[role="log"]');
    log?.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  return person.browser.evaluate(put, [name, begin, length] as const);
}

/** How much has come of the file that is under way; 0 when none is. */
export const progress = (person: Person): Promise<number> =>
  person.browser.evaluate(
    () => document.querySelector<HTMLProgressElement>("[role=log] progress")?.value ?? 0,
  );

/** Presses a button once it is there. */
export async function press(person: Person, name: string): Promise<void> {
  try {
    await until(`${person.nickname} sees ${name}`, 150_000, () =>
      person.browser.sees("button", name),
    );
  } catch (error) {
    throw new Error(`${error}; ${await person.connection()}; ${await person.chat()}`);
  }
  await person.browser.press("button", name);
}

/** Saves a file and gives the hash of what the browser got for it. */
export async function save(person: Person, name: string): Promise<string> {
  await person.browser.evaluate(() => {
    const original = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      Object.assign(window, { saved: blob });
      return original(blob);
    };
  });
  await press(person, `Save ${name}`);
  return person.browser.evaluate(async () => {
    const { saved } = window as unknown as { saved: Blob };
    const bytes = await saved.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  });
}
