/** A person in a browser, whichever browser it is: what a test does and looks at, by accessible names alone. */
import { type Ears, HEARD_DECIBELS, type Sample, SILENT_DECIBELS } from "./ears.ts";

export const TONES = [440, 1000, 1700] as const;

/** Real processes on a noisy machine get five times what the figure is. */
export const SLACK = 5;

/** What is no figure is waited for so long: it only ends what hangs. */
export const PATIENCE_MILLIS = 60_000;

/** The part of a browser that tests need, the same for Chromium and Firefox. */
export interface Browsing {
  goto(url: string): Promise<void>;
  evaluate<R>(pageFunction: () => R | Promise<R>): Promise<R>;
  evaluate<R, A>(pageFunction: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  press(role: "button", name: string): Promise<void>;
  fill(name: string, text: string): Promise<void>;
  /** True when an element of this role and name is visible. */
  sees(role: string, name: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Waits until `condition` holds; the error says what was waited for. */
export async function until(
  what: string,
  limitMillis: number,
  condition: () => Promise<boolean> | boolean,
): Promise<number> {
  const start = performance.now();
  for (;;) {
    if (await condition()) return performance.now() - start;
    if (performance.now() - start > limitMillis) {
      throw new Error(`after ${limitMillis} ms still not: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export class Person {
  readonly nickname: string;
  readonly browser: Browsing;

  constructor(nickname: string, browser: Browsing) {
    this.nickname = nickname;
    this.browser = browser;
  }

  async open(url: string): Promise<void> {
    await this.browser.goto(url);
    await until(`${this.nickname} sees the nickname field`, PATIENCE_MILLIS, () =>
      this.browser.sees("textbox", "Nickname"),
    );
    await this.browser.fill("Nickname", this.nickname);
  }

  async join(url: string): Promise<void> {
    await this.open(url);
    await this.browser.press("button", "Join");
    await until(`${this.nickname} is in the room`, PATIENCE_MILLIS, () =>
      this.browser.sees("button", "Leave"),
    );
  }

  /** The newest samples of the ears, oldest first, since a time in ms since 1970. */
  samples(since: number): Promise<Sample[]> {
    return this.browser.evaluate(
      (from: number) => window.ears.samples.filter((sample) => sample.time >= from),
      since,
    );
  }

  async decibels(toneIndex: number): Promise<number> {
    const since = Date.now() - 200;
    const samples = await this.samples(since);
    return Math.max(-200, ...samples.map((sample) => sample.decibels[toneIndex] ?? -200));
  }

  /** The median over the next two seconds: a crackle on a busy machine has every frequency in it. */
  async usualDecibels(toneIndex: number): Promise<number> {
    const since = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const levels = (await this.samples(since)).map((sample) => sample.decibels[toneIndex] ?? -200);
    if (levels.length === 0) throw new Error(`${this.nickname} has no ears`);
    return levels.sort((a, b) => a - b)[Math.floor(levels.length / 2)] ?? -200;
  }

  hears(toneIndex: number, limitMillis = PATIENCE_MILLIS): Promise<number> {
    return until(
      `${this.nickname} hears ${TONES[toneIndex]} Hz`,
      limitMillis,
      async () => (await this.decibels(toneIndex)) > HEARD_DECIBELS,
    );
  }

  hearsNo(toneIndex: number, limitMillis = PATIENCE_MILLIS): Promise<number> {
    return until(
      `${this.nickname} no longer hears ${TONES[toneIndex]} Hz`,
      limitMillis,
      async () => (await this.decibels(toneIndex)) < SILENT_DECIBELS,
    );
  }

  /** How long after `since` (ms since 1970) the tone was heard no more, in ms. */
  async silentSince(toneIndex: number, since: number): Promise<number> {
    const heard = (await this.samples(since)).filter(
      (sample) => (sample.decibels[toneIndex] ?? -200) > HEARD_DECIBELS,
    );
    return (heard.at(-1)?.time ?? since) - since;
  }

  /** Nicknames in the list "People", as a screen reader would find them. */
  people(): Promise<string[]> {
    return this.browser.evaluate(() => {
      const list = [...document.querySelectorAll('ul, ol, [role="list"]')].find(
        (element) => element.getAttribute("aria-label") === "People",
      );
      if (!list) return [];
      return [...list.querySelectorAll('li, [role="listitem"]')].map(
        (item) => item.getAttribute("aria-label") ?? item.textContent ?? "",
      );
    });
  }

  async seesPerson(nickname: string): Promise<boolean> {
    return (await this.people()).some((item) => item.includes(nickname));
  }

  ears<R, A>(read: (argument: A) => R, argument: A): Promise<R> {
    return this.browser.evaluate(read, argument);
  }

  connection(): Promise<string> {
    return this.browser.evaluate(() => {
      const status = [...document.querySelectorAll('[role="status"], output')].find(
        (element) => element.getAttribute("aria-label") === "Connection",
      );
      return status?.textContent ?? "";
    });
  }

  chat(): Promise<string> {
    return this.browser.evaluate(() => {
      const log = [...document.querySelectorAll('[role="log"]')].find(
        (element) => element.getAttribute("aria-label") === "Chat",
      );
      return log?.textContent ?? "";
    });
  }
}

export type { Ears };
