/** The pages as people with a keyboard, a screen reader, or an old browser meet them; and what they ask of the network. */
import { readFileSync } from "node:fs";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium } from "./support/chromium.ts";
import { PATIENCE_MILLIS, until } from "./support/page.ts";
import { ServerProcess } from "./support/server.ts";

let server: ServerProcess;
let chromium: Chromium;

beforeAll(async () => {
  server = await ServerProcess.start();
  chromium = await Chromium.start();
});

afterAll(async () => {
  await chromium?.stop();
  await server?.stop();
});

/** Rules that axe finds broken, with the elements. Run through the debugger, so the page's own policy stays as it is. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.map(
      (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(" | ")}`,
    );
  });
}

for (const [width, colorScheme] of [
  [360, "light"],
  [1440, "dark"],
] as const) {
  test(`axe finds nothing on home, pre-join and room (${width} px, ${colorScheme})`, async () => {
    const ann = await chromium.person("Ann", 0);
    await ann.page.setViewportSize({ width, height: 800 });
    await ann.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await ann.page.goto(server.url);
    await ann.page.getByRole("textbox", { name: "Room name" }).waitFor();
    expect(await violations(ann.page)).toEqual([]);
    await ann.open(`${server.url}/r/axe-${width}`);
    expect(await violations(ann.page)).toEqual([]);
    await ann.browser.press("button", "Join");
    await ann.page.getByRole("button", { name: "Leave", exact: true }).waitFor();
    expect(await violations(ann.page)).toEqual([]);
    await ann.browser.close();
  });
}

test("the whole flow by keyboard alone", async () => {
  const ann = await chromium.person("Ann", 0);
  const { page } = ann;
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    });
  const tabTo = async (wanted: () => Promise<boolean>, what: string) => {
    for (let steps = 0; steps < 40; steps++) {
      if (await wanted()) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no way by Tab to ${what}; focus is on ${await focused()}`);
  };
  const isFocused = (role: "button" | "textbox", name: string) => () =>
    page
      .getByRole(role, { name, exact: true })
      .first()
      .evaluate((element) => element === document.activeElement);

  await page.goto(server.url);
  await page.getByRole("textbox", { name: "Room name" }).waitFor();
  await tabTo(isFocused("textbox", "Room name"), "Room name");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("by keyboard");
  await tabTo(isFocused("textbox", "Nickname"), "Nickname");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Kay");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/r\/by/);
  await page.getByRole("button", { name: "Join", exact: true }).waitFor();
  expect(await page.getByRole("textbox", { name: "Nickname" }).inputValue()).toBe("Kay");
  await tabTo(isFocused("button", "Join"), "Join");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Leave", exact: true }).waitFor();

  await tabTo(isFocused("button", "Mute"), "Mute");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Unmute", exact: true }).waitFor();
  await tabTo(isFocused("textbox", "Message"), "Message");
  await page.keyboard.type("typed");
  await page.keyboard.press("Enter");
  await until("the message stands in the chat", PATIENCE_MILLIS, async () =>
    (await ann.chat()).includes("typed"),
  );
  await page.keyboard.type("/");
  const offers = page.getByRole("listbox", { name: "Commands" }).getByRole("option");
  expect(await offers.count()).toBeGreaterThan(5);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type("s");
  expect(await offers.first().textContent()).toContain("/shrug");
  await page.keyboard.press("Enter");
  await until("it was done", PATIENCE_MILLIS, async () => (await ann.chat()).includes("(ツ)"));
  const field = page.getByRole("textbox", { name: "Message" });
  expect(await field.inputValue()).toBe("");
  await page.keyboard.type("/dance now");
  await page.keyboard.press("Enter");
  await page.getByText("There is no command /dance.").waitFor();
  expect(await field.inputValue()).toBe("/dance now");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("/ni");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Kaya");
  await page.keyboard.press("Enter");
  await until("she has another name", PATIENCE_MILLIS, () => ann.seesPerson("Kaya"));
  await tabTo(isFocused("button", "Leave"), "Leave");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Leave", exact: true }).waitFor({ state: "hidden" });
  await ann.browser.close();
});

test("no request leaves for another origin, and the policy forbids it", async () => {
  const ann = await chromium.person("Ann", 0);
  const foreign: string[] = [];
  const refused: string[] = [];
  const host = new URL(server.url).host;
  ann.page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "blob:" && url.protocol !== "data:" && url.host !== host) {
      foreign.push(request.url());
    }
  });
  ann.page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  const response = await ann.page.goto(server.url);
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/'unsafe-(inline|eval)'/);
  expect(policy).not.toContain("*");
  await ann.join(`${server.url}/r/policy`);
  await ann.browser.fill("Message", "hi");
  await ann.browser.press("button", "Send");
  await until("sent", PATIENCE_MILLIS, async () => (await ann.chat()).includes("hi"));
  expect(refused).toEqual([]);
  expect(foreign).toEqual([]);
  const blocked = await ann.page.evaluate(() =>
    fetch("https://example.invalid/").then(
      () => "sent",
      (error) => String(error),
    ),
  );
  expect(blocked).not.toBe("sent");
  await until("the policy refused it", PATIENCE_MILLIS, () => refused.length > 0);
  await ann.browser.close();
});

/** What a page has asked for and shown by notices. */
function toldOf(page: Page): Promise<{ asked: number; notices: string[] }> {
  return page.evaluate(
    () => (window as unknown as { told: { asked: number; notices: string[] } }).told,
  );
}

