// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toBase64Url } from "../../src/crypto/bytes.ts";
import type { Credentials } from "../../src/crypto/credentials.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { recentRooms } from "../../src/state/recent-rooms.ts";
import { takeRejoin } from "../../src/state/reload.ts";
import { LiveRoomStore, type RoomStoreOptions } from "../../src/state/room-store.ts";
import type { Person } from "../../src/state/room-view.ts";
import { loadSettings, saveSettings } from "../../src/state/settings.ts";
import { define, FakeAudioContext, type FakeDevices, installAudio } from "./support/fake-audio.ts";
import { FakePeers } from "./support/fake-peer.ts";
import { FakeServer } from "./support/fake-server.ts";
import { chatEntryOnWire, somebody } from "./support/people.ts";
import { settle } from "./support/settle.ts";
import { installStorage } from "./support/storage.ts";

let devices: FakeDevices;
let me: Credentials;
let ben: Credentials;
let server: FakeServer;
let peers: FakePeers;
let permission: PermissionState;
const open: LiveRoomStore[] = [];

beforeEach(async () => {
  installStorage();
  devices = installAudio();
  permission = "prompt";
  define(navigator, "permissions", { query: async () => ({ state: permission }) });
  me = await somebody();
  ben = await somebody();
  server = new FakeServer();
  peers = new FakePeers();
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
});

afterEach(() => {
  for (const store of open.splice(0)) store.close();
  vi.useRealTimers();
});

function makeStore(changes: Partial<RoomStoreOptions> = {}): LiveRoomStore {
  const store = new LiveRoomStore({
    room: "coffee",
    title: "Coffee",
    link: "https://chat.example/r/Coffee",
    url: "wss://chat.example/ws",
    origin: server.origin,
    build: "",
    loadCredentials: async () => me,
    renewCredentials: async () => me,
    createPeer: peers.create,
    connect: server.network.connect,
    ...changes,
  });
  open.push(store);
  return store;
}

async function joinedStore(microphone = true, changes: Partial<RoomStoreOptions> = {}) {
  const store = makeStore(changes);
  store.setNickname("Ada");
  await settle();
  await store.join({ microphone });
  await settle();
  if (!("createPeer" in changes)) peers.last.become("connected");
  await settle();
  return store;
}

async function later(millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 500) {
    await vi.advanceTimersByTimeAsync(Math.min(500, millis - passed));
    await settle();
    if (server.entered.has(server.socket)) server.socket.notify("heartbeat");
  }
}

function benJoins(): void {
  const profile = toBase64Url(encodeProfile("Ben"));
  server.socket.notify("member.joined", { member: server.member(7, ben.memberId, profile) });
}

/** Ben is heard on the first slot, with this amplitude. */
function benSpeaks(audioLevel: number): void {
  const [slot] = peers.last.receivers.slice(1);
  if (slot) slot.sources = [{ source: 7, timestamp: performance.now(), audioLevel }];
}

