/**
 * Builds the fixtures and looks at them in Chromium: a picture of each scene into .cache/pictures, axe on each, and the
 * server's own policy, which nothing may break. `node tests/pictures.ts [--quick | parts of pictures' names]`. Exit 1 on a violation.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { en, type Text } from "../src/text/en.ts";
import { enGames, type GamesText } from "../src/text/en-games.ts";
import { saw } from "../src/text/en-saw.ts";
import { es } from "../src/text/es.ts";
import { esGames } from "../src/text/es-games.ts";
import { esSaw } from "../src/text/es-saw.ts";
import type { Language } from "../src/text/languages.ts";
import { zh } from "../src/text/zh.ts";
import { zhGames } from "../src/text/zh-games.ts";
import { zhSaw } from "../src/text/zh-saw.ts";
import {
  scenes as allScenes,
  chatScenes,
  gameScenes,
  mainScenes,
  moreScenes,
  NOW,
  type Scene,
  sideScenes,
} from "./fixtures/scenes.ts";

const WEB = path.resolve(import.meta.dirname, "..");
const PICTURES = path.join(WEB, ".cache/pictures");
const BUILT = path.join(WEB, ".cache/fixtures");
const SETTLE_MILLIS = 4000;
const PATIENCE_MILLIS = 20_000;
const CHAT_BESIDE_FROM = 900;
const NARROWEST = { width: 320, height: 568 } as const;
const LOW = { width: 1280, height: 720 } as const;
const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Open what has to be fetched first. */
const BOARD = "Board";
const GAME: readonly string[] = ["Play", "To the game"];

/** On a phone in each other language: where words are longest, or most. */
const TRANSLATED: readonly string[] = [
  ...["home", "join", "room-12", "muted", "settings", "person", "game-guess", "robots"],
  ...["moderation", "sealed-make", "invite-dialog", "saw", "replay-on"],
];
const CATALOGUES: Readonly<
  Record<
    Language,
    { readonly text: Text & { readonly saw: typeof saw }; readonly games: GamesText }
  >
> = {
  en: { text: { ...en, saw }, games: enGames },
  es: { text: { ...es, saw: esSaw }, games: esGames },
  zh: { text: { ...zh, saw: zhSaw }, games: zhGames },
};
const LOCALES: Readonly<Record<Language, string>> = { en: "en-GB", es: "es-MX", zh: "zh-CN" };

/** Most of the time a page waits for its own clock and for axe. */
const PAGES_AT_A_TIME = 2;

interface Shot {
  readonly name: string;
  readonly scene: Scene;
  readonly size: { readonly width: number; readonly height: number };
  readonly colorScheme: "light" | "dark";
  readonly chat: boolean;
  readonly language: Language;
}

function shots(filters: readonly string[]): readonly Shot[] {
  const all: Shot[] = [];
  for (const size of SIZES) {
    for (const colorScheme of ["light", "dark"] as const) {
      const add = (scenes: Readonly<Record<string, Scene>>, chat: boolean) => {
        for (const [name, scene] of Object.entries(scenes)) {
          all.push({ name, scene, size, colorScheme, chat, language: "en" });
        }
      };
      add(mainScenes, false);
      add(chatScenes, true);
      const outer = size.width === 360 || size.width === 1440;
      if (outer && (colorScheme === "light") === (size.width === 360)) add(sideScenes, false);
      if (outer) add(moreScenes, false);
    }
  }
  for (const size of [NARROWEST, LOW]) {
    for (const [name, scene] of Object.entries({ ...mainScenes, ...gameScenes })) {
      all.push({ name, scene, size, colorScheme: "light", chat: size === LOW, language: "en" });
    }
  }
  for (const language of ["es", "zh"] as const) {
    for (const name of TRANSLATED) {
      const scene = allScenes[name];
      if (!scene) throw new Error(`no scene ${name}`);
      all.push({ name, scene, size: SIZES[0], colorScheme: "light", chat: false, language });
    }
  }
  return all.filter(
    (shot) => filters.length === 0 || filters.some((filter) => fileOf(shot).includes(filter)),
  );
}

