/** What a page hears of somebody who speaks, and what espeak-ng says of the same words. */
import { execFileSync } from "node:child_process";
import type { ChromiumPerson } from "./chromium.ts";
import { PATIENCE_MILLIS, until } from "./page.ts";
import { readWave, type Sound } from "./spectrum.ts";

const RATE = 48_000;

/** What espeak-ng says of these words. */
export function espeak(words: string, voice: readonly string[] = ["-v", "en"]): Sound {
  const flags = ["-b", "1", ...voice, "--stdin", "--stdout"];
  return readWave(execFileSync("espeak-ng", flags, { input: words, maxBuffer: 1 << 26 }));
}

/** Writes down what the page's receivers give, from now on; off the page's own thread, which a busy machine holds up. */
export async function record({ page }: ChromiumPerson): Promise<void> {
  await page.evaluate(() => {
    const context = new AudioContext();
    const all = context.createMediaStreamDestination();
    for (const peer of window.ears.peers) {
      for (const { track } of peer.getReceivers()) {
        context.createMediaStreamSource(new MediaStream([track])).connect(all);
      }
    }
    const recorder = new MediaRecorder(all.stream);
    recorder.start();
    Object.assign(window, { recorder });
  });
}

/** What was written down until now, which is the end of it. */
export async function recorded({ page }: ChromiumPerson): Promise<Sound> {
  const samples = await page.evaluate(async (rate: number) => {
    const { recorder } = window as unknown as { recorder: MediaRecorder };
    const file = new Promise<Blob>((resolve) => {
      recorder.ondataavailable = ({ data }) => resolve(data);
    });
    recorder.stop();
    const context = new OfflineAudioContext(1, 1, rate);
    const sound = await context.decodeAudioData(await (await file).arrayBuffer());
    return [...sound.getChannelData(0)].map((value) => Math.round(value * 32_767));
  }, RATE);
  return { samples, rate: RATE };
}

/** The words that were written last with a name in them, other than those of before. */
export async function lineWith(
  name: string,
  before: string,
  { page }: ChromiumPerson,
): Promise<string> {
  let line = "";
  await until(`something new is written with ${name}`, PATIENCE_MILLIS, async () => {
    line = await page.evaluate((wanted: string) => {
      const all = document.querySelectorAll('[role="log"][aria-label="Chat"] *');
      const leaves = [...all].filter(
        ({ children, textContent }) =>
          children.length === 0 && textContent?.includes(wanted) && textContent.length > 12,
      );
      return leaves.at(-1)?.textContent ?? "";
    }, name);
    return line !== "" && line !== before;
  });
  return line;
}
