import { DecodedVoice } from "../client/decoded-voice.ts";
import { HeardByCount } from "../client/heard-by.ts";
import type { Microphone } from "../client/microphone.ts";
import { encodeAsk, encodeReceipt, isAsk, readReceipt } from "../client/receipts.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { Hearing } from "./hearing.ts";
import { LiveLatency } from "./live-latency.ts";
import type { Person } from "./room-view.ts";

/** So often who speaks asks, and who was asked answers. */
const ASK_MILLIS = 1_000;
/** A receipt says what was heard in the last half of the time: so who is cut off shows soon enough. */
const HEARD_MILLIS = 500;
/** Who was not asked for so long answers nobody. */
const ASKED_MILLIS = 2_500;
/** In a larger room nobody asks: so many answers would be worth less than they cost. */
export const MAX_COMPANY = 50;
/** Said of who is muted for us alone: it is ours to know. */
const MUTED_LOUDNESS = 128;

/** By whom one is heard, as the page shows it. */
export interface HeardByView {
  readonly heard: number;
  readonly of: number;
  readonly missed: readonly string[]; // nicknames of who does not hear
}

/** Asks by whom we are heard while we speak, and answers who asks, from what this browser plays. */
export class LiveHeardBy {
  readonly #client: () => RoomClient;
  readonly #hearing: Hearing;
  /** How long our voice takes to them, and theirs to us. */
  readonly latency: LiveLatency;
  readonly #count = new HeardByCount();
  readonly #decoded = new DecodedVoice();
  #askedMillis = Number.NEGATIVE_INFINITY;
  #wasAskedMillis = Number.NEGATIVE_INFINITY;
  /** When what was heard is told next. */
  #tellMillis = Number.POSITIVE_INFINITY;
  #shown = "";
  #view: HeardByView | undefined;

  constructor(client: () => RoomClient, hearing: Hearing, microphone: Pick<Microphone, "source">) {
    this.#client = client;
    this.#hearing = hearing;
    this.latency = new LiveLatency(client, hearing, microphone);
  }

  /** To be called as soon as there is a client. */
  listen(): void {
    this.#client().documents.listen((author, body) => this.#told(author, body, performance.now()));
  }

  /** About 20 times a second. `level`: how loud we go out, 0 to 1; `sending`: from the microphone. True when what is shown has changed. */
  poll(nowMillis: number, level: number, sending: boolean): boolean {
    const { documents, members } = this.#client();
    this.#count.spoke(level, nowMillis);
    const isDue = nowMillis - this.#askedMillis >= ASK_MILLIS && members.size <= MAX_COMPANY;
    if (isDue && members.size > 1 && this.#count.audible) {
      this.#askedMillis = nowMillis;
      documents.tell(encodeAsk());
    }
    this.#answer(nowMillis);
    this.latency.poll(nowMillis, sending);
    const shown = JSON.stringify(this.#counted(nowMillis) ?? "");
    const changed = shown !== this.#shown;
    this.#shown = shown;
    return changed;
  }

  /** The same object while it says the same. */
  view(people: readonly Person[]): HeardByView | undefined {
    const counted = this.#counted(performance.now());
    const missed = people.filter(({ id }) => counted?.missed.includes(id));
    const view = counted && { ...counted, missed: missed.map(({ nickname }) => nickname) };
    if (JSON.stringify(view) !== JSON.stringify(this.#view)) this.#view = view;
    return this.#view;
  }

  #counted(nowMillis: number) {
    const members = [...this.#client().members.values()];
    return this.#count.count(nowMillis, (member) =>
      members.some(({ id, connection }) => id === member && connection === "connected"),
    );
  }

  #told(author: string, body: Bytes, nowMillis: number): void {
    if (isAsk(body)) this.#wasAskedMillis = nowMillis;
    const receipt = readReceipt(body);
    if (receipt) this.#count.received(author, receipt, this.#client().self, nowMillis);
    for (const { number, id } of this.#client().members.values())
      if (id === author) this.latency.told(number, body, nowMillis);
  }

  #answer(nowMillis: number): void {
    if (nowMillis - this.#wasAskedMillis > ASKED_MILLIS) {
      if (this.#tellMillis < Number.POSITIVE_INFINITY) this.#decoded.rest();
      this.#tellMillis = Number.POSITIVE_INFINITY;
      return;
    }
    if (this.#tellMillis === Number.POSITIVE_INFINITY) this.#tellMillis = nowMillis + HEARD_MILLIS;
    if (nowMillis < this.#tellMillis - HEARD_MILLIS) return;
    const { playback, listening } = this.#hearing;
    this.#decoded.look(playback.played);
    if (nowMillis < this.#tellMillis) return;
    this.#tellMillis = nowMillis + ASK_MILLIS;
    const heard = this.#decoded.take();
    const { documents, members } = this.#client();
    for (const { number, id } of members.values())
      if (listening.isMuted(id)) heard.set(number, MUTED_LOUDNESS);
    documents.tell(encodeReceipt(heard));
  }
}
