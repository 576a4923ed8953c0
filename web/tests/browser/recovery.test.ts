/** What is lost comes back without anybody touching anything. Each test has a server of its own and mostly waits: two go at once. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { draw, ink, isDrawingKept, letter } from "./support/drawing.ts";
import { NetworkNamespace } from "./support/namespace.ts";
import { PATIENCE_MILLIS, SLACK, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const BACK_LIMIT_MILLIS = 60_000;
/** Two at once, with restarts, on a busy machine. */
const TEST_MILLIS = 150_000;
/** For how long a seat is kept: long enough for a page to come back to it, and not as long as people are given. */
const GRACE_SECONDS = 15;

let chromium: Chromium;

vi.setConfig({ testTimeout: TEST_MILLIS });

beforeAll(async () => {
  chromium = await Chromium.start();
});

afterAll(async () => {
  await chromium?.stop();
});

async function hearEachOther(ann: ChromiumPerson, ben: ChromiumPerson, limit = BACK_LIMIT_MILLIS) {
  await Promise.all([ann.hears(1, limit), ben.hears(0, limit)]);
}

test.concurrent("the server is killed and started again: people talk, read and draw on", async () => {
  const server = await ServerProcess.start();
  try {
    const url = `${server.url}/r/killed`;
    const ann = await chromium.person("Ann", 0);
    const ben = await chromium.person("Ben", 1);
    await ann.join(url);
    await ben.join(url);
    await hearEachOther(ann, ben);
    await ann.browser.fill("Message", "before the crash");
    await ann.browser.press("button", "Send");
    await until("Ben reads it", 5_000 * SLACK, async () =>
      (await ben.chat()).includes("before the crash"),
    );

    await draw(ann);

    await server.kill("SIGKILL");
    await until("Ann sees the loss", 5_000 * SLACK, async () =>
      /reconnect/i.test(await ann.connection()),
    );
    await ann.browser.fill("Message", "while it was away");
    await ann.browser.press("button", "Send");
    await server.launch();
    await until("connected again", BACK_LIMIT_MILLIS, async () =>
      /^connected/i.test((await ann.connection()).trim()),
    );
    const restarted = Date.now();
    await hearEachOther(ann, ben);
    expect((await ann.samples(restarted)).length).toBeGreaterThan(0);
    await until("Ben reads what was written meanwhile", PATIENCE_MILLIS, async () =>
      (await ben.chat()).includes("while it was away"),
    );
    expect((await ben.chat()).split("before the crash").length).toBe(2);

    const cleo = await chromium.person("Cleo", 2);
    await cleo.join(url);
    await until("a newcomer reads what was said before the crash", PATIENCE_MILLIS, async () =>
      (await cleo.chat()).includes("before the crash"),
    );
    await cleo.browser.press("button", "Board");
    await until("and sees what was drawn", PATIENCE_MILLIS, async () => (await ink(cleo)) > 0);
    for (const person of [ann, ben, cleo]) await person.browser.close();
  } finally {
    await server.stop();
  }
});

test("without a server a reload shows chat and board, to be read; what was written and drawn meanwhile arrives, once", async () => {
  const server = await ServerProcess.start();
  try {
    const url = `${server.url}/r/offline`;
    const ann = await chromium.person("Ann", 0, 0.5, "allow");
    const ben = await chromium.person("Ben", 1);
    await ann.join(url);
    await ben.join(url);
    await ann.browser.fill("Message", "before it went");
    await ann.browser.press("button", "Send");
    await until("Ben reads it", 10_000 * SLACK, async () =>
      (await ben.chat()).includes("before it went"),
    );
    await ann.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await draw(ann);
    await ben.browser.press("button", "Board");
    await until("Ben sees what Ann drew", 20_000 * SLACK, async () => (await ink(ben)) > 0);
    const before = await ink(ben);
    await server.kill("SIGKILL");
    await until("Ann sees the loss", 5_000 * SLACK, async () =>
      /reconnect/i.test(await ann.connection()),
    );
    await ann.browser.fill("Message", "while it was gone");
    await ann.browser.press("button", "Send");
    await letter(ann, "offline");
    await until("Ann's browser keeps what she drew", 10_000 * SLACK, async () =>
      isDrawingKept(ann),
    );
    await until("Ann has written", 10_000 * SLACK, async () =>
      (await ann.chat()).includes("while it was gone"),
    );

    await ann.page.reload();
    await until("Ann reads what was kept", BACK_LIMIT_MILLIS, async () => {
      const chat = await ann.chat();
      return chat.includes("before it went") && chat.includes("while it was gone");
    });
    const words = await ann.page.locator("main").innerText();
    expect(words).toContain("it can only be read");
    expect(words).toMatch(/server|network/);
    expect(await ann.browser.sees("textbox", "Message")).toBe(false);
    await ann.browser.press("button", "Show the board");
    await until(
      "Ann sees what was kept of the board",
      20_000 * SLACK,
      async () => (await ink(ann)) > 0,
    );
    expect(await ann.page.locator("main").innerText()).toContain("can only be looked at");
    expect(await ann.page.getByRole("radio", { name: "Rectangle" }).count()).toBe(0);
    await ann.browser.press("button", "Close the board");
    const kept = await ann.page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map((request) => new URL(request.url).pathname);
    });
    expect(kept).toContain("/index.html");
    expect(kept.filter((path) => /^\/[rs]\//.test(path) || path === "/")).toEqual([]);

    await server.launch();
    await ann.browser.press("button", "Join");
    await until("Ben reads what was written meanwhile", BACK_LIMIT_MILLIS, async () =>
      (await ben.chat()).includes("while it was gone"),
    );
    expect((await ben.chat()).split("while it was gone").length).toBe(2);
    await until("Ann is back", BACK_LIMIT_MILLIS, () => ann.browser.sees("textbox", "Message"));
    expect((await ann.chat()).split("while it was gone").length).toBe(2);
    await until("Ben sees what Ann drew meanwhile", BACK_LIMIT_MILLIS, async () => {
      return (await ink(ben)) > before * 1.05;
    });
    for (const person of [ann, ben]) await person.browser.close();
  } finally {
    await server.stop();
  }
});

