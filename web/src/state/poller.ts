/** Does something again and again, while it is wanted. */
export class Poller {
  readonly #work: () => void;
  readonly #millis: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(millis: number, work: () => void) {
    this.#millis = millis;
    this.#work = work;
  }

  run(on: boolean): void {
    if (on === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = on ? setInterval(this.#work, this.#millis) : undefined;
  }
}
