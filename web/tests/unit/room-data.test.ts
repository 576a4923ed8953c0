import { afterEach, describe, expect, test, vi } from "vitest";
import {
  MAX_RECIPIENTS,
  PART_BYTES,
  partBytes,
  readNotice,
  readPart,
  sendFrame,
} from "../../src/client/data-wire.ts";
import { HIGH_WATER_BYTES, MAX_MESSAGE_BYTES, RoomData } from "../../src/client/room-data.ts";
import { type Bytes, concat } from "../../src/crypto/bytes.ts";

/** A data channel whose other end is the test. */
class FakeChannel extends EventTarget {
  readyState = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = "";
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onopen: (() => void) | null = null;
  readonly sent: Bytes[] = [];

  send(bytes: Bytes): void {
    this.sent.push(bytes);
    this.bufferedAmount += bytes.length;
  }

  drain(): void {
    this.bufferedAmount = 0;
    this.dispatchEvent(new Event("bufferedamountlow"));
  }

  close(): void {
    this.readyState = "closed";
    this.dispatchEvent(new Event("close"));
  }

  hear(bytes: Bytes): void {
    this.onmessage?.({ data: bytes.slice().buffer });
  }
}

function bench() {
  const channels = new Map<string, FakeChannel>();
  const options = new Map<string, RTCDataChannelInit>();
  const received: [number, Bytes | string][] = [];
  const missed: [number, string][] = [];
  const data = new RoomData({
    received: (from, what) => received.push([from, what]),
    missed: (member, reason) => missed.push([member, reason]),
  });
  const attach = () => {
    const createDataChannel = (label: string, init: RTCDataChannelInit) => {
      const channel = new FakeChannel();
      channels.set(label, channel);
      options.set(label, init);
      return channel;
    };
    data.attach({ createDataChannel } as unknown as RTCPeerConnection);
  };
  attach();
  const channel = (label: string) => channels.get(label) as FakeChannel;
  /** Brings what was sent to another end, as the server would. */
  const carry = (from: number, frames: readonly Bytes[], to: RoomData, end: FakeChannel) => {
    void to;
    for (const frame of frames) {
      const payload = frame.slice(2 + 4 * (frame[1] ?? 0));
      const header = new Uint8Array(5);
      header[0] = 2;
      new DataView(header.buffer).setUint32(1, from);
      end.hear(concat(header, payload));
    }
  };
  return { data, channel, options, received, missed, attach, carry };
}

