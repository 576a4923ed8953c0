import { afterEach, beforeEach, expect, vi } from "vitest";
import { RoomClient, type RoomClientOptions } from "../../../src/client/room-client.ts";
import type { Credentials } from "../../../src/crypto/credentials.ts";
import { FakePeers } from "./fake-peer.ts";
import { FakeServer } from "./fake-server.ts";
import { somebody } from "./people.ts";
import { settle } from "./settle.ts";
import { installStorage } from "./storage.ts";

/** A client against a server that is not there, anew before each test of the file that imports it. */
export let me: Credentials;
export let server: FakeServer;
export let peers: FakePeers;

beforeEach(async () => {
  installStorage();
  me = await somebody();
  server = new FakeServer();
  peers = new FakePeers();
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
  });
});

afterEach(() => {
  vi.useRealTimers();
});

export function makeClient(changes: Partial<RoomClientOptions> = {}) {
  const events = {
    changed: vi.fn(),
    joined: vi.fn(),
    left: vi.fn(),
    lineRefused: vi.fn(),
    slotsChanged: vi.fn(),
    newBuild: vi.fn(),
  };
  const options: RoomClientOptions = {
    room: "coffee",
    url: "wss://chat.example/ws",
    origin: server.origin,
    build: "",
    nickname: "Ada",
    muted: false,
    mutedForMe: [],
    loadCredentials: async () => me,
    renewCredentials: async () => me,
    createPeer: peers.create,
    connect: server.network.connect,
    ...changes,
  };
  return { client: new RoomClient(options, events), events };
}

/** Time passes; a server that is there sends its heartbeats. */
export async function later(millis: number): Promise<void> {
  for (let passed = 0; passed < millis; passed += 500) {
    await vi.advanceTimersByTimeAsync(Math.min(500, millis - passed));
    await settle();
    if (server.entered.has(server.socket)) server.socket.notify("heartbeat");
  }
}

export async function enteredClient(changes: Partial<RoomClientOptions> = {}) {
  const parts = makeClient(changes);
  parts.client.prepare();
  await settle();
  parts.client.enter();
  await settle();
  expect(parts.client.phase).toBe("connected");
  if (changes.createPeer !== undefined || !("createPeer" in changes)) {
    peers.last.become("connected");
  }
  return parts;
}
