/** A private room between two browsers: made, entered by link and password, changed, and brought back to a server that lost it. */
import type { Page as FirefoxPage } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actAbout, Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { Firefox } from "./support/firefox.ts";
import { Keyboard } from "./support/keyboard.ts";
import { PATIENCE_MILLIS, type Person, SLACK, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

const TITLE = "Behind the curtain";
const PASSWORD = "seven quiet lanterns";
const NEW_PASSWORD = "eight loud lanterns";
const BACK_LIMIT_MILLIS = 60_000;
/** Two browsers, five people and two restarts, on a busy machine. */
const TEST_MILLIS = 150_000;

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

/** Everything that a page sends: addresses and headers of requests, and what goes into its WebSocket. */
function listenIn(ann: ChromiumPerson): string[] {
  const sent: string[] = [];
  ann.page.on("request", (request) => {
    sent.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? "");
  });
  ann.page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => sent.push(String(payload)));
  });
  return sent;
}

async function makePrivateRoom(ann: ChromiumPerson): Promise<string> {
  const { page } = ann;
  await page.goto(`${server.url}/s/`);
  await page.getByRole("textbox", { name: "Title" }).fill(TITLE);
  await page.getByRole("radio", { name: "Private" }).check();
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the room" }).click();
  await page.getByRole("textbox", { name: "Nickname" }).fill(ann.nickname);
  expect(new URL(page.url()).hash).toBe("");
  await ann.browser.press("button", "Join");
  const shown = page.getByText(/\/s\/[\w-]{22}#[\w-]{22}\.p/);
  await shown.waitFor({ state: "attached" });
  return `http://${await shown.textContent()}`;
}

async function typePassword(page: FirefoxPage, password: string): Promise<void> {
  await page.locator("input[type=password]").fill(password);
  await page.locator('::-p-aria([name="Go on"][role="button"])').click();
}

function title(person: Person): Promise<string> {
  return person.browser.evaluate(() => document.querySelector("h1")?.textContent ?? "");
}

async function isBack(person: Person): Promise<void> {
  await until(`${person.nickname} is connected again`, BACK_LIMIT_MILLIS, async () =>
    /^connected/i.test((await person.connection()).trim()),
  );
}

async function changeInDialog(page: ChromiumPerson["page"], change: () => Promise<void>) {
  await page.getByRole("button", { name: "About this room" }).click();
  await change();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
}

/** How often a page was told of acts: of new ones, of those in a welcome, of those that somebody has brought back. */
function countActs({ page }: ChromiumPerson): () => number {
  let count = 0;
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes('"acts":[{"act"')) count++;
    });
  });
  return () => count;
}

/** Comes by the link and the password; what then happens is for the room to say. */
async function comeIn(person: ChromiumPerson, link: string, password: string): Promise<void> {
  await person.page.goto(link);
  await comeBy(password, person);
}

async function comeBy(password: string, { page, browser, nickname }: ChromiumPerson) {
  await page.locator("input[type=password]").fill(password);
  await browser.press("button", "Go on");
  await page.getByRole("textbox", { name: "Nickname" }).fill(nickname);
  await browser.press("button", "Join");
}

/** Comes back to where one was banned. */
async function isRefused({ page, browser }: ChromiumPerson): Promise<void> {
  await page.reload();
  await page.getByRole("textbox", { name: "Nickname" }).waitFor();
  await browser.press("button", "Join");
  await page.getByRole("heading", { name: "You are banned from this room." }).waitFor();
}

