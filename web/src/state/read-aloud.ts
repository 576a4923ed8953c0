import type { ChatLine } from "../client/chat.ts";
import type { Person } from "./room-view.ts";

/** Longer lines are cut: nobody listens for minutes to what can be read in seconds. */
export const MAX_READ_CHARACTERS = 500;
/** Lines that wait for their turn; what comes beyond is not read. */
export const MAX_WAITING = 5;

/** The browser's own voice. */
export interface Reader {
  /** Reads a text; `done` is called once, also where it was stopped or could not be read. */
  read(text: string, language: string, done: () => void): void;
  stop(): void;
}

interface Line {
  readonly text: string;
  readonly language: string;
  readonly byRobot: boolean;
}

/** Whom a line is by. */
type Author = Pick<Person, "id" | "isSelf" | "robot" | "mutedForMe" | "silenced">;

/**
 * Reads lines of the chat by the browser's own voice: what robots write, and what people want to be heard where the server
 * cannot say it for them. One after the other; robots give way to people, here too.
 */
export class ReadAloud {
  readonly #reader: Reader | undefined;
  readonly #language: () => string;
  #waiting: Line[] = [];
  #reading: Line | undefined;

  constructor(reader: Reader | undefined, language: () => string) {
    this.#reader = reader;
    this.#language = language;
  }

  /** Whether this browser has a voice. */
  get isThere(): boolean {
    return this.#reader !== undefined;
  }

  /** Looks at lines that were just written. */
  look(newLines: readonly ChatLine[], people: readonly Author[]): void {
    for (const { author, aloud, text } of newLines) {
      if (text === "") continue;
      const by = people.find(({ id }) => id === author);
      if (!by || by.isSelf || by.mutedForMe || by.silenced) continue;
      const byRobot = by.robot !== undefined;
      if (byRobot || aloud) this.#add({ text, language: this.#language(), byRobot });
    }
  }

  /** Reads what a robot would say, if one could be here. */
  host(text: string, language: string): void {
    this.#add({ text, language, byRobot: true });
  }

  /** A person talks: what a robot says ends, and is not gone on with. */
  personTalks(): void {
    this.#waiting = this.#waiting.filter(({ byRobot }) => !byRobot);
    if (this.#reading?.byRobot) this.#reader?.stop();
  }

  stop(): void {
    this.#waiting = [];
    if (this.#reading) this.#reader?.stop();
  }

  #add(line: Line): void {
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(line);
    if (!this.#reading) this.#next();
  }

  #next(): void {
    const line = this.#waiting.shift();
    this.#reading = line;
    if (!line) return;
    const text = Array.from(line.text).slice(0, MAX_READ_CHARACTERS).join("");
    this.#reader?.read(text, line.language, () => {
      if (this.#reading === line) this.#next();
    });
  }
}

/** The voice that this browser has; undefined where it has none. */
export function browserReader(): Reader | undefined {
  const synthesis = globalThis.speechSynthesis as SpeechSynthesis | undefined;
  if (!synthesis) return undefined;
  return {
    read(text, language, done) {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language;
      utterance.onend = done;
      utterance.onerror = done;
      synthesis.speak(utterance);
    },
    stop: () => synthesis.cancel(),
  };
}
