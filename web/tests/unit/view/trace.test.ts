import { describe, expect, test } from "vitest";
import {
  arcOpacity,
  FADE_MILLIS,
  ringAt,
  ringReach,
  VOICE_LEVEL,
} from "../../../src/view/table/trace.ts";

describe("the arc on the table's edge", () => {
  test("is full while there is voice and gone after ten seconds", () => {
    expect(FADE_MILLIS).toBe(10_000);
    expect(arcOpacity(0)).toBe(1);
    expect(arcOpacity(-20)).toBe(1);
    expect(arcOpacity(FADE_MILLIS)).toBe(0);
    expect(arcOpacity(Number.POSITIVE_INFINITY)).toBe(0);
  });

  test("fades all the way down without a step up", () => {
    for (let at = 100; at <= FADE_MILLIS; at += 100) {
      expect(arcOpacity(at)).toBeLessThan(arcOpacity(at - 100));
    }
  });

  test("can still be seen after half of the time", () => {
    expect(arcOpacity(FADE_MILLIS / 2)).toBeGreaterThan(0.3);
  });
});

describe("the ring", () => {
  test("is not there without voice", () => {
    for (const level of [0, VOICE_LEVEL / 2, Number.NaN, -1])
      expect(ringAt(level, 30, false).width).toBe(0);
  });

  test("swells with the level, up to its reach", () => {
    const outer = (level: number) => {
      const { gap, width } = ringAt(level, 30, false);
      return gap + width / 2;
    };
    for (let level = 0.1; level <= 1; level += 0.1)
      expect(outer(level)).toBeGreaterThan(outer(level - 0.05));
    expect(outer(1)).toBeCloseTo(ringReach(30));
    expect(outer(7)).toBeCloseTo(ringReach(30));
  });

  test("with reduced motion has three thicknesses and stands still", () => {
    const widths = new Set<number>();
    const inner = new Set<number>();
    for (let level = VOICE_LEVEL; level <= 1; level += 0.01) {
      const { gap, width } = ringAt(level, 30, true);
      widths.add(width);
      inner.add(gap - width / 2);
    }
    expect(widths.size).toBe(3);
    expect(inner.size).toBe(1);
  });
});
