/** How long a bin of an envelope is. */
export const BIN_MILLIS = 5;
/** So much of a voice is remembered: 3 s. */
export const MAX_BINS = 600;
/** Nothing is known of a bin, for example because the page was busy. */
const UNKNOWN = 0;
const SILENCE = 1;
const LOUDEST = 255;
const QUIETEST_DECIBELS = -65;

/** Longest delay that is looked for. */
export const MOST_DELAY_MILLIS = 1_000;
/** Of both voices so much must be known at once. */
const LEAST_BINS = 120;
/** Less alike than this, they are not the same voice. */
const LEAST_LIKENESS = 0.75;
/** Another delay, so far off, at which they are nearly as alike: the sound repeats itself, and nothing is said. */
const APART_BINS = 16;
const LEAST_AHEAD = 0.06;
/** A steady sound has nothing that could be found again: standard deviation of loudness. */
const LEAST_LIFE = 8;

/** Bins in a row, the first of which begins at `first` times BIN_MILLIS. */
export interface Bins {
  readonly first: number;
  readonly loudness: Uint8Array;
}

/** How loud a voice was, by the time of one clock: 1 is silence, 255 the loudest, 0 unknown. */
export class Envelope {
  readonly #loudness = new Uint8Array(MAX_BINS);
  #end = 0; // first bin that was not written

  /** `endMillis`: when the last of the samples sounded. Bins that are known already stay as they are. */
  sounded(samples: Float32Array, samplesASecond: number, endMillis: number): void {
    const startMillis = endMillis - (samples.length * 1000) / samplesASecond;
    const firstWhole = Math.ceil(startMillis / BIN_MILLIS);
    const end = Math.floor(endMillis / BIN_MILLIS);
    for (let bin = Math.max(firstWhole, this.#end); bin < end; bin++) {
      const from = ((bin * BIN_MILLIS - startMillis) * samplesASecond) / 1000;
      const to = from + (BIN_MILLIS * samplesASecond) / 1000;
      this.#put(bin, loudnessOf(samples, Math.round(from), Math.round(to)));
    }
  }

  /** What somebody tells of a voice by their clock; of a bin that comes twice the later word counts. */
  told({ first, loudness }: Bins): void {
    loudness.forEach((value, index) => {
      if (value !== UNKNOWN) this.#put(first + index, value);
    });
  }

  /** The last `most` bins. */
  last(most: number): Bins {
    const first = Math.max(0, this.#end - Math.min(most, MAX_BINS));
    const loudness = new Uint8Array(this.#end - first);
    for (let index = 0; index < loudness.length; index++) loudness[index] = this.at(first + index);
    return { first, loudness };
  }

  at(bin: number): number {
    if (bin < 0 || bin >= this.#end || bin < this.#end - MAX_BINS) return UNKNOWN;
    return this.#loudness[bin % MAX_BINS] ?? UNKNOWN;
  }

  #put(bin: number, loudness: number): void {
    if (bin < 0 || bin < this.#end - MAX_BINS) return;
    if (bin >= this.#end + MAX_BINS) this.#loudness.fill(UNKNOWN);
    else for (let gap = this.#end; gap < bin; gap++) this.#loudness[gap % MAX_BINS] = UNKNOWN;
    this.#loudness[bin % MAX_BINS] = loudness;
    this.#end = Math.max(this.#end, bin + 1);
  }
}

/**
 * How long after it was said a voice was heard: the shift at which both envelopes are most alike. `offsetMillis`: by how much the
 * listener's clock is ahead of the speaker's. Undefined where too little is known, or nothing stands out.
 */
export function delayBetween(
  said: Envelope,
  heard: Bins,
  offsetMillis: number,
): number | undefined {
  // The two clocks' bins do not begin together: the first shift is what makes them.
  const ahead = heard.first - offsetMillis / BIN_MILLIS;
  const whole = Math.floor(ahead);
  const rest = ahead - whole;
  const shifts = Math.floor(MOST_DELAY_MILLIS / BIN_MILLIS);
  const likeness = Array.from({ length: shifts }, (_, shift) =>
    likenessAt(said, heard.loudness, whole - shift),
  );
  const best = likeness.reduce((top, one, shift) => (one > (likeness[top] ?? -1) ? shift : top), 0);
  const top = likeness[best] ?? -1;
  const rival = likeness.some(
    (one, shift) => Math.abs(shift - best) > APART_BINS && one > top - LEAST_AHEAD,
  );
  if (top < LEAST_LIKENESS || rival) return undefined;
  return (best + rest + peak(likeness[best - 1], top, likeness[best + 1])) * BIN_MILLIS;
}

/** Pearson's correlation of what is known of both; -1 where that is too little. */
function likenessAt(said: Envelope, heard: Uint8Array, first: number): number {
  let n = 0;
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let index = 0; index < heard.length; index++) {
    const x = said.at(first + index);
    const y = heard[index] ?? UNKNOWN;
    if (x === UNKNOWN || y === UNKNOWN) continue;
    n++;
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (n < LEAST_BINS) return -1;
  const [va, vb] = [aa / n - (a / n) ** 2, bb / n - (b / n) ** 2];
  if (va < LEAST_LIFE ** 2 || vb < LEAST_LIFE ** 2) return -1;
  return (ab / n - (a / n) * (b / n)) / Math.sqrt(va * vb);
}

/** Where between the bins the top of a parabola through three of them is. */
function peak(left: number | undefined, top: number, right: number | undefined): number {
  if (left === undefined || right === undefined || left < 0 || right < 0) return 0;
  const bend = left - 2 * top + right;
  return bend < 0 ? (left - right) / (2 * bend) : 0;
}

function loudnessOf(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += (samples[index] ?? 0) ** 2;
  const decibels = 10 * Math.log10(sum / (to - from));
  if (!(decibels > QUIETEST_DECIBELS)) return SILENCE;
  const share = Math.min(1, 1 - decibels / QUIETEST_DECIBELS);
  return SILENCE + Math.round(share * (LOUDEST - SILENCE));
}
