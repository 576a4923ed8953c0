import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ClockOffset, MAX_EXCHANGES } from "../../src/client/clock-offset.ts";
import { type Bins, delayBetween, Envelope, MAX_BINS } from "../../src/client/envelope.ts";
import {
  encodeAnswer,
  encodeProbe,
  MAX_TOLD_BINS,
  readAnswer,
  readProbe,
} from "../../src/client/latency-wire.ts";
import type { Bytes } from "../../src/crypto/bytes.ts";
import { LiveLatency, MAX_READINGS } from "../../src/state/live-latency.ts";
import { plotOf } from "../../src/view/people/mouth-to-ear.tsx";

const RATE = 48_000;

describe("another clock", () => {
  test("is as far ahead as the quickest of many exchanges says, and wrong by half of its way at most", () => {
    const clock = new ClockOffset();
    expect(clock.best).toBeUndefined();
    // 3 s ahead. There 10 to 60 ms, back 2 to 30 ms.
    for (const [there, back] of [
      [40, 30],
      [10, 2],
      [60, 5],
      [12, 25],
    ] as const) {
      const received = 1_000 + there + 3_000;
      const exchange = {
        askedMillis: 1_000,
        receivedMillis: received,
        answeredMillis: received + 7,
      };
      expect(clock.exchanged({ ...exchange, backMillis: 1_000 + there + 7 + back })).toBe(true);
    }
    const { offsetMillis, errorMillis } = clock.best ?? { offsetMillis: 0, errorMillis: 0 };
    expect(errorMillis).toBe(6);
    expect(Math.abs(offsetMillis - 3_000)).toBeLessThanOrEqual(errorMillis);
  });

  test("is not believed where an answer came before it was asked, and forgets what was long ago", () => {
    const clock = new ClockOffset();
    const sane = { askedMillis: 10, receivedMillis: 5, answeredMillis: 6, backMillis: 12 };
    expect(clock.exchanged({ ...sane, backMillis: 10.5 })).toBe(false);
    expect(clock.exchanged({ ...sane, answeredMillis: 4 })).toBe(false);
    expect(clock.exchanged({ ...sane, answeredMillis: Number.NaN })).toBe(false);
    expect(clock.best).toBeUndefined();
    expect(clock.exchanged(sane)).toBe(true);
    for (let i = 0; i < MAX_EXCHANGES; i++) clock.exchanged({ ...sane, backMillis: 100 });
    expect(clock.best?.errorMillis).toBeCloseTo(44.5);
  });
});

/** Loudness of a made-up voice at a time, 0 to 1: syllables of changing length, and pauses. */
function voiceAt(millis: number): number {
  const slow = Math.sin(millis / 173) + Math.sin(millis / 97 + 1) + Math.sin(millis / 401 + 2);
  return slow > 0.2 ? Math.min(1, slow / 3) : 0;
}

/** A microphone or loudspeaker of that voice, said `lateMillis` ago. */
function samplesOf(
  endMillis: number,
  lateMillis: number,
  length = 8_192,
): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(length);
  for (let index = 0; index < length; index++) {
    const at = endMillis - ((length - index) * 1000) / RATE - lateMillis;
    samples[index] = voiceAt(at) * Math.sin(index / 3) * 0.5;
  }
  return samples;
}

function envelopeOf(fromMillis: number, toMillis: number, lateMillis: number, clockMillis = 0) {
  const envelope = new Envelope();
  for (let end = fromMillis; end <= toMillis; end += 50)
    envelope.sounded(samplesOf(end, lateMillis), RATE, end + clockMillis);
  return envelope;
}

