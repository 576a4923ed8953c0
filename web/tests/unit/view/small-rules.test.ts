import { describe, expect, test } from "vitest";
import type { Person } from "../../../src/state/room-view.ts";
import { nicknameFault, roomNameFault } from "../../../src/view/name-faults.ts";
import { popoverPlace } from "../../../src/view/parts/popover-place.ts";
import { changesOfPeople } from "../../../src/view/room/changes.ts";
import { pageOf, roomPath } from "../../../src/view/router.ts";
import { initials } from "../../../src/view/table/initials.ts";
import { seatBadge, seatWords } from "../../../src/view/table/seat-words.ts";

const ann: Person = {
  number: 2,
  id: "ann",
  nickname: "Ann",
  hue: 1,
  place: 0.2,
  isSelf: false,
  muted: false,
  hasMedia: true,
  connection: "connected",
  robot: undefined,
  elsewhere: "",
  mutedForMe: false,
  volume: 1,
  speaking: false,
  rank: "none",
  silenced: false,
  hand: 0,
  talkedSeconds: 0,
  resting: false,
  fingerprint: "k3fq-9x2m-tr4a",
  namesake: false,
  stranger: "no",
  powers: [],
};

describe("pages by path", () => {
  test.each(["kitchen table", "über & co?", "50%", "#1", "日本", "a/b"])(
    "the way to room %s leads there",
    (name) => {
      expect(pageOf(roomPath(name))).toEqual({ kind: "room", name });
    },
  );

  test("what is no page is none", () => {
    for (const path of ["/r/", "/r/a/b", "/rooms", "/r/%E0%A4%A"])
      expect(pageOf(path)).toEqual({ kind: "unknown" });
    expect(pageOf("/")).toEqual({ kind: "home" });
  });
});

describe("names that do not work", () => {
  test("are told in words, good ones pass", () => {
    expect(roomNameFault("kitchen")).toBeUndefined();
    expect(roomNameFault("  ")).toMatch(/needs a name/);
    expect(roomNameFault("x".repeat(41))).toMatch(/40/);
    expect(nicknameFault("Ann\u202eb")).toMatch(/hidden/);
    expect(nicknameFault("👩‍👩‍👧‍👦".repeat(12))).toBeUndefined();
    expect(nicknameFault("x".repeat(25))).toMatch(/24/);
  });
});

describe("a seat in words", () => {
  test("begins with the nickname and never holds the word of a button", () => {
    expect(seatWords(ann)).toBe("Ann");
    expect(seatWords({ ...ann, isSelf: true, muted: true })).toBe("Ann (you), microphone off");
    expect(
      seatWords({ ...ann, connection: "reconnecting", mutedForMe: true, hasMedia: false }),
    ).toBe("Ann, reconnecting, silent for you, without voice");
  });

  test("has one sign, the weightiest", () => {
    expect(seatBadge(ann)).toBeUndefined();
    expect(seatBadge({ ...ann, muted: true })).toBe("microphone-off");
    expect(seatBadge({ ...ann, muted: true, hasMedia: false })).toBe("write");
    expect(seatBadge({ ...ann, muted: true, mutedForMe: true })).toBe("speaker-off");
    expect(seatBadge({ ...ann, mutedForMe: true, connection: "reconnecting" })).toBe("clock");
  });
});

test("initials are whole characters of the first two words", () => {
  expect(initials("brave otter")).toBe("BO");
  expect(initials("Anna")).toBe("A");
  expect(initials("one-two three")).toBe("OT");
  expect(initials("👩‍👩‍👧 fox")).toBe("👩‍👩‍👧F");
  expect(initials("明美")).toBe("明");
  expect(initials("...")).toBe("");
});

test("who came and who left, but for oneself", () => {
  const self = { ...ann, id: "self", isSelf: true };
  const ben = { ...ann, id: "ben", nickname: "Ben" };
  expect(changesOfPeople([self, ann], [self, ben])).toEqual({ joined: ["Ben"], left: ["Ann"] });
  expect(changesOfPeople([ann], [self, ann])).toEqual({ joined: [], left: [] });
  expect(changesOfPeople([ann], [{ ...ann }])).toEqual({ joined: [], left: [] });
});

describe("a popover", () => {
  const view = { width: 360, height: 640 };
  const size = { width: 280, height: 200 };

  test("stands under its anchor, above where there is no room, and always in the window", () => {
    const under = popoverPlace({ left: 160, top: 100, width: 40, height: 40 }, size, view);
    expect(under).toEqual({ left: 40, top: 152 });
    const above = popoverPlace({ left: 160, top: 560, width: 40, height: 40 }, size, view);
    expect(above.top).toBe(348);
    const corner = popoverPlace({ left: 350, top: 0, width: 40, height: 40 }, size, view);
    expect(corner.left).toBe(72);
    const huge = popoverPlace(
      { left: 0, top: 300, width: 40, height: 40 },
      { width: 400, height: 900 },
      view,
    );
    expect(huge).toEqual({ left: 8, top: 8 });
  });
});
