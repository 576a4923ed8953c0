import { beforeEach, describe, expect, test } from "vitest";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import { adjectives, nouns } from "../../../src/crypto/plain-words.ts";
import { SAFETY_PAIRS, safetyNumber, safetyText } from "../../../src/sealing/safety-number.ts";
import {
  MAX_VERIFIED,
  setVerified,
  subscribeVerified,
  verifiedKey,
  verifiedPeople,
} from "../../../src/state/verified.ts";
import { installStorage } from "../support/storage.ts";

const key = (fill: number): Bytes => new Uint8Array(32).fill(fill);
const room = (fill: number): Bytes => new Uint8Array(16).fill(fill);

describe("a safety number", () => {
  test("is the same at both ends, and another for other people or another room", async () => {
    const words = await safetyNumber(room(1), key(2), key(3));
    expect(words).toHaveLength(SAFETY_PAIRS);
    expect(await safetyNumber(room(1), key(3), key(2))).toEqual(words);
    expect(await safetyNumber(room(1), key(2), key(4))).not.toEqual(words);
    expect(await safetyNumber(room(2), key(2), key(3))).not.toEqual(words);
  });

  test.each([
    [
      1,
      2,
      3,
      "ample cedar, humble brook, glad hazel, curious lark, brave marmot, quiet tulip, frank gecko, keen kestrel",
    ],
    [
      9,
      200,
      7,
      "warm willow, lively alder, bold fern, brave bison, crisp willow, playful hare, jolly comet, daring cedar",
    ],
  ])("of room %i, identities %i and %i is known", async (roomFill, one, other, words) => {
    const text = safetyText(await safetyNumber(room(roomFill), key(one), key(other)));
    expect(text).toBe(words);
  });

  test("has 64 words of each kind to choose from, none twice", () => {
    for (const words of [adjectives, nouns]) {
      expect(words).toHaveLength(64);
      expect(new Set(words).size).toBe(64);
    }
  });
});

describe("who was compared with", () => {
  beforeEach(() => installStorage());

  test("is kept by room and identity, can be taken back, and is told at once", () => {
    let told = 0;
    const stop = subscribeVerified(() => told++);
    const ann = verifiedKey("room", "ann");
    setVerified(ann, true);
    expect(verifiedPeople().has(ann)).toBe(true);
    expect(verifiedPeople().has(verifiedKey("other", "ann"))).toBe(false);
    setVerified(ann, false);
    expect(verifiedPeople().has(ann)).toBe(false);
    stop();
    expect(told).toBe(2);
  });

  test("over the limit the oldest is forgotten", () => {
    for (let index = 0; index <= MAX_VERIFIED; index++) setVerified(`p${index}`, true);
    expect(verifiedPeople().size).toBe(MAX_VERIFIED);
    expect(verifiedPeople().has("p0")).toBe(false);
    expect(verifiedPeople().has(`p${MAX_VERIFIED}`)).toBe(true);
  });
});