function fileOf({ name, size, colorScheme, language }: Shot): string {
  return `${name}-${size.width}-${colorScheme}${language === "en" ? "" : `-${language}`}`;
}

/** Each scene once, by turns on a phone in daylight and on a wide screen at night; those that are translated once more, by turns. */
function quickShots(): readonly Shot[] {
  const looks = ["360 light en", "1440 dark en"];
  const all = shots([]);
  const pick = (name: string, look: string) =>
    all.filter(
      ({ name: other, size, colorScheme, language }) =>
        other === name && `${size.width} ${colorScheme} ${language}` === look,
    );
  const names = [...new Set(all.map(({ name }) => name))];
  return [
    ...names.flatMap((name, index) => pick(name, looks[index % looks.length] ?? "")),
    ...TRANSLATED.flatMap((name, index) =>
      pick(name, `360 light ${index % 2 === 0 ? "es" : "zh"}`),
    ),
  ];
}

async function buildFixtures(): Promise<PreviewServer> {
  await build({
    root: WEB,
    logLevel: "error",
    build: {
      outDir: BUILT,
      rollupOptions: { input: path.join(WEB, "tests/fixtures/index.html") },
    },
  });
  return preview({
    root: WEB,
    logLevel: "error",
    build: { outDir: BUILT },
    preview: {
      port: 0,
      host: "127.0.0.1",
      headers: { "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" },
    },
  });
}

/** One that looks at scenes one after the other; what it has loaded for one it has for the next. */
class Looker {
  readonly #browser: Browser;
  readonly #contexts = new Map<string, BrowserContext>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** A page that remembers nothing of those before. */
  async page({ size, colorScheme, language }: Shot): Promise<Page> {
    const key = `${size.width} ${size.height} ${colorScheme} ${language}`;
    let context = this.#contexts.get(key);
    if (!context) {
      context = await this.#browser.newContext({
        viewport: size,
        colorScheme,
        locale: LOCALES[language],
      });
      if (size.width < 400) await context.addInitScript(pretendToShare);
      await context.addInitScript(forget);
      this.#contexts.set(key, context);
    }
    return context.newPage();
  }
}

function forget(): void {
  localStorage.clear();
  sessionStorage.clear();
}

/** What is wrong with one scene, in lines; takes its picture on the way. */
async function look(looker: Looker, origin: string, shot: Shot): Promise<readonly string[]> {
  const page = await looker.page(shot);
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`console: ${message.text()}`);
  });
  try {
    await page.clock.install({ time: NOW });
    await page.goto(`${origin}/tests/fixtures/index.html?scene=${shot.name}`);
    await shown(page);
    await page.evaluate(async () => void (await document.fonts.ready));
    await page.clock.runFor(SETTLE_MILLIS);
    await press(page, shot);
    await page.mouse.move(0, 0);
    await page.clock.runFor(200);
    await page.screenshot({
      fullPage: shot.scene.path === "/", // the list stands below the form on a phone
      path: path.join(PICTURES, `${fileOf(shot)}.png`),
    });
    wrong.push(...(await covered(page)), ...(await violations(page)), ...(await overflow(page)));
  } finally {
    await page.close();
  }
  return wrong;
}

/** Phones have the system's share sheet, Chromium without a screen has none. */
function pretendToShare(): void {
  Object.defineProperty(navigator, "share", { value: () => Promise.resolve() });
}

/** The page's own clock stands still, so it is asked from here whether it is there. */
async function shown(page: Page): Promise<void> {
  await until("the page", async () => (await page.locator("h1").count()) > 0);
}

