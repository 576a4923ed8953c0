import { ClockOffset } from "../client/clock-offset.ts";
import { delayBetween, Envelope, MAX_BINS } from "../client/envelope.ts";
import {
  encodeAnswer,
  encodeProbe,
  MAX_TOLD_BINS,
  type Probe,
  readAnswer,
  readProbe,
} from "../client/latency-wire.ts";
import type { Microphone } from "../client/microphone.ts";
import type { RoomClient } from "../client/room-client.ts";
import { VoiceEnvelope } from "../client/voice-envelope.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { Hearing } from "./hearing.ts";

/** So often who measures asks. */
const ASK_MILLIS = 500;
/** All who ask together get so many answers a second, and no more: 1000 by this. */
const ANSWER_MILLIS = 200;
/** Who was not asked for so long writes nothing down any more. */
const ASKED_MILLIS = 2_500;
/** What browsers hold back of a sound before a page sees it differs by this much. */
const UNSURE_MILLIS = 10;
/** Measured so often, shown for so long. */
const MEASURE_MILLIS = 1_000;
export const MAX_READINGS = 60;
/** An older reading is not said to be how it is now. */
const STALE_MILLIS = 5_000;

/** From a mouth to an ear, and the most by which it may be wrong. */
export interface Latency {
  readonly millis: number;
  readonly errorMillis: number;
}

/** One way between us and somebody. */
export interface Way {
  /** Undefined: nobody has said anything that could be measured lately. */
  readonly now: Latency | undefined;
  /** The last minute, a reading a second; undefined where there was none. */
  readonly past: readonly (number | undefined)[];
}

export interface LatencyView {
  readonly toThem: Way;
  readonly toUs: Way;
}

/** Measures one pair at a time. */
export interface LatencyMeter {
  watch(number: number): () => void;
  subscribe(listener: () => void): () => void;
  view(number: number): LatencyView;
}

const NO_WAY: Way = { now: undefined, past: [] };
const NOTHING: LatencyView = { toThem: NO_WAY, toUs: NO_WAY };

/** One whom we measure: what they tell of both voices, by their clock. */
class Pair {
  readonly clock = new ClockOffset();
  readonly theirHeard = new Envelope();
  readonly theirSaid = new Envelope();
  readonly heard = new VoiceEnvelope();
  readonly said = new VoiceEnvelope(true);
  view = NOTHING;
  askMillis = 0;
  measureMillis: number;

  constructor(
    readonly number: number,
    nowMillis: number,
  ) {
    this.measureMillis = nowMillis + MEASURE_MILLIS;
  }

  stop(): void {
    this.heard.stop();
    this.said.stop();
  }
}

/** What we write down for who asks us. */
interface Asked {
  readonly heard: VoiceEnvelope;
  atMillis: number;
}

/**
 * The time from mouth to ear between us and one whose details are open: both pages write down how loud each voice is, by their own
 * clocks, and where the two curves fit is the delay (protocol/receipts.md). Without what microphone and loudspeaker add.
 */
export class LiveLatency implements LatencyMeter {
  readonly #client: () => RoomClient;
  readonly #hearing: Pick<Hearing, "playback">;
  readonly #microphone: Pick<Microphone, "source">;
  readonly #asked = new Map<number, Asked>();
  readonly #listeners = new Set<() => void>();
  readonly #said = new VoiceEnvelope(true); // for who asks
  #pair: Pair | undefined;
  #answeredMillis = Number.NEGATIVE_INFINITY;

  constructor(
    client: () => RoomClient,
    hearing: Pick<Hearing, "playback">,
    microphone: Pick<Microphone, "source">,
  ) {
    this.#client = client;
    this.#hearing = hearing;
    this.#microphone = microphone;
  }

