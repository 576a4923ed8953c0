/** The Web Speech API of a browser as a test writes it: it hears what it is told to. */
import { PATIENCE_MILLIS, type Person, until } from "./page.ts";

export interface WebSpeech {
  /** Whether a page listens now, for which language, and whether on this device alone. */
  readonly listening: boolean;
  readonly language: string;
  readonly onDevice: boolean;
  /** Hears words; `isFinal`: they are worded anew no more. */
  hear(words: string, isFinal: boolean): void;
  /** Ends as a browser does that may not, or cannot. */
  fail(error: string): void;
}

declare global {
  interface Window {
    webSpeech: WebSpeech;
    /** What the browser's own voice was given to read, as language and text. */
    readAloud: string[];
  }
}

export interface WebSpeechOptions {
  /** It can do without who made it. */
  readonly hasLanguageHere: boolean;
}

/** Runs in the page, before its own scripts. Must not refer to anything outside itself. */
export function installWebSpeech({ hasLanguageHere }: WebSpeechOptions): void {
  type Handler<E> = ((event: E) => void) | null;
  let running: SpeechRecognitionStandIn | undefined;
  class SpeechRecognitionStandIn {
    lang = "";
    continuous = false;
    interimResults = false;
    processLocally = false;
    onresult: Handler<{ resultIndex: number; results: ArrayLike<unknown> }> = null;
    onerror: Handler<{ error: string }> = null;
    onend: (() => void) | null = null;

    static available = () => Promise.resolve(hasLanguageHere ? "available" : "unavailable");

    start(): void {
      if (running) throw new DOMException("it runs already", "InvalidStateError");
      running = this;
    }

    abort(): void {
      if (running !== this) return;
      running = undefined;
      queueMicrotask(() => this.onend?.());
    }
  }
  window.webSpeech = {
    get listening() {
      return running !== undefined;
    },
    get language() {
      return running?.lang ?? "";
    },
    get onDevice() {
      return running?.processLocally ?? false;
    },
    hear(words, isFinal) {
      const result = Object.assign([{ transcript: words }], { isFinal });
      running?.onresult?.({ resultIndex: 0, results: [result] });
    },
    fail(error) {
      const failed = running;
      running = undefined;
      failed?.onerror?.({ error });
      failed?.onend?.();
    },
  };
  for (const name of ["SpeechRecognition", "webkitSpeechRecognition"]) {
    Object.defineProperty(window, name, { value: SpeechRecognitionStandIn, configurable: true });
  }
}

/** Waits until a page listens, or does so no more. */
export function listens({ browser, nickname }: Person, wanted: boolean): Promise<number> {
  const what = wanted ? "listens" : "listens no more";
  return until(`${nickname}'s browser ${what}`, PATIENCE_MILLIS, async () => {
    return (await browser.evaluate(() => window.webSpeech.listening)) === wanted;
  });
}

/** What stands beside somebody's seat; "" for nothing. */
export function captionOf({ browser }: Person, nickname: string): Promise<string> {
  return browser.evaluate((name: string) => {
    const seats = [...document.querySelectorAll('[aria-label="People"] li')];
    const seat = seats.find((one) => one.querySelector("bdi")?.textContent === name);
    return seat?.querySelector("p")?.textContent ?? "";
  }, nickname);
}

/** Runs in the page: its own voice, which is noted down and not heard. Must not refer to anything outside itself. */
export function installReader(): void {
  window.readAloud = [];
  let reading: SpeechSynthesisUtterance | undefined;
  const end = () => {
    const ended = reading;
    reading = undefined;
    ended?.dispatchEvent(new Event("end"));
  };
  const voice = {
    speak(utterance: SpeechSynthesisUtterance) {
      reading = utterance;
      window.readAloud.push(`${utterance.lang}: ${utterance.text}`);
      setTimeout(end);
    },
    cancel: end,
  };
  Object.defineProperty(window, "speechSynthesis", { value: voice, configurable: true });
}
