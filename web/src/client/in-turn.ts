/** Work that is done one after the other, in the order in which it was asked for. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins when all before has ended, well or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
