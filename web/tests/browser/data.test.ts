/** Bytes between two Chromium and one Firefox, over the data channels of a real server. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Received } from "./data-page/main.ts";
import { Chromium } from "./support/chromium.ts";
import { dataPageScript } from "./support/data-page.ts";
import { Firefox } from "./support/firefox.ts";
import { until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

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
  server = await ServerProcess.start();
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
});

const send = (from: User, length: number, to?: number): Promise<string> =>
  from.page.evaluate(
    ([bytes, member]) => window.dataBench.sendRandom(bytes, member === null ? {} : { to: member }),
    [length, to ?? null] as const,
  );

const inbox = (of: User): Promise<Received[]> =>
  of.page.evaluate(() => window.dataBench.received());

async function last(of: User, count: number): Promise<Received | undefined> {
  await until(`${count} messages`, 60_000, async () => (await inbox(of)).length >= count);
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
  await until("both texts", 20_000, async () => (await inbox(bob)).length === 3);
  const texts = (await inbox(bob)).map(({ hash }) => hash);
  expect(texts).toEqual(expect.arrayContaining(["späße 🎲", "quick"]));
  await until("the word of who was missed", 20_000, async () => {
    const missed = await ann.page.evaluate(() => window.dataBench.missed());
    return JSON.stringify(missed) === '[[4000000000,"absent"]]';
  });
});
