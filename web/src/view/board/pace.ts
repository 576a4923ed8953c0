/** How often what is being drawn is sent, before it is done. */
const IDLE_MILLIS = 60;
const DRAWING_MILLIS = 1_000;
/** A stroke is sent anew as a whole: only when it has grown by so much, so that all of it costs little more than its end. */
const GROWTH = 2;

/** Decides when what has changed is written. Pure. */
export class Pace {
  #wroteMillis = Number.NEGATIVE_INFINITY;
  #weight = 0;

  /** How long until it may be written; 0: now. `weight`: of the stroke under the pen, in points; 0 when nothing is held. */
  waitMillis(nowMillis: number, isHeld: boolean, weight: number): number {
    const since = nowMillis - this.#wroteMillis;
    if (!isHeld) return Math.max(0, IDLE_MILLIS - since);
    const isSlow = weight > 0 && weight < GROWTH * this.#weight;
    return isSlow ? DRAWING_MILLIS : Math.max(0, DRAWING_MILLIS - since);
  }

  /** The pen came down: what it draws is shown after a while. */
  held(nowMillis: number): void {
    this.#wroteMillis = nowMillis;
    this.#weight = 0;
  }

  wrote(nowMillis: number, weight: number): void {
    this.#wroteMillis = nowMillis;
    this.#weight = weight;
  }
}
