/** Keeps the screen on while it is wanted. The system takes the lock when the page is hidden; we ask again when it is back. */
export class WakeLock {
  #wanted = false;
  #asking = false;
  #sentinel: WakeLockSentinel | undefined;

  /** A browser without the feature just lets the screen go dark: voice goes on. */
  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) document.addEventListener("visibilitychange", this.#ask);
    else document.removeEventListener("visibilitychange", this.#ask);
    if (wanted) void this.#ask();
    else void this.#release();
  }

  readonly #ask = async (): Promise<void> => {
    if (!this.#wanted || this.#asking || document.visibilityState !== "visible") return;
    if (this.#sentinel && !this.#sentinel.released) return;
    this.#asking = true;
    this.#sentinel = await navigator.wakeLock?.request("screen").catch(() => undefined);
    this.#asking = false;
    if (!this.#wanted) await this.#release();
  };

  async #release(): Promise<void> {
    await this.#sentinel?.release().catch(() => {});
    this.#sentinel = undefined;
  }
}