function random(length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  return bytes;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("frames", () => {
  test("name up to 32 members as unsigned numbers", () => {
    expect([...sendFrame([1, 0xffff_fffe], Uint8Array.of(9))]).toEqual([
      1, 2, 0, 0, 0, 1, 255, 255, 255, 254, 9,
    ]);
    expect([...sendFrame([], Uint8Array.of(9))]).toEqual([1, 0, 9]);
    const largest = partBytes({
      text: false,
      side: false,
      first: true,
      last: true,
      message: 0,
      index: 0,
      bytes: new Uint8Array(PART_BYTES),
    });
    const to = Array.from({ length: MAX_RECIPIENTS }, (_, member) => member);
    expect(sendFrame(to, largest).length + 64).toBe(16_384);
  });

  test("of the server are read, and nothing else", () => {
    const from = { kind: "received", from: 0xffff_ffff, payload: Uint8Array.of(7) };
    expect(readNotice(Uint8Array.of(2, 255, 255, 255, 255, 7))).toEqual(from);
    const stalled = { kind: "missed", member: 3, reason: "stalled" };
    expect(readNotice(Uint8Array.of(3, 2, 0, 0, 0, 3))).toEqual(stalled);
    for (const bad of [[], [2, 0, 0, 0], [3, 0, 0, 0, 0, 3], [3, 4, 0, 0, 0, 3], [3, 1, 0], [4]]) {
      expect(readNotice(Uint8Array.from(bad)), String(bad)).toBeUndefined();
    }
  });

  test("parts that contradict themselves are refused", () => {
    expect(readPart(new Uint8Array(8))).toBeUndefined();
    expect(readPart(Uint8Array.of(16, 0, 0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
    expect(readPart(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 1))).toBeUndefined();
    expect(readPart(Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
  });
});

describe("sending", () => {
  test("opens one channel on which all arrives and one that may lose", () => {
    const { options } = bench();
    expect(options.get("reliable")).toEqual({ protocol: "free4chat-data-1" });
    expect(options.get("loose")).toEqual({
      ordered: false,
      maxRetransmits: 0,
      protocol: "free4chat-data-1",
    });
  });

  test("a long message arrives as it was, text as text, and nothing as nothing", async () => {
    const [ann, bob] = [bench(), bench()];
    const bytes = random(100_000);
    await ann.data.send(bytes);
    await ann.data.send("späße", { to: 2 });
    await ann.data.send(new Uint8Array(0), { to: [2, 3] });
    await ann.data.send("", { reliable: false });
    ann.carry(7, ann.channel("reliable").sent, bob.data, bob.channel("reliable"));
    ann.carry(7, ann.channel("loose").sent, bob.data, bob.channel("loose"));
    expect(bob.received).toEqual([
      [7, bytes],
      [7, "späße"],
      [7, new Uint8Array(0)],
      [7, ""],
    ]);
    expect(ann.channel("loose").sent).toHaveLength(1);
  });

  test("waits while much is waiting, and keeps messages apart", async () => {
    const { data, channel } = bench();
    const reliable = channel("reliable");
    let done = 0;
    const first = data.send(new Uint8Array(3 << 20)).then(() => done++);
    const second = data.send("after").then(() => done++);
    await vi.waitFor(() => expect(reliable.bufferedAmount).toBeGreaterThan(HIGH_WATER_BYTES));
    const before = reliable.sent.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect([done, reliable.sent.length]).toEqual([0, before]);
    expect(reliable.bufferedAmount).toBeLessThan(HIGH_WATER_BYTES + 16_385);
    while (done < 2) {
      reliable.drain();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([first, second]);
    const parts = reliable.sent.map((frame) => readPart(frame.slice(2)));
    expect(parts.at(-1)?.message).toBe(1);
    expect(parts.slice(0, -1).every((part) => part?.message === 0)).toBe(true);
  });

  test("is refused without a channel, when it is too long, and when the channel ends meanwhile", async () => {
    const { data, channel, attach } = bench();
    const tooLong = new Uint8Array(MAX_MESSAGE_BYTES + 1);
    await expect(data.send(tooLong)).rejects.toMatchObject({ code: "too-large" });
    const longLoose = data.send(new Uint8Array(PART_BYTES + 1), { reliable: false });
    await expect(longLoose).rejects.toMatchObject({ code: "too-large" });
    const many = data.send("x", { to: Array.from({ length: 33 }, (_, member) => member) });
    await expect(many).rejects.toMatchObject({ code: "too-large" });
    const waiting = data.send(new Uint8Array(3 << 20));
    waiting.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    channel("reliable").close();
    await expect(waiting).rejects.toMatchObject({ code: "line-lost" });
    await expect(data.send("x")).rejects.toMatchObject({ code: "line-lost" });
    attach();
    await data.send("x");
    expect(channel("reliable").sent).toHaveLength(1);
  });

  test("to nobody sends nothing, and not to all", async () => {
    const { data, channel } = bench();
    await data.send("x", { to: [] });
    expect(channel("reliable").sent).toHaveLength(0);
  });
});

describe("receiving", () => {
  test("a message that lacks a part is dropped whole, the next one is not", async () => {
    const [ann, bob] = [bench(), bench()];
    const message = random(5 * PART_BYTES);
    for (let i = 0; i < 3; i++) await ann.data.send(message);
    const { sent } = ann.channel("reliable");
    const frames = sent.filter((_, index) => index !== 2 && index !== 9);
    ann.carry(1, frames, bob.data, bob.channel("reliable"));
    expect(bob.received).toEqual([[1, message]]);
  });

  test("what is for the side line is kept apart, and hears who was missed and when channels open", async () => {
    const [ann, bob] = [bench(), bench()];
    const heard: unknown[] = [];
    bob.data.side = {
      received: (from, bytes) => heard.push([from, bytes.length]),
      opened: () => heard.push("opened"),
      missed: (member, reason) => heard.push([member, reason]),
    };
    await ann.data.send(random(2 * PART_BYTES), { side: true });
    await ann.data.send(random(3));
    ann.carry(1, ann.channel("reliable").sent, bob.data, bob.channel("reliable"));
    bob.channel("reliable").hear(Uint8Array.of(3, 1, 0, 0, 0, 4));
    bob.channel("reliable").onopen?.();
    expect(heard).toEqual([[1, 2 * PART_BYTES], [4, "absent"], "opened"]);
    expect(bob.received).toHaveLength(1);
  });

  test("says who was missed", () => {
    const { channel, missed } = bench();
    channel("reliable").hear(Uint8Array.of(3, 3, 0, 0, 0, 0));
    expect(missed).toEqual([[0, "spans"]]);
  });

  test("in a sealed room all goes through the seal, and what it does not open is dropped", async () => {
    const flip = async (body: Bytes) => body.map((byte) => byte ^ 0x55);
    const seal = {
      sealBody: (_doc: string, body: Bytes) => flip(body),
      openBody: (doc: string, author: string, body: Bytes) =>
        author === "ann" && doc === "data" ? flip(body) : Promise.resolve(undefined),
    };
    const people = {
      byNumber: new Map([
        [1, { id: "ann" }],
        [2, { id: "eve" }],
      ]),
    };
    const [ann, bob] = [bench(), bench()];
    ann.data.bind(seal, people);
    bob.data.bind(seal, people);
    await ann.data.send("secret words");
    const { sent } = ann.channel("reliable");
    expect(new TextDecoder().decode(sent[0])).not.toContain("secret");
    for (const from of [2, 3, 1]) ann.carry(from, sent, bob.data, bob.channel("reliable"));
    await vi.waitFor(() => expect(bob.received).toEqual([[1, "secret words"]]));
  });

  test("who sends without an end is cut off at the longest message", () => {
    const { channel, received } = bench();
    const part = (index: number, last: boolean) =>
      concat(
        Uint8Array.of(2, 0, 0, 0, 1),
        partBytes({
          text: false,
          side: false,
          first: index === 0,
          last,
          message: 0,
          index,
          bytes: new Uint8Array(PART_BYTES),
        }),
      );
    const most = Math.ceil(MAX_MESSAGE_BYTES / PART_BYTES);
    for (let index = 0; index <= most; index++)
      channel("reliable").hear(part(index, index === most));
    expect(received).toEqual([]);
    channel("reliable").hear(part(0, true));
    expect(received).toHaveLength(1);
  });
});
