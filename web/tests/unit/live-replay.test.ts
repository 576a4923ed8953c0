// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { fromBase64Url, toBase64Url } from "../../src/crypto/bytes.ts";
import { mayReplay } from "../../src/crypto/profile.ts";
import { loadSettings } from "../../src/state/settings.ts";
import { joinedStore, me, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

beforeEach(() => {
  server.moderator = toBase64Url(me.identity);
});

test("is offered once who moderates has turned it on, by a signed act, and not any more when it is off", async () => {
  const store = await joinedStore(false);
  expect(store.getState().replay).toEqual({ offered: false, playing: false, refused: false });
  store.replay.toggle();
  expect(store.getState().problem).toBeUndefined();
  await store.acts.setReplay(true);
  await settle();
  expect(store.getState().moderation.replay).toBe(true);
  expect(store.getState().replay.offered).toBe(true);
  expect(store.getState().problem).toBeUndefined(); // who turned it on knows
  await store.acts.setReplay(false);
  await settle();
  expect(store.getState().replay.offered).toBe(false);
  expect(store.getState().moderation.log).toMatchObject([
    { kind: "replay", on: true, bySelf: true },
    { kind: "replay", on: false },
  ]);
});

test("says so where nothing was said that could be heard again", async () => {
  const store = await joinedStore(false);
  await store.acts.setReplay(true);
  await settle();
  store.replay.toggle();
  expect(store.getState().problem?.code).toBe("replay-empty");
});

test("whoever does not want to be heard again tells the others, in this room and the next", async () => {
  const store = await joinedStore(false);
  store.replay.refuse(true);
  await settle();
  expect(store.getState().replay.refused).toBe(true);
  expect(loadSettings().mayReplay).toBe(false);
  const told = () => mayReplay(fromBase64Url(server.lastParams("member.update")?.profile ?? ""));
  expect(told()).toBe(false);
  const next = await joinedStore(false);
  expect(next.getState().replay.refused).toBe(true);
  expect(mayReplay(fromBase64Url(server.lastParams("enter")?.profile ?? ""))).toBe(false);
  next.replay.refuse(false);
  await settle();
  expect(told()).toBe(true);
});
