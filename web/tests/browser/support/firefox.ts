/** Firefox ESR by puppeteer-core over WebDriver BiDi. */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { installEars } from "./ears.ts";
import { Loudspeaker } from "./loudspeaker.ts";
import { type Browsing, Person, TONES } from "./page.ts";

const EXECUTABLE = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

class FirefoxPage implements Browsing {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: "load" });
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Browsing are those of puppeteer
  evaluate(pageFunction: any, argument?: unknown): Promise<any> {
    return this.page.evaluate(pageFunction, argument);
  }

  async press(_role: "button", name: string): Promise<void> {
    await this.page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
  }

  async fill(name: string, text: string): Promise<void> {
    await this.page.locator(`::-p-aria([name="${name}"][role="textbox"])`).fill(text);
  }

  async sees(role: string, name: string): Promise<boolean> {
    const element = await this.page.$(`::-p-aria([name="${name}"][role="${role}"])`);
    return element !== null && (await element.isVisible());
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

export class Firefox {
  readonly browser: Browser;
  private readonly loudspeaker: Loudspeaker;

  private constructor(browser: Browser, loudspeaker: Loudspeaker) {
    this.browser = browser;
    this.loudspeaker = loudspeaker;
  }

  static async start(): Promise<Firefox> {
    const loudspeaker = await Loudspeaker.start();
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: EXECUTABLE,
      headless: true,
      env: { ...process.env, ...loudspeaker.environment },
      extraPrefsFirefox: {
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
        "media.autoplay.default": 0,
        "media.autoplay.blocking_policy": 0,
        "media.peerconnection.ice.loopback": true,
        "media.peerconnection.ice.obfuscate_host_addresses": false,
      },
    });
    return new Firefox(browser, loudspeaker);
  }

  async person(nickname: string, tone: number, loudness = 0.5): Promise<Person & { page: Page }> {
    const context = await this.browser.createBrowserContext();
    const page = await context.newPage();
    // As wide as Chromium's: the chat stands beside the table, not behind a button.
    await page.setViewport({ width: 1280, height: 720 });
    await page.evaluateOnNewDocument(installEars, {
      tone: TONES[tone] ?? 440,
      watch: [...TONES],
      loudness,
    });
    return Object.assign(new Person(nickname, new FirefoxPage(page)), { page });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.loudspeaker.stop();
  }
}