async function until(what: string, there: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!(await there())) {
    if (Date.now() > end) throw new Error(`${what} does not show`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A dialog opens in an effect, after the next frame: what is pressed next may be in it, and of the same name as a seat behind it. */
async function afterEffects(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
}

async function press(page: Page, { scene, chat, size, language }: Shot): Promise<void> {
  const { text, games } = CATALOGUES[language];
  // A seat's name goes on with what is to know of who sits there.
  const button = (name: string) =>
    page
      .getByRole("button", {
        name: /^(Ines|Ana|Robin)/.test(name)
          ? new RegExp(`^${name}`)
          : translated(name, CATALOGUES.en.text, text),
        exact: true,
      })
      .last();
  const besides = size.width >= CHAT_BESIDE_FROM;
  if (scene.state?.phase === "connected" && !chat && besides && !scene.press)
    await button("Chat").click();
  if (chat && !besides) await page.getByRole("button", { name: /^Chat/ }).click();
  for (const name of scene.press ?? []) {
    await button(name).click();
    await page.evaluate(afterEffects);
    if (name === BOARD) await boardShown(page);
    if (GAME.includes(name)) await gameShown(page, games);
  }
  if (scene.show) {
    const name = translated(scene.show, CATALOGUES.en.text, text);
    await page.getByRole("switch", { name, exact: true }).scrollIntoViewIfNeeded();
  }
}

/** What a control is called in another language: the words that stand where these stand in English. */
function translated(name: string, english: object, other: object): string {
  for (const [key, value] of Object.entries(english)) {
    const counterpart = (other as Record<string, unknown>)[key];
    if (value === name) return counterpart as string;
    if (typeof value !== "object") continue;
    const found = translated(name, value as object, counterpart as object);
    if (found !== name) return found;
  }
  return name;
}

/** The game is fetched when somebody sits down to it. */
async function gameShown(page: Page, { draw, loading }: GamesText): Promise<void> {
  const panel = page.locator("section").filter({ hasText: draw.name });
  await until("the game", async () => {
    await page.clock.runFor(100);
    return (await panel.count()) > 0 && (await panel.getByText(loading).count()) === 0;
  });
}

/** The drawing program is fetched when it is wanted, and starts by the page's clock. */
async function boardShown(page: Page): Promise<void> {
  await page.locator("canvas.interactive").waitFor({ timeout: PATIENCE_MILLIS });
  await page.clock.runFor(SETTLE_MILLIS);
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  await page.clock.resume();
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    // What the drawing program calls its own controls is not ours to word.
    const result = await checker.run({ exclude: [[".excalidraw"]] });
    return result.violations.flatMap((rule) =>
      rule.nodes.map((node) => `axe ${rule.id}: ${node.html.slice(0, 160)}`),
    );
  });
}

/** Controls that something else lies over, so that they cannot be pressed where they are seen. */
function covered(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const modal = document.querySelector(":popover-open") ?? document.querySelector("dialog:modal");
    const controls = [
      ...(modal ?? document).querySelectorAll("button, input, select, textarea, a[href]"),
    ];
    return controls.flatMap((control) => {
      control.scrollIntoView({ block: "center", behavior: "instant" });
      const [box] = control.getClientRects(); // a link may go on in the next line
      if (!box) return []; // not shown at this width
      const { left, top, width, height } = box;
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = document.elementFromPoint(x, y);
      if (!hit || control.contains(hit) || hit.closest("label")?.contains(control)) return [];
      return [
        `covered: ${control.textContent || control.getAttribute("aria-label")} by ${hit.outerHTML.slice(0, 90)}`,
      ];
    });
  });
}

/** Nothing may make the page scroll sideways. */
async function overflow(page: Page): Promise<readonly string[]> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return over > 0 ? [`scrolls sideways by ${over} px`] : [];
}

async function main(): Promise<number> {
  const isQuick = process.argv.includes("--quick");
  const wanted = isQuick ? quickShots() : shots(process.argv.slice(2));
  await mkdir(PICTURES, { recursive: true });
  const server = await buildFixtures();
  const origin = server.resolvedUrls?.local[0]?.replace(/\/$/, "") ?? "";
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  let failed = 0;
  try {
    const left = wanted.values();
    const lookOn = async () => {
      const looker = new Looker(browser);
      for (const shot of left) {
        const wrong = await look(looker, origin, shot).catch((error: Error) => [error.message]);
        if (wrong.length === 0) continue;
        failed++;
        console.log(`${fileOf(shot)}\n  ${wrong.join("\n  ")}`);
      }
    };
    await Promise.all(Array.from({ length: PAGES_AT_A_TIME }, lookOn));
  } finally {
    await browser.close();
    await server.close();
  }
  console.log(`${wanted.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
