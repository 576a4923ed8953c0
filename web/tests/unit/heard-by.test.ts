import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DecodedVoice, type PlayedSlot } from "../../src/client/decoded-voice.ts";
import { HeardByCount, LINGER_MILLIS, SILENT_AFTER_MILLIS } from "../../src/client/heard-by.ts";
import {
  encodeAsk,
  encodeReceipt,
  isAsk,
  MAX_VOICES,
  readReceipt,
} from "../../src/client/receipts.ts";
import type { Bytes } from "../../src/crypto/bytes.ts";
import { LiveHeardBy, MAX_COMPANY } from "../../src/state/live-heard-by.ts";
import { settle } from "./support/settle.ts";

describe("a receipt", () => {
  test("comes back as it was written, and its bytes are those of the document", () => {
    const receipt = new Map([
      [7, 1],
      [0xfffffffe, 255],
    ]);
    const bytes = encodeReceipt(receipt);
    expect([...bytes]).toEqual([1, 0, 0, 0, 7, 1, 0xff, 0xff, 0xff, 0xfe, 255]);
    expect(readReceipt(bytes)).toEqual(receipt);
    expect(readReceipt(encodeReceipt(new Map()))).toEqual(new Map());
    expect(isAsk(bytes)).toBe(false);
    expect(isAsk(encodeAsk())).toBe(true);
    expect(readReceipt(encodeAsk())).toBeUndefined();
  });

  test("is not read where it is cut, too long, says one voice twice or how loud silence is", () => {
    const whole = encodeReceipt(new Map([[7, 90]]));
    for (let length = 2; length < whole.length; length++)
      expect(readReceipt(whole.subarray(0, length))).toBeUndefined();
    expect(readReceipt(new Uint8Array())).toBeUndefined();
    expect(readReceipt(Uint8Array.of(...whole, ...whole.subarray(1)))).toBeUndefined();
    expect(readReceipt(Uint8Array.of(1, 0, 0, 0, 7, 0))).toBeUndefined();
    const many = new Map(Array.from({ length: MAX_VOICES + 1 }, (_, number) => [number + 1, 9]));
    expect(readReceipt(encodeReceipt(many))?.size).toBe(MAX_VOICES);
    expect(readReceipt(new Uint8Array(1 + (MAX_VOICES + 1) * 5).fill(1))).toBeUndefined();
  });
});

/** What plays a voice. */
function player(speaker: number) {
  const analysers = new Set<unknown>();
  const now = { decibels: Number.NEGATIVE_INFINITY };
  const createAnalyser = () => ({
    getFloatTimeDomainData: (samples: Float32Array) => samples.fill(10 ** (now.decibels / 20)),
  });
  const source = {
    context: { createAnalyser },
    connect: (analyser: unknown) => void analysers.add(analyser),
    disconnect: (analyser: unknown) => void analysers.delete(analyser),
  };
  return { slot: { source, speaker } as unknown as PlayedSlot, now, analysers };
}

describe("what the decoders put out", () => {
  test("is told by whose voice it was, from one time to the next", () => {
    const [ann, quiet, nobody] = [player(7), player(8), player(0)];
    const slots = [ann.slot, quiet.slot, nobody.slot];
    const voice = new DecodedVoice();
    ann.now.decibels = -20;
    quiet.now.decibels = -80;
    nobody.now.decibels = -20;
    for (let look = 0; look < 10; look++) voice.look(slots);
    const heard = voice.take();
    expect([...heard.keys()]).toEqual([7]);
    expect(heard.get(7)).toBe(1 + Math.round((45 / 65) * 254));
    expect(voice.take()).toEqual(new Map());
    ann.now.decibels = 6;
    voice.look(slots);
    expect(voice.take().get(7)).toBe(255);
  });

  test("is looked at only while it is wanted", () => {
    const { slot, analysers } = player(7);
    const voice = new DecodedVoice();
    voice.look([slot]);
    voice.look([slot]);
    expect(analysers.size).toBe(1);
    voice.rest();
    expect(analysers.size).toBe(0);
    expect(voice.take()).toEqual(new Map());
  });
});

const HEARD = new Map([[1, 200]]);
const MISSED = new Map([[9, 200]]);

