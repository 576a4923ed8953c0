/** Chromium and Firefox in a private room hear, read and see each other, and play; what the server got of it is noise. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { ink, letter } from "./support/drawing.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, type Person, until } from "./support/page.ts";
import {
  chooseAndDraw,
  drawerOf,
  guess,
  hasIt,
  isOver,
  isTelling,
  layOut,
  points,
  sitDown,
} from "./support/playing.ts";
import { ServerProcess } from "./support/server.ts";
import { ServerTap } from "./support/server-tap.ts";
import { installReader } from "./support/web-speech.ts";
import { Wiretap, wordsOf } from "./support/wiretap.ts";

const TITLE = "Cellar of the clockmakers";
const PASSWORD = "nine patient clocks";
const LINES = ["the spring is wound at dusk", "and unwound at dawn"] as const;
const LETTERING = "gearwheels and mainsprings";
const BEFORE = /from before you came/;
/** Two games with their pauses, on a busy machine. */
const GAME_LIMIT_MILLIS = 300_000;

const serverTap = new ServerTap();
let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;

beforeAll(async () => {
  server = await ServerProcess.start([], serverTap.prefix);
  chromium = await Chromium.start();
  firefox = await Firefox.start();
});

afterAll(async () => {
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
  serverTap.remove();
});

/** What can be looked for in bytes: the words, and what the link's secret and base64 stand for. */
function traces(word: string): readonly Buffer[] {
  const utf8 = Buffer.from(word);
  const texts = [utf8, Buffer.from(utf8.toString("base64url")), Buffer.from(word, "base64url")];
  return texts.filter((bytes) => bytes.length >= 6);
}

/** Frames of voice that a server got are decoded in a page, as if it were the server's. */
async function decodedAtServer(tap: Wiretap, tones: readonly number[]) {
  const payloads = serverTap.payloads().filter((bytes) => bytes.length > 20);
  await tap.give(payloads.slice(-200));
  return { amount: payloads.length, ...(await tap.decode("server", tones)) };
}

