/** What the rendering thread hands to the page. */

/** Frames of a block at most: 50 ms at 48 kHz. */
export const BLOCK_FRAMES = 2_400;

export interface HeardBlock {
  /** Of the AudioContext's clock, where it begins. */
  readonly frame: number;
  readonly samples: Int16Array<ArrayBuffer>;
}
