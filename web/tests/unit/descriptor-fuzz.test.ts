/** What a server sends is refused or is what it says; it never throws. */
import { expect, test } from "vitest";
import type { Bytes } from "../../src/crypto/bytes.ts";
import { decodeDescriptor } from "../../src/crypto/descriptor.ts";
import { bytes, cases } from "./support/vectors.ts";

const INPUTS = 20_000;
const SEED = 0x5ea1ed;

/** xorshift32: the same inputs in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test("twenty thousand mutated descriptors are refused or come back as they were", async () => {
  const random = generator(SEED);
  const good = cases("descriptors.json")
    .filter(({ drop }) => drop === undefined)
    .map((vector) => bytes(vector, "bytes"));
  let accepted = 0;
  for (let input = 0; input < INPUTS; input++) {
    const mutated = mutate(good[random(good.length)] as Bytes, random);
    const descriptor = await decodeDescriptor(mutated);
    if (!descriptor) continue;
    accepted++;
    expect(descriptor.bytes, `seed ${SEED}, input ${input}`).toEqual(mutated);
    expect(descriptor.version).toBeGreaterThan(0);
  }
  expect(accepted, "some mutations keep the form").toBeGreaterThan(INPUTS / 10);
  expect(accepted).toBeLessThan(INPUTS);
});

function mutate(good: Bytes, random: (below: number) => number): Bytes {
  const copy = good.slice();
  const at = random(copy.length);
  switch (random(4)) {
    case 0:
      copy[at] = (copy[at] as number) ^ (1 << random(8));
      return copy;
    case 1:
      return copy.slice(0, at);
    case 2:
      return Uint8Array.from([...copy.slice(0, at), random(256), ...copy.slice(at)]);
    default:
      for (let turn = 0; turn < 8; turn++) copy[random(copy.length)] = random(256);
      return copy;
  }
}
