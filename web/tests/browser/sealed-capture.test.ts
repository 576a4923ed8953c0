/** Two Chromium and one Firefox in a private room hear, read and see each other; what the server got of it is noise. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { Firefox } from "./support/firefox.ts";
import { type Person, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { Wiretap } from "./support/wiretap.ts";

const TITLE = "Cellar of the clockmakers";
const PASSWORD = "nine patient clocks";
const LINES = ["the spring is wound at dusk", "and unwound at dawn"] as const;
const BEFORE = /from before you came/;

let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;

beforeAll(async () => {
  server = await ServerProcess.start();
  chromium = await Chromium.start();
  firefox = await Firefox.start();
});

afterAll(async () => {
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
});

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
  await until(`${person.nickname} reads "${line}"`, 20_000, async () =>
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

  const fay = await firefox.person("Fayette", 2);
  await fay.page.goto(link);
  await fay.page.locator("input[type=password]").fill(PASSWORD);
  await fay.page.locator('::-p-aria([name="Go on"][role="button"])').click();
  await until("Fay may join", 20_000, () => fay.browser.sees("textbox", "Nickname"));
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
      await until(`${person.nickname} sees ${nickname}`, 20_000, () => person.seesPerson(nickname));
    }
  }
  await write(fay, LINES[1]);
  for (const person of people) await reads(person, LINES[1]);
  await until("Fay is told that there is something from before", 20_000, async () =>
    BEFORE.test(await fay.chat()),
  );
  expect(await fay.chat()).not.toContain(LINES[0]);
  expect(await ann.chat()).not.toMatch(BEFORE);
  expect(await ann.page.getByText("sealed: the server cannot hear or read").isVisible()).toBe(true);

  const secret = /#([\w-]{22})/.exec(link)?.[1] ?? "";
  const names = people.map(({ nickname }) => nickname);
  const words = taps.map((tap) => tap.words()).join("\n");
  expect(words).toContain("epoch.changed");
  for (const hidden of [secret, PASSWORD, TITLE, ...LINES, ...names]) {
    expect(words, "what goes over the server").not.toContain(hidden);
    expect(server.log).not.toContain(hidden);
  }

  await until("enough voice is tapped", 20_000, async () => (await bensTap.count("opened")) > 200);
  // Another key id than ours, or none, would begin otherwise: SFrame with six bytes of key id (KeyIds.java).
  expect(new Set((await bensTap.heads()).map((head) => head & 0xf0))).toEqual(new Set([0xd0]));
  const tones = [440, 1700];
  const opened = await bensTap.decode("opened", tones);
  const sealed = await bensTap.decode("sealed", tones);
  expect(opened.decoded, "frames that were opened decode").toBeGreaterThan(150);
  expect(opened.share, "to the tones").toBeGreaterThan(0.5);
  expect(sealed.share, "as they came from the server, to noise").toBeLessThan(0.1);

  const dropped = /unregistered_key"\}\s+([\d.]+)/.exec(await server.metrics())?.[1] ?? "0";
  expect(Number(dropped), "nothing unsealed has reached the server").toBe(0);
  for (const person of people) await person.browser.close();
});
