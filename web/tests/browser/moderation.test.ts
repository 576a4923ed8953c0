/** Rooms run by who opened them: muted for all, removed, banned, let in through the lobby; and put out of a sealed one. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actAbout, Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { SILENT_DECIBELS } from "./support/ears.ts";
import { Firefox } from "./support/firefox.ts";
import { PATIENCE_MILLIS, type Person, SLACK, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";
import { openedBy, takeAlongKeys, Wiretap } from "./support/wiretap.ts";

let server: ServerProcess;
let chromium: Chromium;
let firefox: Firefox;

beforeAll(async () => {
  [server, chromium, firefox] = await Promise.all([
    ServerProcess.start(),
    Chromium.start(),
    Firefox.start(),
  ]);
});

afterAll(async () => {
  await firefox?.stop();
  await chromium?.stop();
  await server?.stop();
});

async function sees(person: Person, role: string, name: string): Promise<void> {
  await until(`${person.nickname} sees the ${role} "${name}"`, PATIENCE_MILLIS, () =>
    person.browser.sees(role, name),
  );
}

/** Looks, from now on, whether a nickname comes up anywhere in a page, however shortly. */
async function watchFor(
  { page }: ChromiumPerson,
  nickname: string,
): Promise<() => Promise<boolean>> {
  const watch = await page.evaluateHandle((words) => {
    const seen = { ever: false };
    const look = () => {
      if (document.body.textContent?.includes(words)) seen.ever = true;
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    look();
    return seen;
  }, nickname);
  return () => watch.evaluate(({ ever }) => ever);
}

describe("the owner of a public room", () => {
  let url: string;
  let ann: ChromiumPerson; // opened it
  let ben: ChromiumPerson;
  let cleo: ChromiumPerson;

  beforeAll(async () => {
    url = `${server.url}/r/run-by-ann`;
    ann = await chromium.person("Ann", 0);
    ben = await chromium.person("Ben", 1);
    cleo = await chromium.person("Cleo", 2);
    await ann.join(url);
    await Promise.all([ben.join(url), cleo.join(url)]);
    await Promise.all([cleo.hears(0), cleo.hears(1), ann.hears(1), ann.hears(2)]);
  });

  afterAll(async () => {
    for (const person of [ann, ben, cleo]) await person?.browser.close();
  });

  test("mutes somebody for all, who is heard again when let speak and unmuted", async () => {
    await actAbout(ann, "Ben", "Mute for all");
    await Promise.all([ann.hearsNo(1), cleo.hearsNo(1)]);
    await ben.browser.press("button", "Unmute");
    await ben.page.getByText("You are muted for everybody.", { exact: true }).waitFor();
    expect(await cleo.usualDecibels(1), "muted, and heard").toBeLessThan(SILENT_DECIBELS);
    await Promise.all([cleo.hears(0), ben.hears(2)]);

    await actAbout(ann, "Ben", "Let them speak");
    await ben.page.getByText(/^You are muted for everybody by/).waitFor({ state: "hidden" });
    expect(await cleo.usualDecibels(1), "live without wanting it").toBeLessThan(SILENT_DECIBELS);
    await ben.browser.press("button", "Unmute");
    await Promise.all([ann.hears(1), cleo.hears(1)]);
  });

  test("removes somebody, who can come back, and bans them, who cannot, nor anybody new from there", async () => {
    await actAbout(ann, "Ben", "Remove or ban", "Remove");
    await sees(ben, "heading", "You were removed from this room.");
    await until("Ben is gone", PATIENCE_MILLIS, async () => !(await cleo.seesPerson("Ben")));
    await ben.browser.press("button", "Try again");
    await Promise.all([ann.hears(1), cleo.hears(1)]);

    await actAbout(ann, "Ben", "Remove or ban", "Ban");
    await sees(ben, "heading", "You were banned from this room.");
    await Promise.all([ann.hearsNo(1), cleo.hearsNo(1)]);
    await until("Ben is gone", PATIENCE_MILLIS, async () => !(await ann.seesPerson("Ben")));

    const newcomers = ["Benedict", "Zed"] as const;
    const shown = await Promise.all(newcomers.map((nickname) => watchFor(ann, nickname)));
    await ben.page.reload();
    await sees(ben, "textbox", "Nickname");
    await ben.browser.fill("Nickname", newcomers[0]);
    await ben.browser.press("button", "Join");
    await sees(ben, "heading", "You are banned from this room.");
    const fresh = await chromium.person(newcomers[1], 1);
    await fresh.open(url);
    await fresh.browser.press("button", "Join");
    await sees(fresh, "heading", "Somebody from your network was banned from this room.");
    expect(await Promise.all(shown.map((ever) => ever()))).toEqual([false, false]);
    expect(await ann.people()).toHaveLength(2);
    await Promise.all([ann.hears(2), cleo.hears(0)]); // they are of the same network
    await fresh.browser.close();
  });
});

/** What only those inside are told: who is here, and what they did. */
const ABOUT_THE_ROOM = /"(member|members|identity|profile|acts)":/;

/** All that a page has been told, from its next load on. */
async function listenIn(page: Awaited<ReturnType<Firefox["person"]>>["page"]) {
  await page.evaluateOnNewDocument(() => {
    const told: string[] = [];
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        this.addEventListener("message", ({ data }) => told.push(String(data)));
      }
    };
    Object.assign(window, { told });
  });
  return () => page.evaluate(() => (window as unknown as { told: string[] }).told.join("\n"));
}

