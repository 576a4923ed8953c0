/** Two people and a list: one opens a room and says what it is about, the other finds it on home and walks in. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { PATIENCE_MILLIS, SLACK, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const LIVE_MILLIS = 2_000 * SLACK;

let server: ServerProcess;
let chromium: Chromium;
let ann: ChromiumPerson;
let bob: ChromiumPerson;

beforeAll(async () => {
  server = await ServerProcess.start();
  chromium = await Chromium.start();
  ann = await chromium.person("Ann", 0);
  bob = await chromium.person("Bob", 1);
});

afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
});

/** What stands in the list of rooms on home. */
function rooms(): Promise<string[]> {
  return bob.page.locator("main ul[aria-label='Public rooms'] > li").allTextContents();
}

async function seesRoom(like: RegExp): Promise<void> {
  await until(`home shows ${like}`, LIVE_MILLIS, async () =>
    (await rooms()).some((room) => like.test(room)),
  );
}

test("home says that no room is open, shows one that opens, with its words, and lets one in by a click", async () => {
  await bob.page.goto(server.url);
  await until("home says so", PATIENCE_MILLIS, async () =>
    ((await bob.page.locator("main").textContent()) ?? "").includes("No public room is open."),
  );
  await ann.join(`${server.url}/r/blue-note`);
  await seesRoom(/blue-note.*1 person/);

  await ann.browser.press("button", "About this room");
  await ann.browser.fill("Topic", "Jazz till late");
  await ann.browser.fill("Tags", "Music, #Jazz");
  await ann.page.getByRole("combobox", { name: "Language", exact: true }).selectOption("de");
  await ann.browser.press("button", "Save");
  await ann.page.getByText("Jazz till late", { exact: true }).first().waitFor();
  await seesRoom(/blue-note.*Jazz till late.*German/);
  await seesRoom(/talking/); // her microphone is a tone

  await bob.page.getByRole("button", { name: "Only rooms with jazz" }).first().click();
  await bob.page.getByRole("button", { name: "No longer only jazz" }).waitFor();
  await seesRoom(/blue-note/);
  await bob.page.getByRole("combobox", { name: "Language", exact: true }).selectOption("fr");
  await bob.page.getByText("No open room is like that.").waitFor();
  await bob.browser.press("button", "Show all rooms");
  await bob.page.getByRole("searchbox").fill("till LATE");
  await seesRoom(/blue-note/);

  await bob.page.getByRole("link", { name: /blue-note/ }).click();
  await until("pre-join", PATIENCE_MILLIS, () => bob.browser.sees("textbox", "Nickname"));
  expect(new URL(bob.page.url()).pathname).toBe("/r/blue-note");
  await bob.browser.press("button", "Join");
  await until("both are in", PATIENCE_MILLIS, async () => (await ann.people()).length === 2);
  await until("the head says what it is about", PATIENCE_MILLIS, async () =>
    ((await bob.page.locator("header").first().textContent()) ?? "").includes("Jazz till late"),
  );
  await bob.browser.press("button", "About this room");
  await bob.page.getByText(/^Ann can change this/).waitFor();
});

test("the number falls when one leaves, and the room goes with the last", async () => {
  await bob.page.goto(server.url);
  await seesRoom(/1 person/);
  await ann.browser.press("button", "Leave");
  await until("the list is empty", LIVE_MILLIS, async () => (await rooms()).length === 0);
});
