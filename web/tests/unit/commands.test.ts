/** What is typed with a slash, and whom it stands beside. */
import { describe, expect, test } from "vitest";
import { commandsOf, offered, readLine } from "../../src/view/chat/commands.ts";
import { namesakes } from "../../src/view/chat/namesakes.ts";

const ALL = commandsOf({ mayDescribe: true, sealed: false, webrtc: true });

describe("commands", () => {
  test("only those are offered that one can do here", () => {
    expect(ALL).toContain("topic");
    const guest = commandsOf({ mayDescribe: false, sealed: false, webrtc: false });
    for (const name of ["topic", "mute", "unmute"]) expect(guest).not.toContain(name);
    expect(commandsOf({ mayDescribe: true, sealed: true, webrtc: true })).not.toContain("topic");
  });

  test("a slash offers all, letters fewer, and words behind them none", () => {
    expect(offered("/", ALL)).toEqual(ALL);
    expect(offered("/M", ALL)).toEqual(["me", "mute"]);
    for (const line of ["", "hi /me", "/me waves", "/xyz", "//"])
      expect(offered(line, ALL)).toEqual([]);
  });

  test("a line that is one says what to do", () => {
    expect(readLine("/nick  Ann B. ", ALL)).toEqual({
      kind: "command",
      name: "nick",
      words: "Ann B.",
    });
    expect(readLine("/SHRUG", ALL)).toEqual({ kind: "command", name: "shrug", words: "" });
    expect(readLine("/nick ", ALL)).toEqual({ kind: "incomplete", name: "nick" });
    expect(readLine("/dance now", ALL)).toEqual({ kind: "unknown", name: "dance" });
    expect(
      readLine("/topic tea", commandsOf({ mayDescribe: false, sealed: false, webrtc: true })),
    ).toEqual({ kind: "unknown", name: "topic" });
  });

  test("what only looks like one is said as it is", () => {
    for (const line of ["hello", "/usr/bin/env", "/ me", "1/2", "/42"])
      expect(readLine(line, ALL)).toEqual({ kind: "say", words: line });
    expect(readLine("//me and you", ALL)).toEqual({ kind: "say", words: "/me and you" });
  });
});

describe("names in the chat that could be taken for each other", () => {
  const ben = { id: "ben-id", nickname: "Ben", fingerprint: "3f9k-aaaa-bbbb" };
  const other = { id: "other-id", nickname: "b e n", fingerprint: "x0pt-aaaa-bbbb" };

  test("are told apart by the beginnings of their keys' fingerprints", () => {
    const marks = namesakes([{ author: ben.id, nickname: "Ben" }], [ben, other]);
    expect([...marks]).toEqual([
      [ben.id, "3f9k"],
      [other.id, "x0pt"],
    ]);
  });

  test("so are those of somebody who has left and of somebody who is here", () => {
    const marks = namesakes([{ author: "gone-id", nickname: "Ben" }], [ben]);
    expect(marks.get("gone-id")).toBe("gone");
    expect(marks.get(ben.id)).toBe("3f9k");
  });

  test("one person on two devices, and one alone, bear no mark", () => {
    const device = { ...ben, id: "second-id" };
    expect(namesakes([{ author: ben.id, nickname: "Ben" }], [ben, device]).size).toBe(0);
    expect(namesakes([{ author: "ann", nickname: "Ann" }], [ben]).size).toBe(0);
  });
});
