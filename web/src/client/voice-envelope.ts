import { Envelope } from "./envelope.ts";

/** Samples that are looked at each time, 20 times a second: 170 ms, so that a busy moment leaves no gap. */
const LOOK_SAMPLES = 8_192;
/** The audio clock moves in steps: just after one it tells the time best, and one comes in each of these. */
const STEP_WINDOW_MILLIS = 1_000;

/** A browser hands Web Audio the microphone a buffer of 10 ms and a step of rendering later than the encoder. */
const CAPTURE_BUFFER_MILLIS = 10;
const USUAL_STEP_SECONDS = 0.01;

/** What sounds, in Web Audio. */
export type Sounding = Pick<AudioNode, "connect" | "disconnect" | "context">;

/** Writes down how loud one voice is, by the page's clock, while somebody measures. `captured`: it is the microphone. */
export class VoiceEnvelope {
  readonly #captured: boolean;
  readonly #samples = new Float32Array(LOOK_SAMPLES);
  readonly envelope = new Envelope();
  #source: Sounding | undefined;
  #analyser: AnalyserNode | undefined;
  #clocks: { readonly atMillis: number; readonly aheadMillis: number }[] = [];
  #attachedMillis = 0;

  constructor(captured = false) {
    this.#captured = captured;
  }

  /** About 20 times a second; undefined: it does not sound just now, or is not known to. */
  look(source: Sounding | undefined, nowMillis: number): void {
    if (source !== this.#source) this.#attach(source, nowMillis);
    const analyser = this.#analyser;
    if (!analyser) return;
    const { currentTime, sampleRate } = analyser.context;
    const aheadMillis = nowMillis - currentTime * 1000;
    this.#clocks = this.#clocks.filter(({ atMillis }) => atMillis > nowMillis - STEP_WINDOW_MILLIS);
    this.#clocks.push({ atMillis: nowMillis, aheadMillis });
    const least = Math.min(...this.#clocks.map((clock) => clock.aheadMillis));
    // Before its first samples an analyser holds silence that nobody made.
    if (nowMillis - this.#attachedMillis < (LOOK_SAMPLES * 1000) / sampleRate) return;
    analyser.getFloatTimeDomainData(this.#samples);
    const endMillis = currentTime * 1000 + least - (this.#captured ? lateMillis(analyser) : 0);
    this.envelope.sounded(this.#samples, sampleRate, endMillis);
  }

  stop(): void {
    this.#attach(undefined, 0);
  }

  #attach(source: Sounding | undefined, nowMillis: number): void {
    if (this.#source && this.#analyser) {
      try {
        this.#source.disconnect(this.#analyser);
      } catch {
        // It was released meanwhile, and with it all that listened in.
      }
    }
    this.#source = source;
    this.#analyser = undefined;
    this.#clocks = [];
    this.#attachedMillis = nowMillis;
    if (!source) return;
    this.#analyser = source.context.createAnalyser();
    this.#analyser.fftSize = LOOK_SAMPLES;
    source.connect(this.#analyser);
  }
}

function lateMillis({ context }: AnalyserNode): number {
  const { baseLatency = USUAL_STEP_SECONDS } = context as Partial<AudioContext>;
  return CAPTURE_BUFFER_MILLIS + baseLatency * 1000;
}