test("a browser without WebRTC gets a plain sentence and the chat, in which others are notified as they chose", async () => {
  const old = await chromium.person("Old", 0);
  await old.context.addInitScript(() => {
    Object.defineProperty(window, "RTCPeerConnection", { value: undefined });
  });
  const ann = await chromium.person("Ann", 0);
  await ann.context.addInitScript(() => {
    const told = { asked: 0, notices: [] as string[] };
    class Recorder {
      static permission = "default";
      static async requestPermission() {
        told.asked++;
        Recorder.permission = "granted";
        return "granted";
      }
      constructor(title: string, { body }: { body: string }) {
        told.notices.push(`${title}: ${body}`);
      }
    }
    Object.assign(window, { Notification: Recorder, told });
  });
  const url = `${server.url}/r/old-browser`;
  await ann.join(url);
  await old.open(url);
  await until("a sentence says so", PATIENCE_MILLIS, async () =>
    /voice/i.test((await old.page.locator("main").textContent()) ?? ""),
  );
  await old.page.getByRole("button", { name: /^Join/ }).last().click();
  await old.page.getByRole("textbox", { name: "Message" }).waitFor();
  await old.browser.fill("Message", "I can write");
  await old.browser.press("button", "Send");
  await until("Ann reads it", PATIENCE_MILLIS, async () =>
    (await ann.chat()).includes("I can write"),
  );

  await ann.page.getByRole("button", { name: "Settings" }).click();
  expect((await toldOf(ann.page)).asked).toBe(0);
  await ann.page.getByLabel("Notify me while this tab is hidden").selectOption("mentions");
  expect((await toldOf(ann.page)).asked).toBe(1);
  await ann.page.keyboard.press("Escape");
  await ann.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  for (const words of ["nothing of hers", "Are you there, ann?"]) {
    await old.browser.fill("Message", words);
    await old.browser.press("button", "Send");
  }
  await until(
    "Ann is told",
    PATIENCE_MILLIS,
    async () => (await toldOf(ann.page)).notices.length > 0,
  );
  expect((await toldOf(ann.page)).notices).toEqual(["old-browser: Old: Are you there, ann?"]);
  await until("the tab counts", PATIENCE_MILLIS, async () =>
    /^\(2\) /.test(await ann.page.title()),
  );
  await ann.page.evaluate(() => {
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await until("all is seen", PATIENCE_MILLIS, async () => !/^\(/.test(await ann.page.title()));
  await old.browser.close();
  await ann.browser.close();
});

test("a refused microphone is explained, and the person is in the room all the same or may join without", async () => {
  const ann = await chromium.person("Ann", 0);
  await ann.context.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
  });
  await ann.open(`${server.url}/r/refused`);
  await ann.browser.press("button", "Join");
  await until("it is explained", PATIENCE_MILLIS, async () =>
    /microphone/i.test(
      (await ann.page.locator("[role=alert], [role=status]").allTextContents()).join(" "),
    ),
  );
  await ann.browser.close();
});

/** The short fingerprint that somebody is known by, as their page says it. */
async function fingerprintOf(page: Page): Promise<string> {
  const words = page.getByText(/^You are [0-9a-z-]{14}\./);
  return (/[0-9a-z]{4}(-[0-9a-z]{4}){2}/.exec((await words.textContent()) ?? "") ?? [""])[0];
}

test("an identity goes to another browser by a file and a passphrase, and nothing is lost unasked", async () => {
  const passphrase = "four green umbrellas";
  const [old, fresh] = [await chromium.person("Ann", 0), await chromium.person("Ann", 0)];
  for (const { page } of [old, fresh]) {
    await page.goto(server.url);
    await page.getByRole("button", { name: "Your identity" }).click();
  }
  const who = await fingerprintOf(old.page);
  const former = await fingerprintOf(fresh.page);
  expect(who).not.toBe(former);
  await old.page.getByRole("button", { name: "Take it to another device" }).click();
  for (const field of ["Passphrase", "The same passphrase again"])
    await old.page.getByLabel(field, { exact: true }).fill(passphrase);
  await old.page.getByRole("button", { name: "Make file and code" }).click();
  const downloading = old.page.waitForEvent("download");
  await old.page.getByRole("button", { name: "Save the file" }).click();
  const file = await (await downloading).path();

  const { page } = fresh;
  await page.getByRole("button", { name: "Bring one here" }).click();
  await page.locator("input[type=file]").setInputFiles({
    ...{ name: "free4chat-identity.txt", mimeType: "text/plain" },
    buffer: readFileSync(file),
  });
  await page.getByLabel("Passphrase", { exact: true }).fill("four green umbrella");
  await page.getByRole("button", { name: "Open it" }).click();
  await page.getByText("This passphrase does not open it.").waitFor();
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByRole("button", { name: "Open it" }).click();
  await page.getByText(`${former}, who you are now, would be gone`).waitFor();
  await page.getByRole("button", { name: "Replace it" }).click();
  await page.getByRole("button", { name: "Load it anew" }).click();
  await page.getByRole("button", { name: "Your identity" }).click();
  expect(await fingerprintOf(page)).toBe(who);
  for (const person of [old, fresh]) await person.browser.close();
});