async function makeRoom({ page, browser, nickname }: ChromiumPerson): Promise<string> {
  await page.goto(`${server.url}/s/`);
  await page.getByRole("textbox", { name: "Title" }).fill(TITLE);
  await page.getByRole("radio", { name: "Private" }).check();
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the room" }).click();
  await page.getByRole("textbox", { name: "Nickname" }).fill(nickname);
  await browser.press("button", "Join");
  const shown = page.getByText(/\/s\/[\w-]{22}#[\w-]{22}\.p/);
  await shown.waitFor({ state: "attached" });
  return `http://${await shown.textContent()}`;
}

async function enter(person: ChromiumPerson, link: string): Promise<void> {
  const { page, browser, nickname } = person;
  await page.goto(link);
  await page.locator("input[type=password]").fill(PASSWORD);
  await browser.press("button", "Go on");
  await page.getByRole("textbox", { name: "Nickname" }).fill(nickname);
  await browser.press("button", "Join");
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

test("voice, text, names and title are for the people in the room alone", async () => {
  const [ann, ben] = [await chromium.person("Annabelle", 0), await chromium.person("Benjamin", 1)];
  const taps = [await Wiretap.on(ann), await Wiretap.on(ben)];
  const [, bensTap] = taps as [Wiretap, Wiretap];
  const link = await makeRoom(ann);
  await enter(ben, link);
  await Promise.all([ann.hears(1), ben.hears(0)]);
  await write(ann, LINES[0]);
  await reads(ben, LINES[0]);
  await letter(ann, LETTERING);

  const fay = await firefox.person("Fayette", 2);
  await fay.page.goto(link);
  await fay.page.locator("input[type=password]").fill(PASSWORD);
  await fay.page.locator('::-p-aria([name="Go on"][role="button"])').click();
  await until("Fay may join", PATIENCE_MILLIS, () => fay.browser.sees("textbox", "Nickname"));
  await fay.browser.fill("Nickname", fay.nickname);
  await fay.browser.press("button", "Join");
  const people = [ann, ben, fay];
  await Promise.all(
    people.flatMap((listener, own) =>
      people.flatMap((_, tone) => (tone === own ? [] : [listener.hears(tone)])),
    ),
  );
  for (const person of people) {
    for (const { nickname } of people) {
      await until(`${person.nickname} sees ${nickname}`, PATIENCE_MILLIS, () =>
        person.seesPerson(nickname),
      );
    }
  }
  await write(fay, LINES[1]);
  for (const person of people) await reads(person, LINES[1]);
  await until("Fay is told that there is something from before", PATIENCE_MILLIS, async () =>
    BEFORE.test(await fay.chat()),
  );
  expect(await fay.chat()).not.toContain(LINES[0]);
  await fay.browser.press("button", "Board");
  await until("Fay is handed the board", PATIENCE_MILLIS, async () => (await ink(fay)) > 0);
  expect(await ann.chat()).not.toMatch(BEFORE);
  expect(await ann.page.getByText("sealed: the server cannot hear or read").isVisible()).toBe(true);

  const secret = /#([\w-]{22})/.exec(link)?.[1] ?? "";
  const names = people.map(({ nickname }) => nickname);
  const words = taps.map((tap) => tap.words()).join("\n");
  expect(words).toContain("epoch.changed");
  for (const hidden of [secret, PASSWORD, TITLE, LETTERING, ...LINES, ...names]) {
    expect(words, "what goes over the server").not.toContain(hidden);
    expect(server.log).not.toContain(hidden);
  }

  await until(
    "enough voice is tapped",
    PATIENCE_MILLIS,
    async () => (await bensTap.count("opened")) > 200,
  );
  // Another key id than ours, or none, would begin otherwise: SFrame with six bytes of key id (KeyIds.java).
  expect(new Set((await bensTap.heads()).map((head) => head & 0xf0))).toEqual(new Set([0xd0]));
  const tones = [440, 1700];
  const opened = await bensTap.decode("opened", tones);
  const sealed = await bensTap.decode("sealed", tones);
  expect(opened.decoded, "frames that were opened decode").toBeGreaterThan(150);
  expect(opened.share, "to the tones").toBeGreaterThan(0.5);
  expect(sealed.share, "as they came from the server, to noise").toBeLessThan(0.1);

  const received = serverTap.everything();
  const receivedWords = wordsOf(serverTap.texts());
  expect(serverTap.texts().join("\n")).toContain("epoch.commit");
  expect(serverTap.datagrams).toBeGreaterThan(200);
  for (const hidden of [secret, PASSWORD, TITLE, LETTERING, ...LINES, ...names]) {
    expect(receivedWords, "in what the server received").not.toContain(hidden);
    for (const bytes of traces(hidden)) {
      expect(received.includes(bytes), `${hidden} in what the server received`).toBe(false);
    }
  }
  const atServer = await decodedAtServer(bensTap, tones);
  expect(atServer.amount).toBeGreaterThan(200);
  expect(atServer.share, "voice as the server has it, decrypted of SRTP: noise").toBeLessThan(0.1);

  const dropped = /unregistered_key"\}\s+([\d.]+)/.exec(await server.metrics())?.[1] ?? "0";
  expect(Number(dropped), "nothing unsealed has reached the server").toBe(0);

  // The same tap in an open room: names, text and tones are there, so it would have shown them.
  await Promise.all([ann, ben].map((person) => person.join(`${server.url}/r/open`)));
  await Promise.all([ann.hears(1), ben.hears(0)]);
  await write(ann, LINES[0]);
  await reads(ben, LINES[0]);
  await letter(ann, LETTERING);
  await until("the server has what was lettered", PATIENCE_MILLIS, () =>
    wordsOf(serverTap.texts()).includes(LETTERING),
  );
  await until("the server has heard enough", PATIENCE_MILLIS, async () => {
    const { share, decoded } = await decodedAtServer(bensTap, [440, 1000]);
    return decoded > 150 && share > 0.5;
  });
  const open = wordsOf(serverTap.texts());
  for (const shown of [ann.nickname, LINES[0]]) expect(open).toContain(shown);
  for (const person of people) await person.browser.close();
});

test("four play draw and guess, told by a page's own voice: one comes back, one leaves for good, all agree, and no word gets out", {
  timeout: GAME_LIMIT_MILLIS,
}, async () => {
  const [ann, ben, cyd] = [
    await chromium.person("Annabelle", 0),
    await chromium.person("Benjamin", 1),
    await chromium.person("Cydonia", 2),
  ];
  await ann.context.addInitScript(installReader);
  const link = await makeRoom(ann);
  for (const person of [ben, cyd]) await enter(person, link);
  const fay = await firefox.person("Fayette", 2);
  await fay.page.goto(link);
  await fay.page.locator("input[type=password]").fill(PASSWORD);
  await fay.page.locator('::-p-aria([name="Go on"][role="button"])').click();
  await until("Fay may join", PATIENCE_MILLIS, () => fay.browser.sees("textbox", "Nickname"));
  await fay.browser.fill("Nickname", fay.nickname);
  await fay.browser.press("button", "Join");
  const people: Person[] = [ann, ben, cyd, fay];
  for (const { browser } of people) await browser.press("button", "Mute"); // who talks is not talked over
  await layOut(ann);
  await ann.page.getByRole("switch", { name: "Say aloud what is going on" }).click();
  for (const person of people.slice(1)) await sitDown(person);
  await ann.browser.press("button", "Start");

  const words: string[] = [];
  for (let turn = 1; turn <= 3; turn++) {
    const drawer = await drawerOf(people);
    const word = await chooseAndDraw(drawer);
    words.push(word);
    if (turn === 2) {
      // Somebody's page is opened anew in the middle: who sat there sits there again.
      await cyd.page.reload();
      await until("Cyd is known", PATIENCE_MILLIS, () => cyd.browser.sees("textbox", "Nickname"));
      await cyd.browser.press("button", "Join");
      await until("Cyd is told of the game", PATIENCE_MILLIS, () =>
        cyd.browser.sees("button", "To the game"),
      );
      await cyd.browser.press("button", "To the game");
    }
    if (turn === 3) {
      await fay.browser.press("button", "Leave");
      people.splice(people.indexOf(fay), 1);
    }
    for (const person of people.filter((one) => one !== drawer)) {
      await guess(person, word);
      await hasIt(person);
    }
  }
  for (const person of people)
    await until(`${person.nickname} sees the end`, 40_000, () => isOver(person));
  const table = await points(ann);
  expect(table.toSorted()).toEqual([
    "Annabelle 26 points", // drew for three, then guessed first twice
    "Benjamin 25 points", // 10, drew for three, 9
    "Cydonia 22 points", // 9, 9 after coming back, drew for two
    "Fayette 16 points", // 8, 8, and left
  ]);
  for (const person of people) expect(await points(person)).toEqual(table);
  const told = await ann.page.evaluate(() => window.readAloud);
  for (const word of words)
    expect(
      told.filter((line) => line.endsWith(`: ${word}.`)),
      told.join("\n"),
    ).toHaveLength(1);
  for (const { nickname } of people)
    expect(told.some((line) => line.startsWith("en: ") && line.includes(nickname))).toBe(true);

  const telling = words.filter(isTelling);
  const received = serverTap.everything();
  const receivedWords = wordsOf(serverTap.texts());
  for (const word of telling) {
    expect(receivedWords, "in what the server received").not.toContain(word);
    for (const bytes of traces(word)) expect(received.includes(bytes), word).toBe(false);
  }
  await fay.browser.close();

  // In an open room who guesses is not told either, until it is shown.
  const bensTap = await Wiretap.on(ben);
  await Promise.all([ann, ben].map((person) => person.join(`${server.url}/r/open-game`)));
  await layOut(ann);
  await sitDown(ben);
  await ann.browser.press("button", "Start");
  await drawerOf([ann]);
  const word = await chooseAndDraw(ann);
  await guess(ben, "a zeppelin");
  await until("what is wrong can be read by all", PATIENCE_MILLIS, () =>
    bensTap.words().includes('"a zeppelin"'),
  );
  expect(bensTap.words()).not.toContain(`"${word}"`);
  await guess(ben, word);
  await until("it is shown", PATIENCE_MILLIS, () => bensTap.words().includes(`"${word}"`));
  for (const person of [ann, ben, cyd]) await person.browser.close();
});
