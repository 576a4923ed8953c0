// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LISTEN_MILLIS, SpokenWord } from "../../src/state/spoken-word.ts";
import { Recognition, stubRecognition } from "./support/recognition.ts";
import { joinedStore, later, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

beforeEach(stubRecognition);
afterEach(() => vi.unstubAllGlobals());

async function talking() {
  const store = await joinedStore();
  store.setMuted(false);
  await settle();
  return store;
}

function listener() {
  return { hearing: vi.fn(), ended: vi.fn(), failed: vi.fn() };
}

test("a word is heard once where it goes has been said, in its language, and without a full stop", async () => {
  const word = new SpokenWord(await talking());
  expect(await word.toAgree("en")).toBe("maker");
  expect(Recognition.all).toHaveLength(0);
  expect(await word.toAgree("en")).toBeUndefined();
  const events = listener();
  await word.start("es", events);
  expect(Recognition.all.at(-1)).toMatchObject({ running: true, lang: "es" });
  Recognition.all.at(-1)?.hears("la tete", false);
  expect(events.hearing).toHaveBeenCalledWith("la tete");
  Recognition.all.at(-1)?.hears("¡La tetera!", true);
  expect(events.ended).toHaveBeenCalledExactlyOnceWith("La tetera");
  expect(Recognition.all.at(-1)?.running).toBe(false);
});

test("while it is listened for nobody hears it, and no caption is made of it", async () => {
  const store = await talking();
  store.speech.captions.setOwn(true);
  await settle();
  const [captions] = Recognition.all;
  const word = new SpokenWord(store);
  await word.start("en", listener());
  expect(captions?.running).toBe(false);
  await settle();
  expect(store.getState().microphone).toMatchObject({ muted: true });
  Recognition.all.at(-1)?.hears("kettle", true);
  await settle();
  expect(server.asked.filter(({ method }) => method === "presence.tell")).toHaveLength(0);
  expect(store.getState().microphone.muted).toBe(false);
  expect(Recognition.all.at(-1)).toMatchObject({ running: true }); // captions again
  expect(Recognition.all).toHaveLength(3);
});

test("who was muted stays so", async () => {
  const store = await talking();
  store.setMuted(true);
  const word = new SpokenWord(store);
  await word.start("en", listener());
  word.stop();
  await settle();
  expect(store.getState().microphone.muted).toBe(true);
});

test("it ends by itself when nothing is said, and says so when the browser will not", async () => {
  const store = await talking();
  const word = new SpokenWord(store);
  const events = listener();
  await word.start("en", events);
  await later(LISTEN_MILLIS);
  expect(events.ended).toHaveBeenCalledExactlyOnceWith("");
  const refused = listener();
  await word.start("en", refused);
  Recognition.all.at(-1)?.onerror({ error: "not-allowed" });
  expect(refused.failed).toHaveBeenCalledOnce();
  await later(LISTEN_MILLIS);
  expect(refused.ended).not.toHaveBeenCalled();
  expect(store.getState().microphone.muted).toBe(false);
});

test("a browser without ears offers nothing", async () => {
  vi.unstubAllGlobals();
  expect(new SpokenWord(await talking()).canHear).toBe(false);
});