function person(store: LiveRoomStore, number: number): Person | undefined {
  return store.getState().people.find((item) => item.number === number);
}

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
    permission = "granted";
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

  test("without a microphone we listen, and count as muted", async () => {
    const store = await joinedStore(false);
    expect(devices.asked.length).toBe(0);
    expect(peers.last.track).toBeNull();
    expect(person(store, 1)?.muted).toBe(true);
    expect(server.lastParams("enter")?.muted).toBe(true);
  });

  test("without a microphone one that was open for the meter is closed", async () => {
    permission = "granted";
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
    expect(store.send("hello")).toBe(true);
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
    await settle();
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
    await settle();
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

describe("the line", () => {
  test("that is lost shows as reconnecting, and why when it lasts", async () => {
    const store = await joinedStore();
    server.away = true;
    server.socket.drop(1006);
    await settle();
    expect(store.getState().phase).toBe("reconnecting");
    expect(person(store, 1)?.connection).toBe("reconnecting");
    await later(20_000);
    expect(store.getState().problem?.code).toBe("server-away");
    server.away = false;
    await later(10_000);
    peers.last.become("connected");
    await settle();
    expect(store.getState().phase).toBe("connected");
    expect(store.getState().problem).toBeUndefined();
  });

  test("without a network says so", async () => {
    const store = await joinedStore();
    define(navigator, "onLine", false);
    server.away = true;
    server.socket.drop(1006);
    await settle();
    expect(store.getState().problem?.code).toBe("offline");
    define(navigator, "onLine", true);
    server.away = false;
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(store.getState().phase).toBe("connected");
  });

  test("voice that is away shows as reconnecting too, while the chat goes on", async () => {
    const store = await joinedStore();
    peers.last.become("failed");
    await settle();
    expect(store.getState().phase).toBe("reconnecting");
    store.send("still here");
    await settle();
    expect(server.entries.length).toBe(1);
    await later(60_000);
    expect(store.getState().problem?.code).toBe("voice-unreachable");
    peers.last.become("connected");
    await settle();
    expect(store.getState().phase).toBe("connected");
  });

  test("taken over by another tab lets go of the microphone, and can be taken back", async () => {
    const store = await joinedStore();
    server.socket.drop(4001);
    await settle();
    expect(store.getState().phase).toBe("superseded");
    expect(devices.live).toEqual([]);
    store.retry();
    await settle();
    expect(store.getState().phase).toBe("connected");
    expect(devices.live.length).toBe(1);
  });

  test("a page that goes says so", async () => {
    await joinedStore();
    window.dispatchEvent(new Event("pagehide"));
    expect(server.socket.closedWith).toBe(4002);
  });

  test("a new build reloads once, and the next page is in again", async () => {
    const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
    server.build = "1";
    await joinedStore(true, { build: "1" });
    expect(reload).not.toHaveBeenCalled();
    server.build = "2";
    server.restart();
    await later(1_000);
    expect(reload).toHaveBeenCalledOnce();
    server.restart();
    await later(1_000);
    expect(reload).toHaveBeenCalledOnce();
    expect(takeRejoin("tea")).toBeUndefined();
    expect(takeRejoin("coffee")).toEqual({ microphone: true });
    expect(takeRejoin("coffee")).toBeUndefined();
    reload.mockRestore();
  });

  test("leaving lets go of everything", async () => {
    const store = await joinedStore();
    await store.leave();
    expect(store.getState().phase).toBe("left");
    expect(store.getState().people).toEqual([]);
    expect(devices.live).toEqual([]);
    expect(peers.last.closed).toBe(true);
    expect(server.asked.at(-1)?.method).toBe("leave");
    expect(server.count("member.update")).toBe(0);
  });
});

describe("the chat", () => {
  test("shows what is sent, pending at first; keeps lines that stay", async () => {
    const store = await joinedStore();
    server.deaf.add("log.append");
    expect(store.send(" hello ")).toBe(true);
    await settle();
    const [pending] = store.getState().messages;
    expect(pending).toMatchObject({
      text: "hello",
      nickname: "Ada",
      isSelf: true,
      pending: true,
    });
    server.deaf.clear();
    server.socket.drop(1006);
    await later(1_000);
    const [sent] = store.getState().messages;
    expect(sent).toMatchObject({ key: pending?.key, pending: false });
    store.send("again");
    await settle();
    expect(store.getState().messages[0]).toBe(sent);
  });

  test.each([
    ["", undefined],
    ["   ", undefined],
    ["x".repeat(2_001), "message-too-long"],
    ["a\u202eb", "message-forbidden"],
  ])("refuses %j", async (text, code) => {
    const store = await joinedStore();
    expect(store.send(text)).toBe(false);
    expect(store.getState().problem?.code).toBe(code);
    expect(store.getState().messages).toEqual([]);
  });

  test("names authors who are gone as they named themselves, and others as they are named now", async () => {
    const roomId = await publicRoomId("coffee");
    const cleo = await somebody();
    const profile = toBase64Url(encodeProfile("Benjamin"));
    server.others = [server.member(7, ben.memberId, profile)];
    server.entries = [
      await chatEntryOnWire(cleo, roomId, 1, { nickname: "Cleo" }, 1),
      await chatEntryOnWire(ben, roomId, 2, {}, 2),
    ];
    const store = await joinedStore();
    expect(store.getState().messages.map(({ nickname }) => nickname)).toEqual(["Cleo", "Benjamin"]);
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
  expect(store.send("hello")).toBe(true);
  await settle();
  expect(server.entries.length).toBe(1);
});
