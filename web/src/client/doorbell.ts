/**
 * How whoever knocks at a sealed room says who they are: by entering a second time, once they are told to wait. Nobody inside is
 * named to a server before somebody has to know them.
 */
export class Doorbell {
  #ringing = false;

  /** Our name is on its way: should we be let in before it arrives, we come in by it. */
  get ringing(): boolean {
    return this.#ringing;
  }

  ring(enter: () => Promise<void>): void {
    this.#ringing = true;
    void enter().finally(() => {
      this.#ringing = false;
    });
  }
}
