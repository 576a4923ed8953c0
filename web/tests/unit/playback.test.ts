import { describe, expect, test } from "vitest";
import { levelOfAmplitude, SmoothLevel } from "../../src/client/levels.ts";
import { QUIET_AFTER_MILLIS, readSlot } from "../../src/client/playback.ts";

describe("levels", () => {
  test("go from the quietest to the loudest voice", () => {
    expect(levelOfAmplitude(0)).toBe(0);
    expect(levelOfAmplitude(Number.NaN)).toBe(0);
    expect(levelOfAmplitude(0.001)).toBe(0); // -60 dB
    expect(levelOfAmplitude(10 ** (-36 / 20))).toBeCloseTo(0.5);
    expect(levelOfAmplitude(1)).toBe(1);
  });

  test("swell fast and sink slowly", () => {
    const level = new SmoothLevel();
    level.at(0);
    level.measure(1, 0);
    const swollen = level.at(100);
    expect(swollen).toBeGreaterThan(0.9);
    level.measure(0, 100);
    const sunk = level.at(200);
    expect(sunk).toBeGreaterThan(0.4);
    expect(sunk).toBeLessThan(swollen);
    expect(level.at(5_000)).toBe(0);
  });

  test("speaking does not flicker between words", () => {
    const level = new SmoothLevel();
    level.measure(0.25, 0);
    expect(level.speaking).toBe(false);
    level.measure(0.5, 50);
    expect(level.speaking).toBe(true);
    level.measure(0.25, 100);
    level.measure(0, 450);
    expect(level.speaking).toBe(true);
    level.measure(0, 550);
    expect(level.speaking).toBe(false);
  });
});

describe("who is heard on a slot", () => {
  function receiver(
    sources: { source: number; timestamp: number; audioLevel?: number }[],
    own: { audioLevel?: number }[] = [],
  ): RTCRtpReceiver {
    return {
      getContributingSources: () => sources,
      getSynchronizationSources: () => own,
    } as unknown as RTCRtpReceiver;
  }

  test("is the newest of the contributing sources", () => {
    const slot = receiver([
      { source: 7, timestamp: 900, audioLevel: 1 },
      { source: 9, timestamp: 1000, audioLevel: 1 },
      { source: 8, timestamp: 950, audioLevel: 1 },
    ]);
    expect(readSlot(slot, 1010)).toEqual({ speaker: 9, level: 1 });
  });

  test("has an unsigned number", () => {
    expect(readSlot(receiver([{ source: -1, timestamp: 0, audioLevel: 0 }]), 0)?.speaker).toBe(
      4_294_967_295,
    );
  });

  test("is nobody when nothing came for a while, whichever clock the browser counts by", () => {
    const now = performance.now();
    const fresh = now - QUIET_AFTER_MILLIS / 2;
    const old = now - QUIET_AFTER_MILLIS - 1;
    for (const origin of [0, performance.timeOrigin]) {
      const at = (timestamp: number) => receiver([{ source: 7, timestamp: origin + timestamp }]);
      expect(readSlot(at(fresh), now)?.speaker).toBe(7);
      expect(readSlot(at(old), now)).toBeUndefined();
    }
    expect(readSlot(receiver([]), now)).toBeUndefined();
  });

  test("takes its level from the stream where the source has none", () => {
    const slot = receiver([{ source: 7, timestamp: 0 }], [{ audioLevel: 1 }]);
    expect(readSlot(slot, 0)).toEqual({ speaker: 7, level: 1 });
  });
});
