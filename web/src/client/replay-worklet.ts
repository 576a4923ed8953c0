/** Runs where sound is rendered: hands what a slot plays to the page, block by block. Silence makes no block. */
import { BLOCK_FRAMES, type HeardBlock } from "./replay-blocks.ts";

/** The part of an AudioWorklet's own scope that is used; TypeScript's types of the page do not have it. */
interface WorkletScope {
  readonly currentFrame: number;
  readonly AudioWorkletProcessor: new () => { readonly port: MessagePort };
  registerProcessor(name: string, processor: new () => object): void;
}

const scope = globalThis as unknown as WorkletScope;

class ReplayTap extends scope.AudioWorkletProcessor {
  #samples = new Int16Array(BLOCK_FRAMES);
  #filled = 0;
  #isSilent = true;
  #isOver = false;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.#isOver = true;
    };
  }

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const channel = input?.[0];
    if (channel) {
      for (const sample of channel) this.#take(sample);
      if (this.#filled + channel.length > BLOCK_FRAMES) this.#send(channel.length);
    } else if (this.#filled > 0) {
      this.#send(0); // what comes next is not the continuation
    }
    return !this.#isOver;
  }

  #take(sample: number): void {
    const value = Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff);
    if (value !== 0) this.#isSilent = false;
    this.#samples[this.#filled++] = value;
  }

  /** `last`: frames that were rendered just now. */
  #send(last: number): void {
    if (!this.#isSilent) {
      const samples = this.#samples.slice(0, this.#filled);
      const frame = scope.currentFrame + last - this.#filled;
      const block: HeardBlock = { frame, samples };
      this.port.postMessage(block, [samples.buffer]);
    }
    this.#filled = 0;
    this.#isSilent = true;
  }
}

scope.registerProcessor("replay-tap", ReplayTap);
