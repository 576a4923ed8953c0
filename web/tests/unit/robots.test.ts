// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import type { RoomClient } from "../../src/client/room-client.ts";
import type { Deed } from "../../src/crypto/acts.ts";
import { toBase64Url, utf8 } from "../../src/crypto/bytes.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { LiveActions } from "../../src/state/room-actions.ts";
import { somebody } from "./support/people.ts";
import { joinedStore, me, person, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

const NUMBER = 9;
const robin = await somebody();

function robotJoins(elsewhere?: unknown): void {
  const profile = toBase64Url(
    elsewhere === undefined
      ? encodeProfile({ nickname: "Robin" })
      : utf8(JSON.stringify({ nickname: "Robin", elsewhere })),
  );
  const member = server.member(NUMBER, robin.memberId, profile);
  server.socket.notify("member.joined", { member: { ...member, robot: "companion" } });
}

describe("robots", () => {
  beforeEach(() => {
    server.moderator = toBase64Url(me.identity);
  });

  test("are marked, which people are not", async () => {
    const store = await joinedStore(false);
    robotJoins();
    await settle();
    expect(person(store, NUMBER)).toMatchObject({ nickname: "Robin", robot: "companion" });
    expect(person(store, 1)?.robot).toBeUndefined();
  });

  test.each([
    [undefined, ""],
    [["mind", "voice"], "mind voice"],
    [["voice", "<b>", 7], "voice"],
    ["mind", ""],
  ])("say what of them goes elsewhere: %s", async (told, shown) => {
    const store = await joinedStore(false);
    robotJoins(told);
    await settle();
    expect(person(store, NUMBER)).toMatchObject({ nickname: "Robin", elsewhere: shown });
    expect(person(store, 1)?.elsewhere).toBe("");
  });

  test("are asked for, and sent away", async () => {
    const store = await joinedStore(false);
    expect(await store.acts.addRobot("dice", "es")).toBe(true);
    expect(server.lastParams("robot.add")).toEqual({ robot: "dice", language: "es" });
    await store.acts.removeRobot(NUMBER);
    expect(server.lastParams("robot.remove")).toEqual({ member: NUMBER });
    expect(store.getState().problem).toBeUndefined();
  });

  test.each([
    ["robot-unknown", "robot-unknown"],
    ["too-many-robots", "too-many-robots"],
    ["not-moderator", "act-not-allowed"],
    ["busy", "act-too-fast"],
    ["robot-sealed", "act-not-allowed"],
  ])("that do not come for %s are said to", async (reason, code) => {
    const store = await joinedStore(false);
    server.refuse = { "robot.add": { reason } };
    expect(await store.acts.addRobot("dice", "en")).toBe(false);
    await settle();
    expect(store.getState().problem?.code).toBe(code);
  });

  test("of a sealed room are let in by an act, which the last one takes along", async () => {
    const deeds: Deed[] = [];
    const members = new Map<number, object>(
      [7, 1, 2].map((n) => [n, n < 7 ? { robot: "dice" } : {}]),
    );
    const removed: number[] = [];
    const client = {
      members,
      seal: {},
      act: async (deed: Deed) => void deeds.push(deed),
      requests: { removeRobot: async (number: number) => void removed.push(number) },
    } as unknown as RoomClient;
    const acts = new LiveActions(client, () => {});
    await acts.setRobots(true);
    await acts.removeRobot(2);
    expect([deeds, removed]).toEqual([[{ kind: "robots", value: 1 }], [2]]);
    members.delete(2);
    await acts.removeRobot(1);
    expect(deeds.at(-1)).toEqual({ kind: "robots", value: 0 });
    expect(removed, "the server has it leave by the act").toEqual([2]);
  });

  test("that did not work are said to be taken out, once", async () => {
    const store = await joinedStore(false);
    server.socket.notify("member.left", { number: NUMBER, reason: "failed" });
    await settle();
    expect(store.getState().problem).toBeUndefined();
    robotJoins();
    server.socket.notify("member.left", { number: NUMBER, reason: "failed" });
    await settle();
    expect(store.getState().problem?.code).toBe("robot-failed");
    expect(person(store, NUMBER)).toBeUndefined();
  });
});
