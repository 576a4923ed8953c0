// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readPresence } from "../../src/board/presence.ts";
import { encodeCaption, MAX_CAPTION_LENGTH, readCaption } from "../../src/client/captions.ts";
import { readReceipt } from "../../src/client/receipts.ts";
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from "../../src/crypto/bytes.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { chatEntryOnWire, somebody } from "./support/people.ts";
import { Recognition, stubRecognition } from "./support/recognition.ts";
import { ben, benJoins, joinedStore, later, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

const robin = await somebody();

beforeEach(stubRecognition);
afterEach(() => vi.unstubAllGlobals());

/** What was shown to the others as captions, in its order. */
function told() {
  return server.asked
    .filter(({ method }) => method === "presence.tell")
    .map(({ params }) => readCaption(fromBase64Url(params.bytes ?? "") ?? new Uint8Array()))
    .filter((caption) => caption !== undefined);
}

async function talking() {
  const store = await joinedStore();
  store.setMuted(false);
  await settle();
  return store;
}

/** Ben's browser shows us what he says. */
async function benSays(text: string, isFinal = true): Promise<void> {
  const bytes = toBase64Url(encodeCaption({ text, isFinal }));
  server.socket.notify("presence.told", { number: 7, bytes });
  await settle();
}

describe("a caption", () => {
  test("comes back as it was, on one line, and is none of what else is shown in passing", () => {
    const bytes = encodeCaption({ text: " Hello\nthere ", isFinal: true });
    expect(readCaption(bytes)).toEqual({ text: "Hello there", isFinal: true });
    expect(readReceipt(bytes)).toBeUndefined();
    expect(readPresence(bytes)).toBeUndefined();
    expect(readCaption(utf8('{"p":[1,2]}'))).toBeUndefined();
  });

  test("has an end: of what is too long the last words are shown", () => {
    const long = Array.from({ length: 100 }, (_, index) => `word${index}`).join(" ");
    const shown = readCaption(encodeCaption({ text: long, isFinal: false }))?.text ?? "";
    expect(shown.length).toBeLessThanOrEqual(MAX_CAPTION_LENGTH);
    expect(long.endsWith(shown)).toBe(true);
    expect(encodeCaption({ text: "字".repeat(5_000), isFinal: true }).length).toBeLessThan(1_024);
  });

  test("that is malformed is none", () => {
    for (const bytes of [
      new Uint8Array([3]),
      new Uint8Array([3, 1]),
      new Uint8Array([3, 2, 65]),
      new Uint8Array([3, 1, 0xff, 0xfe]),
      new Uint8Array([3, 1, 7]),
      new Uint8Array([3, 0, ...utf8("x".repeat(MAX_CAPTION_LENGTH + 1))]),
    ])
      expect(readCaption(bytes)).toBeUndefined();
  });
});

describe("what we say", () => {
  test("is heard by the browser only once we want that, and only while we are unmuted", async () => {
    const store = await talking();
    expect(Recognition.all).toHaveLength(0);
    expect(store.getState().captions.place).toBe("maker"); // said before one agrees
    store.speech.captions.setOwn(true);
    await settle();
    expect(store.getState().captions).toMatchObject({ own: true, canHear: true, place: "maker" });
    expect(Recognition.all.at(-1)).toMatchObject({ running: true, processLocally: undefined });
    store.setMuted(true);
    await settle();
    expect(Recognition.all.at(-1)?.running).toBe(false);
    store.setMuted(false);
    await settle();
    expect(Recognition.all).toHaveLength(2);
    store.speech.captions.setOwn(false);
    await settle();
    expect(Recognition.all.at(-1)?.running).toBe(false);
  });

  test("stays on this device where the browser can do that", async () => {
    Recognition.available.mockResolvedValue("available");
    const store = await talking();
    store.speech.captions.setOwn(true);
    await settle();
    expect(store.getState().captions.place).toBe("device");
    expect(Recognition.all.at(-1)).toMatchObject({ processLocally: true });
  });

  test("goes to the others as words, not too often, and to our own seat", async () => {
    const store = await talking();
    store.speech.captions.setOwn(true);
    await settle();
    const ears = Recognition.all.at(-1);
    ears?.hears("I think", false);
    ears?.hears("I think so", false);
    ears?.hears("I think so too.", true);
    await settle();
    expect(told()).toEqual([
      { text: "I think", isFinal: false },
      { text: "I think so too.", isFinal: true },
    ]);
    expect([...store.getState().captions.shown.values()]).toEqual(["I think so too."]);
  });

  test("goes on being heard after a pause, and is said to end where that is not allowed", async () => {
    const store = await talking();
    store.speech.captions.setOwn(true);
    await settle();
    Recognition.all.at(-1)?.onend();
    await later(500);
    expect(Recognition.all).toHaveLength(2);
    Recognition.all.at(-1)?.onerror({ error: "no-speech" });
    expect(store.getState().problem).toBeUndefined();
    Recognition.all.at(-1)?.onerror({ error: "not-allowed" });
    await settle();
    expect(store.getState().problem?.code).toBe("captions-refused");
    expect(store.getState().captions.own).toBe(false);
  });

  test("is not asked for again and again where nothing comes", async () => {
    const store = await talking();
    store.speech.captions.setOwn(true);
    await settle();
    for (let index = 0; index < 40; index++) {
      Recognition.all.at(-1)?.onend();
      await later(500);
    }
    expect(Recognition.all.length).toBeLessThan(30);
    expect(store.getState().captions.own).toBe(false);
  });

  test("cannot be captioned by a browser without ears", async () => {
    vi.unstubAllGlobals();
    const store = await talking();
    store.speech.captions.setOwn(true);
    await settle();
    expect(store.getState().captions).toMatchObject({ own: false, canHear: false });
  });
});

describe("what this server hears", () => {
  const agreed = () =>
    server.asked
      .filter(({ method }) => method === "member.update" || method === "enter")
      .flatMap(({ params }) => params.profile ?? [])
      .map((profile) => JSON.parse(fromUtf8(fromBase64Url(profile) ?? new Uint8Array()) ?? ""))
      .at(-1)?.ears;

  test("is offered where it has ears, told in the profile, and takes the place of the browser's", async () => {
    server.ears = true;
    const store = await talking();
    expect(store.getState().captions).toMatchObject({ serverHears: true, byServer: false });
    expect(agreed()).toBeUndefined();
    store.speech.captions.setOwn(true);
    await settle();
    store.speech.captions.setByServer(true);
    await settle();
    expect(agreed()).toBe(true);
    expect(store.getState().captions).toMatchObject({ own: false, byServer: true });
    expect(Recognition.all.at(-1)?.running).toBe(false);
    store.speech.captions.setOwn(true);
    await settle();
    expect(agreed()).toBeUndefined();
    expect(store.getState().captions).toMatchObject({ own: true, byServer: false });
  });

  test("is shown to us too", async () => {
    server.ears = true;
    const store = await talking();
    const bytes = toBase64Url(encodeCaption({ text: "So it was heard.", isFinal: true }));
    server.socket.notify("presence.told", { number: 1, bytes });
    await settle();
    expect([...store.getState().captions.shown.values()]).toEqual(["So it was heard."]);
  });

  test("ends when we leave, and is not agreed to when we come back", async () => {
    server.ears = true;
    const store = await talking();
    store.speech.captions.setByServer(true);
    await settle();
    await store.leave();
    await settle();
    expect(store.getState().captions.byServer).toBe(false);
    await store.join({ microphone: true });
    await settle();
    expect(agreed()).toBeUndefined();
  });

  test("is nothing where it has none", async () => {
    const store = await talking();
    expect(store.getState().captions.serverHears).toBe(false);
    store.speech.captions.setByServer(true);
    await settle();
    expect(agreed()).toBeUndefined();
  });
});

describe("what others say", () => {
  test("stands at their seat for a while", async () => {
    const store = await joinedStore(false);
    benJoins();
    await settle();
    await benSays("Good", false);
    await benSays("Good evening");
    expect([...store.getState().captions.shown]).toEqual([[7, "Good evening"]]);
    await later(5_000);
    expect(store.getState().captions.shown.size).toBe(0);
  });

  test("is not shown of who is muted for us, nor where captions are off", async () => {
    const store = await joinedStore(false);
    benJoins();
    await settle();
    store.setMutedForMe(7, true);
    await benSays("Good evening");
    expect(store.getState().captions.shown.size).toBe(0);
    store.setMutedForMe(7, false);
    store.speech.captions.setOn(false);
    await benSays("Good evening");
    expect(store.getState().captions.shown.size).toBe(0);
    store.speech.captions.setOn(true);
    await settle();
    expect(store.getState().captions.shown.size).toBe(1);
    expect(ben.memberId).not.toBe("");
  });

  test("of robots is what they write from now on", async () => {
    const store = await joinedStore(false);
    const profile = toBase64Url(encodeProfile({ nickname: "Robin" }));
    const member = { ...server.member(9, robin.memberId, profile), robot: "companion" };
    server.socket.notify("member.joined", { member });
    await settle();
    const room = await publicRoomId("coffee");
    server.socket.notify(
      "log.entry",
      await chatEntryOnWire(robin, room, 1, { text: "Hello, Ada." }, 101),
    );
    await vi.waitFor(() =>
      expect([...store.getState().captions.shown]).toEqual([[9, "Hello, Ada."]]),
    );
    await later(5_000);
    expect(store.getState().captions.shown.size).toBe(0);
  });
});
