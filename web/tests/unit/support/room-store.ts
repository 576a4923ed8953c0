import { afterEach, beforeEach, vi } from "vitest";
import { toBase64Url } from "../../../src/crypto/bytes.ts";
import type { Credentials } from "../../../src/crypto/credentials.ts";
import { encodeProfile } from "../../../src/crypto/profile.ts";
import { rememberRoom } from "../../../src/state/recent-rooms.ts";
import { LiveRoomStore } from "../../../src/state/room-store.ts";
import type { RoomStoreOptions } from "../../../src/state/room-store-options.ts";
import type { Person } from "../../../src/state/room-view.ts";
import { define, type FakeDevices, installAudio } from "./fake-audio.ts";
import { FakePeers } from "./fake-peer.ts";
import { FakeServer } from "./fake-server.ts";
import { somebody } from "./people.ts";
import { settle } from "./settle.ts";
import { installStorage } from "./storage.ts";

/** A store against a server that is not there, anew before each test of the file that imports it. */
export let devices: FakeDevices;
export let me: Credentials;
export let ben: Credentials;
export let server: FakeServer;
export let peers: FakePeers;
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

export function makeStore(changes: Partial<RoomStoreOptions> = {}): LiveRoomStore {
  const store = new LiveRoomStore({
    room: "coffee",
    title: "Coffee",
    link: "https://chat.example/r/Coffee",
    remember: () => rememberRoom("Coffee"),
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

export async function joinedStore(microphone = true, changes: Partial<RoomStoreOptions> = {}) {
  const store = makeStore(changes);
  store.setNickname("Ada");
  await settle();
  await store.join({ microphone });
  await settle();
  if (!("createPeer" in changes)) peers.last.become("connected");
  await settle();
  return store;
}

export async function later(millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 500) {
    await vi.advanceTimersByTimeAsync(Math.min(500, millis - passed));
    await settle();
    if (server.entered.has(server.socket)) server.socket.notify("heartbeat");
  }
}

export function benJoins(): void {
  const profile = toBase64Url(encodeProfile({ nickname: "Ben" }));
  const member = server.member(7, ben.memberId, profile);
  const identity = toBase64Url(ben.identity);
  server.socket.notify("member.joined", { member: { ...member, identity } });
}

/** Ben is heard on the first slot, with this amplitude. */
export function benSpeaks(audioLevel: number): void {
  const [slot] = peers.last.receivers.slice(1);
  if (slot) slot.sources = [{ source: 7, timestamp: performance.now(), audioLevel }];
}

export function person(store: LiveRoomStore, number: number): Person | undefined {
  return store.getState().people.find((item) => item.number === number);
}

/** What the browser says of the microphone from now on. */
export function setPermission(state: PermissionState): void {
  permission = state;
}
