/** Exchanges that are remembered: the best of the last half minute. */
export const MAX_EXCHANGES = 60;

/** One question and its answer, each end by its own clock; ms. */
export interface Exchange {
  readonly askedMillis: number; // our clock
  readonly receivedMillis: number; // theirs
  readonly answeredMillis: number; // theirs
  readonly backMillis: number; // ours
}

interface Sample {
  readonly offsetMillis: number;
  readonly roundTripMillis: number;
}

/**
 * By how much another page's clock is ahead of ours. Of many exchanges the one with the shortest way there and back counts: it
 * waited least, and half of its way is the most by which it can be wrong (RFC 5905 section 8, with its filter for the least delay).
 */
export class ClockOffset {
  readonly #samples: Sample[] = [];

  /** False for one that cannot have been: back before it was asked. */
  exchanged({ askedMillis, receivedMillis, answeredMillis, backMillis }: Exchange): boolean {
    const roundTripMillis = backMillis - askedMillis - (answeredMillis - receivedMillis);
    if (!(roundTripMillis >= 0 && answeredMillis >= receivedMillis)) return false;
    const offsetMillis = (receivedMillis - askedMillis + (answeredMillis - backMillis)) / 2;
    this.#samples.push({ offsetMillis, roundTripMillis });
    if (this.#samples.length > MAX_EXCHANGES) this.#samples.shift();
    return true;
  }

  /** Undefined before the first exchange. */
  get best(): { readonly offsetMillis: number; readonly errorMillis: number } | undefined {
    let best: Sample | undefined;
    for (const sample of this.#samples)
      if (!best || sample.roundTripMillis <= best.roundTripMillis) best = sample;
    return best && { offsetMillis: best.offsetMillis, errorMillis: best.roundTripMillis / 2 };
  }
}
