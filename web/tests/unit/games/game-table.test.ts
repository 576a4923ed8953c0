/** The ground that games stand on: everybody sees the same, whoever comes, goes, or means ill. */
import { describe, expect, test } from "vitest";
import { toBase64Url, utf8 } from "../../../src/crypto/bytes.ts";
import { MAX_RECENT } from "../../../src/games/ground/game-table.ts";
import {
  encodeMessage,
  type GameMessage,
  MAX_PLAYERS,
} from "../../../src/games/ground/messages.ts";
import { GameRoom, type Member, SETTINGS, WORDS } from "./fake-games.ts";

const KEY = toBase64Url(new Uint8Array(32).fill(9));

async function lobby(room: GameRoom, amount: number): Promise<Member[]> {
  const members: Member[] = [];
  for (let number = 1; number <= amount; number++) members.push(await room.join(number));
  const [first, ...others] = members as [Member, ...Member[]];
  first.table.open("draw-and-guess", SETTINGS, first.nickname);
  await room.time.run(1_000);
  for (const member of others) member.table.join(member.nickname);
  await room.time.run(1_000);
  return members;
}

async function started(room: GameRoom, amount: number): Promise<Member[]> {
  const members = await lobby(room, amount);
  members[0]?.table.start();
  await room.time.run(1_000);
  return members;
}

/** All see the same when all has come that is on its way. */
async function expectSame(room: GameRoom): Promise<void> {
  await room.time.run(1_000);
  const views = room.views();
  expect(new Set(views).size, views.join("\n")).toBe(1);
}

function isOver(member: Member): boolean {
  return member.table.state?.phase === "over";
}

function say(member: Member, message: GameMessage): void {
  member.write(encodeMessage({ ...message, g: member.table.state?.id ?? "" }));
}

/** Until somebody draws; gives who does, and one who guesses. */
async function drawing(room: GameRoom, members: readonly Member[]) {
  const [one] = members as [Member];
  await room.play("somebody draws", 60_000, () => one.play.phase === "drawing");
  await room.time.run(1_000);
  const drawer = members.find(({ id }) => id === one.play.drawer);
  const guesser = members.find(({ id }) => id !== one.play.drawer);
  if (!drawer || !guesser) throw new Error("Nobody draws");
  return { drawer, guesser };
}

describe.each([1, 2, 3])("four players, seed %i", (seed) => {
  test.each([
    ["an open room", false],
    ["a sealed room", true],
  ])(
    "in %s, one drops and comes back, one leaves for good: all agree to the end",
    async (_, sealed) => {
      const room = new GameRoom(seed, sealed);
      const members = await started(room, 4);
      const [ann, ben, cyd, dan] = members as [Member, Member, Member, Member];
      const { drawer } = await drawing(room, members);
      const dropped = drawer === cyd ? ben : cyd;
      await room.play("some seconds go by", 60_000, () => room.time.now() > 20_000);
      dropped.drop();
      await room.play("some more", 60_000, () => room.time.now() > 32_000);
      await dropped.openPage();
      await room.play("who was away plays again", 60_000, () => {
        const seat = ann.table.state?.players.find(({ id }) => id === dropped.id);
        return seat?.gone === "no" && dropped.table.state?.phase === "playing";
      });
      await expectSame(room);
      dan.leave();
      await room.play("the game is over", 900_000, () =>
        room.members.every((member) => member.line === "gone" || isOver(member)),
      );
      await expectSame(room);
      const { scores, order } = ann.play;
      expect(Object.keys(scores).toSorted()).toEqual(members.map(({ id }) => id).toSorted());
      expect(order).not.toContain(dan.id);
      expect(Object.values(scores).some((points) => points > 0)).toBe(true);
      expect(ann.table.state?.stoppedBy).toBe("");
    },
  );
});

test("the referee leaves in the middle: the others agree on another, and play on", async () => {
  const room = new GameRoom(11);
  const [ann, ben, cyd] = (await started(room, 3)) as [Member, Member, Member];
  await drawing(room, [ann, ben, cyd]);
  ann.leave();
  await room.play("another referee", 60_000, () => ben.table.state?.referee !== ann.id);
  expect(ben.table.state?.term).toBe(2);
  await room.play("the game is over", 900_000, () => isOver(ben) && isOver(cyd));
  await expectSame(room);
  expect(ben.play.order).toEqual([ben.id, cyd.id]);
});

