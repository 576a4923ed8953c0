/** A room outlives the node that has it: three server processes, two people, and the node of their room is killed, or asked to end. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { actAbout, Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { Cluster } from "./support/cluster.ts";
import { draw, ink } from "./support/drawing.ts";
import { HEARD_DECIBELS } from "./support/ears.ts";
import { longestSilence } from "./support/measures.ts";
import { until } from "./support/page.ts";

/** Silence after a kill is 8 to 10 s on a machine that has nothing else to do. */
const BACK_LIMIT_MILLIS = 90_000;
const LIMIT_MILLIS = 60_000;
const LINES = 12;

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

let cluster: Cluster;
let chromium: Chromium;
let ann: ChromiumPerson;
let ben: ChromiumPerson;
let lines = 0;

/** Waits until they hear each other; prints and gives the longest silence until then. */
async function tellSilence(what: string, since: number): Promise<number> {
  await Promise.all([ann.hears(1, BACK_LIMIT_MILLIS), ben.hears(0, BACK_LIMIT_MILLIS)]);
  const longest = Math.round(
    Math.max(await longestSilence(ann, 1, since), await longestSilence(ben, 0, since)),
  );
  console.log(`FIGURE ${what}: silence of ${longest} ms`);
  return longest;
}

async function write(person: ChromiumPerson): Promise<void> {
  await person.browser.fill("Message", `line ${++lines};`);
  await person.browser.press("button", "Send");
}

/** Everything that was written stands there once, for both. */
async function expectEveryLineOnce(): Promise<void> {
  const numbers = Array.from({ length: lines }, (_, index) => index + 1);
  for (const person of [ann, ben]) {
    await until(`${person.nickname} reads every line`, LIMIT_MILLIS, async () => {
      const chat = await person.chat();
      return numbers.every((line) => chat.includes(`line ${line};`));
    });
    const chat = await person.chat();
    for (const line of numbers) {
      expect(chat.split(`line ${line};`), `line ${line} for ${person.nickname}`).toHaveLength(2);
    }
  }
}

/** Chat, board and what was done to the room are as they were. */
async function expectWhole(): Promise<void> {
  await write(ann);
  await write(ben);
  await expectEveryLineOnce();
  for (const person of [ann, ben]) {
    await until(`${person.nickname} sees that Ben moderates`, LIMIT_MILLIS, () =>
      moderates(person),
    );
  }
}

async function moderates(person: ChromiumPerson): Promise<boolean> {
  return (await person.people()).some((each) => /Ben.*moderator/.test(each));
}

beforeAll(async () => {
  [cluster, chromium] = await Promise.all([Cluster.start(), Chromium.start()]);
  ann = await chromium.person("Ann", 0);
  ben = await chromium.person("Ben", 1);
  await ann.join(`${cluster.url}/r/outlives`);
  await ben.join(`${cluster.url}/r/outlives`);
  await Promise.all([ann.hears(1), ben.hears(0)]);
  for (const { page } of [ann, ben]) await page.evaluate(() => window.ears.watchPlayed());
  await draw(ann);
  await ben.browser.press("button", "Board");
  await until("Ben sees what Ann drew", LIMIT_MILLIS, async () => (await ink(ben)) > 0);
  for (const person of [ann, ben]) await person.browser.press("button", "Close the board");
  await write(ann);
  await write(ben);
  await actAbout(ann, "Ben", "Make moderator");
  await until("Ben moderates", LIMIT_MILLIS, () => moderates(ben));
  await ann.page.keyboard.press("Escape");
});

afterAll(async () => {
  await chromium?.stop();
  await cluster?.stop();
});

test("the node of the room is killed, twice: people hear each other again, and everything is there", async () => {
  for (const time of ["first", "second"]) {
    const owner = await cluster.owner();
    const killed = Date.now();
    await owner.kill("SIGKILL");
    await until("somebody hears nothing", LIMIT_MILLIS, async () => {
      const [atAnn, atBen] = await Promise.all([ann.decibels(1), ben.decibels(0)]);
      return atAnn < HEARD_DECIBELS || atBen < HEARD_DECIBELS;
    });
    await tellSilence(`${time} kill of a room's node`, killed);
    await Promise.all([expectWhole(), owner.launch()]);
    await cluster.whole();
  }
  await ben.browser.press("button", "Board");
  await until("the board is there", LIMIT_MILLIS, async () => (await ink(ben)) > 0);
  await ben.browser.press("button", "Close the board");
});

test("asked to end, the node hands its room over: a moment's silence, and no line is lost or doubled", async () => {
  const owner = await cluster.owner();
  const asked = Date.now();
  const ended = owner.kill("SIGTERM");
  for (let line = 0; line < LINES; line++) await write(line % 2 === 0 ? ann : ben);
  expect(await ended).toBe(0);
  await until("another node has the room", LIMIT_MILLIS, async () =>
    cluster.owner().then(
      () => true,
      () => false,
    ),
  );
  await tellSilence("a node was asked to end", asked);
  await expectWhole();
});
