/** A public room run by who opened it: muted for all, removed, banned, and let in through the lobby. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Chromium, type ChromiumPerson } from "./support/chromium.ts";
import { SILENT_DECIBELS } from "./support/ears.ts";
import { Firefox } from "./support/firefox.ts";
import { type Person, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

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
  await until(`${person.nickname} sees the ${role} "${name}"`, 10_000, () =>
    person.browser.sees(role, name),
  );
}

/** Opens what can be done about somebody, and does something of it. */
async function actAbout({ page }: ChromiumPerson, nickname: string, ...buttons: string[]) {
  const dialog = page.getByRole("dialog", { name: nickname, exact: true });
  if (!(await dialog.isVisible())) {
    await page
      .getByRole("list", { name: "People" })
      .getByRole("button", { name: nickname })
      .click();
  }
  const forAll = dialog.getByRole("group", { name: "For everybody" });
  for (const name of buttons) await forAll.getByRole("button", { name, exact: true }).click();
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
    await ben.page.getByText(/^You are muted for everybody/).waitFor({ state: "hidden" });
    expect(await cleo.usualDecibels(1), "live without wanting it").toBeLessThan(SILENT_DECIBELS);
    await ben.browser.press("button", "Unmute");
    await Promise.all([ann.hears(1), cleo.hears(1)]);
  });

  test("removes somebody, who can come back, and bans them, who cannot, nor anybody new from there", async () => {
    await actAbout(ann, "Ben", "Remove or ban", "Remove");
    await sees(ben, "heading", "You were removed from this room.");
    await until("Ben is gone", 5_000, async () => !(await cleo.seesPerson("Ben")));
    await ben.browser.press("button", "Try again");
    await Promise.all([ann.hears(1), cleo.hears(1)]);

    await actAbout(ann, "Ben", "Remove or ban", "Ban");
    await sees(ben, "heading", "You were banned from this room.");
    await Promise.all([ann.hearsNo(1), cleo.hearsNo(1)]);
    await until("Ben is gone", 5_000, async () => !(await ann.seesPerson("Ben")));

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
  await until("there is a lobby", 5_000, () => lobby.isChecked());
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
  await until("Fay sees who is here", 5_000, async () => (await fay.people()).length === 3);
  expect(await told()).toMatch(ABOUT_THE_ROOM);
  for (const person of [owner, guest, fay]) await person.browser.close();
});
