import { MAX_LOUDNESS } from "./receipts.ts";

/** A voice that is quieter was not heard: what a decoder makes up for lost packets fades below it in 200 ms. */
const QUIETEST_DECIBELS = -65;
/** Samples that are looked at each time: 43 ms at 48 kHz. */
const LOOK_SAMPLES = 2_048;

/** What plays a voice, and whose it is; 0: nobody knows. */
export interface PlayedSlot {
  readonly source: Pick<AudioNode, "connect" | "disconnect" | "context">;
  readonly speaker: number;
}

interface Sum {
  readonly squares: number;
  readonly looks: number;
}

/**
 * How loud is what comes out of the decoders, before any volume. Not what packets say of themselves: they may not be played. (Nor
 * what getStats counts: in Chromium that is 0 where Web Audio plays.)
 */
export class DecodedVoice {
  readonly #samples = new Float32Array(LOOK_SAMPLES);
  #analysers = new Map<PlayedSlot["source"], AnalyserNode>();
  #sums = new Map<number, Sum>();

  /** Looks at what plays just now; about 20 times a second while it is wanted. */
  look(slots: readonly PlayedSlot[]): void {
    const before = this.#analysers;
    this.#analysers = new Map();
    for (const { source, speaker } of slots) {
      const analyser = before.get(source) ?? analyserOf(source);
      this.#analysers.set(source, analyser);
      if (speaker === 0) continue;
      analyser.getFloatTimeDomainData(this.#samples);
      const sum = this.#sums.get(speaker) ?? { squares: 0, looks: 0 };
      this.#sums.set(speaker, {
        squares: sum.squares + meanSquare(this.#samples),
        looks: sum.looks + 1,
      });
    }
  }

  /** How loud each was since the last time this was asked: 1 to 255. Who was not heard is left out. */
  take(): Map<number, number> {
    const heard = new Map<number, number>();
    for (const [speaker, { squares, looks }] of this.#sums) {
      const decibels = 10 * Math.log10(squares / looks);
      if (!(decibels > QUIETEST_DECIBELS)) continue;
      const share = Math.min(1, 1 - decibels / QUIETEST_DECIBELS);
      heard.set(speaker, 1 + Math.round(share * (MAX_LOUDNESS - 1)));
    }
    this.#sums = new Map();
    return heard;
  }

  /** Nothing is looked at for a while. */
  rest(): void {
    for (const [source, analyser] of this.#analysers) {
      try {
        source.disconnect(analyser);
      } catch {
        // The slot was released meanwhile, and with it all that listened in.
      }
    }
    this.#analysers = new Map();
    this.#sums = new Map();
  }
}

function analyserOf(source: PlayedSlot["source"]): AnalyserNode {
  const analyser = source.context.createAnalyser();
  analyser.fftSize = LOOK_SAMPLES;
  source.connect(analyser);
  return analyser;
}

function meanSquare(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / samples.length;
}