/** An invite for one person, as the page offers it first. */
async function makeInvite(page: ChromiumPerson["page"]): Promise<string> {
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("button", { name: "Make an invite" }).click();
  const link = page.getByText(/\/s\/[\w-]{22}#[\w-]{43}\.i/);
  await link.waitFor();
  const shown = (await link.textContent()) ?? "";
  await page.keyboard.press("Escape");
  return shown;
}

test("made in one browser, entered in the other, brought back to an empty server, and kept from who has no password", {
  timeout: TEST_MILLIS,
}, async () => {
  const ann = await chromium.person("Ann", 0);
  const sent = listenIn(ann);
  const toldOfActs = countActs(ann);
  const link = await makePrivateRoom(ann);
  const [address, fragment] = link.split("#") as [string, string];

  const ben = await firefox.person("Ben", 1);
  await ben.page.goto(link);
  await typePassword(ben.page, "seven quiet candles");
  await until("Ben sees the nickname field", PATIENCE_MILLIS, () =>
    ben.browser.sees("textbox", "Nickname"),
  );
  expect(await ben.browser.evaluate(() => location.href)).toBe(address);
  await ben.browser.press("button", "Join");
  await until("a wrong password opens nothing", PATIENCE_MILLIS, async () =>
    (await title(ben)).includes("does not open"),
  );
  await ben.browser.press("button", "Type the password again");
  await typePassword(ben.page, PASSWORD);
  await until("Ben may join", PATIENCE_MILLIS, () => ben.browser.sees("textbox", "Nickname"));
  await ben.browser.fill("Nickname", "Ben");
  await ben.browser.press("button", "Join");
  await until("Ben reads the title", PATIENCE_MILLIS, async () => (await title(ben)) === TITLE);
  await until("they see each other", PATIENCE_MILLIS, () => ann.seesPerson("Ben"));
  await Promise.all([ann.hears(1), ben.hears(0)]);
  const mal = await chromium.person("Mal", 2);
  await comeIn(mal, link, PASSWORD);
  await until("Ann sees Mal", PATIENCE_MILLIS, () => ann.seesPerson("Mal"));
  await actAbout(ann, "Mal", "Remove or ban", "Ban");
  await actAbout(ann, "Ben", "Make moderator");
  await until("Ben moderates", PATIENCE_MILLIS, () => ben.browser.sees("button", "Moderation"));
  const toldBefore = toldOfActs();

  await server.kill("SIGKILL");
  await until("Ann sees the loss", 5_000 * SLACK, async () =>
    /reconnect/i.test(await ann.connection()),
  );
  const stranger = await chromium.person("Eve", 2);
  await server.launch();
  await Promise.all([isBack(ann), isBack(ben)]);
  await until("the acts are back", PATIENCE_MILLIS, () => toldOfActs() > toldBefore);
  await until("Ben moderates still", PATIENCE_MILLIS, () =>
    ben.browser.sees("button", "Moderation"),
  );
  await isRefused(mal);
  await stranger.page.goto(address);
  await until("the id alone opens nothing", PATIENCE_MILLIS, async () =>
    (await title(stranger)).includes("not whole"),
  );

  await ben.page.reload();
  await until("Ben is known after a reload", PATIENCE_MILLIS, () =>
    ben.browser.sees("textbox", "Nickname"),
  );
  await ben.browser.press("button", "Join");
  await until("Ben is in again", PATIENCE_MILLIS, async () => (await title(ben)) === TITLE);

  await changeInDialog(ann.page, async () => {
    await ann.page.getByRole("textbox", { name: "Title" }).fill("Another curtain");
    await ann.page.locator("dialog input[type=password]").fill(NEW_PASSWORD);
  });
  await until(
    "Ben reads the new title",
    PATIENCE_MILLIS,
    async () => (await title(ben)) === "Another curtain",
  );
  expect(await ben.connection()).toMatch(/^connected/i);

  const cleo = await chromium.person("Cleo", 2);
  await comeIn(cleo, link, PASSWORD);
  await cleo.page.getByRole("button", { name: "Type the password again" }).click();
  await comeBy(NEW_PASSWORD, cleo);
  await ann.page.getByRole("button", { name: /^Let in: / }).click(); // Mal had the link too
  await until(
    "Cleo is in by the new password",
    PATIENCE_MILLIS,
    async () => (await title(cleo)) === "Another curtain",
  );

  await server.kill("SIGKILL");
  await ben.browser.close();
  await cleo.browser.close();
  await ann.page.goto("about:blank");
  const toldAgain = toldOfActs();
  await server.launch();
  await ann.page.goto(address);
  await ann.page.getByRole("textbox", { name: "Nickname" }).waitFor();
  await ann.browser.press("button", "Join");
  await until("the acts are back after a reload", PATIENCE_MILLIS, () => toldOfActs() > toldAgain);
  await mal.page.reload();
  await mal.page.getByRole("textbox", { name: "Nickname" }).waitFor();
  await mal.browser.press("button", "Join");
  await mal.page.getByRole("button", { name: "Type the password again" }).click();
  await comeBy(NEW_PASSWORD, mal);
  await mal.page.getByRole("heading", { name: "You are banned from this room." }).waitFor();

  const secret = fragment.replace(".p", "");
  const whole = sent.join("\n");
  expect(whole).toContain("doorProof");
  for (const hidden of [secret, PASSWORD, NEW_PASSWORD, TITLE, "Another curtain"]) {
    expect(whole, "what leaves the page").not.toContain(hidden);
    expect(whole).not.toContain(Buffer.from(hidden).toString("base64url"));
  }
  expect(server.log).not.toContain(secret);
  for (const person of [ann, stranger, mal]) await person.browser.close();
});

test("an invite lets one person in without link or password, waits while nobody is there, and is used up", async () => {
  const ann = await chromium.person("Ann", 0);
  const sent = listenIn(ann);
  await makePrivateRoom(ann);
  const invite = await makeInvite(ann.page);
  const room = new URL(invite).pathname;
  await ann.page.goto(server.url);

  const eve = await chromium.person("Eve", 1);
  await eve.page.goto(invite);
  await until("Eve is told that nobody is there", PATIENCE_MILLIS, async () =>
    (await title(eve)).includes("Nobody who can let you in"),
  );
  expect(new URL(eve.page.url()).hash).toBe("");
  await ann.page.goto(server.url + room);
  await ann.browser.press("button", "Join");
  await until("Eve is handed the keys", PATIENCE_MILLIS, () =>
    eve.browser.sees("textbox", "Nickname"),
  );
  await eve.browser.fill("Nickname", "Eve");
  await eve.browser.press("button", "Join");
  await until("Eve reads the title", PATIENCE_MILLIS, async () => (await title(eve)) === TITLE);
  await until("they see each other", PATIENCE_MILLIS, () => ann.seesPerson("Eve"));

  const fay = await chromium.person("Fay", 2);
  await fay.page.goto(invite);
  await until("an invite for one is used up", PATIENCE_MILLIS, async () =>
    (await title(fay)).includes("used up"),
  );
  const seed = invite.slice(invite.indexOf("#") + 1, -".i".length);
  expect(sent.join("\n")).not.toContain(seed);
  for (const person of [ann, eve, fay]) await person.browser.close();
});

/** The words of a safety number, which two people read to each other. */
function safetyWords(person: Person): Promise<string> {
  return person.browser.evaluate(
    () => document.querySelector('section[aria-label="Safety number"] ol')?.textContent ?? "",
  );
}

/** Opens the seat of somebody, and says that the words there are the same. */
async function compareBy(keyboard: Keyboard, person: Person, nickname: string): Promise<string> {
  await keyboard.enter(new RegExp(`^${nickname}`));
  await until(`${nickname}'s seat is open`, PATIENCE_MILLIS, () =>
    person.browser.sees("dialog", nickname),
  );
  await keyboard.enter(/^Compare$/);
  await until(`${person.nickname} reads the words`, PATIENCE_MILLIS, async () => {
    return (await safetyWords(person)) !== "";
  });
  const words = await safetyWords(person);
  await keyboard.enter(/^They are the same$/);
  await keyboard.to(/^Take it back$/);
  await keyboard.press("Escape");
  return words;
}

test("the whole flow of a private room by keyboard alone, in both browsers", async () => {
  const kay = await chromium.person("Kay", 0);
  await kay.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const keyboard = new Keyboard(kay, kay.page.keyboard);
  const copied = () => kay.page.evaluate(() => navigator.clipboard.readText());
  await kay.page.goto(`${server.url}/s/`);
  await kay.page.getByRole("textbox", { name: "Title" }).waitFor();
  await keyboard.fill(/^Title/, TITLE);
  await keyboard.to(/^Unlisted/);
  await keyboard.press("ArrowDown");
  await keyboard.fill(/^Password/, PASSWORD);
  await keyboard.enter(/^Make the room$/);
  expect(keyboard.trail, "as it is read").toEqual([
    "Title",
    "Another room name",
    expect.stringMatching(/^Unlisted/),
    "Password",
    "Language",
    "Most people at once",
    "Make the room",
  ]);
  await kay.page.getByRole("textbox", { name: "Nickname" }).waitFor();
  await keyboard.fill(/^Nickname/, "Kay");
  await keyboard.enter(/^Join$/);
  await kay.page.getByRole("button", { name: "Leave", exact: true }).waitFor();

  await keyboard.enter(/^Invite$/);
  await kay.page.getByRole("dialog", { name: "Invite" }).waitFor();
  await keyboard.enter(/^Copy link$/);
  await kay.page.getByText("Link copied").waitFor();
  const link = await copied();
  await keyboard.enter(/^Make an invite$/);
  await kay.page.getByRole("img", { name: "The invite as a QR code" }).waitFor();
  await keyboard.enter(/^Copy link$/);
  await until("the invite is copied", PATIENCE_MILLIS, async () =>
    /#[\w-]{43}\.i$/.test(await copied()),
  );
  await keyboard.press("Escape");
  await keyboard.isAt(/^Invite$/);
  await keyboard.enter(/^Moderation$/);
  await kay.page.getByRole("dialog", { name: "Moderation" }).waitFor();
  await keyboard.to(/^Lobby$/);
  await keyboard.press("Space");
  await kay.page.getByText("You set up a lobby").waitFor();
  await keyboard.press("Escape");

  const lou = await firefox.person("Lou", 1);
  const lous = new Keyboard(lou, lou.page.keyboard);
  await lou.page.goto(link);
  await until("Lou is asked for the password", PATIENCE_MILLIS, async () =>
    (await title(lou)).includes("password"),
  );
  await lous.fill(/^Password/, PASSWORD);
  await lous.press("Enter");
  await until("Lou may join", PATIENCE_MILLIS, () => lou.browser.sees("textbox", "Nickname"));
  await lous.fill(/^Nickname/, "Lou");
  await lous.enter(/^Join$/);
  await until("Lou is at the door", PATIENCE_MILLIS, async () =>
    (await title(lou)).includes("the door"),
  );
  await kay.page.getByRole("region", { name: "At the door" }).getByRole("button").first().waitFor();
  await keyboard.enter(/^Let in: Lou$/);
  await until("Lou reads the title", PATIENCE_MILLIS, async () => (await title(lou)) === TITLE);
  await until("they see each other", PATIENCE_MILLIS, () => kay.seesPerson("Lou"));

  const words = await compareBy(keyboard, kay, "Lou");
  expect(await compareBy(lous, lou, "Kay")).toBe(words);
  await lous.fill(/^Message/, "without a mouse");
  await lous.press("Enter");
  await until("Kay reads it", PATIENCE_MILLIS, async () =>
    (await kay.chat()).includes("without a mouse"),
  );
  await lous.enter(/^Leave$/, "back");
  await until("Lou has left", PATIENCE_MILLIS, async () => !(await kay.seesPerson("Lou")));
  await keyboard.enter(/^Leave$/);
  await kay.page.getByRole("button", { name: "Leave", exact: true }).waitFor({ state: "hidden" });
  for (const person of [kay, lou]) await person.browser.close();
});
