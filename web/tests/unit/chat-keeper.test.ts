import { beforeEach, expect, test, vi } from "vitest";
import {
  ChatKeeper,
  type KeptEntry,
  MAX_CHOICES,
  MAX_KEPT_ENTRIES,
  MAX_SESSION_CHARACTERS,
} from "../../src/client/chat-keeper.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { installStorage } from "./support/storage.ts";

let storage: ReturnType<typeof installStorage>;

beforeEach(() => {
  storage = installStorage();
});

function entry(author: string, sequence: number, body = `${author}${sequence}`): KeptEntry {
  return { doc: "chat", author, sequence, body: utf8(body), millis: sequence };
}

/** As a tab that keeps a chat as long as it is open. */
async function tabKeeper(room = "tea"): Promise<ChatKeeper> {
  const keeper = new ChatKeeper(room, undefined);
  await keeper.setRetention("session");
  return keeper;
}

function authors(entries: readonly KeptEntry[]): string {
  return entries.map(({ author, sequence }) => author + sequence).join(" ");
}

test("a tab that is reloaded has the same chat, in order, and no other room's", async () => {
  const keeper = await tabKeeper();
  keeper.add(entry("b", 2));
  keeper.add(entry("a", 1));
  keeper.drop(entry("c", 9));
  keeper.add(entry("c", 3));
  keeper.drop(entry("c", 3));
  keeper.flush();
  const again = new ChatKeeper("tea", undefined);
  expect(again.retention).toBe("session");
  const entries = await again.read();
  expect(authors(entries)).toBe("a1 b2");
  expect(entries[1]).toEqual(entry("b", 2));
  expect(await new ChatKeeper("coffee", undefined).read()).toEqual([]);
});

test("what is kept is written a moment later by itself", async () => {
  vi.useFakeTimers();
  try {
    const keeper = await tabKeeper();
    keeper.add(entry("a", 1));
    expect(authors(await new ChatKeeper("tea", undefined).read())).toBe("");
    vi.runAllTimers();
    expect(authors(await new ChatKeeper("tea", undefined).read())).toBe("a1");
  } finally {
    vi.useRealTimers();
  }
});

test("what was cleared does not come back, what is written after does", async () => {
  const keeper = await tabKeeper();
  keeper.add(entry("a", 1));
  keeper.add(entry("a", 3));
  keeper.flush();
  await keeper.clear();
  const again = new ChatKeeper("tea", undefined);
  expect(await again.read()).toEqual([]);
  expect([2, 3, 4].map((sequence) => again.isCleared({ author: "a", sequence }))).toEqual([
    true,
    true,
    false,
  ]);
  expect(again.isCleared({ author: "b", sequence: 1 })).toBe(false);
});

test("a day later what is kept for a day is gone", async () => {
  const keeper = await tabKeeper();
  keeper.add({ ...entry("a", 1), millis: Date.now() - 25 * 3_600_000 });
  keeper.add({ ...entry("b", 1), millis: Date.now() });
  keeper.flush();
  const stored = sessionStorage.getItem("free4chat.chat.tea");
  const again = new ChatKeeper("tea", undefined);
  await again.setRetention("day");
  sessionStorage.setItem("free4chat.chat.tea", stored ?? "");
  expect(authors(await new ChatKeeper("tea", undefined).read())).toBe("b1");
});

test("no more is kept than the limits", async () => {
  const keeper = await tabKeeper();
  for (let sequence = 1; sequence <= MAX_KEPT_ENTRIES + 5; sequence++)
    keeper.add(entry("a", sequence, ""));
  keeper.flush();
  const kept = await new ChatKeeper("tea", undefined).read();
  expect([kept.length, kept[0]?.sequence]).toEqual([MAX_KEPT_ENTRIES, 6]);
  for (let sequence = 1; sequence <= 30; sequence++)
    keeper.add(entry("b", 10_000 + sequence, "x".repeat(100_000)));
  keeper.flush();
  const stored = sessionStorage.getItem("free4chat.chat.tea") ?? "";
  expect(stored.length).toBeLessThan(MAX_SESSION_CHARACTERS + 1_000);
  expect((await new ChatKeeper("tea", undefined).read()).at(-1)?.sequence).toBe(10_030);
  for (let room = 0; room < MAX_CHOICES + 5; room++) await tabKeeper(`room ${room}`);
  expect(JSON.parse(storage.local.getItem("free4chat.chats") ?? "").length).toBe(MAX_CHOICES);
});

test.each(["{", "[7]", '[{"doc":"chat"}]', "null", ""])(
  "what a broken page stored is as good as nothing: %s",
  async (text) => {
    sessionStorage.setItem("free4chat.chat.tea", text);
    localStorage.setItem("free4chat.chats", text);
    const keeper = new ChatKeeper("tea", undefined);
    expect(keeper.retention).toBe("day");
    expect(await keeper.read()).toEqual([]);
  },
);

test("storage that is full or forbidden keeps nobody from writing", async () => {
  storage.local.broken = true;
  storage.session.broken = true;
  const keeper = await tabKeeper();
  keeper.add(entry("a", 1));
  keeper.flush();
  expect(authors(await keeper.read())).toBe("a1");
});
