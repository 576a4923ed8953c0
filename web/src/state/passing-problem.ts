import type { Problem } from "./room-view.ts";

/** It is shown so long. */
const PASSING_MILLIS = 8_000;

/** A problem that passes by itself; the newest takes the place of the one before. */
export class PassingProblem {
  readonly #changed: () => void;
  #problem: Problem | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get problem(): Problem | undefined {
    return this.#problem;
  }

  show(problem: Problem): void {
    this.close();
    this.#problem = problem;
    this.#timer = setTimeout(() => {
      this.#problem = undefined;
      this.#changed();
    }, PASSING_MILLIS);
    this.#changed();
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