test("who knocks is told nothing of the room until the owner lets them in", async () => {
  const url = `${server.url}/r/behind-a-door`;
  const owner = await chromium.person("Annabelle", 0);
  const guest = await chromium.person("Barnaby", 2);
  const fay = await firefox.person("Fay", 1);
  const told = await listenIn(fay.page);

  await owner.join(url);
  await Promise.all([guest.join(url), fay.open(url)]);

  await owner.browser.press("button", "Moderation");
  const dialog = owner.page.getByRole("dialog", { name: "Moderation" });
  const lobby = dialog.getByRole("switch", { name: "Lobby" });
  await lobby.click();
  await until("there is a lobby", PATIENCE_MILLIS, () => lobby.isChecked());
  await dialog.getByRole("button", { name: "Close", exact: true }).click();

  await fay.browser.press("button", "Join");
  await sees(fay, "heading", "You are at the door.");
  const letIn = owner.page
    .getByRole("region", { name: "At the door" })
    .getByRole("button", { name: "Let in: Fay", exact: true });
  await letIn.waitFor();
  expect(await guest.browser.sees("button", "Let in: Fay")).toBe(false);
  const page = await fay.browser.evaluate(() => document.documentElement.outerHTML);
  expect(page).toContain("You are at the door.");
  expect(page).not.toMatch(/Annabelle|Barnaby/);
  expect(await told()).not.toMatch(ABOUT_THE_ROOM);
  expect(await owner.people()).toHaveLength(2);
  expect(await owner.usualDecibels(1), "heard through the door").toBeLessThan(SILENT_DECIBELS);

  await letIn.click();
  await sees(fay, "button", "Leave");
  await Promise.all([owner.hears(1), guest.hears(1), fay.hears(0), fay.hears(2)]);
  await until(
    "Fay sees who is here",
    PATIENCE_MILLIS,
    async () => (await fay.people()).length === 3,
  );
  expect(await told()).toMatch(ABOUT_THE_ROOM);
  for (const person of [owner, guest, fay]) await person.browser.close();
});

/** Makes a room that whoever has the link may enter; gives the link. */
async function makeUnlistedRoom(ann: ChromiumPerson): Promise<string> {
  const { page, browser } = ann;
  await page.goto(`${server.url}/s/`);
  await page.getByRole("textbox", { name: "Title" }).fill("Behind the stage");
  await page.getByRole("radio", { name: "Unlisted" }).check();
  await browser.press("button", "Make the room");
  await page.getByRole("textbox", { name: "Nickname" }).fill(ann.nickname);
  await browser.press("button", "Join");
  const shown = page.getByText(/\/s\/[\w-]{22}#[\w-]{22}/);
  await shown.waitFor({ state: "attached" });
  return `http://${await shown.textContent()}`;
}

/** When messages of a kind have gone over a page's line. */
function watchLine({ page }: ChromiumPerson, sent: string, received: string) {
  const at = { sent: [] as number[], received: [] as number[] };
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (String(payload).includes(sent)) at.sent.push(performance.now());
    });
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes(received)) at.received.push(performance.now());
    });
  });
  return at;
}

test("who is put out of a sealed room opens nothing that is said after, and knocks like anybody", async () => {
  const ann = await chromium.person("Ann", 0);
  const ben = await chromium.person("Ben", 2);
  const fay = await firefox.person("Fay", 1);
  const tap = await Wiretap.on(ann);
  const bensKeys = await takeAlongKeys(ben);
  const line = watchLine(ann, '"room.act"', '"epoch.changed"');
  const link = await makeUnlistedRoom(ann);
  await Promise.all([ben.join(link), fay.join(link)]);
  await Promise.all([ann.hears(1), ann.hears(2), ben.hears(1), fay.hears(0)]);
  await until("voice is tapped", PATIENCE_MILLIS, async () => (await tap.count("sealed")) > 50);
  const before = (await tap.sealedFrom(0)).slice(-25);
  expect(await openedBy(await bensKeys(), before), "Ben is inside").toBe(before.length);

  await actAbout(ann, "Ben", "Remove or ban", "Remove");
  await sees(ben, "heading", "You were removed from this room.");
  const removedAt = line.sent[0] ?? Number.NaN;
  await until("there is another epoch", PATIENCE_MILLIS, () =>
    line.received.some((at) => at > removedAt),
  );
  const rekeyedAt = line.received.find((at) => at > removedAt) ?? Number.NaN;
  expect(rekeyedAt - removedAt).toBeLessThan(1_000 * SLACK);

  await ann.hearsNo(2);
  await Promise.all([ann.hears(1), fay.hears(0)]);
  const from = await tap.count("sealed");
  await until(
    "more voice is tapped",
    PATIENCE_MILLIS,
    async () => (await tap.count("sealed")) > from + 25,
  );
  const after = await tap.sealedFrom(from);
  expect(await openedBy(await bensKeys(), after), "Ben has gone, with all his keys").toBe(0);

  const stranger = await chromium.person("Benedict", 2);
  await stranger.open(link);
  await stranger.browser.press("button", "Join");
  await sees(stranger, "heading", "You are at the door.");
  const atTheDoor = ann.page.getByRole("region", { name: "At the door" });
  await atTheDoor.getByRole("button", { name: /^Let in: / }).waitFor();
  expect(await ann.people()).toHaveLength(2);
  await atTheDoor.getByRole("button", { name: /^Turn away: / }).click();
  await stranger.page.getByRole("heading", { name: "You are at the door." }).waitFor({
    state: "hidden",
  });
  expect(await fay.people()).toHaveLength(2);
  for (const person of [ann, ben, fay, stranger]) await person.browser.close();
});
