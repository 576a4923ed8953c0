import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Backoff } from "../../src/client/backoff.ts";
import {
  CLOSE_MOVED,
  Line,
  MAX_HELD,
  OPEN_TIMEOUT_MILLIS,
  REQUEST_TIMEOUT_MILLIS,
} from "../../src/client/signalling.ts";
import { FakeNetwork } from "./support/fake-socket.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function startLine() {
  const network = new FakeNetwork();
  const events = { opened: vi.fn(), notified: vi.fn(), lost: vi.fn() };
  const line = new Line({ url: "wss://x/ws", connect: network.connect, random: () => 0 }, events);
  line.start();
  return { network, events, line };
}

function openLine() {
  const parts = startLine();
  parts.network.last.open();
  parts.line.expectWords();
  return parts;
}

describe("a batch", () => {
  test("means its notifications one after the other, whatever else it holds", () => {
    const { network, events } = openLine();
    const call = (method: string, params: object) => ({ jsonrpc: "2.0", method, params });
    const batch = [call("member.joined", { n: 1 }), null, 7, call("member.left", { n: 2 })];
    network.last.say(batch);
    expect(events.notified.mock.calls).toEqual([
      ["member.joined", { n: 1 }],
      ["member.left", { n: 2 }],
    ]);
  });

  test("is over where the line is dropped in the middle of it", () => {
    const { network, events, line } = openLine();
    events.notified.mockImplementation(() => line.drop());
    const call = { jsonrpc: "2.0", method: "media.lost", params: {} };
    network.last.say([call, call]);
    expect(events.notified).toHaveBeenCalledTimes(1);
  });
});

describe("an answer that what follows adds to", () => {
  async function answered() {
    const parts = openLine();
    const socket = parts.network.last;
    const request = parts.line.request("enter", {}, true);
    socket.notify("before");
    socket.say([
      { jsonrpc: "2.0", id: socket.sent[0]?.id, result: {} },
      { jsonrpc: "2.0", method: "behind", params: { n: 1 } },
    ]);
    await request;
    return { ...parts, socket };
  }

  test("holds that back until it was looked at, and in its order", async () => {
    const { events, line, socket } = await answered();
    socket.notify("later", { n: 2 });
    expect(events.notified.mock.calls).toEqual([["before", {}]]);
    line.settled();
    socket.notify("last");
    expect(events.notified.mock.calls.slice(1)).toEqual([
      ["behind", { n: 1 }],
      ["later", { n: 2 }],
      ["last", {}],
    ]);
  });

  test("holds nothing where it is no", async () => {
    const { network, events, line } = openLine();
    const request = line.request("enter", {}, true).catch(() => "refused");
    network.last.say({ jsonrpc: "2.0", id: network.last.sent[0]?.id, error: { code: 1 } });
    expect(await request).toBe("refused");
    network.last.notify("superseded");
    expect(events.notified).toHaveBeenCalledExactlyOnceWith("superseded", {});
  });

  test.each(["drop", "moved"])(
    "is forgotten with its socket, or its room's node: %s",
    async (how) => {
      const { events, line, network, socket } = await answered();
      if (how === "moved") socket.notify("moved");
      else socket.drop(1006);
      vi.advanceTimersByTime(500);
      network.last.open();
      line.settled();
      network.last.notify("anew");
      expect(events.notified.mock.calls.slice(1)).toEqual([["anew", {}]]);
    },
  );

  test("is over where what was held drops the line", async () => {
    const { events, line, socket } = await answered();
    socket.notify("later");
    events.notified.mockImplementation(() => line.drop());
    line.settled();
    expect(events.notified.mock.calls.slice(1)).toEqual([["behind", { n: 1 }]]);
  });

  test("drops the line where too much follows", async () => {
    const { events, socket } = await answered();
    for (let told = 1; told < MAX_HELD; told++) socket.notify("more");
    expect(events.lost).not.toHaveBeenCalled();
    socket.notify("more");
    expect(events.lost).toHaveBeenCalledTimes(1);
    expect(events.notified.mock.calls).toEqual([["before", {}]]);
  });
});

