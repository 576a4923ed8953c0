/** What happens over each limit of what a browser keeps. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_REMEMBERED, MAX_UNVERIFIED, SeenEntries, SignedLog } from "../../src/client/log.ts";
import { MAX_OWN_BYTES, MAX_OWN_ENTRIES, OwnEntries } from "../../src/client/own-entries.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import {
  forgetRoom,
  recentRooms,
  rememberRoom,
  subscribeRecentRooms,
} from "../../src/state/recent-rooms.ts";
import { DEFAULT_SETTINGS, loadSettings, saveSettings } from "../../src/state/settings.ts";
import { chatEntry, somebody } from "./support/people.ts";
import { settle } from "./support/settle.ts";
import { installStorage } from "./support/storage.ts";

beforeEach(() => {
  installStorage();
  for (const { name } of recentRooms()) forgetRoom(name);
});

describe("entries of our own", () => {
  function entry(sequence: number, length = 1) {
    return { doc: "chat", sequence, bytes: new Uint8Array(length), settled: false };
  }

  test("the oldest go when there are too many", () => {
    const own = new OwnEntries("room");
    for (let sequence = 1; sequence <= MAX_OWN_ENTRIES + 5; sequence++) own.add(entry(sequence));
    expect(own.all.length).toBe(MAX_OWN_ENTRIES);
    expect(own.all[0]?.sequence).toBe(6);
  });

  test("the oldest go when they take too much room", () => {
    const own = new OwnEntries("room");
    const size = MAX_OWN_BYTES / 4;
    for (let sequence = 1; sequence <= 6; sequence++) own.add(entry(sequence, size));
    expect(own.all.map(({ sequence }) => sequence)).toEqual([3, 4, 5, 6]);
  });

  test("outlive a reload, and their sequence outlives the tab", () => {
    const before = new OwnEntries("room");
    expect([before.nextSequence(), before.nextSequence()]).toEqual([1, 2]);
    before.add(entry(2));
    const reloaded = new OwnEntries("room");
    expect(reloaded.all.map(({ sequence, settled }) => [sequence, settled])).toEqual([[2, false]]);
    expect(reloaded.nextSequence()).toBe(3);
    expect(new OwnEntries("other").nextSequence()).toBe(1);
    reloaded.forget();
    const again = new OwnEntries("room");
    expect(again.all).toEqual([]);
    expect(again.nextSequence()).toBe(4);
  });

  test("of 200 rooms the sequences are kept", () => {
    for (let room = 0; room < 205; room++) new OwnEntries(`room ${room}`).nextSequence();
    expect(new OwnEntries("room 204").nextSequence()).toBe(2);
    expect(new OwnEntries("room 0").nextSequence()).toBe(1);
  });

  test("what somebody put into the storage is passed over", () => {
    sessionStorage.setItem("free4chat.own.room", '[{"doc":1},{"doc":"chat","sequence":1},null]');
    localStorage.setItem("free4chat.sequences", '{"room":"x"}');
    const own = new OwnEntries("room");
    expect(own.all).toEqual([]);
    expect(own.nextSequence()).toBe(1);
  });
});

describe("the signed log", () => {
  async function makeLog() {
    const roomId = await publicRoomId("coffee");
    const received = vi.fn();
    const transport = { append: async () => {}, after: async () => new Promise<never>(() => {}) };
    const events = { received, acknowledged: vi.fn(), placed: vi.fn(), refused: vi.fn() };
    const log = new SignedLog(await somebody(), roomId, new OwnEntries("x"), transport, events);
    return { log, received, roomId };
  }

  test("a flood of entries waits in a queue of its size, the rest is dropped", async () => {
    const { log, received, roomId } = await makeLog();
    const good = await chatEntry(await somebody(), roomId, 1, {});
    for (let cursor = 1; cursor <= MAX_UNVERIFIED; cursor++) {
      log.receive({ ...good, cursor, sequence: cursor + 1, bytes: new Uint8Array(1) });
    }
    log.receive({ ...good, cursor: MAX_UNVERIFIED + 1 });
    await settle();
    expect(received).not.toHaveBeenCalled();
    log.receive({ ...good, cursor: MAX_UNVERIFIED + 2 });
    await settle();
    expect(received).toHaveBeenCalledOnce();
  });

  test("of the oldest entries it forgets that it has seen them", () => {
    const seen = new SeenEntries();
    for (let sequence = 1; sequence <= MAX_REMEMBERED + 1; sequence++) seen.add("a", sequence);
    expect(seen.has("a", 1)).toBe(false);
    expect(seen.has("a", 2)).toBe(true);
    expect(seen.has("b", 2)).toBe(false);
  });

  test("doubles are taken once", async () => {
    const { log, received, roomId } = await makeLog();
    const author = await somebody();
    const good = await chatEntry(author, roomId, 1, {});
    for (let turn = 1; turn <= 3; turn++) {
      log.receive({ ...good, cursor: turn });
      await settle();
    }
    expect(received).toHaveBeenCalledOnce();
  });
});

describe("recent rooms", () => {
  test("newest first, each once, a dozen of them", () => {
    for (let number = 1; number <= 14; number++) rememberRoom(`room ${number}`, number);
    rememberRoom("room 5", 20);
    const names = recentRooms().map(({ name }) => name);
    expect(names.length).toBe(12);
    expect(names.slice(0, 3)).toEqual(["room 5", "room 14", "room 13"]);
    expect(new Set(names).size).toBe(12);
  });

  test("of one title are told apart by path where they are sealed, by name where they are not", () => {
    rememberRoom("tea");
    rememberRoom("tea", 2, "/s/one");
    rememberRoom("tea", 3, "/s/other");
    rememberRoom("green tea", 4, "/s/one");
    expect(recentRooms().map(({ path }) => path)).toEqual(["/s/one", "/s/other", undefined]);
    forgetRoom("tea", "/s/other");
    forgetRoom("green tea", "/s/one");
    expect(recentRooms().map(({ name }) => name)).toEqual(["tea"]);
    forgetRoom("tea");
  });

  test("keep their array until something changes, and tell when it does", () => {
    const listener = vi.fn();
    const unsubscribe = subscribeRecentRooms(listener);
    rememberRoom("tea");
    const before = recentRooms();
    expect(recentRooms()).toBe(before);
    forgetRoom("tea");
    expect(recentRooms()).toEqual([]);
    expect(listener).toHaveBeenCalledTimes(2);
    unsubscribe();
    rememberRoom("tea");
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

test("volumes of the last 200 people are kept", () => {
  const volumes = Object.fromEntries(Array.from({ length: 205 }, (_, index) => [`p${index}`, 0.5]));
  const mutedForMe = Object.keys(volumes);
  saveSettings({ ...DEFAULT_SETTINGS, volumes, mutedForMe });
  const loaded = loadSettings();
  expect(Object.keys(loaded.volumes).length).toBe(200);
  expect(loaded.volumes.p204).toBe(0.5);
  expect(loaded.mutedForMe.length).toBe(200);
  expect(loaded.mutedForMe.at(-1)).toBe("p204");
});
