import { browserEars, type Ears, type EarsPlace } from "./ears.ts";
import type { RoomStore } from "./room-view.ts";

/** Listening ends by itself after this, said or not. */
export const LISTEN_MILLIS = 10_000;

export interface SpokenWordEvents {
  /** What it sounds like so far. */
  hearing(text: string): void;
  /** It listens no more; `said` is what was said, "" for nothing. */
  ended(said: string): void;
  /** It listens no more, and this browser will not. */
  failed(): void;
}

/** One thing said instead of typed, heard by this browser's ears. For that long we are muted, and no caption is made of it. */
export class SpokenWord {
  readonly #store: Pick<RoomStore, "getState" | "setMuted" | "speech">;
  readonly #ears: Ears | undefined = browserEars();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #events: SpokenWordEvents | undefined;
  #agreed = false;
  #isListening = false;
  #wasLive = false;

  constructor(store: Pick<RoomStore, "getState" | "setMuted" | "speech">) {
    this.#store = store;
  }

  /** Whether this browser can. */
  get canHear(): boolean {
    return this.#ears !== undefined;
  }

  /** Where a voice would become words, of which the person is to hear before they press a second time; undefined once they have. */
  async toAgree(language: string): Promise<EarsPlace | undefined> {
    if (this.#agreed) return undefined;
    this.#agreed = true;
    return this.#ears?.placeFor(language);
  }

  async start(language: string, events: SpokenWordEvents): Promise<void> {
    this.stop();
    this.#events = events;
    const place = await this.#ears?.placeFor(language);
    if (!place || this.#events !== events) return;
    this.#wasLive = !this.#store.getState().microphone.muted;
    if (this.#wasLive) this.#store.setMuted(true);
    this.#store.speech.captions.lend(true);
    this.#isListening = true;
    this.#timer = setTimeout(() => this.#end(""), LISTEN_MILLIS);
    this.#ears?.start(language, place, {
      heard: (text, isFinal) => (isFinal ? this.#end(bare(text)) : events.hearing(bare(text))),
      failed: () => {
        this.#letGo();
        events.failed();
      },
    });
  }

  /** Ends listening; nothing was said. */
  stop(): void {
    if (this.#events) this.#end("");
  }

  #end(said: string): void {
    const events = this.#events;
    this.#letGo();
    events?.ended(said);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#events = undefined;
    if (!this.#isListening) return;
    this.#isListening = false;
    this.#ears?.stop();
    this.#store.speech.captions.lend(false);
    if (this.#wasLive) this.#store.setMuted(false);
  }
}

/** Recognizers write sentences: a word needs no full stop. */
function bare(text: string): string {
  return text.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, "");
}