test("a referee who is there but says nothing is late, and is put off", async () => {
  const room = new GameRoom(12);
  const members = await started(room, 3);
  const [ann, ben] = members as [Member, Member];
  ann.table.flush(); // its page sleeps: it says nothing by itself
  await room.play("another referee", 120_000, () => ben.table.state?.referee !== ann.id);
  await expectSame(room);
});

test("a referee who ends turns early is put off, by the majority alone", async () => {
  const room = new GameRoom(13);
  const members = await started(room, 4);
  const [ann, ben] = members as [Member, Member];
  await drawing(room, members);
  say(ann, { m: "time", step: ann.play.step });
  await room.play("another referee", 30_000, () => ben.table.state?.referee !== ann.id);
  await expectSame(room);
  const { term = 0, referee } = ben.table.state ?? {};
  const plotter = members.find(({ id }) => id !== referee) as Member;
  for (let again = 0; again < 5; again++) say(plotter, { m: "doubt", term });
  await room.time.run(2_000);
  expect(ben.table.state?.term).toBe(term);
});

test("clocks agree, also of who came in the middle", async () => {
  const room = new GameRoom(14);
  const members = await started(room, 3);
  await drawing(room, members);
  await room.time.run(7_000);
  const late = await room.join(9);
  await room.time.run(1_000);
  late.table.join(late.nickname);
  await room.time.run(3_000);
  const left = room.members.map(({ table }) => table.leftMillis);
  expect(Math.max(...left) - Math.min(...left), left.join(" ")).toBeLessThan(500);
  expect(Math.min(...left)).toBeGreaterThan(15_000);
});

test("who watches sees what the players see, and cannot touch it", async () => {
  const room = new GameRoom(15, true);
  const members = await started(room, 3);
  const { drawer } = await drawing(room, members);
  const eve = await room.join(8);
  await room.play("Eve is handed the game", 30_000, () => eve.table.state !== undefined);
  await expectSame(room);
  for (const message of [
    { m: "stop" },
    { m: "time", step: eve.play.step },
    { m: "doubt", term: 1 },
    { m: "gone", players: [drawer.id] },
    { m: "do", deed: { d: "pass" } },
    { m: "do", deed: { d: "guess", turn: eve.play.turn, box: "" } },
  ] as const)
    say(eve, message);
  const before = JSON.stringify(drawer.table.state);
  await room.time.run(1_000);
  expect(JSON.stringify(drawer.table.state)).toBe(before);
});

test("a player who means ill gets nothing by it", async () => {
  const room = new GameRoom(16);
  const members = await started(room, 4);
  for (const member of members) member.skill = 0; // they guess wrong
  const { drawer, guesser } = await drawing(room, members);
  const mal = members.find((one) => one !== drawer && one !== guesser && one.id !== members[0]?.id);
  if (!mal) throw new Error("Nobody means ill");
  mal.skill = 0;
  const { step, turn } = mal.play;
  // The box of somebody who guesses right, taken for one's own.
  await guesser.hand.guess(drawer.hand.word);
  await room.time.run(200);
  const box = /"box":"([\w-]+)"/.exec(
    mal.heard.findLast((line) => line.includes("box")) ?? "",
  )?.[1];
  expect(box, "what Mal has heard").toBeDefined();
  const others = members.map(({ id }) => id).filter((id) => id !== mal.id);
  const mine = { nickname: "Mal", key: KEY };
  for (const message of [
    { m: "do", deed: { d: "guess", turn, box } },
    { m: "do", deed: { d: "draw", verdicts: [{ by: mal.id, n: 1, verdict: "right" }] } },
    { m: "do", deed: { d: "word", bond: KEY, lengths: [3] } },
    { m: "do", deed: { d: "show", word: "windmill", salt: toBase64Url(new Uint8Array(16)) } },
    { m: "time", step },
    { m: "gone", players: others },
    { m: "start" },
    { m: "whole", at: 0, left: 1, state: { ...mal.table.state, referee: mal.id } },
    { m: "clock", step, left: 1 },
    { m: "open", game: "draw-and-guess", settings: SETTINGS, ...mine },
    { m: "ask" },
  ] as GameMessage[])
    say(mal, message);
  mal.write(utf8("{"));
  mal.write(new Uint8Array([255, 254]));
  mal.write(utf8(JSON.stringify({ m: "do", g: mal.table.state?.id, deed: null })));
  await room.time.run(2_000);
  const { play } = drawer;
  expect(play.scores[mal.id]).toBe(0);
  expect(play.scores[guesser.id]).toBe(10);
  expect(play.phase).toBe("drawing");
  expect(play.order).toHaveLength(4);
  expect(drawer.table.leftMillis).toBeGreaterThan(5_000);
  await expectSame(room);
});

