/** Whether some sound is a sentence that we know: by how its loudness runs in bands of frequency, wherever in it that is. */

const FRAME_SECONDS = 0.02;
/** From the lowest voice to where espeak-ng has little left. */
const [LOWEST_HERTZ, HIGHEST_HERTZ] = [150, 4_000];
const BANDS = 20;
/** Quieter than the loudest by so much is silence, in decibels: noise there says nothing. */
const FLOOR_DECIBELS = 50;

export interface Sound {
  readonly samples: ArrayLike<number>;
  readonly rate: number;
}

type Spectrogram = readonly (readonly number[])[];

/** Reads WAVE, of one channel, as espeak-ng writes it. */
export function readWave(wave: Buffer): Sound {
  const samples = new Int16Array((wave.length - 44) >> 1);
  for (const index of samples.keys()) samples[index] = wave.readInt16LE(44 + 2 * index);
  return { samples, rate: wave.readUInt32LE(24) };
}

/** The best correlation (Pearson's) of a known sentence with any part of what was heard: 1 where they are the same. */
export function likeness(heard: Sound, known: Sound): number {
  const [all, wanted] = [spectrogram(heard), trimmed(spectrogram(known))];
  let best = -1;
  for (let from = 0; from + wanted.length <= all.length; from++) {
    best = Math.max(best, correlation(all.slice(from, from + wanted.length).flat(), wanted.flat()));
  }
  return best;
}

/** Decibels of each band, frame by frame, above the floor. */
function spectrogram({ samples, rate }: Sound): Spectrogram {
  const length = Math.round(rate * FRAME_SECONDS);
  const frames: number[][] = [];
  for (let at = 0; at + 2 * length <= samples.length; at += length) {
    frames.push(bandsAt(samples, rate, at, 2 * length));
  }
  const loudest = frames.flat().reduce((a, b) => Math.max(a, b), -200);
  return frames.map((frame) => frame.map((value) => Math.max(0, value - loudest + FLOOR_DECIBELS)));
}

/** Each band at three frequencies (Goertzel's), under a Hann window. */
function bandsAt(samples: ArrayLike<number>, rate: number, at: number, length: number): number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let power = 1e-9;
    for (const part of [0.2, 0.5, 0.8]) {
      const hertz = LOWEST_HERTZ * (HIGHEST_HERTZ / LOWEST_HERTZ) ** ((band + part) / BANDS);
      const twice = 2 * Math.cos((2 * Math.PI * hertz) / rate);
      let [one, two] = [0, 0];
      for (let i = 0; i < length; i++) {
        const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);
        [one, two] = [weight * (samples[at + i] ?? 0) + twice * one - two, one];
      }
      power += (one * one + two * two - twice * one * two) / (length * length);
    }
    return 10 * Math.log10(power);
  });
}

/** Without the silence before and after. */
function trimmed(frames: Spectrogram): Spectrogram {
  const isSound = (frame: readonly number[]) => frame.some((value) => value > FLOOR_DECIBELS / 2);
  return frames.slice(frames.findIndex(isSound), frames.findLastIndex(isSound) + 1);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [x, y] = [value - meanA, (b[index] ?? 0) - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return both / Math.sqrt(ofA * ofB || 1);
}
