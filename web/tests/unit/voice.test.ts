import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RoomData } from "../../src/client/room-data.ts";
import {
  COMPLETE_AGAIN_MILLIS,
  CONNECT_PATIENCE_MILLIS,
  FORMER_MILLIS,
  OVERLAP_MILLIS,
  PREPARED_MILLIS,
  RESTART_PATIENCE_MILLIS,
  Voice,
} from "../../src/client/voice.ts";
import { SILENCE_MILLIS } from "../../src/client/voice-connection.ts";
import { FakePeers } from "./support/fake-peer.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function makeVoice(data?: RoomData) {
  const peers = new FakePeers();
  const offers: string[] = [];
  const slots: (readonly RTCRtpReceiver[])[] = [];
  const keeps: boolean[] = [];
  let answer: () => Promise<string> = async () => "answer";
  const voice = new Voice(
    {
      stateChanged: () => {},
      slotsChanged: (now, kept) => {
        slots.push(now);
        keeps.push(kept);
      },
      negotiate: async ({ sdp }) => {
        offers.push(sdp);
        return await answer();
      },
    },
    peers.create,
    undefined,
    data,
  );
  const answerWith = (next: () => Promise<string>) => {
    answer = next;
  };
  return { voice, peers, offers, slots, keeps, answerWith };
}

async function connectedVoice(data?: RoomData) {
  const parts = makeVoice(data);
  await parts.voice.offerToEnter("new");
  await parts.voice.entered("answer");
  parts.peers.last.become("connected");
  return parts;
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the one negotiation", () => {
  test("offers a microphone line, then six slots", async () => {
    const { voice, peers, slots } = makeVoice();
    voice.prepare();
    const six = Array(6).fill("audio recvonly");
    expect(peers.last.directions).toEqual(["audio sendonly", ...six]);
    expect(slots.at(-1)?.length).toBe(6);
  });

  test("uses the offer that pre-join prepared", async () => {
    const { voice, peers } = makeVoice();
    voice.prepare();
    await settle();
    const offer = await voice.offerToEnter("new");
    expect(peers.all.length).toBe(1);
    expect(peers.last.restarts).toEqual([false]);
    expect(offer.fingerprint.length).toBe(32);
  });

  test("prepares again what stood for too long", async () => {
    const { voice, peers } = makeVoice();
    voice.prepare();
    await vi.advanceTimersByTimeAsync(PREPARED_MILLIS + 1);
    await voice.offerToEnter("new");
    expect(peers.all.length).toBe(2);
    expect(peers.all[0]?.closed).toBe(true);
  });

  test("is connected when the path is", async () => {
    const { voice, peers } = makeVoice();
    await voice.offerToEnter("new");
    expect(voice.state).toBe("idle");
    await voice.entered("answer");
    expect(voice.state).toBe("connecting");
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });
});

