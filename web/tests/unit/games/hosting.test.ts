/** A host's lines in rooms where no robot can sit: from the files of the server's robot, said by each page to its own listener. */
import { describe, expect, test } from "vitest";
import { Hosting } from "../../../src/games/draw-and-guess/hosting.ts";
import {
  lineOf,
  loadScript,
  MAX_LINE,
  PARTS,
  type Part,
  readScript,
} from "../../../src/games/draw-and-guess/script.ts";
import { GameRoom, type Member, SETTINGS } from "./fake-games.ts";

const SCRIPT = readScript(
  PARTS.flatMap((part) => [`[${part}]`, `${part} {name}`, `${part}, again: {word}`]).join("\n"),
  "en",
);

describe("a file of lines", () => {
  test.each(["en", "es", "zh"])("in %s has something to say at every moment", async (language) => {
    const script = await loadScript(language);
    expect(script).toMatchObject({ language, faults: [] });
    for (const part of PARTS) expect(lineOf(script, part, 0, "Ann"), part).not.toBe("");
  });

  test("is that of the nearest language, else English", async () => {
    const tags = ["es-MX", "ZH", "fr", "", "any"];
    const read = await Promise.all(tags.map(async (tag) => (await loadScript(tag)).language));
    expect(read).toEqual(["es", "zh", "en", "en", "en"]);
  });

  test("with mistakes: each is named by its line, and the rest is said", () => {
    const file = ["lost", "[begun]", "Go {count}!", "x".repeat(MAX_LINE + 1), "[nobody]", "hm"];
    const { faults, ...script } = readScript(file.join("\r\n"), "en");
    expect(faults.slice(0, 4)).toEqual([
      { line: 1, fault: "no-part" },
      { line: 4, fault: "too-long" },
      { line: 5, fault: "unknown-part" },
      { line: 6, fault: "no-part" },
    ]);
    expect(faults.slice(4).every(({ fault }) => fault === "empty-part")).toBe(true);
    expect(lineOf({ ...script, faults }, "begun", 7, "$& {name}")).toBe("Go $& {name}!");
    expect(lineOf({ ...script, faults }, "over", 7, "")).toBe("");
  });
});

/** Hears what a member's page says. */
function hear(room: GameRoom, member: Member): string[] {
  const heard: string[] = [];
  new Hosting({
    ...{ table: member.table, clock: room.time, language: () => "en" },
    ...{ load: async () => SCRIPT, say: (line) => heard.push(line) },
  });
  return heard;
}

/** Which parts were said, in order. */
function partsOf(lines: readonly string[]): Part[] {
  return lines.map((line) => line.split(/[ ,]/, 1)[0] as Part);
}

describe("a game in a sealed room", () => {
  test("is told from the table to the end, alike at all pages", async () => {
    const room = new GameRoom(7, true);
    const ann = await room.join(1);
    const ben = await room.join(2);
    await room.time.run(1_000);
    const said = [hear(room, ann), hear(room, ben)] as const;
    ann.table.open("draw-and-guess", { ...SETTINGS, rounds: 2 }, ann.nickname);
    await room.time.run(1_000);
    ben.table.join(ben.nickname);
    await room.time.run(1_000);
    ann.table.start();
    await room.time.run(1_000);
    await room.play("the game is over", 900_000, () => ann.table.state?.phase === "over");
    await room.time.run(1_000);
    expect(said[0]).toEqual(said[1]);
    const parts = partsOf(said[0]);
    expect(parts.slice(0, 4)).toEqual(["opened", "begun", "chooses", "draws"]);
    expect(parts.at(-1)).toBe("over");
    const count = (part: Part) => parts.filter((one) => one === part).length;
    expect(count("chooses"), "two draw, two rounds").toBe(4);
    expect(count("draws")).toBe(4);
    expect(count("round")).toBe(1);
    expect(count("word"), "each was shown").toBe(4);
    expect(count("all") + count("time")).toBe(4);
    expect(count("first"), "one guesses at a time").toBe(count("all"));
    for (const [index, part] of parts.entries())
      if (part === "word") expect(["all", "time", "soon"]).toContain(parts[index - 1]);
    expect(said[0].join("\n"), "names, not numbers").toContain(ann.nickname);
  });

  test("says half of a long time and ten seconds, and nothing of a turn that is over", async () => {
    const room = new GameRoom(3, true);
    const ann = await room.join(1);
    const ben = await room.join(2);
    await room.time.run(1_000);
    const said = hear(room, ben);
    ann.table.open("draw-and-guess", { ...SETTINGS, seconds: 60 }, ann.nickname);
    await room.time.run(1_000);
    ben.table.join(ben.nickname);
    await room.time.run(1_000);
    ann.table.start();
    await room.time.run(1_000);
    ann.skill = 0;
    ben.skill = 0;
    await room.play("it is drawn", 60_000, () => ben.play.phase === "drawing");
    await room.time.run(500);
    const before = said.length;
    await room.play("the time is up", 90_000, () => ben.play.phase === "showing");
    expect(partsOf(said.slice(before)).slice(0, 2)).toEqual(["half", "soon"]);
    await room.play("another is drawn", 60_000, () => ben.play.phase === "drawing");
    await room.time.run(500);
    const drawer = [ann, ben].find(({ id }) => id === ben.play.drawer);
    drawer?.hand.pass();
    await room.time.run(1_000);
    const later = said.length;
    await room.time.run(4_000);
    expect(partsOf(said.slice(later))).toEqual([]);
    expect(partsOf(said)).toContain("passed");
  });

  test("is not told of what was before one came", async () => {
    const room = new GameRoom(5);
    const ann = await room.join(1);
    const ben = await room.join(2);
    ann.table.open("draw-and-guess", SETTINGS, ann.nickname);
    await room.time.run(1_000);
    ben.table.join(ben.nickname);
    await room.time.run(1_000);
    ann.table.start();
    await room.time.run(1_000);
    await room.play("it is drawn", 60_000, () => ann.play.phase === "drawing");
    const cyd = await room.join(3);
    const said = hear(room, cyd);
    await room.time.run(1_000);
    expect(cyd.table.state?.phase).toBe("playing");
    expect(said).toEqual([]);
    ann.table.stop();
    await room.time.run(1_000);
    expect(partsOf(said)).toEqual(["stopped"]);
  });
});
