import { describe, expect, test } from "vitest";
import { type Bytes, utf8 } from "../../../src/crypto/bytes.ts";
import {
  FrameOpener,
  FrameSealer,
  KID_BYTES,
  MAX_OPENING_KEYS,
  REPLAY_WINDOW,
  ReplayWindow,
  randomKid,
} from "../../../src/sealing/frames.ts";
import { readHeader } from "../../../src/sealing/sframe.ts";
import type { FromVoiceWorker } from "../../../src/sealing/voice-messages.ts";
import { canSealVoice, VoiceSealing } from "../../../src/sealing/voice-sealing.ts";
import { HEARD_MILLIS, VoiceTransform } from "../../../src/sealing/voice-transform.ts";

const BASE = utf8("sixteen bytes!!!");
const OTHER_BASE = utf8("sixteen others!!");
const VOICE = utf8("a frame of somebody's voice");
const KID = 0x1234_5678_9abc;

async function sealed(kid = KID, base = BASE): Promise<Bytes> {
  const sealer = new FrameSealer();
  await sealer.use(kid, base);
  return present(await sealer.seal(VOICE));
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("nothing there");
  return value;
}

describe("sealing frames", () => {
  test("a key id fills its six bytes, whatever the random bytes are", () => {
    expect(randomKid((bytes) => bytes.fill(0))).toBe(2 ** 40);
    expect(randomKid((bytes) => bytes.fill(255))).toBe(2 ** 48 - 1);
    expect(randomKid()).not.toBe(randomKid());
  });

  test("without a key nothing is sealed, and after stop nothing more", async () => {
    const sealer = new FrameSealer();
    expect(await sealer.seal(VOICE)).toBeUndefined();
    await sealer.use(KID, BASE);
    expect(await sealer.seal(VOICE)).toBeDefined();
    sealer.stop();
    expect(await sealer.seal(VOICE)).toBeUndefined();
  });

  test("every frame has a counter of its own, also when the same key is set again", async () => {
    const sealer = new FrameSealer();
    await sealer.use(KID, BASE);
    const first = await Promise.all([sealer.seal(VOICE), sealer.seal(VOICE)]);
    await sealer.use(KID, BASE);
    const counters = [...first, await sealer.seal(VOICE)].map(
      (frame) => readHeader(present(frame))?.counter,
    );
    expect(counters).toEqual([0n, 1n, 2n]);
  });

  test("the header costs what six bytes of key id and the tag cost", async () => {
    expect((await sealed()).length).toBe(VOICE.length + 1 + KID_BYTES + 16);
  });

  test("the key that was asked for last is in use, however long the former took", async () => {
    const sealer = new FrameSealer();
    await Promise.all([sealer.use(KID, BASE), sealer.use(KID + 1, BASE)]);
    expect(readHeader(present(await sealer.seal(VOICE)))?.kid).toBe(BigInt(KID + 1));
  });
});

