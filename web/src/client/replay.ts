/** Instant replay: what was just said is heard again, faster, and then one is live again. Nothing leaves the page's memory. */
import type { AudioOutput } from "./audio-output.ts";
import type { SlotTap } from "./playback.ts";
import type { HeardBlock } from "./replay-blocks.ts";
import { ReplayMemory } from "./replay-memory.ts";
import workletUrl from "./replay-worklet.ts?worker&url";
import { wavOf } from "./wav.ts";

export const REPLAYED_SECONDS = 15;
/** Browsers keep the pitch as it is. */
export const REPLAY_SPEED = 1.5;
/**
 * A block waits so long before it is kept: looks at who is heard come 20 times a second, so one near it may name somebody who has refused,
 * and then it is dropped.
 */
export const SETTLE_MILLIS = 250;
/** Looks further apart than this vouch for nothing between them: a hidden page's timers are slow. */
export const MAX_LOOK_GAP_MILLIS = 250;
/** Blocks of a slot that wait; beyond, the eldest goes. */
export const MAX_WAITING = 20;

/** Whose voice may be kept, and how loud it is to be. */
export interface ReplayVoices {
  mayKeep(member: number): boolean;
  volumeOf(member: number): number;
}

interface WaitingBlock extends HeardBlock {
  readonly atMillis: number;
  readonly member: number;
}

interface TappedSlot {
  waiting: WaitingBlock[];
  speaker: number;
  lookedMillis: number;
  /** When it was last not certain that what is heard may be kept. */
  doubtedMillis: number;
}

interface Playing {
  readonly element: HTMLAudioElement;
  readonly release: () => void;
}

export class Replay implements SlotTap {
  readonly #output: AudioOutput;
  readonly #voices: ReplayVoices;
  readonly #changed: () => void;
  readonly #now: () => number;
  readonly #memory: ReplayMemory;
  readonly #slots = new Map<number, TappedSlot>();
  readonly #loaded: Promise<void>;
  #playing: Playing | undefined;

  constructor(
    output: AudioOutput,
    voices: ReplayVoices,
    changed: () => void,
    now: () => number = () => performance.now(),
  ) {
    this.#output = output;
    this.#voices = voices;
    this.#changed = changed;
    this.#now = now;
    const { context } = output;
    this.#memory = new ReplayMemory(context.sampleRate);
    this.#loaded = load(context);
    this.#loaded.catch(() => {}); // a browser that cannot: nothing is kept, and nothing is there to hear
  }

  get playing(): boolean {
    return this.#playing !== undefined;
  }

  /** Bytes of voices that are kept. */
  get keptBytes(): number {
    return this.#memory.bytes;
  }

  attach(slot: number, source: AudioNode): () => void {
    const never = Number.NEGATIVE_INFINITY;
    const tapped = { waiting: [], speaker: 0, lookedMillis: never, doubtedMillis: never };
    this.#slots.set(slot, tapped);
    let release = () => {};
    let ended = false;
    void this.#loaded.then(
      () => {
        if (!ended) release = this.#listen(tapped, source);
      },
      () => {},
    );
    return () => {
      ended = true;
      release();
      if (this.#slots.get(slot) === tapped) this.#slots.delete(slot);
    };
  }

  looked(slot: number, speaker: number, nowMillis: number): void {
    const tapped = this.#slots.get(slot);
    if (!tapped) return;
    const refused = speaker !== 0 && !this.#voices.mayKeep(speaker);
    if (refused || nowMillis - tapped.lookedMillis > MAX_LOOK_GAP_MILLIS) {
      tapped.doubtedMillis = nowMillis;
    }
    tapped.lookedMillis = nowMillis;
    tapped.speaker = speaker;
    this.#settle(tapped, nowMillis);
    this.#memory.age(this.#frame);
  }

  /** Who may be kept has changed: of others, nothing stays. */
  consentChanged(): void {
    this.#memory.retain((member) => this.#voices.mayKeep(member));
  }

  /** Plays what was last said; false when there is nothing. Call it from a gesture. */
  play(): boolean {
    this.stop();
    const { context } = this.#output;
    const mixed = this.#memory.mix(this.#frame, REPLAYED_SECONDS, this.#voices.volumeOf);
    if (!mixed) return false;
    const url = URL.createObjectURL(wavOf(mixed, context.sampleRate));
    const element = new Audio();
    element.defaultPlaybackRate = element.playbackRate = REPLAY_SPEED;
    element.src = url;
    const disconnect = this.#output.connect(context.createMediaElementSource(element));
    const release = () => {
      element.onended = null;
      element.pause();
      disconnect();
      URL.revokeObjectURL(url);
    };
    this.#playing = { element, release };
    element.onended = () => this.stop();
    void element.play().catch(() => this.stop());
    this.#changed();
    return true;
  }

  /** Live again. */
  stop(): void {
    if (!this.#playing) return;
    this.#playing.release();
    this.#playing = undefined;
    this.#changed();
  }

  /** Forgets all. */
  close(): void {
    this.stop();
    this.#slots.clear();
    this.#memory.retain(() => false);
  }

  get #frame(): number {
    const { currentTime, sampleRate } = this.#output.context;
    return Math.round(currentTime * sampleRate);
  }

  #listen(tapped: TappedSlot, source: AudioNode): () => void {
    const node = new AudioWorkletNode(source.context, "replay-tap", {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    node.port.onmessage = ({ data }: MessageEvent<HeardBlock>) => {
      tapped.waiting.push({ ...data, atMillis: this.#now(), member: tapped.speaker });
      if (tapped.waiting.length > MAX_WAITING) tapped.waiting.shift();
    };
    source.connect(node);
    return () => {
      node.port.onmessage = null;
      node.port.postMessage("over");
      source.disconnect(node);
    };
  }

  /** Keeps what waited long enough, of those who may be kept. */
  #settle(tapped: TappedSlot, nowMillis: number): void {
    const { waiting, speaker, doubtedMillis } = tapped;
    tapped.waiting = waiting.filter(({ atMillis }) => atMillis > nowMillis - SETTLE_MILLIS);
    for (const { atMillis, frame, samples, member } of waiting) {
      if (atMillis > nowMillis - SETTLE_MILLIS || doubtedMillis >= atMillis - SETTLE_MILLIS)
        continue;
      const whose = member || speaker;
      if (whose !== 0) this.#memory.keep({ member: whose, frame, samples });
    }
  }
}

/** Browsers have no worklets on a page without HTTPS. */
async function load({ audioWorklet }: AudioContext): Promise<void> {
  await audioWorklet.addModule(workletUrl);
}