describe("a node that sends us away", () => {
  test("is left for another at once, which is told what it said", () => {
    const { network, events, line } = openLine();
    const [former, told] = [network.last, { why: "full", nodes: [] }];
    former.notify("go", told);
    expect(network.told).toEqual([undefined, told]);
    expect(former.closedWith).toBe(1000);
    expect(events.lost.mock.calls).toEqual([[CLOSE_MOVED]]);
    expect(network.sockets.length).toBe(2);
    network.last.open();
    expect(events.opened).toHaveBeenCalledTimes(2);
    expect(line.isOpen).toBe(true);
    former.drop(1001); // of the former one nothing more is heard
    expect(events.lost).toHaveBeenCalledTimes(1);
  });

  test("fails what was asked there, and is not left for another by who does not want one", async () => {
    const { network, events, line } = openLine();
    events.lost.mockImplementation(() => line.stop());
    const asked = expect(line.request("hello", {})).rejects.toMatchObject({ code: "line-lost" });
    network.last.notify("go");
    await asked;
    expect(network.sockets.length).toBe(1);
  });
});

describe("back-off", () => {
  test("doubles from 0.5 s to 8 s and starts anew after a reset", () => {
    const backoff = new Backoff(() => 0);
    const waits = Array.from({ length: 7 }, () => backoff.nextMillis());
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
    backoff.reset();
    expect(backoff.nextMillis()).toBe(500);
  });

  test("is shortened by up to a third, so that clients do not march in step", () => {
    const waits = [0, 0.5, 1].map((random) => new Backoff(() => random).nextMillis());
    expect(waits[0]).toBe(500);
    expect(waits[1]).toBeCloseTo(500 * (5 / 6));
    expect(waits[2]).toBeCloseTo(500 * (2 / 3));
  });

  test("a line that fails again and again waits longer each time", () => {
    const { network, events } = startLine();
    for (const wait of [500, 1000, 2000, 4000, 8000, 8000]) {
      const count = network.sockets.length;
      network.last.drop(1006);
      vi.advanceTimersByTime(wait - 1);
      expect(network.sockets.length).toBe(count);
      vi.advanceTimersByTime(1);
      expect(network.sockets.length).toBe(count + 1);
    }
    expect(events.lost).toHaveBeenCalledTimes(6);
  });

  test("a socket that opens and closes at once does not reset it; one that was of use does", () => {
    const { network, line } = startLine();
    network.last.drop(1006);
    vi.advanceTimersByTime(500);
    network.last.open();
    network.last.drop(1006);
    vi.advanceTimersByTime(999);
    expect(network.sockets.length).toBe(2);
    vi.advanceTimersByTime(1);
    network.last.open();
    line.settled();
    network.last.drop(1006);
    vi.advanceTimersByTime(500);
    expect(network.sockets.length).toBe(4);
  });

  test("waking does not wait for it", () => {
    const { network, line } = startLine();
    network.last.drop(1006);
    line.wake();
    expect(network.sockets.length).toBe(2);
    vi.advanceTimersByTime(5_000); // the attempt that was waited for does not come on top
    expect(network.sockets.length).toBe(2);
  });

  test("a socket that does not open is given up", () => {
    const { network, events } = startLine();
    vi.advanceTimersByTime(OPEN_TIMEOUT_MILLIS);
    expect(network.sockets[0]?.closedWith).toBe(1000);
    expect(events.lost).toHaveBeenCalledExactlyOnceWith(1006);
  });

  test("a stopped line stays closed", () => {
    const { network, line } = openLine();
    line.stop(4002);
    expect(network.last.closedWith).toBe(4002);
    vi.advanceTimersByTime(60_000);
    expect(network.sockets.length).toBe(1);
    line.start();
    expect(network.sockets.length).toBe(2);
  });
});

