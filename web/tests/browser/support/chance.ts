/** Mulberry32: numbers below 1, the same ones for the same seed. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The same values in an order that `next` decides. */
export function shuffled<T>(values: readonly T[], next: () => number): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(Math.floor(next() * left.length), 1));
}
