/** Waiting times between attempts: 0.5 s doubling to 8 s, each shortened by up to a third so that clients do not march in step. */
export class Backoff {
  static readonly FIRST_MILLIS = 500;
  static readonly LAST_MILLIS = 8_000;
  static readonly JITTER = 1 / 3;

  readonly #random: () => number;
  #attempts = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** How long to wait before the next attempt. */
  nextMillis(): number {
    const full = Math.min(Backoff.FIRST_MILLIS * 2 ** this.#attempts, Backoff.LAST_MILLIS);
    this.#attempts++;
    return full * (1 - Backoff.JITTER * this.#random());
  }

  reset(): void {
    this.#attempts = 0;
  }
}