describe("heartbeats", () => {
  test("each is answered", () => {
    const { network, events } = openLine();
    network.last.notify("heartbeat");
    network.last.notify("heartbeat");
    expect(network.last.sent).toEqual([
      { jsonrpc: "2.0", method: "heartbeat", params: {} },
      { jsonrpc: "2.0", method: "heartbeat", params: {} },
    ]);
    expect(events.notified).not.toHaveBeenCalled();
  });

  test("3 s of silence is a loss, and another socket is opened", () => {
    const { network, events } = openLine();
    for (let second = 0; second < 5; second++) {
      vi.advanceTimersByTime(1_000);
      network.last.notify("heartbeat");
    }
    expect(events.lost).not.toHaveBeenCalled();
    vi.advanceTimersByTime(3_000);
    expect(events.lost).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(events.lost).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(500);
    expect(network.sockets.length).toBe(2);
  });

  test("before anything is expected, silence is fine: pre-join has no heartbeats", () => {
    const { network, events } = startLine();
    network.last.open();
    vi.advanceTimersByTime(60_000);
    expect(events.lost).not.toHaveBeenCalled();
  });

  test("after a sleep, what arrived meanwhile is heard before the line is given up", () => {
    const { network, events } = openLine();
    vi.setSystemTime(Date.now() + 60_000);
    vi.spyOn(performance, "now").mockImplementation(() => Date.now());
    vi.advanceTimersByTime(500); // the timer fires first
    expect(events.lost).not.toHaveBeenCalled();
    network.last.notify("heartbeat"); // then the frames that had waited
    vi.advanceTimersByTime(1_000);
    expect(events.lost).not.toHaveBeenCalled();
    vi.mocked(performance.now).mockRestore();
  });
});

describe("requests", () => {
  test("get their own answer, in whatever order", async () => {
    const { network, line } = openLine();
    const first = line.request("a", {});
    const second = line.request("b", {});
    const [a, b] = network.last.sent;
    network.last.say({ jsonrpc: "2.0", id: b?.id, result: 2 });
    network.last.say({ jsonrpc: "2.0", id: a?.id, result: 1 });
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  test("fail with the server's reason", async () => {
    const { network, line } = openLine();
    const request = line.request("enter", {});
    network.last.say({
      jsonrpc: "2.0",
      id: network.last.sent[0]?.id,
      error: { code: 1008, message: "full", data: { reason: "room-full" } },
    });
    await expect(request).rejects.toMatchObject({ code: "room-full", category: "refusal" });
  });

  test("fail when the line is lost, and at once when there is none", async () => {
    const { network, line } = openLine();
    const request = line.request("enter", {});
    network.last.drop(1006);
    await expect(request).rejects.toMatchObject({ code: "line-lost", category: "network" });
    await expect(line.request("enter", {})).rejects.toMatchObject({ code: "line-lost" });
  });

  test("fail after a while without an answer; a late one changes nothing", async () => {
    const { network, line } = startLine();
    network.last.open();
    const request = line.request("enter", {});
    const failed = expect(request).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(REQUEST_TIMEOUT_MILLIS);
    await failed;
    network.last.say({ jsonrpc: "2.0", id: network.last.sent[0]?.id, result: {} });
  });

  test("more than a line can hold are refused", async () => {
    const { line } = openLine();
    const requests = Array.from({ length: 256 }, () => line.request("a", {}).catch(() => "lost"));
    await expect(line.request("a", {})).rejects.toMatchObject({ code: "busy" });
    line.stop();
    expect(await Promise.all(requests)).toEqual(Array(256).fill("lost"));
  });

  test("what is no message at all is passed over", () => {
    const { network, events } = openLine();
    for (const junk of ["", "{", "null", "7", '"x"', "[]", '{"id":"x"}', '{"id":99,"result":1}']) {
      network.last.say(junk);
    }
    expect(events.notified).not.toHaveBeenCalled();
    expect(events.lost).not.toHaveBeenCalled();
  });
});
