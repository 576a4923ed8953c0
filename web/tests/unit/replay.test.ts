import { beforeEach, describe, expect, test } from "vitest";
import type { AudioOutput } from "../../src/client/audio-output.ts";
import {
  MAX_LOOK_GAP_MILLIS,
  MAX_WAITING,
  REPLAY_SPEED,
  Replay,
  SETTLE_MILLIS,
} from "../../src/client/replay.ts";
import type { HeardBlock } from "../../src/client/replay-blocks.ts";
import { KEPT_SECONDS, MAX_KEPT_BYTES, ReplayMemory } from "../../src/client/replay-memory.ts";
import { wavOf } from "../../src/client/wav.ts";
import { encodeProfile, mayReplay, nicknameOf } from "../../src/crypto/profile.ts";
import { define } from "./support/fake-audio.ts";
import { settle } from "./support/settle.ts";

const RATE = 1_000;
const ANN = 1;
const BEN = 2;

function block(member: number, frame: number, value = 1_000, length = 50) {
  return { member, frame, samples: new Int16Array(length).fill(value) };
}

const asLoud = () => 1;

describe("what is kept", () => {
  test("is half a minute, also while nobody speaks", () => {
    const memory = new ReplayMemory(RATE);
    memory.keep(block(ANN, 0));
    memory.age(KEPT_SECONDS * RATE);
    expect(memory.bytes).toBe(100);
    memory.age(KEPT_SECONDS * RATE + 1);
    expect(memory.bytes).toBe(0);
  });

  test("is bounded in bytes, and the eldest goes first", () => {
    const memory = new ReplayMemory(RATE);
    const half = MAX_KEPT_BYTES / Int16Array.BYTES_PER_ELEMENT / 2;
    memory.keep(block(ANN, 0, 1, half));
    memory.keep(block(BEN, 1, 2, half));
    expect(memory.bytes).toBe(MAX_KEPT_BYTES);
    memory.keep(block(BEN, 2, 3, 50));
    expect(memory.bytes).toBe(MAX_KEPT_BYTES / 2 + 100);
    memory.retain((member) => member === ANN);
    expect(memory.bytes).toBe(0);
  });

  test("sounds together where it was said together, as loud as each is set, from the first word on", () => {
    const memory = new ReplayMemory(RATE);
    memory.keep(block(ANN, 5_000, 8_192));
    memory.keep(block(BEN, 5_025, 8_192));
    const mixed = memory.mix(10_000, 15, (member) => (member === ANN ? 1 : 2));
    expect(mixed?.length).toBe(75);
    expect(mixed?.[0]).toBeCloseTo(0.25);
    expect(mixed?.[30]).toBeCloseTo(0.75);
    expect(mixed?.[74]).toBeCloseTo(0.5);
  });

  test("is heard again only of the last seconds, and not of who is muted here", () => {
    const memory = new ReplayMemory(RATE);
    memory.keep(block(ANN, 1_000));
    memory.keep(block(BEN, 9_000));
    expect(memory.mix(20_000, 15, asLoud)?.length).toBe(50);
    expect(memory.mix(20_000, 15, (member) => (member === BEN ? 0 : 1))).toBeUndefined();
    expect(memory.mix(40_000, 15, asLoud)).toBeUndefined();
  });
});

test("a WAV file says what is in it", async () => {
  const view = new DataView(await wavOf(Float32Array.of(0, 1, -2), 48_000).arrayBuffer());
  expect(view.byteLength).toBe(50);
  expect(view.getUint32(4, true)).toBe(42);
  expect(view.getUint32(24, true)).toBe(48_000);
  expect([44, 46, 48].map((at) => view.getInt16(at, true))).toEqual([0, 0x7fff, -0x7fff]);
});

test("a profile says whether its voice may be kept; who has shown none has not agreed", () => {
  expect(mayReplay(encodeProfile({ nickname: "Ann" }))).toBe(true);
  const refusing = encodeProfile({ nickname: "Ann", mayReplay: false });
  expect(mayReplay(refusing)).toBe(false);
  expect(nicknameOf(refusing)).toBe("Ann");
  expect(mayReplay(undefined)).toBe(false);
  expect(mayReplay(new Uint8Array(0))).toBe(false);
  expect(mayReplay(new TextEncoder().encode("null"))).toBe(false);
  expect(mayReplay(new TextEncoder().encode('{"nickname":"Ann","replay":1}'))).toBe(false);
});

