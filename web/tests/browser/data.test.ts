/** Bytes and files between two Chromium and one Firefox, over the data channels of a real server. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Received } from "./data-page/main.ts";
import { Chromium } from "./support/chromium.ts";
import { dataPageScript } from "./support/data-page.ts";
import { buildExample, serveExample } from "./support/example-page.ts";
import { drop, press, progress, save } from "./support/files.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, type Person, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { ServerTap } from "./support/server-tap.ts";

const MEGABYTE = 1 << 20;
const ROOM = "bytes";

interface Page {
  evaluate<R>(pageFunction: string | (() => R | Promise<R>)): Promise<R>;
  evaluate<R, A>(pageFunction: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

interface User {
  readonly page: Page;
  readonly number: number;
}

const tap = new ServerTap();
let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;
let ann: User;
let bob: User;
let carla: User;

async function enter(page: Page, script: string, nickname: string): Promise<User> {
  await page.evaluate(script);
  const number = await page.evaluate(({ room, name }) => window.dataBench.join(room, name), {
    room: ROOM,
    name: nickname,
  });
  return { page, number };
}

beforeAll(async () => {
  server = await ServerProcess.start([], tap.prefix);
  const script = await dataPageScript();
  chromium = await Chromium.start();
  firefox = await Firefox.start();
  const open = async () => {
    const page = await (await chromium.browser.newContext()).newPage();
    await page.goto(server.url);
    return page as unknown as Page;
  };
  ann = await enter(await open(), script, "Ann");
  bob = await enter(await open(), script, "Bob");
  const page = await firefox.browser.newPage();
  await page.goto(server.url, { waitUntil: "load" });
  carla = await enter(page as unknown as Page, script, "Carla");
});

afterAll(async () => {
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
  tap.remove();
});

const send = (from: User, length: number, to?: number): Promise<string> =>
  from.page.evaluate(
    ([bytes, member]) => window.dataBench.sendRandom(bytes, member === null ? {} : { to: member }),
    [length, to ?? null] as const,
  );

const inbox = (of: User): Promise<Received[]> =>
  of.page.evaluate(() => window.dataBench.received());

async function last(of: User, count: number): Promise<Received | undefined> {
  await until(`${count} messages`, PATIENCE_MILLIS, async () => (await inbox(of)).length >= count);
  const all = await inbox(of);
  expect(all).toHaveLength(count);
  return all.at(-1);
}

test("a megabyte to one, from Chromium to Firefox and back, and nobody else gets it", async () => {
  const there = await send(ann, MEGABYTE, carla.number);
  const from = ann.number;
  expect(await last(carla, 1)).toEqual({ from, length: MEGABYTE, hash: there });
  const back = await send(carla, MEGABYTE, ann.number);
  expect(await last(ann, 1)).toEqual({ from: carla.number, length: MEGABYTE, hash: back });
  expect(await inbox(bob)).toEqual([]);
});

test("a megabyte to all, from either browser", async () => {
  const hash = await send(bob, MEGABYTE);
  const message = { from: bob.number, length: MEGABYTE, hash };
  expect(await last(ann, 2)).toEqual(message);
  expect(await last(carla, 2)).toEqual(message);
  const next = await send(carla, MEGABYTE);
  const second = { from: carla.number, length: MEGABYTE, hash: next };
  expect(await last(ann, 3)).toEqual(second);
  expect(await last(bob, 1)).toEqual(second);
});

test("text is text, what may be lost comes too, and who is not there is told", async () => {
  await ann.page.evaluate(
    ([one, nobody]) =>
      window.dataBench
        .sendText("späße 🎲", { to: [one, nobody] })
        .then(() => window.dataBench.sendText("quick", { to: one, reliable: false })),
    [bob.number, 4_000_000_000] as const,
  );
  await until("both texts", PATIENCE_MILLIS, async () => (await inbox(bob)).length === 3);
  const texts = (await inbox(bob)).map(({ hash }) => hash);
  expect(texts).toEqual(expect.arrayContaining(["späße 🎲", "quick"]));
  await until("the word of who was missed", PATIENCE_MILLIS, async () => {
    const missed = await ann.page.evaluate(() => window.dataBench.missed());
    return JSON.stringify(missed) === '[[4000000000,"absent"]]';
  });
});

test("the example of the client library: two plain pages talk, write and send bytes", async () => {
  await buildExample();
  const people = [await chromium.person("Eve", 0), await chromium.person("Fred", 1)] as const;
  for (const { nickname, context, page, browser } of people) {
    await page.goto(`${await serveExample(context, server.url)}?room=plain&name=${nickname}`);
    await browser.press("button", "Join");
    await until(
      `${nickname} is in`,
      PATIENCE_MILLIS,
      async () => (await page.getByRole("status").textContent()) === "connected",
    );
  }
  const [eve, fred] = people;
  await Promise.all([eve.hears(1), fred.hears(0)]);
  await until("Eve sees who speaks", PATIENCE_MILLIS, async () =>
    (await eve.people()).includes("Fred is speaking"),
  );
  await fred.browser.press("button", "Mute");
  await eve.hearsNo(1);
  await eve.browser.fill("Message", "plain words");
  await eve.browser.press("button", "Send");
  await reads(fred, "Eve: plain words");
  await eve.browser.press("button", "Throw dice");
  await until("the dice are the same", PATIENCE_MILLIS, async () => {
    const thrown = /Eve threw ([1-6],[1-6])/.exec(await fred.chat())?.[1];
    return thrown !== undefined && (await eve.chat()).includes(`You threw ${thrown}`);
  });
  for (const { browser } of people) await browser.close();
}, 120_000);

const PHRASE = "where the great clock keeps its second key";
const LARGE = { name: "movement of the great clock.bin", bytes: 10 << 20 };
/** One grey pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mOoBwAAgQCATXvyswAAAABJRU5ErkJggg==";

async function reads(person: Person, words: string): Promise<void> {
  await until(`${person.nickname} reads "${words}"`, PATIENCE_MILLIS, async () =>
    (await person.chat()).includes(words),
  );
}

test("a file in a sealed room: paused, cut off in the middle, gone on with, and noise to the relay", async () => {
  const ann = await chromium.person("Annika", 0);
  const fay = await firefox.person("Fayette", 1);
  await ann.page.goto(`${server.url}/s/`);
  await ann.page.getByRole("textbox", { name: "Title" }).fill("Cellar of the clockmakers");
  await ann.page.getByRole("radio", { name: "Unlisted" }).check();
  await ann.page.getByRole("button", { name: "Make the room" }).click();
  await ann.page.getByRole("textbox", { name: "Nickname" }).fill(ann.nickname);
  await ann.browser.press("button", "Join");
  const shown = ann.page.getByText(/\/s\/[\w-]{22}#[\w-]{22}/);
  await shown.waitFor({ state: "attached" });
  await fay.join(`http://${await shown.textContent()}`);
  await until("they see each other", PATIENCE_MILLIS, () => ann.seesPerson(fay.nickname));

  const hash = await drop(ann, LARGE.name, btoa(PHRASE), LARGE.bytes);
  await press(fay, `Get ${LARGE.name}`);
  await press(fay, "Pause");
  await reads(fay, "Paused");
  const paused = await progress(fay);
  expect(paused).toBeLessThan(LARGE.bytes);
  await press(fay, "Go on");
  await until("some of it has come", PATIENCE_MILLIS, async () => (await progress(fay)) > paused);
  await server.kill("SIGKILL");
  expect(await progress(fay)).toBeLessThan(LARGE.bytes);
  await server.launch();
  expect(await save(fay, LARGE.name)).toBe(hash);
  await reads(ann, `${fay.nickname} has it`);

  await drop(fay, "dial.png", PIXEL, 0);
  const picture = `Picture dial.png of ${fay.nickname}`;
  await until("Ann sees the picture by itself", PATIENCE_MILLIS, () =>
    ann.browser.sees("img", picture),
  );

  const seen = Buffer.concat([tap.messages(), Buffer.from(tap.texts().join("\n"))]);
  expect(seen.length).toBeGreaterThan(LARGE.bytes);
  expect(seen.includes("späße"), "what is not sealed would have been seen").toBe(true);
  for (const hidden of [LARGE.name, "dial.png", PHRASE, PIXEL.slice(0, 40)]) {
    expect(seen.includes(hidden), hidden).toBe(false);
    expect(seen.includes(Buffer.from(hidden).toString("base64url").slice(0, -2)), hidden).toBe(
      false,
    );
  }
  expect(seen.includes(Buffer.from(PIXEL, "base64").subarray(0, 24))).toBe(false);
  await ann.browser.close();
  await fay.browser.close();
}, 420_000);