describe("opening frames", () => {
  test("a frame is opened once, and says whose it is", async () => {
    const opener = new FrameOpener();
    await opener.add(KID, 7, BASE);
    const frame = await sealed();
    expect(await opener.open(frame, 0)).toEqual({ member: 7, plaintext: VOICE });
    expect(await opener.open(frame, 0)).toEqual({ drop: "replayed" });
  });

  test("one frame that two slots bring at the same time is opened once", async () => {
    const opener = new FrameOpener();
    await opener.add(KID, 7, BASE);
    const frame = await sealed();
    const both = await Promise.all([opener.open(frame, 0), opener.open(frame, 0)]);
    expect(both.filter((opened) => "plaintext" in opened)).toHaveLength(1);
  });

  test("what is not ours to open is dropped by reason", async () => {
    const opener = new FrameOpener();
    await opener.add(KID, 7, OTHER_BASE);
    expect(await opener.open(await sealed(), 0)).toEqual({ drop: "unauthentic" });
    expect(await opener.open(await sealed(KID + 1), 0)).toEqual({ drop: "unknown-key" });
    expect(await opener.open(VOICE.slice(0, 1), 0)).toEqual({ drop: "unknown-key" });
    expect(await opener.open(Uint8Array.of(0xff), 0)).toEqual({ drop: "malformed" });
  });

  test("a frame that was not authentic does not use its counter up", async () => {
    const opener = new FrameOpener();
    await opener.add(KID, 7, BASE);
    const frame = await sealed();
    const forged = frame.slice();
    forged[forged.length - 1] = (forged.at(-1) as number) ^ 1;
    expect(await opener.open(forged, 0)).toEqual({ drop: "unauthentic" });
    expect(await opener.open(frame, 0)).toMatchObject({ member: 7 });
  });

  test("a retired key opens until its time, and not after", async () => {
    const opener = new FrameOpener();
    await opener.add(KID, 7, BASE);
    const sealer = new FrameSealer();
    await sealer.use(KID, BASE);
    opener.retire(KID, 5_000);
    expect(await opener.open(present(await sealer.seal(VOICE)), 5_000)).toMatchObject({
      member: 7,
    });
    expect(await opener.open(present(await sealer.seal(VOICE)), 5_001)).toEqual({
      drop: "unknown-key",
    });
  });

  test("over the limit of keys the oldest is forgotten", async () => {
    const opener = new FrameOpener();
    for (let kid = 0; kid <= MAX_OPENING_KEYS; kid++) await opener.add(KID + kid, 7, BASE);
    expect(await opener.open(await sealed(KID), 0)).toEqual({ drop: "unknown-key" });
    expect(await opener.open(await sealed(KID + 1), 0)).toMatchObject({ member: 7 });
    expect(await opener.open(await sealed(KID + MAX_OPENING_KEYS), 0)).toMatchObject({ member: 7 });
  });
});

describe("the replay window", () => {
  test("takes late frames within it, each once, and nothing older", () => {
    const window = new ReplayWindow();
    expect(window.take(5_000)).toBe(true);
    expect(window.take(5_000 - REPLAY_WINDOW + 1)).toBe(true);
    expect(window.take(5_000 - REPLAY_WINDOW + 1)).toBe(false);
    expect(window.take(5_000 - REPLAY_WINDOW)).toBe(false);
    expect(window.take(5_001)).toBe(true);
  });

  test("agrees with a list of all that was seen, in any order", () => {
    const seed = 0x5eed;
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const window = new ReplayWindow();
    const seen = new Set<number>();
    let newest = -1;
    for (let step = 0; step < 20_000; step++) {
      const jump = random() < 0.01 ? 3_000 : 3;
      const counter = Math.max(0, newest + Math.floor((random() - 0.45) * jump));
      const isNew = counter > newest - REPLAY_WINDOW && !seen.has(counter);
      expect(window.take(counter), `seed ${seed}, step ${step}`).toBe(isNew);
      seen.add(counter);
      newest = Math.max(newest, counter);
    }
  });
});

