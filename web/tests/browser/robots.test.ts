/** A robot is added in the page, is seen and read, and its voice is what espeak-ng says of the same words. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { likeness, readWave, type Sound } from "./support/spectrum.ts";

/** What the receiver has is the sentence above this, and another one below it. */
const SAME_SENTENCE = 0.75;
const RATE = 48_000;
/** What was heard is looked at again and again, on a busy machine. */
const LIMIT_MILLIS = 240_000;

let server: ServerProcess;
let chromium: Chromium;

beforeAll(async () => {
  server = await ServerProcess.start();
  chromium = await Chromium.start();
});

afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
});

function espeak(words: string): Sound {
  const flags = ["-b", "1", "-v", "en", "--stdin", "--stdout"];
  return readWave(execFileSync("espeak-ng", flags, { input: words, maxBuffer: 1 << 26 }));
}

/** Writes down what the page's receivers give, from now on. */
async function record({ page }: ChromiumPerson): Promise<void> {
  await page.evaluate(async (rate: number) => {
    const context = new AudioContext({ sampleRate: rate });
    await context.resume();
    const recorder = context.createScriptProcessor(4096, 1, 1);
    const blocks: number[][] = [];
    recorder.onaudioprocess = ({ inputBuffer }) => {
      blocks.push([...inputBuffer.getChannelData(0)].map((value) => Math.round(value * 32_767)));
    };
    for (const peer of window.ears.peers) {
      for (const { track } of peer.getReceivers()) {
        context.createMediaStreamSource(new MediaStream([track])).connect(recorder);
      }
    }
    recorder.connect(context.destination);
    Object.assign(window, { recordedBlocks: blocks });
  }, RATE);
}

function recorded({ page }: ChromiumPerson): Promise<number[]> {
  return page.evaluate(() =>
    (window as unknown as { recordedBlocks: number[][] }).recordedBlocks.flat(),
  );
}

/** The words that were written last with a name in them. */
async function lineWith(name: string, { page }: ChromiumPerson): Promise<string> {
  let line = "";
  await until(`something is written with ${name}`, 30_000, async () => {
    line = await page.evaluate((wanted: string) => {
      const all = document.querySelectorAll('[role="log"][aria-label="Chat"] *');
      const leaves = [...all].filter(
        ({ children, textContent }) =>
          children.length === 0 && textContent?.includes(wanted) && textContent.length > 12,
      );
      return leaves.at(-1)?.textContent ?? "";
    }, name);
    return line !== "";
  });
  return line;
}

test("a robot is added, sits on a square seat, writes, and says the same aloud", {
  timeout: LIMIT_MILLIS,
}, async () => {
  const ann = await chromium.person("Ann", 0);
  await ann.join(`${server.url}/r/robots`);
  await ann.browser.press("button", "Mute"); // who talks is not talked over
  await until("nothing is sent", 20_000, () => ann.browser.sees("button", "Unmute"));
  await until("voice is there", 20_000, () =>
    ann.page.evaluate(() =>
      window.ears.peers.some(({ connectionState }) => connectionState === "connected"),
    ),
  );
  await record(ann);
  await ann.browser.press("button", "Robots");
  await ann.browser.press("button", "Add the companion");
  await until("Ann sees Robin", 20_000, () => ann.seesPerson("Robin"));
  expect((await ann.people()).find((item) => item.includes("Robin"))).toContain("a robot");
  const words = await lineWith("Ann", ann);

  const wanted = espeak(words);
  const other = espeak("Seven purple elephants were dancing under the old railway bridge.");
  let heard: Sound = { samples: [], rate: RATE };
  await until("it is heard to its end", 90_000, async () => {
    heard = { samples: await recorded(ann), rate: RATE };
    return likeness(heard, wanted) > SAME_SENTENCE;
  });
  expect(likeness(heard, other)).toBeLessThan(SAME_SENTENCE);

  await ann.browser.press("button", "Robots");
  await ann.browser.press("button", "Send Robin away");
  await until("Robin has left", 20_000, async () => !(await ann.seesPerson("Robin")));
  await ann.browser.close();
});
