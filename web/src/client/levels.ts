/** How loud a voice is, as people see it: 0 is silence, 1 as loud as a voice gets. */

const FLOOR_DECIBELS = -60;
const CEILING_DECIBELS = -12;
/** A ring swells at once and sinks slowly. */
const ATTACK_MILLIS = 40;
const RELEASE_MILLIS = 180;
/** Speaking starts above the first, and lasts until this long after the last time above the second. */
const SPEAKING_STARTS = 0.3;
const SPEAKING_GOES_ON = 0.2;
const HANGOVER_MILLIS = 400;

/** From a linear amplitude (0 to 1, full scale), as RFC 6464 levels are given by browsers. */
export function levelOfAmplitude(amplitude: number): number {
  if (!(amplitude > 0)) return 0;
  const decibels = 20 * Math.log10(amplitude);
  const level = (decibels - FLOOR_DECIBELS) / (CEILING_DECIBELS - FLOOR_DECIBELS);
  return Math.min(1, Math.max(0, level));
}

/** One person's level: raw values come in when they are measured, smooth ones go out when a frame is drawn. */
export class SmoothLevel {
  #raw = 0;
  #smooth = 0;
  #readMillis = 0;
  #speaking = false;
  #loudMillis = Number.NEGATIVE_INFINITY;

  measure(level: number, nowMillis: number): void {
    this.#raw = level;
    if (level > (this.#speaking ? SPEAKING_GOES_ON : SPEAKING_STARTS)) {
      this.#loudMillis = nowMillis;
      this.#speaking = true;
    } else if (nowMillis - this.#loudMillis > HANGOVER_MILLIS) {
      this.#speaking = false;
    }
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  at(nowMillis: number): number {
    const elapsed = Math.max(0, nowMillis - this.#readMillis);
    const span = this.#raw > this.#smooth ? ATTACK_MILLIS : RELEASE_MILLIS;
    this.#smooth += (this.#raw - this.#smooth) * (1 - Math.exp(-elapsed / span));
    this.#readMillis = nowMillis;
    return this.#smooth < 0.001 ? 0 : this.#smooth;
  }
}