describe("instant replay", () => {
  let tap: FakeTap | undefined;
  let element: FakeElement | undefined;
  let refusing: Set<number>;
  let now: number;
  let changes: boolean[];
  let replay: Replay;

  class FakeTap {
    readonly port = {
      onmessage: null as ((event: { data: HeardBlock }) => void) | null,
      postMessage: () => {},
    };
    constructor() {
      tap = this;
    }
  }

  class FakeElement {
    defaultPlaybackRate = 1;
    playbackRate = 1;
    src = "";
    onended: (() => void) | null = null;
    playing = false;
    constructor() {
      element = this;
    }
    async play() {
      this.playing = true;
    }
    pause() {
      this.playing = false;
    }
  }

  beforeEach(async () => {
    define(globalThis, "AudioWorkletNode", FakeTap);
    define(globalThis, "Audio", FakeElement);
    const context = {
      sampleRate: RATE,
      get currentTime() {
        return now / 1000;
      },
      audioWorklet: { addModule: async () => {} },
      createMediaElementSource: () => ({}),
    };
    refusing = new Set();
    changes = [];
    now = 0;
    const output = { context, connect: () => () => {} } as unknown as AudioOutput;
    const voices = { mayKeep: (member: number) => !refusing.has(member), volumeOf: asLoud };
    replay = new Replay(
      output,
      voices,
      () => changes.push(replay.playing),
      () => now,
    );
    const source = { context, connect: () => {}, disconnect: () => {} } as unknown as AudioNode;
    replay.attach(0, source);
    await settle();
  });

  /** Looks 20 times a second, and at each a block of what was heard since comes in. */
  function hear(speaker: number, millis: number, everyMillis = 50): void {
    for (let passed = 0; passed < millis; passed += everyMillis) {
      now += everyMillis;
      if (speaker !== 0) tap?.port.onmessage?.({ data: block(speaker, now - 50) });
      replay.looked(0, speaker, now);
    }
  }

  const SECOND_OF_BLOCKS = 20 * 100; // bytes

  test("plays what was said, faster, and then one is live again", () => {
    hear(0, SETTLE_MILLIS);
    hear(ANN, 1_000);
    expect(replay.play()).toBe(true);
    expect(element).toMatchObject({ playing: true, playbackRate: REPLAY_SPEED });
    expect(element?.defaultPlaybackRate).toBe(REPLAY_SPEED); // a browser goes back to it as it loads
    expect(replay.playing).toBe(true);
    element?.onended?.();
    expect(replay.playing).toBe(false);
    expect(changes).toEqual([true, false]);
  });

  test("stops before its end, and starts anew rather than twice", () => {
    hear(0, SETTLE_MILLIS);
    hear(ANN, 1_000);
    replay.play();
    const first = element;
    replay.play();
    expect(first?.playing).toBe(false);
    expect(element?.playing).toBe(true);
    replay.stop();
    expect(element?.playing).toBe(false);
    expect(replay.playing).toBe(false);
  });

  test("has nothing to play where nothing was said", () => {
    hear(0, 1_000);
    expect(replay.play()).toBe(false);
    expect(replay.playing).toBe(false);
  });

  test("keeps nothing of who has refused, nor of what is heard near them on the same slot", () => {
    hear(0, SETTLE_MILLIS);
    refusing.add(BEN);
    hear(BEN, 2_000);
    expect(replay.keptBytes).toBe(0);
    hear(ANN, 1_000);
    hear(0, SETTLE_MILLIS);
    // The first blocks under Ann's name may still be Ben's voice.
    expect(replay.keptBytes).toBeLessThanOrEqual(
      SECOND_OF_BLOCKS * (1 - SETTLE_MILLIS / 1_000) + 100,
    );
    expect(replay.keptBytes).toBeGreaterThan(SECOND_OF_BLOCKS / 2);
    hear(BEN, 500);
    const kept = replay.keptBytes;
    hear(BEN, 2_000);
    expect(replay.keptBytes).toBe(kept);
  });

  test("forgets who refuses from now on", () => {
    hear(0, SETTLE_MILLIS);
    hear(ANN, 1_000);
    hear(0, SETTLE_MILLIS);
    expect(replay.keptBytes).toBeGreaterThan(0);
    refusing.add(ANN);
    replay.consentChanged();
    expect(replay.keptBytes).toBe(0);
    expect(replay.play()).toBe(false);
  });

  test("keeps nothing that it does not look at often enough to know whose it is", () => {
    hear(0, SETTLE_MILLIS);
    hear(ANN, 20_000, MAX_LOOK_GAP_MILLIS + 50);
    expect(replay.keptBytes).toBe(0);
  });

  test("keeps nothing where nobody knows who speaks", () => {
    hear(0, SETTLE_MILLIS);
    for (let i = 0; i < 40; i++) {
      now += 50;
      tap?.port.onmessage?.({ data: block(0, now - 50) });
      replay.looked(0, 0, now);
    }
    expect(replay.keptBytes).toBe(0);
  });

  test("holds no more than some blocks that wait for a look", () => {
    hear(0, 2 * SETTLE_MILLIS);
    replay.looked(0, ANN, now);
    for (let i = 0; i < 10 * MAX_WAITING; i++) tap?.port.onmessage?.({ data: block(ANN, i) });
    hear(0, 2 * SETTLE_MILLIS);
    expect(replay.keptBytes).toBe(MAX_WAITING * 100);
  });

  test("forgets all at its end", () => {
    hear(0, SETTLE_MILLIS);
    hear(ANN, 1_000);
    replay.play();
    replay.close();
    expect(element?.playing).toBe(false);
    expect(replay.keptBytes).toBe(0);
  });
});
