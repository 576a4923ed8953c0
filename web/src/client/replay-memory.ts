/** The last half minute of the others' voices, in memory alone. Bounded by age and by bytes. */
import type { HeardBlock } from "./replay-blocks.ts";
import { VOICE_SLOTS } from "./voice.ts";

export const KEPT_SECONDS = 30;
/** Of all voices together: what every slot plays in that time at 48 kHz, 17 MB. */
export const MAX_KEPT_BYTES = VOICE_SLOTS * KEPT_SECONDS * 48_000 * Int16Array.BYTES_PER_ELEMENT;

const FULL_SCALE = 0x8000;

/** A block, and whose voice it is. */
export interface KeptBlock extends HeardBlock {
  readonly member: number;
}

export class ReplayMemory {
  readonly #rate: number;
  #blocks: KeptBlock[] = [];
  #bytes = 0;

  /** `rate`: frames in a second. */
  constructor(rate: number) {
    this.#rate = rate;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Blocks come about in the order in which they were heard. */
  keep(block: KeptBlock): void {
    this.#blocks.push(block);
    this.#bytes += block.samples.byteLength;
    while (this.#bytes > MAX_KEPT_BYTES) this.#dropEldest();
  }

  /** It is `frame` now: what is too old goes. */
  age(frame: number): void {
    const since = frame - KEPT_SECONDS * this.#rate;
    while (this.#blocks[0] && this.#blocks[0].frame < since) this.#dropEldest();
  }

  /** Of all others, nothing is kept. */
  retain(mayKeep: (member: number) => boolean): void {
    this.#blocks = this.#blocks.filter(({ member }) => mayKeep(member));
    this.#bytes = this.#blocks.reduce((sum, { samples }) => sum + samples.byteLength, 0);
  }

  /** All voices of the last `seconds` before `frame`, as loud as `volumeOf` says, from the first sound on; undefined if there is none. */
  mix(
    frame: number,
    seconds: number,
    volumeOf: (member: number) => number,
  ): Float32Array<ArrayBuffer> | undefined {
    const since = frame - seconds * this.#rate;
    const heard = this.#blocks.filter(
      (block) => block.frame >= since && volumeOf(block.member) > 0,
    );
    if (heard.length === 0) return undefined;
    const first = Math.min(...heard.map((block) => block.frame));
    const end = Math.max(...heard.map((block) => block.frame + block.samples.length));
    const mixed = new Float32Array(end - first);
    for (const { member, frame: at, samples } of heard) {
      const gain = volumeOf(member) / FULL_SCALE;
      for (const [index, sample] of samples.entries()) {
        const place = at - first + index;
        mixed[place] = (mixed[place] ?? 0) + sample * gain;
      }
    }
    return mixed;
  }

  #dropEldest(): void {
    this.#bytes -= this.#blocks.shift()?.samples.byteLength ?? 0;
  }
}
