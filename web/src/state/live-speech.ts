import type { ErrorCode } from "../client/errors.ts";
import type { Playback } from "../client/playback.ts";
import type { RoomClient } from "../client/room-client.ts";
import { type CaptionActions, type CaptionFault, LiveCaptions } from "./live-captions.ts";
import { browserReader, ReadAloud } from "./read-aloud.ts";
import type { Person } from "./room-view.ts";
import type { KeptSettings } from "./settings.ts";

/** Voices that a server has to choose from (protocol/robots.md). */
export const VOICES = 6;
/** A text is no longer, in UTF-16 units; the server says so too. */
export const MAX_SPOKEN_LENGTH = 500;
/** About how long a character is said; how long that lasts no server tells. */
const MILLIS_A_CHARACTER = 65;
/** What is said for us counts as so loud, 0 to 1. */
const SPOKEN_LEVEL = 0.5;

/** `server`: it makes the voice. `listeners`: their browsers read it, where they have turned that on. */
export type SpeechWay = "server" | "listeners";

/** Why what was written was not said. It stands in the chat anyway. */
export type SpeechFault =
  | "speech-unmuted"
  | "speech-too-fast"
  | "speech-too-long"
  | "speech-silenced"
  | "speech-failed";

export interface SpeechView {
  /** What one writes is said. */
  readonly on: boolean;
  /** 0 to VOICES - 1, from deep to high. */
  readonly voice: number;
  /** Undefined while the server is being asked. */
  readonly way: SpeechWay | undefined;
  /** This browser reads aloud what robots write, and what people want to be heard. */
  readonly readAloud: boolean;
  /** Whether it can. */
  readonly canRead: boolean;
}

export interface SpeechActions {
  setOn(on: boolean): void;
  setVoice(voice: number): void;
  setReadAloud(on: boolean): void;
  readonly captions: CaptionActions;
}

interface SpeechEvents {
  failed(fault: SpeechFault | CaptionFault): void;
  changed(): void;
}

/** What one writes is said as one's own voice, and what others write is read aloud: for whom the microphone is not, and for whom the screen is not. */
export class LiveSpeech implements SpeechActions {
  readonly #client: () => RoomClient;
  readonly #playback: Pick<Playback, "volumesChanged">;
  readonly #settings: KeptSettings;
  readonly #sealed: boolean;
  readonly #events: SpeechEvents;
  readonly #reader: ReadAloud;
  readonly captions: LiveCaptions;
  #on = false;
  #way: SpeechWay | undefined;
  /** Until then what we wrote is being said. */
  #saidMillis = Number.NEGATIVE_INFINITY;
  /** Said in the order in which it was written. */
  #saying: Promise<void> = Promise.resolve();

  constructor(
    client: () => RoomClient,
    playback: Pick<Playback, "volumesChanged">,
    settings: KeptSettings,
    sealed: boolean,
    events: SpeechEvents,
  ) {
    this.#client = client;
    this.#playback = playback;
    this.#settings = settings;
    this.#sealed = sealed;
    this.#events = events;
    this.#reader = new ReadAloud(browserReader(), () => this.#language);
    this.captions = new LiveCaptions(client, settings, sealed, events);
    this.captions.listen();
    if (sealed) this.#hostGames();
  }

  get view(): SpeechView {
    const { voice, readAloud } = this.#settings.now;
    return {
      on: this.#on,
      voice,
      way: this.#way,
      readAloud,
      canRead: this.#reader.isThere,
    };
  }

  setOn(on: boolean): void {
    this.#on = on;
    this.#way = this.#sealed ? "listeners" : undefined;
    if (on && !this.#sealed) void this.#findWay();
    this.#events.changed();
  }

  setVoice(voice: number): void {
    this.#settings.set({ voice: Math.min(VOICES - 1, Math.max(0, Math.trunc(voice))) });
    this.#events.changed();
  }

  setReadAloud(on: boolean): void {
    this.#settings.set({ readAloud: on });
    if (!on) this.#reader.stop();
    this.#playback.volumesChanged();
    this.#events.changed();
  }

  /** What we wrote is being said just now. */
  get isSaying(): boolean {
    return performance.now() < this.#saidMillis;
  }

  /** How loud that is, 0 to 1. */
  level(nowMillis: number): number {
    return nowMillis < this.#saidMillis ? SPOKEN_LEVEL : 0;
  }

  /** Something was written; true where the others' browsers have to read it, if it is to be heard. */
  wrote(text: string): boolean {
    if (!this.#on) return false;
    if (this.#way === "listeners") return true;
    this.#saying = this.#saying.then(() => this.#say(text));
    return false;
  }

  /** Looks at the room as it is now. `sending`: our voice goes out. */
  look(people: readonly Person[], sending: boolean): void {
    const newLines = this.#client().chat.takeNew();
    this.captions.look(newLines, people, sending);
    if (!this.#settings.now.readAloud || !this.#reader.isThere) return;
    this.#reader.look(newLines, people);
    if (people.some(({ speaking, robot }) => speaking && robot === undefined)) {
      this.#reader.personTalks();
    }
  }

  /** We have left. */
  letGo(): void {
    this.#saidMillis = Number.NEGATIVE_INFINITY;
    this.#reader.stop();
    this.captions.letGo();
  }

  get #language(): string {
    const { language } = this.#client().description;
    return language === "" || language === "any" ? navigator.language : language;
  }

  /** No robot of the server can host where it has no key: each listener's own browser says what is going on. */
  #hostGames(): void {
    const { games } = this.#client().documents;
    let former: { close(): void } | undefined;
    games?.listen(async () => {
      const table = await games.ready;
      const { hostGames } = await import("../games/games.ts");
      former?.close();
      former = table && hostGames({ table, language: () => this.#language, say: this.#host });
    });
  }

  readonly #host = (line: string, language: string) => {
    if (this.#settings.now.readAloud && this.#reader.isThere) this.#reader.host(line, language);
  };

  async #findWay(): Promise<void> {
    const code = await this.#ask("");
    if (code === undefined) this.#way = "server";
    else if (code === "voice-unavailable" || code === "voice-sealed") this.#way = "listeners";
    else this.#on = false;
    if (!this.#on) this.#events.failed(faultOf(code));
    this.#events.changed();
  }

  async #say(text: string): Promise<void> {
    if (text.length > MAX_SPOKEN_LENGTH) {
      this.#events.failed("speech-too-long");
      return;
    }
    const code = await this.#ask(text.replace(/\s+/gu, " "));
    if (code !== undefined) {
      this.#events.failed(faultOf(code));
      return;
    }
    const now = performance.now();
    this.#saidMillis = Math.max(now, this.#saidMillis) + text.length * MILLIS_A_CHARACTER;
    setTimeout(() => this.#events.changed(), this.#saidMillis - now);
    this.#events.changed();
  }

  #ask(text: string): Promise<ErrorCode | undefined> {
    const { voice } = this.#settings.now;
    return this.#client().requests.sayText(text, wireLanguage(this.#language), voice);
  }
}

/** As the protocol has it; English for what is none. */
function wireLanguage(language: string): string {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/.test(language) ? language : "en";
}

function faultOf(code: ErrorCode | undefined): SpeechFault {
  switch (code) {
    case "voice-unmuted":
      return "speech-unmuted";
    case "voice-silenced":
      return "speech-silenced";
    case "busy":
    case "too-many-messages":
      return "speech-too-fast";
    case "too-large":
      return "speech-too-long";
    default:
      return "speech-failed";
  }
}