  /** Measures this one, instead of another, until what it returns is called. */
  watch(number: number): () => void {
    this.#pair?.stop();
    const pair = new Pair(number, performance.now());
    this.#pair = pair;
    return () => {
      pair.stop();
      if (this.#pair === pair) this.#pair = undefined;
    };
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same object while it says the same. */
  view(number: number): LatencyView {
    return this.#pair?.number === number ? this.#pair.view : NOTHING;
  }

  /** About 20 times a second. `sending`: our voice goes out. */
  poll(nowMillis: number, sending: boolean): void {
    const own = sending ? this.#microphone.source : undefined;
    for (const [number, asked] of this.#asked) {
      if (nowMillis - asked.atMillis <= ASKED_MILLIS) {
        asked.heard.look(this.#voiceOf(number), nowMillis);
      } else {
        asked.heard.stop();
        this.#asked.delete(number);
      }
    }
    if (this.#asked.size > 0) this.#said.look(own, nowMillis);
    else this.#said.stop();
    const pair = this.#pair;
    if (!pair) return;
    pair.heard.look(this.#voiceOf(pair.number), nowMillis);
    pair.said.look(own, nowMillis);
    if (nowMillis >= pair.askMillis) {
      pair.askMillis = nowMillis + ASK_MILLIS;
      this.#tell(encodeProbe({ to: pair.number, atMillis: nowMillis }));
    }
    if (nowMillis >= pair.measureMillis) {
      pair.measureMillis = nowMillis + MEASURE_MILLIS;
      this.#measure(pair);
    }
  }

  /** A member has told something in passing; `number` is theirs. */
  told(number: number, body: Bytes, nowMillis: number): void {
    const { self } = this.#client();
    const probe = readProbe(body);
    if (probe?.to === self) this.#answer(number, probe, nowMillis);
    const answer = readAnswer(body);
    const pair = this.#pair;
    if (answer?.to !== self || pair?.number !== number) return;
    const isReal = pair.clock.exchanged({
      askedMillis: answer.probeMillis,
      receivedMillis: answer.receivedMillis,
      answeredMillis: answer.sentMillis,
      backMillis: nowMillis,
    });
    if (!isReal) return;
    pair.theirHeard.told(answer.heard);
    pair.theirSaid.told(answer.said);
  }

  #answer(number: number, { atMillis }: Probe, nowMillis: number): void {
    const asked = this.#asked.get(number) ?? { heard: new VoiceEnvelope(), atMillis: nowMillis };
    if (nowMillis - this.#answeredMillis < ANSWER_MILLIS) return; // the next one gets it
    asked.atMillis = nowMillis;
    this.#asked.set(number, asked);
    this.#answeredMillis = nowMillis;
    this.#tell(
      encodeAnswer({
        to: number,
        probeMillis: atMillis,
        receivedMillis: nowMillis,
        heard: asked.heard.envelope.last(MAX_TOLD_BINS),
        said: this.#said.envelope.last(MAX_TOLD_BINS),
        sentMillis: performance.now(),
      }),
    );
  }

  #measure(pair: Pair): void {
    const { best } = pair.clock;
    const offset = best?.offsetMillis ?? 0;
    const to = best && delayBetween(pair.said.envelope, pair.theirHeard.last(MAX_BINS), offset);
    const from = best && delayBetween(pair.theirSaid, pair.heard.envelope.last(MAX_BINS), -offset);
    const errorMillis = UNSURE_MILLIS + (best?.errorMillis ?? 0);
    pair.view = {
      toThem: next(pair.view.toThem, to, errorMillis),
      toUs: next(pair.view.toUs, from, errorMillis),
    };
    for (const listener of this.#listeners) listener();
  }

  #voiceOf(number: number) {
    return this.#hearing.playback.played.find(({ speaker }) => speaker === number)?.source;
  }

  #tell(body: Bytes): void {
    this.#client().documents.tell(body);
  }
}

function next(way: Way, millis: number | undefined, errorMillis: number): Way {
  const past = [...way.past, millis].slice(-MAX_READINGS);
  const latest = past.slice(-STALE_MILLIS / MEASURE_MILLIS).findLast((one) => one !== undefined);
  const now = latest === undefined ? undefined : { millis: latest, errorMillis };
  return { now, past };
}
