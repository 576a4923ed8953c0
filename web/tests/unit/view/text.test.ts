import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ProblemCode } from "../../../src/state/room-view.ts";
import { en } from "../../../src/text/en.ts";

const seam = readFileSync(new URL("../../../src/state/room-view.ts", import.meta.url), "utf8");
const union = /type ProblemCode =([^;]+);/.exec(seam.replaceAll(/\/\/.*/g, ""))?.[1] ?? "";
const codes = [...union.matchAll(/"([^"]+)"/g)].map((match) => match[1] as ProblemCode);

describe("problems", () => {
  test("are found in the seam", () => {
    expect(codes.length).toBeGreaterThan(15);
    expect(codes).toContain("microphone-denied");
  });

  test.each(codes)("%s says what happened and what to do, in whole sentences", (code) => {
    const { what, todo } = en.problem(code);
    for (const words of [what, todo]) expect(words).toMatch(/^[A-Z].+[.]$/);
    expect(`${what} ${todo}`).not.toMatch(
      /\b(refresh|reload|error|undefined|WebRTC|ICE|socket)\b/i,
    );
  });
});

describe("counts", () => {
  test("have a singular and a plural", () => {
    expect(en.room.everyone(1)).toBe("1 person");
    expect(en.room.everyone(2)).toBe("2 people");
    expect(en.room.everyone(1200)).toBe("1,200 people");
    expect(en.room.unread(1)).toBe("1 new message");
    expect(en.chat.tooLong(2)).toBe("2 characters too many");
  });

  test("names are listed as people list them", () => {
    expect(en.room.joined(["Ann"])).toBe("Ann joined");
    expect(en.room.joined(["Ann", "Ben"])).toBe("Ann and Ben joined");
    expect(en.room.left(["Ann", "Ben", "Cleo"])).toBe("Ann, Ben, and Cleo left");
  });
});

describe("dates", () => {
  const now = new Date(2026, 9, 13, 0, 30).getTime();
  const hour = 3_600_000;

  test("the chat says today, yesterday, then the date", () => {
    expect(en.chat.day(now, 0, true)).toBe("Today");
    expect(en.chat.day(now - hour, 1, true)).toBe("Yesterday");
    expect(en.chat.day(now - 72 * hour, 3, true)).toMatch(/10 October|October 10/);
    expect(en.chat.day(new Date(2025, 0, 5).getTime(), 281, false)).toMatch(/2025/);
  });

  test("a visit one hour ago, before midnight, was yesterday", () => {
    expect(en.home.visited(now - hour, now)).toBe("yesterday");
    expect(en.home.visited(now, now)).toBe("today");
    expect(en.home.visited(now + 48 * hour, now)).toBe("today");
    expect(en.home.visited(now - 9 * 24 * hour, now)).toBe("last week");
    expect(en.home.visited(now - 100 * 24 * hour, now)).toBe("3 months ago");
  });
});

test("accessible names that tests and tools rely on", () => {
  expect(en.home).toMatchObject({ room: "Room name", nickname: "Nickname", enter: "Enter" });
  expect(en.join).toMatchObject({
    nickname: "Nickname",
    join: "Join",
    joinWithout: "Join without microphone",
  });
  expect(en.room).toMatchObject({
    people: "People",
    mute: "Mute",
    unmute: "Unmute",
    leave: "Leave",
    copyLink: "Copy link",
  });
  expect(en.chat).toMatchObject({ title: "Chat", message: "Message", send: "Send" });
  expect(en.connection.label).toBe("Connection");
});
