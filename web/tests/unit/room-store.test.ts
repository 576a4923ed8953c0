// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { SILENCE_MILLIS } from "../../src/client/voice-connection.ts";
import { recentRooms } from "../../src/state/recent-rooms.ts";
import { loadSettings, saveSettings } from "../../src/state/settings.ts";
import { FakeAudioContext } from "./support/fake-audio.ts";
import { somebody } from "./support/people.ts";
import {
  ben,
  benJoins,
  benSpeaks,
  devices,
  joinedStore,
  later,
  makeStore,
  peers,
  person,
  server,
  setPermission,
} from "./support/room-store.ts";
import { settle } from "./support/settle.ts";
import { installStorage } from "./support/storage.ts";

describe("pre-join", () => {
  test("has a nickname already, and keeps the one that was set", async () => {
    const first = makeStore();
    expect(first.getState().phase).toBe("idle");
    expect(first.getState().nickname).not.toBe("");
    first.setNickname("Ada");
    expect(first.getState().nickname).toBe("Ada");
    expect(makeStore().getState().nickname).toBe("Ada");
  });

  test("what is being typed stays as it is typed; what is none does not get in", async () => {
    const store = makeStore();
    store.setNickname("Ada ");
    expect(store.getState().nickname).toBe("Ada ");
    store.setNickname("");
    await store.join({ microphone: false });
    expect(store.getState().problem?.code).toBe("nickname-invalid");
    expect(store.getState().phase).toBe("idle");
    expect(loadSettings().nickname).toBe("Ada");
  });

  test("opens no microphone by itself, but for one who gave permission before", async () => {
    makeStore();
    await settle();
    expect(devices.asked.length).toBe(0);
    setPermission("granted");
    const store = makeStore();
    await settle();
    expect(store.getState().microphone.state).toBe("on");
    FakeAudioContext.amplitude = 0.3;
    await later(500);
    expect(store.level(0)).toBeGreaterThan(0.3);
  });

  test("a name that is none is refused", () => {
    const { phase, problem } = makeStore({ room: undefined }).getState();
    expect(phase).toBe("refused");
    expect(problem?.code).toBe("room-name-invalid");
  });
});

