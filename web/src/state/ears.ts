/** The browser's Web Speech API as ears: what one says, as words. */

export type EarsFault = "refused" | "no-language" | "failed";

export interface EarsEvents {
  heard(text: string, isFinal: boolean): void;
  /** It listens no more. */
  failed(fault: EarsFault): void;
}

/** Where speech is turned into words: on this device, or by who made the browser. */
export type EarsPlace = "device" | "maker";

export interface Ears {
  /** Where that would be for a language. */
  placeFor(language: string): Promise<EarsPlace>;
  start(language: string, place: EarsPlace, events: EarsEvents): void;
  stop(): void;
}

/** What browsers have under two names; the types of TypeScript know none of them. */
interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally?: boolean;
  onresult: ((event: { resultIndex: number; results: ArrayLike<Result> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  abort(): void;
}

interface Result extends ArrayLike<{ readonly transcript: string }> {
  readonly isFinal: boolean;
}

interface RecognitionClass {
  new (): Recognition;
  available?(options: { langs: string[]; processLocally: boolean }): Promise<string>;
}

/** After it has ended by itself (a pause does that), it goes on after this. */
const AGAIN_MILLIS = 300;
/** It ended so often without a word: it goes on no more. */
const MAX_EMPTY = 20;
const FATAL: Readonly<Record<string, EarsFault>> = {
  "not-allowed": "refused",
  "service-not-allowed": "refused",
  "language-not-supported": "no-language",
  "audio-capture": "failed",
  network: "failed",
};

/** The ears of this browser; undefined where it has none. */
export function browserEars(): Ears | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as unknown as Record<
    string,
    RecognitionClass | undefined
  >;
  const found = SpeechRecognition ?? webkitSpeechRecognition;
  return found && new BrowserEars(found);
}

class BrowserEars implements Ears {
  readonly #make: RecognitionClass;
  #listening: Recognition | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(make: RecognitionClass) {
    this.#make = make;
  }

  async placeFor(language: string): Promise<EarsPlace> {
    try {
      const options = { langs: [language], processLocally: true };
      return (await this.#make.available?.(options)) === "available" ? "device" : "maker";
    } catch {
      return "maker";
    }
  }

  start(language: string, place: EarsPlace, events: EarsEvents): void {
    this.stop();
    this.#listen(language, place, events, 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    const listening = this.#listening;
    this.#listening = undefined;
    listening?.abort();
  }

  #listen(language: string, place: EarsPlace, events: EarsEvents, empty: number): void {
    const recognition = new this.#make();
    let heard = false;
    recognition.lang = language;
    recognition.continuous = true;
    recognition.interimResults = true;
    if (place === "device") recognition.processLocally = true;
    recognition.onresult = ({ resultIndex, results }) => {
      if (this.#listening !== recognition) return;
      heard = true;
      const news = Array.from(results).slice(resultIndex);
      const text = news.map((result) => result[0]?.transcript ?? "").join(" ");
      if (text.trim() !== "") events.heard(text, news.at(-1)?.isFinal === true);
    };
    const fail = (fault: EarsFault) => {
      if (this.#listening !== recognition) return;
      this.#listening = undefined;
      events.failed(fault);
    };
    recognition.onerror = ({ error }) => {
      const fault = FATAL[error];
      if (fault) fail(fault);
    };
    recognition.onend = () => {
      if (this.#listening !== recognition) return;
      if (!heard && empty >= MAX_EMPTY) fail("failed");
      else
        this.#timer = setTimeout(
          () => this.#listen(language, place, events, heard ? 0 : empty + 1),
          AGAIN_MILLIS,
        );
    };
    this.#listening = recognition;
    try {
      recognition.start();
    } catch {
      fail("failed");
    }
  }
}