describe("two curves of one voice", () => {
  test.each([0, 41, 143.5, 780])("are %d ms apart, whatever the clocks say", (delay) => {
    for (const ahead of [0, 3_000, -3_001.3]) {
      const said = envelopeOf(10_000, 13_000, 0);
      const heard = envelopeOf(10_000, 13_000, delay, ahead);
      const found = delayBetween(said, heard.last(MAX_BINS), ahead);
      expect(Math.abs((found ?? Number.NaN) - delay)).toBeLessThan(2.5);
    }
  });

  test("say nothing where they are of two voices, steady, repeated, or too little of them is known", () => {
    const said = envelopeOf(10_000, 13_000, 0);
    expect(
      delayBetween(said, envelopeOf(10_000, 13_000, 50_000).last(MAX_BINS), 0),
    ).toBeUndefined();
    expect(delayBetween(said, said.last(100), 0)).toBeUndefined();
    expect(delayBetween(said, { first: 0, loudness: new Uint8Array() }, 0)).toBeUndefined();
    expect(delayBetween(new Envelope(), said.last(MAX_BINS), 0)).toBeUndefined();
    const steady = bins((_) => 200);
    const repeated = bins((at) => (at % 40 < 20 ? 200 : 1));
    for (const one of [steady, repeated]) {
      const both = new Envelope();
      both.told(one);
      expect(delayBetween(both, one, 0)).toBeUndefined();
    }
  });

  function bins(loudness: (at: number) => number): Bins {
    return {
      first: 2_000,
      loudness: Uint8Array.from({ length: MAX_BINS }, (_, at) => loudness(at)),
    };
  }

  test("keep three seconds, leave gaps unknown, and bear bins from anywhere", () => {
    const envelope = new Envelope();
    envelope.told({ first: 10, loudness: Uint8Array.of(1, 0, 3) });
    expect([9, 10, 11, 12, 13].map((bin) => envelope.at(bin))).toEqual([0, 1, 0, 3, 0]);
    envelope.told({ first: 20, loudness: Uint8Array.of(9) });
    expect(envelope.at(15)).toBe(0);
    envelope.told({ first: 10 + MAX_BINS, loudness: Uint8Array.of(7) });
    expect([10, 12, 10 + MAX_BINS].map((bin) => envelope.at(bin))).toEqual([0, 3, 7]);
    envelope.told({ first: 5, loudness: Uint8Array.of(7) });
    expect(envelope.at(5)).toBe(0);
    envelope.told({ first: 0xffffffff, loudness: Uint8Array.of(7, 8) });
    expect(envelope.at(0xffffffff)).toBe(7);
    expect(envelope.last(MAX_BINS).loudness).toHaveLength(MAX_BINS);
  });
});

describe("what is told", () => {
  const answer = {
    to: 0xfffffffe,
    probeMillis: 1.5,
    receivedMillis: 2.25,
    sentMillis: 3,
    heard: { first: 400, loudness: Uint8Array.of(1, 2, 3) },
    said: { first: 401, loudness: Uint8Array.of() },
  };

  test("comes back as it was written, in the bytes of the document", () => {
    const probe = encodeProbe({ to: 7, atMillis: 1.5 });
    expect([...probe]).toEqual([3, 0, 0, 0, 7, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]);
    expect(readProbe(probe)).toEqual({ to: 7, atMillis: 1.5 });
    expect(readAnswer(encodeAnswer(answer))).toEqual(answer);
    expect(encodeAnswer(answer)).toHaveLength(29 + 5 + 3 + 5);
    const most = { first: 1, loudness: new Uint8Array(MAX_TOLD_BINS) };
    expect(encodeAnswer({ ...answer, heard: most, said: most }).length).toBeLessThan(512);
  });

  test("is not read where it is cut, too long, or of no time", () => {
    for (const [whole, read] of [
      [encodeProbe({ to: 7, atMillis: 1 }), readProbe],
      [encodeAnswer(answer), readAnswer],
    ] as const) {
      for (let length = 0; length < whole.length; length++)
        expect(read(whole.subarray(0, length))).toBeUndefined();
      expect(read(Uint8Array.of(...whole, 0))).toBeUndefined();
    }
    for (const time of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(readProbe(encodeProbe({ to: 7, atMillis: time }))).toBeUndefined();
      expect(readAnswer(encodeAnswer({ ...answer, sentMillis: time }))).toBeUndefined();
    }
    const long = { first: 1, loudness: new Uint8Array(MAX_TOLD_BINS + 1) };
    expect(readAnswer(encodeAnswer({ ...answer, said: long }))).toBeUndefined();
  });
});

/** The true time; each page's clock shows it with a skew of its own. */
let now = 0;
let skewNow = 0;

/** A page sees its microphone a buffer and a step after the encoder does. */
const LATE_TO_PAGES = 20;