describe("who speaks", () => {
  let count: HeardByCount;
  let now: number;
  const here = () => true;

  beforeEach(() => {
    count = new HeardByCount();
    now = 0;
  });

  function speak(millis: number, level = 0.6): void {
    for (const end = now + millis; now < end; now += 50) count.spoke(level, now);
  }

  test("sees by how many it is heard, and who not", () => {
    speak(1_000);
    for (const id of ["a", "b", "c"]) count.received(id, HEARD, 1, now);
    count.received("d", MISSED, 1, now);
    expect(count.count(now, here)).toEqual({ heard: 3, of: 4, missed: ["d"] });
    speak(1_000);
    count.received("d", HEARD, 1, now);
    count.received("a", MISSED, 1, now);
    expect(count.count(now, here)).toEqual({ heard: 3, of: 4, missed: ["a"] });
    expect(count.count(now, (id) => id !== "a")).toEqual({ heard: 3, of: 3, missed: [] });
  });

  test("is not told to be unheard by who could not have heard anything yet, or in a pause", () => {
    speak(200);
    count.received("a", MISSED, 1, now);
    expect(count.count(now, here)).toBeUndefined();
    speak(1_000);
    count.received("a", HEARD, 1, now);
    speak(700, 0.1);
    count.received("a", MISSED, 1, now);
    expect(count.count(now, here)).toEqual({ heard: 1, of: 1, missed: [] });
  });

  test("sees nothing once it has been silent for a while, and counts nobody who says nothing", () => {
    speak(1_000);
    count.received("a", HEARD, 1, now);
    speak(SILENT_AFTER_MILLIS + 100);
    expect(count.count(now, here)).toBeUndefined();
    count.received("a", HEARD, 1, now);
    expect(count.count(now, here)).toBeDefined();
    speak(LINGER_MILLIS + 100, 0);
    expect(count.count(now, here)).toBeUndefined();
  });
});

let clock = 0;

/** Two people whose pages show each other things in passing. */
function pair(company = 2) {
  const ids = ["ann", "ben"] as const;
  const sent: { readonly from: number; readonly bytes: Bytes }[] = [];
  const members = new Map(
    Array.from({ length: company }, (_, index) => {
      const number = index + 1;
      return [number, { number, id: ids[index] ?? `${number}`, connection: "connected" }] as const;
    }),
  );
  const voice = player(1);
  const muted = new Set<string>();
  const pages = ids.map((_, index) => {
    const documents = {
      hear: undefined as ((author: string, body: Bytes) => void) | undefined,
      listen: (ear: (author: string, body: Bytes) => void) => {
        documents.hear = ear;
      },
      tell: (bytes: Bytes) => void sent.push({ from: index, bytes }),
    };
    const client = { documents, members, self: index + 1 };
    const hearing = {
      playback: { played: index === 1 ? [voice.slot] : [] },
      listening: { isMuted: (id: string) => index === 1 && muted.has(id) },
    };
    const page = new LiveHeardBy(() => client as never, hearing as never, {} as never);
    page.listen();
    return { page, documents };
  });
  /** `plays`: something comes out of Ben's decoder. */
  const pass = async (millis: number, plays: boolean) => {
    for (const end = clock + millis; clock < end; clock += 50) {
      voice.now.decibels = plays ? -20 : -90;
      for (const [index, { page }] of pages.entries())
        page.poll(clock, index === 0 ? 0.6 : 0, false);
      await settle();
      for (const { from, bytes } of sent.splice(0))
        pages[1 - from]?.documents.hear?.(ids[from] as string, bytes);
    }
  };
  return { pages, muted, pass, analysers: voice.analysers };
}

const PEOPLE = [
  { id: "ann", nickname: "Ann" },
  { id: "ben", nickname: "Ben" },
] as never;

describe("two pages", () => {
  beforeEach(() => {
    clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => clock);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("ask and answer while one speaks: heard, and not any more, by name", async () => {
    const { pages, pass, analysers } = pair();
    const ann = pages[0]?.page;
    await pass(4_000, true);
    expect(ann?.view(PEOPLE)).toEqual({ heard: 1, of: 1, missed: [] });
    expect(ann?.view(PEOPLE)).toBe(ann?.view(PEOPLE)); // the same while it says the same
    await pass(4_000, false);
    expect(ann?.view(PEOPLE)).toEqual({ heard: 0, of: 1, missed: ["Ben"] });
    expect(analysers.size).toBe(1);
  });

  test("who has muted somebody counts as hearing", async () => {
    const { pages, muted, pass } = pair();
    muted.add("ann");
    await pass(4_000, false);
    expect(pages[0]?.page.view(PEOPLE)).toEqual({ heard: 1, of: 1, missed: [] });
  });

  test("in a large room nobody asks", async () => {
    const { pages, pass } = pair(MAX_COMPANY + 1);
    await pass(4_000, true);
    expect(pages[0]?.page.view(PEOPLE)).toBeUndefined();
  });
});