describe("the line for data", () => {
  const lazy = () => new RoomData({ received: () => {} }, { lazy: true });

  test("is there from the start for who wants it, and costs those nothing who do not", async () => {
    const without = await connectedVoice(lazy());
    expect(without.peers.last.channels).toEqual([]);
    const withIt = await connectedVoice(new RoomData({ received: () => {} }));
    expect(withIt.peers.last.channels).toEqual(["reliable", "loose"]);
    expect(withIt.offers).toEqual([]);
  });

  test("comes when it is needed, on the connection that stands, without an ICE restart", async () => {
    const data = lazy();
    const { peers, offers, voice } = await connectedVoice(data);
    data.open();
    data.open();
    await settle();
    expect(peers.all.length).toBe(1);
    expect(peers.last.channels).toEqual(["reliable", "loose"]);
    expect(peers.last.restarts).toEqual([false, false]);
    expect(offers.length).toBe(1);
    expect(peers.last.answers.length).toBe(2);
    expect(voice.state).toBe("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(offers.length).toBe(1);
  });

  test("is asked for again, a little later, when the server had no time for it", async () => {
    const data = lazy();
    const { peers, offers, answerWith } = await connectedVoice(data);
    answerWith(() => Promise.reject(new Error("busy")));
    data.open();
    await settle();
    expect(offers.length).toBe(1);
    await vi.advanceTimersByTimeAsync(COMPLETE_AGAIN_MILLIS - 1);
    expect(offers.length).toBe(1);
    answerWith(async () => "answer");
    await vi.advanceTimersByTimeAsync(1);
    expect(offers.length).toBe(2);
    expect(peers.last.answers.length).toBe(2);
  });

  test("waits for a line to the server, and for an offer that is under way", async () => {
    const data = lazy();
    const { voice, peers, offers } = makeVoice(data);
    await voice.offerToEnter("new");
    data.open();
    await settle();
    expect(offers).toEqual([]);
    await voice.entered("answer");
    peers.last.become("connected");
    await settle();
    expect(offers.length).toBe(1);
    voice.transportLost();
    await settle();
    expect(peers.last.channels).toEqual(["reliable", "loose"]);
    expect(peers.all.length).toBe(2);
    expect(offers.length).toBe(2);
  });
});

describe("a broken path", () => {
  test("is mended by an ICE restart of the same connection", async () => {
    const { voice, peers, offers } = await connectedVoice();
    peers.last.become("disconnected");
    expect(voice.state).toBe("reconnecting");
    await settle();
    expect(peers.all.length).toBe(1);
    expect(peers.last.restarts).toEqual([false, true]);
    expect(offers.length).toBe(1);
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(offers.length).toBe(1);
  });

  test("sends a little silence before it sends nothing", async () => {
    const { voice, peers } = await connectedVoice();
    const track = { enabled: true } as MediaStreamTrack;
    await voice.send(track);
    const silent = voice.send(null);
    expect(track.enabled).toBe(false);
    await vi.advanceTimersByTimeAsync(SILENCE_MILLIS - 1);
    expect(peers.last.track).toBe(track);
    await vi.advanceTimersByTimeAsync(1);
    await silent;
    expect(peers.last.track).toBe(null);
    expect(track.enabled).toBe(true);
  });

  test("goes on speaking when the microphone is back within that silence", async () => {
    const { voice, peers } = await connectedVoice();
    const track = { enabled: true } as MediaStreamTrack;
    await voice.send(track);
    const silent = voice.send(null);
    await vi.advanceTimersByTimeAsync(SILENCE_MILLIS / 2);
    await voice.send(track);
    await vi.advanceTimersByTimeAsync(SILENCE_MILLIS);
    await silent;
    expect(peers.last.track).toBe(track);
    expect(track.enabled).toBe(true);
  });

  test("is replaced when the restart did not help, with the microphone still on it", async () => {
    const { voice, peers } = await connectedVoice();
    const track = {} as MediaStreamTrack;
    await voice.send(track);
    peers.last.become("failed");
    await vi.advanceTimersByTimeAsync(RESTART_PATIENCE_MILLIS);
    expect(peers.all.length).toBe(2);
    expect(peers.all[0]?.closed).toBe(true);
    expect(peers.last.track).toBe(track);
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });

  test("shows as unreachable when no attempt helps, and is tried on, slower each time", async () => {
    const { voice, peers, offers } = await connectedVoice();
    peers.last.become("failed");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(voice.state).toBe("unreachable");
    const attempts = offers.length;
    expect(attempts).toBeGreaterThanOrEqual(4);
    expect(attempts).toBeLessThanOrEqual(7);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(offers.length).toBe(attempts + 1);
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });

  test("waits while there is no line to the server", async () => {
    const { voice, peers, offers } = await connectedVoice();
    voice.lineLost();
    peers.last.become("disconnected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(offers.length).toBe(0);
    await voice.offerToEnter("restart");
    await voice.entered("answer 2");
    expect(peers.all.length).toBe(1);
    expect(peers.last.answers).toEqual(["answer", "answer 2"]);
  });

  test("that heals by itself is left alone", async () => {
    const { voice, peers } = await connectedVoice();
    voice.lineLost();
    peers.last.become("disconnected");
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });
});

describe("a transport that ended at the server", () => {
  test("is replaced at once by a new connection, for an ICE restart would reach nobody", async () => {
    const { voice, peers, offers } = await connectedVoice();
    voice.transportLost();
    expect(voice.state).toBe("reconnecting");
    await settle();
    expect(peers.all.length).toBe(2);
    expect(peers.last.restarts).toEqual([false]);
    expect(offers.length).toBe(1);
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });

  test("again and again does not make a storm of offers", async () => {
    const { voice, offers } = await connectedVoice();
    for (let second = 0; second < 30; second++) {
      voice.transportLost();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(offers.length).toBeLessThanOrEqual(5);
  });

  test("in another epoch is replaced when the room is entered", async () => {
    const { voice, peers, slots } = await connectedVoice();
    voice.lineLost();
    await voice.offerToEnter("new");
    await voice.entered("answer");
    expect(peers.all.length).toBe(2);
    expect(slots.at(-1)).toEqual(peers.last.receivers.slice(1));
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });

  test("is replaced when the room had forgotten us", async () => {
    const { voice, peers, offers } = await connectedVoice();
    voice.lineLost();
    await voice.offerToEnter("restart");
    await voice.enteredAnew();
    expect(peers.all.length).toBe(2);
    expect(offers.length).toBe(1);
    expect(voice.state).toBe("reconnecting");
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });
});

describe("a room that moves", () => {
  async function movingVoice() {
    const parts = await connectedVoice();
    const track = { enabled: true } as MediaStreamTrack;
    await parts.voice.send(track);
    parts.voice.lineLost();
    await parts.voice.offerToEnter("new");
    const [former, next] = parts.peers.all;
    if (!former || !next) throw new Error("no two connections");
    return { ...parts, track, former, next };
  }

  test("is heard and hears over its former node until the others are with the next one, too", async () => {
    const { voice, peers, former, next, track, slots, keeps } = await movingVoice();
    expect(peers.all.length).toBe(2);
    expect([former.closed, former.track, next.track]).toEqual([false, track, track]);
    expect(slots.at(-1)).toEqual(next.receivers.slice(1));
    expect(keeps).toEqual([false, true]);
    await voice.entered("answer");
    expect(voice.state).toBe("connected");
    await vi.advanceTimersByTimeAsync(OVERLAP_MILLIS);
    expect(former.closed).toBe(false);
    next.become("connected");
    await vi.advanceTimersByTimeAsync(OVERLAP_MILLIS - 1);
    next.become("connected"); // is said again, and changes nothing
    expect(former.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(former.closed).toBe(true);
    expect(slots.at(-1)).toBe(slots.at(-2));
    expect(keeps.at(-1)).toBe(false);
    expect(voice.state).toBe("connected");
  });

  test("does not keep its former connection for ever where the next one comes to nothing", async () => {
    const { voice, former, next } = await movingVoice();
    await voice.entered("answer");
    await vi.advanceTimersByTimeAsync(FORMER_MILLIS - 1);
    expect(former.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(former.closed).toBe(true);
    expect(next.closed).toBe(false); // is mended, and replaced where that does not help
  });

  test("keeps the connection that works, not an attempt that was refused", async () => {
    const { voice, peers, former, next } = await movingVoice();
    await voice.offerToEnter("new");
    expect(peers.all.length).toBe(3);
    expect([former.closed, next.closed, peers.last.closed]).toEqual([false, true, false]);
  });

  test("keeps nothing that is broken", async () => {
    const { voice, peers, keeps } = await connectedVoice();
    voice.lineLost();
    peers.last.become("disconnected");
    await voice.offerToEnter("new");
    expect(peers.all[0]?.closed).toBe(true);
    expect(keeps.at(-1)).toBe(false);
  });

  test("sends nothing to its former node from the moment of muting", async () => {
    const { voice, former, next, track } = await movingVoice();
    const muted = voice.send(null);
    await settle();
    expect(former.track).toBe(null);
    await vi.advanceTimersByTimeAsync(SILENCE_MILLIS);
    await muted;
    expect(next.track).toBe(null);
    await voice.send(track);
    expect([former.track, next.track]).toEqual([track, track]);
  });

  test("that is left lets go of both connections", async () => {
    const { voice, former, next } = await movingVoice();
    voice.close();
    expect([former.closed, next.closed]).toEqual([true, true]);
  });
});

describe("what the server says no to", () => {
  test("is tried again later", async () => {
    const { voice, peers, offers, answerWith } = await connectedVoice();
    answerWith(async () => {
      throw new Error("busy");
    });
    voice.transportLost();
    await settle();
    answerWith(async () => "answer");
    await vi.advanceTimersByTimeAsync(CONNECT_PATIENCE_MILLIS);
    expect(offers.length).toBe(2);
    peers.last.become("connected");
    expect(voice.state).toBe("connected");
  });

  test("an answer that is none leads to a new connection", async () => {
    const { voice, peers } = makeVoice();
    await voice.offerToEnter("new");
    await voice.entered("nonsense");
    expect(voice.state).toBe("connecting");
    await vi.advanceTimersByTimeAsync(CONNECT_PATIENCE_MILLIS);
    await vi.advanceTimersByTimeAsync(CONNECT_PATIENCE_MILLIS);
    expect(peers.all.length).toBeGreaterThan(1);
  });
});

test("after closing, nothing is left and all can begin again", async () => {
  const { voice, peers, slots } = await connectedVoice();
  voice.close();
  expect(peers.last.closed).toBe(true);
  expect(voice.state).toBe("idle");
  expect(slots.at(-1)).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(peers.all.length).toBe(1);
  await voice.offerToEnter("new");
  await voice.entered("answer");
  peers.last.become("connected");
  expect(voice.state).toBe("connected");
});