test("until a turn has ended, nothing that anybody is told holds the word", async () => {
  const room = new GameRoom(17);
  const members = await started(room, 4);
  for (const member of members) member.skill = 0.3;
  let turns = 0;
  const looked = new Set<number>();
  await room.play("the game is over", 900_000, () => {
    const [one] = members as [Member];
    const { phase, turn, drawer: id } = one.play;
    const word = members.find((member) => member.id === id)?.hand.word ?? "";
    if (phase === "drawing" && word !== "") {
      if (!looked.has(turn)) for (const member of members) member.heard.length = 0;
      looked.add(turn);
      turns++;
      for (const { heard } of members) {
        const lines = heard.filter((line) => !line.includes('"show"')).join("\n");
        expect(lines).not.toContain(word);
        expect(lines).not.toContain(Buffer.from(word).toString("base64url").slice(0, 8));
      }
    }
    return isOver(one);
  });
  expect(turns).toBeGreaterThan(10);
  expect(looked.size).toBe(8);
  // It was looked for in the right way: when it is shown, it is there.
  expect(members.some(({ heard }) => WORDS.some((word) => heard.join().includes(word)))).toBe(true);
});

test("a server that was restarted takes nothing: the game goes on, and newcomers are handed it", async () => {
  const room = new GameRoom(18);
  const members = await started(room, 3);
  await drawing(room, members);
  room.lose();
  await room.time.run(2_000);
  const late = await room.join(7);
  await room.play("somebody writes", 60_000, () => room.entries.length > 0);
  await room.play("the newcomer knows the game", 60_000, () => late.table.state !== undefined);
  await room.play("the game is over", 900_000, () => room.members.every(isOver));
  await expectSame(room);
});

test("a drawer whose page was opened anew has no word any more, and passes", async () => {
  const room = new GameRoom(19);
  const members = await started(room, 3);
  const { drawer, guesser } = await drawing(room, members);
  const { turn } = guesser.play;
  drawer.drop();
  await drawer.openPage();
  await room.play("the turn ends", 20_000, () => guesser.play.phase === "showing");
  expect(guesser.play).toMatchObject({ turn, end: "passed", word: "" });
  await expectSame(room);
});

test("a table has room for twelve, and who ends a game is named", async () => {
  const room = new GameRoom(20);
  const members = await lobby(room, MAX_PLAYERS + 1);
  const [ann, ben] = members as [Member, Member];
  expect(ann.table.state?.players).toHaveLength(MAX_PLAYERS);
  ben.table.stop();
  await room.time.run(1_000);
  expect(ann.table.state).toMatchObject({ phase: "over", stoppedBy: ben.id });
  // The next one takes its place.
  ben.table.open("draw-and-guess", SETTINGS, ben.nickname);
  await room.time.run(1_000);
  expect(ann.table.state).toMatchObject({ phase: "lobby", opener: ben.id });
  await expectSame(room);
});

test("getting up is for good, going by accident is not", async () => {
  const room = new GameRoom(21);
  const members = await started(room, 4);
  const [ann, ben, cyd] = members as [Member, Member, Member];
  cyd.table.leave();
  ben.leave();
  await room.time.run(10_000);
  const gone = () =>
    members.map(({ id }) => ann.table.state?.players.find((player) => player.id === id)?.gone);
  expect(gone()).toEqual(["no", "room", "game", "no"]);
  await ben.openPage();
  await cyd.openPage();
  await room.time.run(10_000);
  expect(gone()).toEqual(["no", "no", "game", "no"]);
  await expectSame(room);
});

test("only so many entries are remembered to go on from another's state", async () => {
  const room = new GameRoom(22, true);
  const members = await started(room, 3);
  const late = await room.join(6);
  // Nobody answers while all this comes.
  for (const { table } of members) table.flush();
  for (let guess = 0; guess < MAX_RECENT + 50; guess++) say(members[1] as Member, { m: "leave" });
  await room.time.run(3_000);
  expect(late.table.state).toBeUndefined();
  for (const { table } of members) table.entered(true);
  await room.play("it is handed over", 60_000, () => late.table.state !== undefined);
  await expectSame(room);
});
