// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "../../src/crypto/bytes.ts";
import { verify } from "../../src/crypto/ed25519.ts";
import { describeTranscript, publicRoomId } from "../../src/crypto/proof.ts";
import { joinedStore, me, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

const TYPED = { topic: " Jazz  tonight ", tags: ["MUSIC"], language: "en" };
const CANONICAL = { topic: "Jazz tonight", tags: ["music"], language: "en" };

test("who opened the room describes it, signed in canonical words", async () => {
  const store = await joinedStore(false);
  expect(store.getState().mayDescribe).toBe(true);
  expect(await store.describe(TYPED)).toBeUndefined();
  const { signature, ...words } = server.lastParams("room.describe") ?? {};
  expect(words).toEqual(CANONICAL);
  const bound = {
    session: new Uint8Array(16),
    roomId: await publicRoomId("coffee"),
    identity: me.identity,
    device: me.device,
  };
  const signed = fromBase64Url(signature ?? "") as Uint8Array<ArrayBuffer>;
  expect(await verify(me.device, signed, describeTranscript(bound, CANONICAL))).toBe(true);
});

test("what others say of the room shows at once, and so does who may", async () => {
  server.topic = "Old";
  server.owner = toBase64Url(new Uint8Array(32).fill(1));
  const store = await joinedStore(false);
  expect(store.getState().description.topic).toBe("Old");
  expect(store.getState().moderator).toBe(store.getState().nickname);
  server.socket.notify("room.changed", { topic: "Blues" });
  await settle();
  expect(store.getState().description).toEqual({ topic: "Blues", tags: [], language: "any" });
  server.socket.notify("room.changed", { moderator: toBase64Url(new Uint8Array(32)) });
  await settle();
  expect(store.getState().mayDescribe).toBe(false);
  expect(store.getState().moderator).toBeUndefined();
});

test("wrong words are not sent", async () => {
  const store = await joinedStore(false);
  expect(await store.describe({ ...TYPED, tags: ["x"] })).toBe("tags");
  expect(await store.describe({ ...TYPED, topic: "a\u202eb" })).toBe("topic");
  expect(await store.describe({ ...TYPED, language: "tlh" })).toBe("language");
  expect(server.count("room.describe")).toBe(0);
});

test("what the server says no to has words", async () => {
  const store = await joinedStore(false);
  for (const [reason, fault] of [
    ["not-moderator", "not-moderator"],
    ["busy", "busy"],
    ["proof-invalid", "failed"],
  ]) {
    server.refuse = { "room.describe": { reason: reason ?? "" } };
    expect(await store.describe(TYPED)).toBe(fault);
  }
});

test("a line that is lost is no place to describe a room", async () => {
  const store = await joinedStore(false);
  server.away = true;
  server.socket.drop(1006);
  expect(await store.describe(TYPED)).toBe("failed");
});
