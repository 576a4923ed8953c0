import { type Caption, encodeCaption, readCaption } from "../client/captions.ts";
import type { ChatLine } from "../client/chat.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { browserEars, type EarsFault, type EarsPlace } from "./ears.ts";
import type { Person } from "./room-view.ts";
import type { KeptSettings } from "./settings.ts";

/** A caption stands at least so long, and longer with its length. */
const LEAST_MILLIS = 3_000;
const MILLIS_A_CHARACTER = 70;
const MOST_MILLIS = 15_000;
/** Words that are not settled yet are shown so often at most. */
const TELL_MILLIS = 400;
/** Captions at once; who was captioned first makes room. */
const MAX_CAPTIONS = 12;

export type CaptionFault = "captions-refused" | "captions-no-language" | "captions-failed";

export interface CaptionsView {
  /** What is being said, by member number. */
  readonly shown: ReadonlyMap<number, string>;
  /** They are shown at all. */
  readonly on: boolean;
  /** What we say is captioned for the others. */
  readonly own: boolean;
  /** Whether this browser can. */
  readonly canHear: boolean;
  /** Where our voice is turned into words; undefined while that is not known. */
  readonly place: EarsPlace | undefined;
  /** This server can write down what we say; in a sealed room it cannot. */
  readonly serverHears: boolean;
  /** We have agreed to that, until we leave. */
  readonly byServer: boolean;
}

export interface CaptionActions {
  setOn(on: boolean): void;
  /** By this the person agrees to what is done for it. */
  setOwn(on: boolean): void;
  /** By this the person agrees to be listened to by the server, in the place of the browser. */
  setByServer(on: boolean): void;
  /** Another part has this browser's ears for a while: a browser listens for one at a time. */
  lend(lent: boolean): void;
}

interface CaptionEvents {
  failed(fault: CaptionFault): void;
  changed(): void;
}

/** What is being said, as words at the seat of who says it: robots write theirs, people's browsers hear what they say. */
export class LiveCaptions implements CaptionActions {
  readonly #client: () => RoomClient;
  readonly #settings: KeptSettings;
  readonly #sealed: boolean;
  readonly #events: CaptionEvents;
  readonly #ears = browserEars();
  #own = false;
  #byServer = false;
  #place: EarsPlace | undefined;
  #asked = false;
  #listening = false;
  #lent = false;
  #shown: ReadonlyMap<number, string> = new Map();
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #toldMillis = Number.NEGATIVE_INFINITY;

  constructor(
    client: () => RoomClient,
    settings: KeptSettings,
    sealed: boolean,
    events: CaptionEvents,
  ) {
    this.#client = client;
    this.#settings = settings;
    this.#sealed = sealed;
    this.#events = events;
  }

  /** To be called as soon as there is a client. */
  listen(): void {
    this.#client().documents.listen((author, body) => this.#told(author, body));
  }

  get view(): CaptionsView {
    return {
      shown: this.#settings.now.captions ? this.#shown : NONE,
      on: this.#settings.now.captions,
      own: this.#own,
      canHear: this.#ears !== undefined,
      place: this.#place,
      serverHears: this.#serverHears,
      byServer: this.#byServer,
    };
  }

  setOn(on: boolean): void {
    this.#settings.set({ captions: on });
    this.#events.changed();
  }

  setOwn(on: boolean): void {
    this.#own = on && this.#ears !== undefined;
    if (this.#own) this.#agree(false); // nobody is captioned twice
    if (this.#own) void this.#findPlace();
    this.#events.changed();
  }

  setByServer(on: boolean): void {
    this.#agree(on && this.#serverHears);
    if (this.#byServer) this.#own = false;
    this.#events.changed();
  }

  lend(lent: boolean): void {
    this.#lent = lent;
    if (lent && this.#listening) this.#ears?.stop();
    this.#listening &&= !lent;
    this.#events.changed();
  }

  get #serverHears(): boolean {
    return !this.#sealed && this.#client().requests.hasEars;
  }

  #agree(on: boolean): void {
    if (on === this.#byServer) return;
    this.#byServer = on;
    this.#client().setProfile({ mayHear: on });
  }

  /** `sending`: our voice goes out. Only then is anything listened to. */
  look(newLines: readonly ChatLine[], people: readonly Person[], sending: boolean): void {
    for (const { author, text } of newLines) {
      const robot = people.find(({ id, robot }) => id === author && robot !== undefined);
      if (robot && text !== "") this.#show(robot.number, text);
    }
    if (!this.#asked && people.length > 0) void this.#findPlace(); // so that it is said before one agrees
    const wanted = this.#own && sending && !this.#lent && this.#place !== undefined;
    if (wanted === this.#listening) return;
    this.#listening = wanted;
    if (wanted) this.#hear();
    else this.#ears?.stop();
  }

  /** We have left. */
  letGo(): void {
    this.#own = false;
    this.#agree(false);
    this.#listening = false;
    this.#ears?.stop();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#shown = NONE;
  }

  get #language(): string {
    const { language } = this.#client().description;
    return language === "" || language === "any" ? navigator.language : language;
  }

  async #findPlace(): Promise<void> {
    this.#asked = true;
    const place = await this.#ears?.placeFor(this.#language);
    if (place === this.#place) return;
    this.#place = place;
    this.#events.changed();
  }

  #hear(): void {
    this.#ears?.start(this.#language, this.#place ?? "maker", {
      heard: (text, isFinal) => this.#say({ text, isFinal }),
      failed: (fault) => {
        this.#own = false;
        this.#listening = false;
        this.#events.failed(CODES[fault]);
        this.#events.changed();
      },
    });
  }

  /** Tells the others what we have said, and shows it to us. */
  #say(caption: Caption): void {
    const now = performance.now();
    if (!caption.isFinal && now - this.#toldMillis < TELL_MILLIS) return;
    this.#toldMillis = now;
    const client = this.#client();
    client.documents.tell(encodeCaption(caption));
    this.#show(client.self, caption.text);
  }

  #told(author: string, body: Bytes): void {
    const caption = readCaption(body);
    const client = this.#client();
    const by = [...client.members.values()].find(({ id }) => id === author);
    if (!caption || !by || by.robot !== undefined || client.acts.isSilent(by.identity)) return;
    if (this.#settings.now.mutedForMe.includes(author)) return;
    this.#show(by.number, caption.text);
  }

  #show(number: number, text: string): void {
    clearTimeout(this.#timers.get(number));
    this.#timers.delete(number);
    const shown = new Map(this.#shown).set(number, text);
    const [eldest] = this.#timers.keys();
    if (shown.size > MAX_CAPTIONS && eldest !== undefined) {
      clearTimeout(this.#timers.get(eldest));
      this.#timers.delete(eldest);
      shown.delete(eldest);
    }
    this.#shown = shown;
    const millis = Math.min(MOST_MILLIS, LEAST_MILLIS + text.length * MILLIS_A_CHARACTER);
    this.#timers.set(
      number,
      setTimeout(() => this.#end(number), millis),
    );
    this.#events.changed();
  }

  #end(number: number): void {
    this.#timers.delete(number);
    const shown = new Map(this.#shown);
    shown.delete(number);
    this.#shown = shown;
    this.#events.changed();
  }
}

const NONE: ReadonlyMap<number, string> = new Map();

const CODES: Readonly<Record<EarsFault, CaptionFault>> = {
  refused: "captions-refused",
  "no-language": "captions-no-language",
  failed: "captions-failed",
};