describe("in the room", () => {
  test("joining brings us in, with our voice", async () => {
    const store = await joinedStore();
    const state = store.getState();
    expect(state.phase).toBe("connected");
    expect(state.problem).toBeUndefined();
    expect(state.people.map(({ nickname, isSelf }) => [nickname, isSelf])).toEqual([["Ada", true]]);
    expect(person(store, 1)).toMatchObject({ muted: false, hasMedia: true });
    expect(peers.last.track).toBe(devices.tracks[0]);
    expect(recentRooms().map(({ name }) => name)).toEqual(["Coffee"]);
  });

  test("with a microphone that was open before, nobody sees us muted first", async () => {
    setPermission("granted");
    await joinedStore();
    expect(server.lastParams("enter")?.muted).toBe(false);
    expect(server.count("member.update")).toBe(0);
    expect(peers.last.track).toBe(devices.tracks[0]);
  });

  test("without a microphone we listen, and count as muted", async () => {
    const store = await joinedStore(false);
    expect(devices.asked.length).toBe(0);
    expect(peers.last.track).toBeNull();
    expect(person(store, 1)?.muted).toBe(true);
    expect(server.lastParams("enter")?.muted).toBe(true);
  });

  test("without a microphone one that was open for the meter is closed", async () => {
    setPermission("granted");
    const store = await joinedStore(false);
    expect(store.getState().microphone.state).toBe("off");
    expect(devices.live).toEqual([]);
  });

  test("without WebRTC there is the chat, and a sentence", async () => {
    const store = await joinedStore(true, { createPeer: undefined });
    const { phase, webrtc, problem } = store.getState();
    expect({ phase, webrtc, code: problem?.code }).toEqual({
      phase: "connected",
      webrtc: false,
      code: "no-webrtc",
    });
    expect(devices.asked.length).toBe(0);
    expect(store.chat.say("hello")).toBe(true);
    await settle();
    expect(server.entries.length).toBe(1);
  });

  test("a refused microphone is named, and we are in all the same", async () => {
    devices.refusal = "NotAllowedError";
    const store = await joinedStore();
    expect(store.getState().phase).toBe("connected");
    expect(store.getState().problem?.code).toBe("microphone-denied");
    devices.refusal = undefined;
    store.retry();
    await settle();
    expect(store.getState().problem).toBeUndefined();
    expect(peers.last.track).toBe(devices.tracks[0]);
    expect(server.lastParams("member.update")).toEqual({ muted: false });
  });

  test("people stand oneself first, then by their place; those who stay keep their object", async () => {
    const store = await joinedStore();
    benJoins();
    await settle();
    const before = person(store, 7);
    expect(before).toMatchObject({ nickname: "Ben", volume: 1, mutedForMe: false, isSelf: false });
    const cleo = await somebody();
    server.socket.notify("member.joined", { member: server.member(8, cleo.memberId) });
    await settle();
    const { people } = store.getState();
    expect(people[0]?.isSelf).toBe(true);
    const places = people.slice(1).map(({ place }) => place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(person(store, 7)).toBe(before);
    expect(person(store, 8)?.nickname).toBe("?");
  });

  test("listeners hear once of what happens at once, and never of nothing", async () => {
    const store = await joinedStore();
    const listener = vi.fn();
    const unsubscribe = store.subscribe(listener);
    benJoins();
    server.socket.notify("member.changed", { number: 7, muted: true });
    await settle();
    expect(listener).toHaveBeenCalledOnce();
    const before = store.getState();
    server.socket.notify("member.changed", { number: 7, muted: true });
    store.setMuted(false);
    await settle();
    expect(store.getState()).toBe(before);
    expect(listener).toHaveBeenCalledOnce();
    unsubscribe();
    store.setMuted(true);
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe("muting", () => {
  test("takes the voice away and says so", async () => {
    const store = await joinedStore();
    store.setMuted(true);
    await later(SILENCE_MILLIS);
    expect(peers.last.track).toBeNull();
    expect(devices.live.length).toBe(1); // still measured, for the hint
    expect(server.lastParams("member.update")).toEqual({ muted: true });
    expect(person(store, 1)?.muted).toBe(true);
    store.setMuted(false);
    await settle();
    expect(peers.last.track).toBe(devices.tracks[0]);
    expect(server.lastParams("member.update")).toEqual({ muted: false });
  });

  test("speaking while muted is noticed, and shows no level to oneself", async () => {
    const store = await joinedStore();
    FakeAudioContext.amplitude = 0.3;
    await later(500);
    expect(person(store, 1)?.speaking).toBe(true);
    expect(store.getState().microphone.speakingWhileMuted).toBe(false);
    store.setMuted(true);
    await later(500);
    expect(store.getState().microphone.speakingWhileMuted).toBe(true);
    expect(person(store, 1)?.speaking).toBe(false);
    expect(store.level(1)).toBe(0);
  });

  test("push to talk talks while it is held", async () => {
    const store = await joinedStore();
    store.setMuted(true);
    store.setTalking(true);
    await settle();
    expect(peers.last.track).toBe(devices.tracks[0]);
    expect(person(store, 1)?.muted).toBe(false);
    expect(store.getState().microphone).toMatchObject({ muted: true, talking: true });
    store.setTalking(false);
    await later(SILENCE_MILLIS);
    expect(peers.last.track).toBeNull();
  });

  test("is remembered", async () => {
    const store = await joinedStore();
    store.setMuted(true);
    await store.leave();
    const again = await joinedStore();
    expect(again.getState().microphone.muted).toBe(true);
    expect(server.lastParams("enter")?.muted).toBe(true);
  });
});

describe("others' voices", () => {
  test("show who speaks and how loud", async () => {
    const store = await joinedStore();
    benJoins();
    benSpeaks(0.3);
    await vi.advanceTimersByTimeAsync(100);
    expect(person(store, 7)?.speaking).toBe(true);
    expect(store.level(7)).toBeGreaterThan(0.2);
    await later(3_000);
    expect(person(store, 7)?.speaking).toBe(false);
    expect(store.level(7)).toBe(0);
  });

  test("have the volume that was set for the person, on whatever slot they are", async () => {
    const store = await joinedStore();
    benJoins();
    await settle();
    store.setVolume(7, 5);
    expect(person(store, 7)?.volume).toBe(2);
    store.setVolume(7, 1.7);
    benSpeaks(0.3);
    await vi.advanceTimersByTimeAsync(100);
    const volumes = () => FakeAudioContext.made.at(-1)?.gains.map(({ gain }) => gain.value);
    expect(volumes()).toContain(1.7);
    store.setVolume(7, 0.5);
    expect(volumes()).toContain(0.5);
    expect(loadSettings().volumes).toEqual({ [ben.memberId]: 0.5 });
  });

  test("muted for me stop at the server, and stay so in the next visit", async () => {
    const store = await joinedStore();
    benJoins();
    await settle();
    store.setMutedForMe(7, true);
    await settle();
    expect(server.lastParams("listen.mute")).toEqual({ member: 7, muted: true });
    expect(person(store, 7)?.mutedForMe).toBe(true);
    await store.leave();
    const again = await joinedStore();
    benJoins();
    await settle();
    expect(server.count("listen.mute")).toBe(2);
    again.setMutedForMe(7, false);
    await settle();
    expect(server.lastParams("listen.mute")).toEqual({ member: 7, muted: false });
    expect(loadSettings().mutedForMe).toEqual([]);
  });

  test("held back by the browser, one click plays them", async () => {
    FakeAudioContext.allowed = false;
    const store = await joinedStore(false);
    await later(1_000);
    expect(store.getState().speaker.blocked).toBe(true);
    expect(store.getState().problem).toEqual({ code: "autoplay-blocked", action: "unlock-audio" });
    FakeAudioContext.allowed = true;
    store.unlockAudio();
    await settle();
    expect(store.getState().problem).toBeUndefined();
  });

  test("go to the chosen loudspeaker; one that is gone is named", async () => {
    const store = await joinedStore();
    await store.chooseSpeaker("headset");
    expect(FakeAudioContext.made.at(-1)?.sink).toBe("headset");
    expect(store.getState().speaker).toMatchObject({ choosable: true, deviceId: "headset" });
    await store.chooseSpeaker("gone");
    expect(store.getState().problem?.code).toBe("speaker-failed");
    expect(store.getState().speaker.deviceId).toBe("");
    await later(10_000);
    expect(store.getState().problem).toBeUndefined();
  });

  test("coming and going sounds, unless it is switched off", async () => {
    const store = await joinedStore();
    const notes = () => FakeAudioContext.made.at(-1)?.notes;
    benJoins();
    expect(notes()).toBe(2);
    await later(1_000);
    server.socket.notify("member.left", { number: 7, reason: "left" });
    expect(notes()).toBe(4);
    store.setSounds(false);
    await later(1_000);
    benJoins();
    expect(notes()).toBe(4);
  });
});

test("settings of an older or a broken page do no harm", () => {
  localStorage.setItem("free4chat.settings", JSON.stringify({ muted: "yes", nickname: "Ada" }));
  expect(loadSettings()).toMatchObject({ muted: false, nickname: "Ada", pushToTalkKey: "Space" });
  localStorage.setItem("free4chat.settings", "{");
  expect(loadSettings().nickname).toBe("");
});

test("without storage, settings live as long as the page", async () => {
  const { local, session } = installStorage();
  local.broken = session.broken = true;
  saveSettings(loadSettings());
  const store = await joinedStore();
  expect(store.getState().phase).toBe("connected");
  expect(store.chat.say("hello")).toBe(true);
  await settle();
  expect(server.entries.length).toBe(1);
});