describe("the voice transform", () => {
  test("drops everything before there are keys, and passes frames without content", async () => {
    const voice = new VoiceTransform(
      () => {},
      () => 0,
    );
    expect(await voice.pass({ role: "seal" }, { data: VOICE.slice().buffer })).toBe(false);
    expect(await voice.pass({ role: "open", slot: 1 }, { data: VOICE.slice().buffer })).toBe(false);
    const empty = { data: new ArrayBuffer(0) };
    expect(await voice.pass({ role: "seal" }, empty)).toBe(true);
    expect(await voice.pass({ role: "open", slot: 1 }, empty)).toBe(true);
    expect(empty.data.byteLength).toBe(0);
    expect(voice.counts).toMatchObject({ sealed: 0, opened: 0, empty: 2 });
    expect(voice.counts.dropped).toMatchObject({ "no-key": 1, "unknown-key": 1 });
  });

  test("what one seals the other opens, and tells whose it was, not more often than it must", async () => {
    let now = 0;
    const told: FromVoiceWorker[] = [];
    const ann = new VoiceTransform(
      () => {},
      () => now,
    );
    const ben = new VoiceTransform(
      (message) => told.push(message),
      () => now,
    );
    await ann.handle({ kind: "seal", kid: KID, baseKey: BASE });
    await ben.handle({ kind: "open", kid: KID, member: 3, baseKey: BASE });
    for (let frames = 0; frames <= HEARD_MILLIS / 20; frames++, now += 20) {
      const frame = { data: VOICE.slice().buffer };
      expect(await ann.pass({ role: "seal" }, frame)).toBe(true);
      expect(new Uint8Array(frame.data)).not.toEqual(VOICE);
      expect(await ben.pass({ role: "open", slot: 2 }, frame)).toBe(true);
      expect(new Uint8Array(frame.data)).toEqual(VOICE);
    }
    expect(told).toEqual(Array(2).fill({ kind: "heard", slot: 2, member: 3 }));
  });
});

test("two connections of one page never share a counter, and both can be opened", async () => {
  const [ann, ben] = [0, 1].map(
    () =>
      new VoiceTransform(
        () => {},
        () => 0,
      ),
  );
  if (!ann || !ben) throw new Error("nobody there");
  await ann.handle({ kind: "seal", kid: KID, baseKey: BASE });
  await ben.handle({ kind: "open", kid: KID, member: 3, baseKey: BASE });
  const frames = Array.from({ length: 200 }, () => ({ data: VOICE.slice().buffer }));
  // The room's key is named again at its next node, while the encoders of both connections go on.
  const named = ann.handle({ kind: "seal", kid: KID, baseKey: BASE });
  await Promise.all([named, ...frames.map((frame) => ann.pass({ role: "seal" }, frame))]);
  const counters = frames.map(({ data }) => readHeader(new Uint8Array(data))?.counter);
  expect(new Set(counters).size).toBe(frames.length);
  for (const [index, frame] of frames.entries()) {
    expect(await ben.pass({ role: "open", slot: index % 2 }, frame)).toBe(true);
  }
});

describe("the page's side", () => {
  test("a browser can seal only with script transforms on both ends", () => {
    class Transformable {
      get transform() {
        return null;
      }
    }
    const whole = {
      RTCRtpScriptTransform: class {},
      RTCRtpSender: Transformable,
      RTCRtpReceiver: Transformable,
      Worker: class {},
    };
    expect(canSealVoice(whole)).toBe(true);
    for (const missing of Object.keys(whole)) {
      expect(canSealVoice({ ...whole, [missing]: undefined }), missing).toBe(false);
    }
    expect(canSealVoice({ ...whole, RTCRtpSender: class {} })).toBe(false);
  });

  test("knows who is heard on a receiver by the worker's word", () => {
    const worker = { onmessage: null, postMessage: () => {}, terminate: () => {} } as never as {
      onmessage: (event: { data: FromVoiceWorker }) => void;
    };
    const roles: unknown[] = [];
    const sealing = new VoiceSealing(
      worker as never,
      (_target, _worker, role) => roles.push(role),
      () => 42,
    );
    const [first, second] = [{}, {}] as RTCRtpReceiver[];
    sealing.guardSender({} as RTCRtpSender);
    sealing.guardReceiver(first as RTCRtpReceiver);
    sealing.guardReceiver(second as RTCRtpReceiver);
    expect(roles).toEqual([{ role: "seal" }, { role: "open", slot: 1 }, { role: "open", slot: 2 }]);
    worker.onmessage({ data: { kind: "heard", slot: 2, member: 9 } });
    expect(sealing.heardOn(first as RTCRtpReceiver)).toBeUndefined();
    expect(sealing.heardOn(second as RTCRtpReceiver)).toEqual({ member: 9, atMillis: 42 });
  });
});
