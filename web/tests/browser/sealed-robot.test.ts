/** A robot of the server in a sealed room: by the owner's act, which all see at the lock, and no longer than that. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, type Person, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { ServerTap } from "./support/server-tap.ts";
import { likeness } from "./support/spectrum.ts";
import { espeak, lineWith, record, recorded } from "./support/speech.ts";
import { wordsOf } from "./support/wiretap.ts";

const PASSWORD = "nine patient clocks";
const SEALED = "sealed: the server cannot hear or read";
const ROBOT = "sealed, but a robot on this server can hear and read";
const LINES = ["the spring is wound at dusk", "and unwound at dawn"] as const;
/** What the receiver has is the sentence above this, and another one below it. */
const SAME_SENTENCE = 0.75;
/** On a busy machine the browser itself swallows sound now and then: so many sentences may be said until one comes whole. */
const SENTENCES = 6;
/** Where a commit says how many it is sealed to (protocol/epochs.md). */
const COUNT = 89;

const tap = new ServerTap();
let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;

beforeAll(async () => {
  server = await ServerProcess.start([], tap.prefix);
  chromium = await Chromium.start();
  firefox = await Firefox.start();
});

afterAll(async () => {
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
  tap.remove();
});

async function makeRoom({ page, browser, nickname }: ChromiumPerson): Promise<string> {
  await page.goto(`${server.url}/s/`);
  await page.getByRole("textbox", { name: "Title" }).fill("Cellar of the clockmakers");
  await page.getByRole("radio", { name: "Private" }).check();
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the room" }).click();
  await page.getByRole("textbox", { name: "Nickname" }).fill(nickname);
  await browser.press("button", "Join");
  const shown = page.getByText(/\/s\/[\w-]{22}#[\w-]{22}\.p/);
  await shown.waitFor({ state: "attached" });
  return `http://${await shown.textContent()}`;
}

async function lockSays(person: Person, words: string): Promise<void> {
  await until(`${person.nickname}'s lock says "${words}"`, PATIENCE_MILLIS, async () => {
    const lock = await person.browser.evaluate(
      () => document.querySelector("[data-lock]")?.textContent ?? "",
    );
    return lock.includes(words);
  });
}

async function write(person: Person, line: string): Promise<void> {
  await person.browser.fill("Message", line);
  await person.browser.press("button", "Send");
}

async function reads(person: Person, line: string): Promise<void> {
  await until(`${person.nickname} reads "${line}"`, PATIENCE_MILLIS, async () =>
    (await person.chat()).includes(line),
  );
}

/** To how many the newest commit is sealed that the server was handed. */
function sealedTo(): number {
  const commits = tap.texts().flatMap((text) => /"commit":"([\w-]+)"/.exec(text)?.[1] ?? []);
  return Buffer.from(commits.at(-1) ?? "", "base64url").readUInt32BE(COUNT);
}

test("a robot of the server is in a sealed room while the owner lets it in, and the lock says so to all", async () => {
  const ann = await chromium.person("Annabelle", 0);
  const link = await makeRoom(ann);
  const fay = await firefox.person("Fayette", 2);
  await fay.page.goto(link);
  await fay.page.locator("input[type=password]").fill(PASSWORD);
  await fay.page.locator('::-p-aria([name="Go on"][role="button"])').click();
  await until("Fay may join", PATIENCE_MILLIS, () => fay.browser.sees("textbox", "Nickname"));
  await fay.browser.fill("Nickname", fay.nickname);
  await fay.browser.press("button", "Join");
  const people: Person[] = [ann, fay];
  for (const person of people) await lockSays(person, SEALED);
  for (const { browser } of people) await browser.press("button", "Mute"); // who talks is not talked over
  await write(ann, LINES[0]);
  await reads(fay, LINES[0]);

  // Before the act there is none to add, and a sentence says why; who does not own the room is not asked.
  await ann.browser.press("button", "Robots");
  await ann.page.getByText("Only the owner of the room can let robots in").waitFor();
  expect(await ann.browser.sees("button", "Add the companion")).toBe(false);
  expect(await fay.browser.sees("button", "Robots")).toBe(false);
  expect(sealedTo()).toBe(2);

  await ann.browser.press("button", "Let robots of this server in");
  await ann.page.getByRole("button", { name: "Add the companion" }).waitFor();
  await record(ann);
  await ann.browser.press("button", "Add the companion");
  for (const person of people) {
    await lockSays(person, ROBOT);
    await until(`${person.nickname} sees Robin`, PATIENCE_MILLIS, () => person.seesPerson("Robin"));
  }
  expect(sealedTo()).toBe(3);

  // It was told both names, which are sealed to who is in the room, and is heard by frames that are.
  let [words, best] = ["", -1];
  for (let sentence = 1; sentence <= SENTENCES && best <= SAME_SENTENCE; sentence++) {
    if (sentence > 1) {
      await record(ann);
      await write(ann, `Robin, once more: number ${sentence}.`);
    }
    words = await lineWith("Annabelle", words, ann);
    if (sentence === 1) expect(words).toContain("Fayette");
    await reads(fay, words);
    const wanted = espeak(words);
    const seconds = wanted.samples.length / wanted.rate;
    await new Promise((resolve) => setTimeout(resolve, 1_000 * (seconds + 3 * sentence)));
    best = likeness(await recorded(ann), wanted);
    console.log(`"${words}": ${best.toFixed(2)} like it`);
  }
  expect(best, "what it wrote is what was heard").toBeGreaterThan(SAME_SENTENCE);

  await ann.browser.press("button", "Robots");
  await ann.browser.press("button", "Shut robots out");
  for (const person of people) {
    await lockSays(person, SEALED);
    await until(`Robin is gone for ${person.nickname}`, PATIENCE_MILLIS, async () =>
      person.seesPerson("Robin").then((sees) => !sees),
    );
  }
  await until("the keys are those of two again", PATIENCE_MILLIS, () => sealedTo() === 2);
  await ann.browser.press("button", "Back to the room");
  await write(fay, LINES[1]);
  await reads(ann, LINES[1]);

  // What came over the wire was sealed all the while: the robot's keys are its own, and its room's words never left the pages.
  const received = wordsOf(tap.texts());
  const secret = /#([\w-]{22})/.exec(link)?.[1] ?? "";
  for (const hidden of [...LINES, ann.nickname, fay.nickname, PASSWORD, secret, "once more"]) {
    expect(received, "in what the server received").not.toContain(hidden);
  }
  expect(server.log).not.toContain("Annabelle");
  await fay.browser.close();
  await ann.browser.close();
});