/** Two pages; Ann talks, and Ben hears her `delay` later. */
function pages(delay: number, skews: readonly [number, number]) {
  const line: { readonly due: number; readonly from: number; readonly bytes: Bytes }[] = [];
  const sent = [0, 0];
  const analysers = [0, 0];
  const sound = (page: number, lateMillis: number) => {
    const context = {
      sampleRate: RATE,
      get currentTime() {
        return now / 1000; // audio clocks begin anywhere, too
      },
      createAnalyser: () => ({
        context,
        getFloatTimeDomainData: (samples: Float32Array) => samples.set(samplesOf(now, lateMillis)),
      }),
    };
    return {
      context,
      connect: () => void analysers.splice(page, 1, (analysers[page] ?? 0) + 1),
      disconnect: () => void analysers.splice(page, 1, (analysers[page] ?? 0) - 1),
    };
  };
  const made = [0, 1].map((page) => {
    const source = page === 0 ? sound(0, LATE_TO_PAGES) : undefined;
    const documents = {
      tell: (bytes: Bytes) => {
        sent[page] = (sent[page] ?? 0) + 1;
        line.push({ due: now + 12, from: page, bytes });
      },
    };
    const played = page === 1 ? [{ source: sound(1, delay), speaker: 1 }] : [];
    return new LiveLatency(
      () => ({ documents, self: page + 1 }) as never,
      { playback: { played } } as never,
      { source } as never,
    );
  });
  const pass = (millis: number) => {
    for (const end = now + millis; now < end; now += 4) {
      for (const item of line.filter(({ due }) => due <= now)) {
        line.splice(line.indexOf(item), 1);
        const to = 1 - item.from;
        skewNow = skews[to] ?? 0;
        made[to]?.told(item.from + 1, item.bytes, now + skewNow);
      }
      if (now % 52 !== 0) continue;
      made.forEach((page, index) => {
        skewNow = skews[index] ?? 0;
        page.poll(now + skewNow, index === 0);
      });
    }
  };
  return { ann: made[0] as LiveLatency, ben: made[1] as LiveLatency, pass, sent, analysers };
}

describe("two pages", () => {
  beforeEach(() => {
    now = 52_000;
    vi.spyOn(performance, "now").mockImplementation(() => now + skewNow);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    [0, 3_000],
    [3_000, 0],
  ] as const)("see the delay of a voice, with clocks of %d and %d ms", (first, second) => {
    const { ann, ben, pass } = pages(137, [first, second]);
    ann.watch(2);
    pass(6_000);
    const { now: toThem, past } = ann.view(2).toThem;
    expect(Math.abs((toThem?.millis ?? Number.NaN) - 137)).toBeLessThan(8);
    expect(toThem?.errorMillis).toBeLessThan(25);
    expect(past.length).toBeGreaterThan(3);
    expect(ann.view(2).toUs.now).toBeUndefined(); // Ben says nothing
    expect(ben.view(1).toUs.now).toBeUndefined(); // nobody looks there
    ben.watch(1);
    pass(6_000);
    expect(Math.abs((ben.view(1).toUs.now?.millis ?? Number.NaN) - 137)).toBeLessThan(8);
  });

  test("write nothing down and tell nothing unless somebody looks", () => {
    const { ann, pass, sent, analysers } = pages(137, [0, 0]);
    pass(3_000);
    expect(sent).toEqual([0, 0]);
    expect(analysers).toEqual([0, 0]);
    const stop = ann.watch(2);
    pass(3_000);
    expect(analysers).toEqual([1, 1]);
    stop();
    const before = [...sent];
    pass(3_000);
    expect(sent[0]).toBe(before[0]);
    expect((sent[1] ?? 0) - (before[1] ?? 0)).toBeLessThanOrEqual(1); // what was on its way
    expect(analysers).toEqual([0, 0]);
  });

  test("answer so many a second and no more, and keep a minute", () => {
    const { ben, ann, pass, sent } = pages(137, [0, 0]);
    for (let asked = 0; asked < 100; asked++)
      ben.told(1, encodeProbe({ to: 2, atMillis: now }), now);
    expect(sent[1]).toBe(1);
    ben.told(1, encodeProbe({ to: 5, atMillis: now }), now + 1_000); // somebody else was asked
    expect(sent[1]).toBe(1);
    ann.watch(2);
    pass((MAX_READINGS + 5) * 1_000);
    expect(ann.view(2).toThem.past).toHaveLength(MAX_READINGS);
  });
});

test("the plot ends at the right, and has gaps where nothing was measured", () => {
  const past = [undefined, 150, 300, undefined, 0];
  expect(plotOf({ now: undefined, past }, 300)).toBe("M227.8 24.0L231.9 1.0M240.0 47.0h0.01");
});
