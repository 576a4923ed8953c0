import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AudioOutput } from "../../src/client/audio-output.ts";
import { Microphone } from "../../src/client/microphone.ts";
import { define, FakeAudioContext, type FakeDevices, installAudio } from "./support/fake-audio.ts";

let devices: FakeDevices;

beforeEach(() => {
  vi.useFakeTimers();
  devices = installAudio();
});

afterEach(() => {
  vi.useRealTimers();
});

function makeMicrophone(deviceId = "") {
  const changed = vi.fn();
  const output = new AudioOutput(() => {});
  const microphone = new Microphone(output, { changed }, { deviceId, originalSound: false });
  return { microphone, changed };
}

const later = (millis: number) => vi.advanceTimersByTimeAsync(millis);

test("is off until it is asked for", async () => {
  const { microphone } = makeMicrophone();
  expect(microphone.state).toBe("off");
  expect(devices.asked.length).toBe(0);
  const opened = microphone.open();
  expect(microphone.state).toBe("asking");
  await opened;
  expect(microphone.state).toBe("on");
  expect(microphone.track).toBe(devices.tracks[0]);
});

test("closing lets go of the device", async () => {
  const { microphone } = makeMicrophone();
  await microphone.open();
  microphone.close();
  expect(microphone.state).toBe("off");
  expect(devices.live).toEqual([]);
});

test("closing while it is being asked for lets go as well", async () => {
  const { microphone } = makeMicrophone();
  const opened = microphone.open();
  microphone.close();
  await opened;
  expect(microphone.state).toBe("off");
  expect(devices.live).toEqual([]);
});

test("original sound switches all processing off, by a swap", async () => {
  const { microphone } = makeMicrophone();
  await microphone.open();
  await microphone.choose({ deviceId: "", originalSound: true });
  const processing = (on: boolean) => ({
    echoCancellation: on,
    noiseSuppression: on,
    autoGainControl: on,
  });
  expect(devices.asked).toEqual([processing(true), processing(false)]);
  expect(devices.live).toEqual([devices.tracks[1]]);
  expect(microphone.track).toBe(devices.tracks[1]);
});

test("a swap keeps the former device until the next one is there", async () => {
  devices.microphones = ["built-in", "headset"];
  const { microphone } = makeMicrophone();
  await microphone.open();
  const swapped = microphone.choose({ deviceId: "headset", originalSound: false });
  expect(microphone.state).toBe("on");
  expect(microphone.track).toBe(devices.tracks[0]);
  expect(devices.tracks[0]?.readyState).toBe("live");
  await swapped;
  expect(devices.live.map((track) => track.deviceId)).toEqual(["headset"]);
});

test("of two swaps the last one wins", async () => {
  devices.microphones = ["built-in", "headset", "webcam"];
  const { microphone } = makeMicrophone();
  await microphone.open();
  await Promise.all([
    microphone.choose({ deviceId: "headset", originalSound: false }),
    microphone.choose({ deviceId: "webcam", originalSound: false }),
  ]);
  expect(devices.live.map((track) => track.deviceId)).toEqual(["webcam"]);
});

describe("what goes wrong", () => {
  test.each([
    ["NotAllowedError", "denied"],
    ["SecurityError", "denied"],
    ["NotReadableError", "busy"],
    ["NotFoundError", "missing"],
  ])("%s is %s", async (refusal, state) => {
    devices.refusal = refusal;
    const { microphone } = makeMicrophone();
    await microphone.open();
    expect(microphone.state).toBe(state);
    expect(microphone.track).toBeNull();
    devices.refusal = undefined;
    await microphone.open();
    expect(microphone.state).toBe("on");
  });

  test("a refusal is not asked around by trying another device", async () => {
    devices.refusal = "NotAllowedError";
    const { microphone } = makeMicrophone("headset");
    await microphone.open();
    expect(devices.asked.length).toBe(1);
  });

  test("a chosen device that is away is replaced by any other, until it is back", async () => {
    const { microphone } = makeMicrophone("headset");
    await microphone.open();
    expect(devices.live.map((track) => track.deviceId)).toEqual(["built-in"]);
    devices.plug(["built-in", "webcam"]);
    await later(1_000);
    expect(devices.asked.length).toBe(2); // nothing to gain: not opened again
    devices.plug(["built-in", "headset"]);
    await later(1_000);
    expect(devices.live.map((track) => track.deviceId)).toEqual(["headset"]);
  });

  test("unplugged, another takes over by itself", async () => {
    devices.microphones = ["headset", "built-in"];
    const { microphone } = makeMicrophone();
    await microphone.open();
    devices.microphones = ["built-in"];
    devices.tracks[0]?.unplug();
    expect(microphone.state).toBe("lost");
    expect(microphone.track).toBeNull();
    await later(1_000);
    expect(microphone.state).toBe("on");
    expect(devices.live.map((track) => track.deviceId)).toEqual(["built-in"]);
  });

  test("with none left it waits, and is back when one is plugged in", async () => {
    const { microphone } = makeMicrophone();
    await microphone.open();
    devices.microphones = [];
    devices.tracks[0]?.unplug();
    await later(1_000);
    expect(microphone.state).toBe("missing");
    devices.plug(["headset"]);
    await later(1_000);
    expect(microphone.state).toBe("on");
  });

  test("a phone call takes it for a while", async () => {
    const { microphone } = makeMicrophone();
    await microphone.open();
    devices.tracks[0]?.onmute?.();
    expect(microphone.state).toBe("lost");
    expect(microphone.track).toBeNull();
    devices.tracks[0]?.onunmute?.();
    expect(microphone.state).toBe("on");
    expect(microphone.track).toBe(devices.tracks[0]);
  });

  test("a browser without devices has none", async () => {
    define(navigator, "mediaDevices", undefined);
    const { microphone } = makeMicrophone();
    await microphone.open();
    expect(microphone.state).toBe("denied");
  });

  test("a device that Web Audio refuses still gives its voice", async () => {
    const { microphone } = makeMicrophone();
    class Refusing extends FakeAudioContext {
      override createMediaStreamSource = () => {
        throw new DOMException("Other sample rate", "NotSupportedError");
      };
    }
    define(globalThis, "AudioContext", Refusing);
    await microphone.open();
    expect(microphone.state).toBe("on");
    expect(microphone.poll(0)).toBe(false);
  });
});

test("its level is measured, muted or not", async () => {
  const { microphone } = makeMicrophone();
  await microphone.open();
  expect(microphone.poll(0)).toBe(false);
  FakeAudioContext.amplitude = 0.3;
  expect(microphone.poll(50)).toBe(true);
  expect(microphone.speaking).toBe(true);
  expect(microphone.level(300)).toBeGreaterThan(0.5);
});