test.concurrent("a page that was frozen for longer than the grace thaws and talks again", async () => {
  const server = await ServerProcess.start([`--grace=${GRACE_SECONDS}`]);
  const sleeper = await Chromium.start();
  try {
    const url = `${server.url}/r/frozen`;
    const ann = await sleeper.person("Ann", 0);
    const ben = await chromium.person("Ben", 1);
    await ann.join(url);
    await ben.join(url);
    await hearEachOther(ann, ben);
    const thaw = await sleeper.freeze();
    await until(
      "Ben sees that Ann is gone",
      PATIENCE_MILLIS,
      async () => !(await ben.seesPerson("Ann")),
    );
    thaw();
    await until("Ben sees Ann again", BACK_LIMIT_MILLIS, () => ben.seesPerson("Ann"));
    await hearEachOther(ann, ben);
    await ben.browser.close();
  } finally {
    await sleeper.stop();
    await server.stop();
  }
});

test.concurrent("a cut line shows as reconnecting, heals, and a changed address does not matter", async () => {
  const namespace = await NetworkNamespace.create();
  const server = await ServerProcess.start([
    `--public-address=${namespace.hostAddress}`,
    `--grace=${GRACE_SECONDS}`,
  ]);
  const away = await Chromium.start(namespace.wrapper("/usr/bin/chromium"));
  try {
    const ann = await chromium.person("Ann", 0);
    await ann.join(`${server.url}/r/cut`);
    const ben = await away.person("Ben", 1);
    await ben.join(`https://${namespace.hostAddress}:${server.ports.https}/r/cut`);
    await hearEachOther(ann, ben);
    const words = () => ann.page.locator("main").innerText();
    await until("Ann sees that Ben hears her", BACK_LIMIT_MILLIS, async () =>
      (await words()).includes("You are heard."),
    );

    await namespace.cutVoice();
    await until("Ann sees that Ben does not hear her", 2_000 * SLACK, async () =>
      (await words()).includes("not by Ben"),
    );
    await namespace.healVoice();
    await hearEachOther(ann, ben);

    await namespace.cut();
    const seen = await until("Ann sees Ben reconnecting", 2_000 * SLACK, async () =>
      (await ann.people()).some((item) => item.includes("Ben") && /reconnecting/i.test(item)),
    );
    expect(seen).toBeGreaterThan(1_000);
    await namespace.heal();
    await until("Ben is back", BACK_LIMIT_MILLIS, async () =>
      (await ann.people()).some((item) => item.includes("Ben") && !/reconnecting/i.test(item)),
    );
    await hearEachOther(ann, ben);

    await namespace.changeAddress();
    await ann.hearsNo(1);
    await hearEachOther(ann, ben);
    expect(await ann.seesPerson("Ben")).toBe(true);

    await namespace.cut();
    await until(
      "Ben is gone after the grace",
      GRACE_SECONDS * 1_000 * SLACK,
      async () => !(await ann.seesPerson("Ben")),
    );
    await ann.browser.close();
  } finally {
    await namespace.heal();
    await away.stop();
    await server.stop();
    await namespace.remove();
  }
});

test.concurrent("SIGTERM ends the server with exit code 0, and people are told it comes back", async () => {
  const server = await ServerProcess.start();
  try {
    const ann = await chromium.person("Ann", 0);
    await ann.join(`${server.url}/r/stopped`);
    // Who has not been in yet is connecting, not reconnecting.
    await until("connected", BACK_LIMIT_MILLIS, async () =>
      /^connected/i.test((await ann.connection()).trim()),
    );
    expect(await server.kill("SIGTERM")).toBe(0);
    await until("Ann sees the loss", 5_000 * SLACK, async () =>
      /reconnect/i.test(await ann.connection()),
    );
    await server.launch();
    await until("connected again", BACK_LIMIT_MILLIS, async () =>
      /^connected/i.test((await ann.connection()).trim()),
    );
    await ann.browser.close();
  } finally {
    await server.stop();
  }
});

test.concurrent("the same person in a second tab takes over, and the first says so", async () => {
  const server = await ServerProcess.start();
  try {
    const url = `${server.url}/r/two-tabs`;
    const ann = await chromium.person("Ann", 0);
    await ann.join(url);
    const second = await ann.context.newPage();
    await second.goto(url);
    await second.getByRole("button", { name: "Join", exact: true }).click();
    await second.getByRole("button", { name: "Leave", exact: true }).waitFor();
    await until("the first tab says so", PATIENCE_MILLIS, async () =>
      /another tab|taken over|elsewhere/i.test(
        (await ann.page.locator("body").textContent()) ?? "",
      ),
    );
    await ann.browser.close();
  } finally {
    await server.stop();
  }
});
