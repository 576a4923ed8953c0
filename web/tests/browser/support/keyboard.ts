/** Somebody without a mouse: goes by Tab, sees where the focus is, and presses keys. */
import { PATIENCE_MILLIS, type Person, until } from "./page.ts";

/** What is pressed where one has come to. */
type Key =
  | "Enter"
  | "Escape"
  | "Space"
  | "ArrowUp"
  | "ArrowDown"
  | "ArrowLeft"
  | "ArrowRight"
  | "Home";

/** The keyboard of a page; Playwright's and Puppeteer's are alike in this. */
export interface Keys {
  press(key: Key | "Tab" | "a"): Promise<void>;
  down(key: "Control" | "Shift"): Promise<void>;
  up(key: "Control" | "Shift"): Promise<void>;
  type(text: string): Promise<void>;
}

/** More controls than any page of ours has. */
const MAX_STEPS = 60;

interface Focused {
  readonly name: string;
  /** Whether it is anything but the page itself. */
  readonly control: boolean;
  /** Whether a person sees where the focus is, and how. */
  readonly shown: boolean;
  readonly look: string;
  /** Whether it is taken out of the order of the page. */
  readonly jumps: boolean;
}

/** Runs in the page. */
function readFocus(): Focused {
  const element = (document.activeElement ?? document.body) as HTMLElement;
  const { labels } = element as HTMLInputElement;
  const read = element.cloneNode(true) as HTMLElement;
  for (const hidden of read.querySelectorAll("[aria-hidden=true]")) hidden.remove();
  const name = element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? read.textContent;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const inView =
    box.width > 0 &&
    box.bottom > 0 &&
    box.top < innerHeight &&
    box.right > 0 &&
    box.left < innerWidth;
  return {
    name: (name ?? "").trim(),
    control: element.tabIndex >= 0 && element !== document.body,
    shown: inView && outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
    look: [outlineStyle, outlineWidth, Math.round(box.left), Math.round(box.top)].join(" "),
    jumps: element.tabIndex > 0,
  };
}

export class Keyboard {
  readonly #person: Person;
  readonly #keys: Keys;
  /** What had the focus, one after the other. */
  readonly trail: string[] = [];

  constructor(person: Person, keys: Keys) {
    this.#person = person;
    this.#keys = keys;
  }

  /** Presses Tab, or Shift and Tab, until something of that name has the focus; it must show at every step. */
  async to(name: RegExp, way: "on" | "back" = "on"): Promise<void> {
    const { nickname, browser } = this.#person;
    for (let step = 0; step <= MAX_STEPS; step++) {
      const focused = await browser.evaluate(readFocus);
      if (focused.control && step > 0) {
        this.trail.push(focused.name);
        if (!focused.shown)
          throw new Error(
            `${nickname} does not see the focus on ${focused.name} (${focused.look})`,
          );
        if (focused.jumps) throw new Error(`${focused.name} is out of the order of the page`);
      }
      if (focused.control && name.test(focused.name)) return;
      if (way === "back") await this.#keys.down("Shift");
      await this.#keys.press("Tab");
      if (way === "back") await this.#keys.up("Shift");
    }
    throw new Error(`${nickname} finds no way by Tab to ${name}; met ${this.trail.join(" | ")}`);
  }

  /** Goes there and presses Enter. */
  async enter(name: RegExp, way: "on" | "back" = "on"): Promise<void> {
    await this.to(name, way);
    await this.#keys.press("Enter");
  }

  /** Goes to a field and types into it, in place of what stands there. */
  async fill(name: RegExp, words: string): Promise<void> {
    await this.to(name);
    await this.#keys.down("Control");
    await this.#keys.press("a");
    await this.#keys.up("Control");
    await this.#keys.type(words);
  }

  press(key: Key): Promise<void> {
    // Firefox's driver knows Space by what it types alone.
    return key === "Space" ? this.#keys.type(" ") : this.#keys.press(key);
  }

  /** Goes to a switch and turns it. */
  async turn(name: RegExp): Promise<void> {
    await this.to(name);
    await this.press("Space");
  }

  /** Goes to a list of some and types the beginning of one, which chooses it. */
  async choose(name: RegExp, beginning: string): Promise<void> {
    await this.to(name);
    await this.#keys.type(beginning);
  }

  /** Waits until something of that name has the focus by itself. */
  async isAt(name: RegExp): Promise<void> {
    let focused = "";
    await until(`${this.#person.nickname}'s focus is on ${name}`, PATIENCE_MILLIS, async () => {
      focused = (await this.#person.browser.evaluate(readFocus)).name;
      return name.test(focused);
    }).catch((error: Error) => {
      throw new Error(
        `${error.message}; it is on ${focused} after ${this.trail.slice(-14).join(" | ")}`,
      );
    });
  }
}
