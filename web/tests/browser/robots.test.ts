/** A robot is added in the page, is seen and read, and its voice is what espeak-ng says of the same words; so is a person's who types. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium } from "./support/chromium.ts";
import { PATIENCE_MILLIS, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { likeness } from "./support/spectrum.ts";
import { espeak, lineWith, record, recorded } from "./support/speech.ts";

/** What the receiver has is the sentence above this, and another one below it. */
const SAME_SENTENCE = 0.75;
/** On a busy machine the browser itself swallows sound now and then: so many sentences may be said until one comes whole. */
const SENTENCES = 6;

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

test("a robot is added, sits on a square seat, writes, and says the same aloud; a person who types is heard so, too", async () => {
  const ann = await chromium.person("Ann", 0);
  await ann.join(`${server.url}/r/robots`);
  await ann.browser.press("button", "Mute"); // who talks is not talked over
  await until("nothing is sent", PATIENCE_MILLIS, () => ann.browser.sees("button", "Unmute"));
  await until("voice is there", PATIENCE_MILLIS, () =>
    ann.page.evaluate(() =>
      window.ears.peers.some(({ connectionState }) => connectionState === "connected"),
    ),
  );
  const other = espeak("Seven purple elephants were dancing under the old railway bridge.");
  let [words, best] = ["", -1];
  for (let sentence = 1; sentence <= SENTENCES && best <= SAME_SENTENCE; sentence++) {
    await record(ann);
    if (sentence === 1) {
      await ann.browser.press("button", "Robots");
      await ann.browser.press("button", "Add the companion");
      await until("Ann sees Robin", PATIENCE_MILLIS, () => ann.seesPerson("Robin"));
      expect((await ann.people()).find((item) => item.includes("Robin"))).toContain("a robot");
    } else {
      await ann.browser.fill("Message", `Robin, once more: number ${sentence}.`);
      await ann.browser.press("button", "Send");
    }
    words = await lineWith("Ann", words, ann);
    const wanted = espeak(words);
    const seconds = wanted.samples.length / wanted.rate;
    await new Promise((resolve) => setTimeout(resolve, 1_000 * (seconds + 3 * sentence)));
    const heard = await recorded(ann);
    best = likeness(heard, wanted);
    console.log(`"${words}": ${best.toFixed(2)} like it`);
    expect(likeness(heard, other)).toBeLessThan(SAME_SENTENCE);
  }
  expect(best, "what it wrote is what was heard").toBeGreaterThan(SAME_SENTENCE);

  await ann.browser.press("button", "Robots");
  await ann.browser.press("button", "Send Robin away");
  await until("Robin has left", PATIENCE_MILLIS, async () => !(await ann.seesPerson("Robin")));

  // What Ben types is heard as Ben, whose microphone is off.
  const ben = await chromium.person("Ben", 1);
  await ben.join(`${server.url}/r/robots`);
  await ben.browser.press("button", "Mute");
  await until("Ben sends nothing", PATIENCE_MILLIS, () => ben.browser.sees("button", "Unmute"));
  await ben.page.getByRole("switch", { name: "Speak what I write" }).click();
  await ben.page.getByRole("combobox", { name: "Voice" }).waitFor();
  best = -1;
  for (let sentence = 1; sentence <= SENTENCES && best <= SAME_SENTENCE; sentence++) {
    await record(ann);
    const typed = `The kettle sings ${sentence} times when the water boils.`;
    await ben.browser.fill("Message", typed);
    await ben.browser.press("button", "Send");
    const wanted = espeak(typed, ["-v", "en+m1", "-p", "60"]);
    const seconds = wanted.samples.length / wanted.rate;
    await new Promise((resolve) => setTimeout(resolve, 1_000 * (seconds + 3 * sentence)));
    const heard = await recorded(ann);
    best = likeness(heard, wanted);
    console.log(`"${typed}": ${best.toFixed(2)} like it`);
    expect(likeness(heard, other)).toBeLessThan(SAME_SENTENCE);
  }
  expect(best, "what Ben typed is what was heard").toBeGreaterThan(SAME_SENTENCE);
  await ben.browser.close();
  await ann.browser.close();
});
