/** Where the transforms are installed, and who is heard by them. */
import { describe, expect, test } from "vitest";
import { QUIET_AFTER_MILLIS, readOpened } from "../../../src/client/playback.ts";
import { VOICE_SLOTS, Voice } from "../../../src/client/voice.ts";
import { VoiceConnection } from "../../../src/client/voice-connection.ts";
import { FakePeers, FakeReceiver } from "../support/fake-peer.ts";

class Guarded {
  readonly senders: RTCRtpSender[] = [];
  readonly receivers: RTCRtpReceiver[] = [];

  guardSender(sender: RTCRtpSender): void {
    this.senders.push(sender);
  }

  guardReceiver(receiver: RTCRtpReceiver): void {
    this.receivers.push(receiver);
  }
}

describe("a sealed connection", () => {
  test("is guarded when its constructor returns, before there is a track", () => {
    const guard = new Guarded();
    const connection = new VoiceConnection(new FakePeers().create, 3, () => {}, guard);
    expect(guard.senders.map(({ track }) => track)).toEqual([null]);
    expect(guard.receivers).toEqual(connection.slots);
  });

  test("every connection that voice makes is guarded, also the one after", () => {
    const guard = new Guarded();
    const events = {
      stateChanged: () => {},
      slotsChanged: () => {},
      negotiate: () => Promise.reject(new Error("nobody is there")),
    };
    const voice = new Voice(events, new FakePeers().create, guard);
    voice.prepare();
    voice.close();
    voice.prepare();
    expect(guard.senders).toHaveLength(2);
    expect(guard.receivers).toHaveLength(2 * VOICE_SLOTS);
  });
});

describe("who is heard in a sealed room", () => {
  const receiver = new FakeReceiver();
  const asReceiver = receiver as unknown as RTCRtpReceiver;

  test("is whose key opened the frames, whatever the server's packets say", () => {
    receiver.sources = [{ source: 3, timestamp: 1_000, audioLevel: 1 }];
    const reading = readOpened(asReceiver, () => ({ member: 7, atMillis: 1_000 }), 1_000);
    expect(reading?.speaker).toBe(7);
  });

  test("is nobody where no frame was opened lately, however many packets come", () => {
    receiver.sources = [{ source: 3, timestamp: 1_000, audioLevel: 1 }];
    expect(readOpened(asReceiver, () => undefined, 1_000)).toBeUndefined();
    const old = { member: 7, atMillis: 999 - QUIET_AFTER_MILLIS };
    expect(readOpened(asReceiver, () => old, 1_000)).toBeUndefined();
  });
});
