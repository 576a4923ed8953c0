import type { AudioOutput } from "../client/audio-output.ts";

/** Two quiet notes, rising for one who comes and falling for one who goes; synthesised, so nothing is fetched. */

const JOINED_HERTZ = [587, 784];
const LEFT_HERTZ = [587, 440];
const LOUDNESS = 0.05;
const NOTE_SECONDS = 0.11;
const FADE_SECONDS = 0.02;
/** In a room where many come and go, one sound stands for all of them. */
const PAUSE_MILLIS = 700;

export class Sounds {
  readonly #output: AudioOutput;
  #playedMillis = Number.NEGATIVE_INFINITY;
  on = true;

  constructor(output: AudioOutput) {
    this.#output = output;
  }

  joined(): void {
    this.#play(JOINED_HERTZ);
  }

  left(): void {
    this.#play(LEFT_HERTZ);
  }

  #play(notes: readonly number[]): void {
    const now = performance.now();
    if (!this.on || !this.#output.isMade || this.#output.blocked) return;
    if (now - this.#playedMillis < PAUSE_MILLIS) return;
    this.#playedMillis = now;
    notes.forEach((hertz, index) => {
      this.#note(hertz, index * NOTE_SECONDS);
    });
  }

  #note(hertz: number, delaySeconds: number): void {
    const { context } = this.#output;
    const start = context.currentTime + delaySeconds;
    const end = start + NOTE_SECONDS;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + FADE_SECONDS);
    gain.gain.linearRampToValueAtTime(0, end);
    const oscillator = context.createOscillator();
    oscillator.frequency.value = hertz;
    oscillator.connect(gain);
    const disconnect = this.#output.connect(gain);
    oscillator.onended = disconnect;
    oscillator.start(start);
    oscillator.stop(end);
  }
}
