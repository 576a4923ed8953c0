/** Chromium by playwright-core. One browser process; each person has a context of their own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { installEars } from "./ears.ts";
import { type Browsing, Person, TONES } from "./page.ts";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A page that a test gives the browser itself has no address, and may then not go to a local server.
  "--disable-features=WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
  "--allow-loopback-in-peer-connection",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
];

class ChromiumPage implements Browsing {
  readonly page: Page;
  private readonly context: BrowserContext;

  constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.context = context;
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Browsing are those of playwright
  evaluate(pageFunction: any, argument?: unknown): Promise<any> {
    return this.page.evaluate(pageFunction, argument);
  }

  async press(_role: "button", name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).first().click();
  }

  async fill(name: string, text: string): Promise<void> {
    await this.page.getByRole("textbox", { name, exact: true }).first().fill(text);
  }

  sees(role: string, name: string): Promise<boolean> {
    return this.page
      .getByRole(role as "button", { name, exact: true })
      .first()
      .isVisible();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

export type ChromiumPerson = Person & { readonly page: Page; readonly context: BrowserContext };

export class Chromium {
  readonly browser: Browser;
  private readonly profile: string;

  private constructor(browser: Browser, profile: string) {
    this.browser = browser;
    this.profile = profile;
  }

  /** Starts a browser; `executable` may be a wrapper that enters a namespace. */
  static async start(executable = EXECUTABLE, flags: readonly string[] = []): Promise<Chromium> {
    const profile = mkdtempSync(path.join(tmpdir(), "free4chat-chromium-"));
    const browser = await chromium.launch({
      executablePath: executable,
      headless: true,
      args: [...CHROMIUM_FLAGS, ...flags],
      env: { ...process.env, HOME: profile },
    });
    return new Chromium(browser, profile);
  }

  /**
   * A person whose microphone is one of `TONES`. What their pages fetch comes from the server, for tests that listen in, unless
   * they may have a service worker.
   */
  async person(
    nickname: string,
    tone = 0,
    loudness = 0.5,
    serviceWorkers: "allow" | "block" = "block",
  ): Promise<ChromiumPerson> {
    const context = await this.browser.newContext({ ignoreHTTPSErrors: true, serviceWorkers });
    context.setDefaultTimeout(90_000); // a busy machine may take long over a page
    await context.addInitScript(installEars, {
      tone: TONES[tone] ?? 440,
      watch: TONES,
      loudness,
    });
    const page = await context.newPage();
    const browsing = new ChromiumPage(page, context);
    return Object.assign(new Person(nickname, browsing), { page, context });
  }

  /**
   * Stops every page's process by signal, as a laptop does that is shut: no script runs, no sound, no packet. Returns what
   * lets them go on.
   */
  async freeze(): Promise<() => void> {
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    for (const page of pages) process.kill(page, "SIGSTOP");
    return () => {
      for (const page of pages) process.kill(page, "SIGCONT");
    };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

/** Opens what can be done about somebody, and does something of it. */
export async function actAbout({ page }: ChromiumPerson, nickname: string, ...buttons: string[]) {
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
