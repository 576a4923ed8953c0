// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { encodeAsk } from "../../src/client/receipts.ts";
import { fromBase64Url, toBase64Url } from "../../src/crypto/bytes.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { LiveSpeech } from "../../src/state/live-speech.ts";
import {
  MAX_READ_CHARACTERS,
  MAX_WAITING,
  ReadAloud,
  type Reader,
} from "../../src/state/read-aloud.ts";
import { KeptSettings, loadSettings } from "../../src/state/settings.ts";
import { chatEntryOnWire, somebody } from "./support/people.ts";
import { benJoins, joinedStore, later, me, person, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

const robin = await somebody();

beforeEach(() => {
  server.moderator = toBase64Url(me.identity);
});

/** What was asked for by that method, in its order. */
function asked(method: string) {
  return server.asked.filter((request) => request.method === method).map(({ params }) => params);
}

/** The body of the line that went out last. */
function lastBody(): unknown {
  const bytes = fromBase64Url(server.lastParams("log.append")?.bytes ?? "");
  const entry = new TextDecoder().decode(bytes);
  return JSON.parse(entry.slice(entry.indexOf('{"')));
}

/** Robin writes something. */
async function robinWrites(sequence: number, text: string, more: object = {}): Promise<void> {
  const body = { text, ...more };
  const room = await publicRoomId("coffee");
  const entry = await chatEntryOnWire(robin, room, sequence, body, 100 + sequence);
  server.socket.notify("log.entry", entry);
  await settle();
}

describe("what one writes is said", () => {
  test("by the server, in the voice that was chosen, in its order", async () => {
    const store = await joinedStore(false);
    store.speech.setOn(true);
    await settle();
    expect(server.lastParams("voice.say")).toMatchObject({ text: "" });
    expect(store.getState().speech).toMatchObject({ on: true, way: "server" });
    store.speech.setVoice(4);
    expect(loadSettings().voice).toBe(4);
    store.chat.say("one\ntwo");
    store.chat.say("three");
    await settle();
    const said = asked("voice.say").map(({ text, voice }) => [text, voice]);
    expect(said).toEqual([
      ["", 2],
      ["one two", 4],
      ["three", 4],
    ]);
    expect(store.getState().messages.map(({ text }) => text)).toEqual(["one\ntwo", "three"]);
  });

  test("and shows at our own seat, for about as long, as voice does", async () => {
    const store = await joinedStore(false);
    store.speech.setOn(true);
    await settle();
    expect(store.level(1)).toBe(0);
    store.chat.say("x".repeat(40));
    await settle();
    expect(store.level(1)).toBeGreaterThan(0.2);
    expect(person(store, 1)?.speaking).toBe(true);
    await later(3_000);
    expect(store.level(1)).toBe(0);
    expect(person(store, 1)?.speaking).toBe(false);
  });

  test("asks by whom that is heard", async () => {
    const store = await joinedStore(false);
    benJoins();
    store.speech.setOn(true);
    await settle();
    store.chat.say("x".repeat(60));
    await settle();
    await later(1_500);
    const asks = asked("presence.tell").filter(({ bytes }) => bytes === toBase64Url(encodeAsk()));
    expect(asks.length).toBeGreaterThan(0);
  });

  test("only where that is on", async () => {
    const store = await joinedStore(false);
    store.chat.say("one");
    await settle();
    expect(asked("voice.say")).toEqual([]);
  });

  test.each([
    ["voice-unmuted", "speech-unmuted"],
    ["voice-silenced", "speech-silenced"],
    ["voice-failed", "speech-failed"],
    ["busy", "speech-too-fast"],
  ])("or it is said why not, for %s, and the words stand there", async (reason, code) => {
    const store = await joinedStore(false);
    store.speech.setOn(true);
    await settle();
    server.refuse = { "voice.say": { reason } };
    store.chat.say("hello");
    await settle();
    expect(store.getState().problem?.code).toBe(code);
    expect(store.getState().messages).toHaveLength(1);
  });

  test("at most 500 characters at a time", async () => {
    const store = await joinedStore(false);
    store.speech.setOn(true);
    await settle();
    store.chat.say("x".repeat(501));
    await settle();
    expect(store.getState().problem?.code).toBe("speech-too-long");
    expect(asked("voice.say")).toHaveLength(1);
  });

  test("by the others' browsers where the server has no voice", async () => {
    server.refuse = { "voice.say": { reason: "voice-unavailable" } };
    const store = await joinedStore(false);
    store.speech.setOn(true);
    await settle();
    expect(store.getState().speech.way).toBe("listeners");
    expect(store.getState().problem).toBeUndefined();
    store.chat.say("hello");
    await settle();
    expect(asked("voice.say")).toHaveLength(1);
    expect(lastBody()).toMatchObject({ text: "hello", aloud: true });
  });
});

test("in a sealed room nothing of it is asked of the server, and every line is marked", () => {
  const sayText = vi.fn();
  const client = { requests: { sayText }, documents: { listen: () => {} } };
  const events = { failed: vi.fn(), changed: vi.fn() };
  const playback = { volumesChanged: vi.fn() };
  const speech = new LiveSpeech(() => client as never, playback, new KeptSettings(), true, events);
  expect(speech.wrote("before it is on")).toBe(false);
  speech.setOn(true);
  expect(speech.view).toMatchObject({ on: true, way: "listeners" });
  expect(speech.wrote("hello")).toBe(true);
  speech.setOn(false);
  expect(speech.wrote("after")).toBe(false);
  expect(sayText).not.toHaveBeenCalled();
  expect(events.failed).not.toHaveBeenCalled();
});

describe("this browser reads aloud", () => {
  const spoken: { text: string; lang: string }[] = [];
  let ended: (() => void)[] = [];
  let cancelled = 0;

  beforeEach(() => {
    spoken.length = 0;
    ended = [];
    cancelled = 0;
    vi.stubGlobal(
      "SpeechSynthesisUtterance",
      class {
        text: string;
        lang = "";
        onend = () => {};
        onerror = () => {};
        constructor(text: string) {
          this.text = text;
        }
      },
    );
    vi.stubGlobal("speechSynthesis", {
      speak: (utterance: { text: string; lang: string; onend: () => void }) => {
        spoken.push({ text: utterance.text, lang: utterance.lang });
        ended.push(() => utterance.onend());
      },
      cancel: () => {
        cancelled++;
        ended.at(-1)?.();
      },
    });
  });

  afterEach(() => vi.unstubAllGlobals());

  async function withRobin(robot: string | undefined) {
    const store = await joinedStore(false);
    const profile = toBase64Url(encodeProfile({ nickname: "Robin" }));
    const member = server.member(9, robin.memberId, profile);
    server.socket.notify("member.joined", { member: robot ? { ...member, robot } : member });
    await settle();
    return store;
  }

  test("what robots write from now on, where that was turned on", async () => {
    const store = await withRobin("companion");
    await robinWrites(1, "before");
    await settle();
    expect(spoken).toEqual([]);
    store.speech.setReadAloud(true);
    await robinWrites(2, "Hello there");
    await vi.waitFor(() => expect(spoken.map(({ text }) => text)).toEqual(["Hello there"]));
    expect(loadSettings().readAloud).toBe(true);
    store.speech.setReadAloud(false);
    expect(cancelled).toBe(1);
  });

  test("of people only what they want to be heard", async () => {
    const store = await withRobin(undefined);
    store.speech.setReadAloud(true);
    await robinWrites(1, "to be read");
    await robinWrites(2, "to be heard", { aloud: true });
    await vi.waitFor(() => expect(spoken.map(({ text }) => text)).toEqual(["to be heard"]));
  });
});

describe("lines that are read", () => {
  const read: string[] = [];
  let done: (() => void) | undefined;
  let stops = 0;
  const reader: Reader = {
    read: (text, _, ended) => {
      read.push(text);
      done = ended;
    },
    stop: () => {
      stops++;
      done?.();
    },
  };
  const robot = { id: "r", isSelf: false, robot: "dice", mutedForMe: false, silenced: false };
  const ben = { ...robot, id: "b", robot: undefined };

  function line(author: string, sequence: number, text: string, aloud = false) {
    const rest = { edited: false, reply: undefined, reactions: [], nickname: "x", file: undefined };
    const key = `${author} ${sequence}`;
    return { key, author, sequence, text, aloud, time: 0, logical: 1, pending: false, ...rest };
  }

  beforeEach(() => {
    read.length = 0;
    done = undefined;
    stops = 0;
  });

  test("come one after the other, and not without end", () => {
    const aloud = new ReadAloud(reader, () => "en");
    const lines = Array.from({ length: 20 }, (_, index) => line("r", index, `line ${index}`));
    aloud.look(lines, [robot]);
    for (let index = 0; index < 20; index++) done?.();
    expect(read).toEqual(lines.slice(0, MAX_WAITING + 1).map(({ text }) => text));
    aloud.look([line("r", 30, "x".repeat(2_000))], [robot]);
    expect(read.at(-1)).toHaveLength(MAX_READ_CHARACTERS);
  });

  test("of robots end when a person talks, those of people do not", () => {
    const aloud = new ReadAloud(reader, () => "en");
    const lines = [line("r", 1, "robot"), line("b", 1, "ben", true), line("r", 2, "more")];
    aloud.look(lines, [robot, ben]);
    aloud.personTalks();
    expect(stops).toBe(1);
    aloud.personTalks();
    done?.();
    expect(read).toEqual(["robot", "ben"]);
    expect(stops).toBe(1);
  });

  test("are not of who is muted for us or for all, nor our own, nor of who has left", () => {
    const aloud = new ReadAloud(reader, () => "en");
    const others = [
      { ...ben, mutedForMe: true },
      { ...ben, silenced: true },
      { ...ben, isSelf: true },
      { ...ben, id: "another" },
    ];
    for (const other of others) aloud.look([line("b", 1, "no", true)], [other]);
    expect(read).toEqual([]);
    expect(new ReadAloud(undefined, () => "en").isThere).toBe(false);
  });
});
