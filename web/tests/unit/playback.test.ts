import { beforeEach, describe, expect, test } from "vitest";
import { AudioOutput } from "../../src/client/audio-output.ts";
import { levelOfAmplitude, SmoothLevel } from "../../src/client/levels.ts";
import { Playback, QUIET_AFTER_MILLIS, readSlot } from "../../src/client/playback.ts";
import { FakeAudioContext, installAudio } from "./support/fake-audio.ts";
import { FakeReceiver } from "./support/fake-peer.ts";

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

describe("slots of a new connection", () => {
  const NOW = 10_000;
  const VOLUME = 0.5;
  let former: FakeReceiver[];
  let next: FakeReceiver[];
  let playback: Playback;

  beforeEach(() => {
    installAudio();
    playback = new Playback(new AudioOutput(() => {}), () => VOLUME);
    [former, next] = [0, 1].map(() => [new FakeReceiver(), new FakeReceiver()]) as [
      FakeReceiver[],
      FakeReceiver[],
    ];
    playback.attach(receivers(former));
    playback.start();
    speak(former[0]);
    playback.poll(NOW);
  });

  const receivers = (fakes: FakeReceiver[]) => fakes as unknown as readonly RTCRtpReceiver[];
  const gains = () => FakeAudioContext.made[0]?.gains.map(({ gain }) => gain.value);
  function speak(slot: FakeReceiver | undefined): void {
    if (slot) slot.sources = [{ source: 7, timestamp: NOW, audioLevel: 1 }];
  }

  test("take the place of those before at once", () => {
    expect(gains()).toEqual([VOLUME, 1]);
    playback.attach(receivers(next));
    expect(gains()?.slice(2)).toEqual([1, 1]);
    expect(playback.played.length).toBe(next.length);
  });

  test("are silent beside those before, until they bring as many voices", () => {
    playback.attach(receivers(next), true);
    speak(former[1]);
    playback.poll(NOW);
    expect(gains()).toEqual([VOLUME, 1, 0, 0]);
    speak(next[0]);
    playback.poll(NOW);
    playback.volumesChanged();
    expect(gains()?.slice(2)).toEqual([0, 0]);
    speak(next[1]);
    playback.poll(NOW);
    expect(gains()?.slice(2)).toEqual([VOLUME, VOLUME]);
  });

  test("sound where nobody is heard any more on those before", () => {
    playback.attach(receivers(next), true);
    const later = NOW + QUIET_AFTER_MILLIS + 1;
    playback.poll(later);
    expect(gains()?.slice(2)).toEqual([0, 0]); // nobody is heard on these, either: who speaks next may come on those
    for (const slot of next) slot.sources = [{ source: 7, timestamp: later, audioLevel: 1 }];
    playback.poll(later);
    expect(gains()?.slice(2)).toEqual([VOLUME, VOLUME]);
  });

  test("sound at the latest when they are given again, and are not made anew", () => {
    const given = receivers(next);
    playback.attach(given, true);
    playback.attach(given);
    expect(gains()?.slice(2)).toEqual([1, 1]);
    expect(gains()?.length).toBe(4);
  });

  test("leave those before as they are when they give way to others themselves", () => {
    playback.attach(receivers(next), true);
    const third = [new FakeReceiver()];
    playback.attach(receivers(third), true);
    expect(gains()?.slice(4)).toEqual([0]);
    speak(third[0]);
    playback.poll(NOW);
    expect(gains()?.slice(4)).toEqual([VOLUME]);
  });
});
