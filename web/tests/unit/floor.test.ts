// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { Floor, LEFT_SHOWN_MILLIS } from "../../src/client/floor.ts";
import { toBase64Url } from "../../src/crypto/bytes.ts";
import { en } from "../../src/text/en.ts";
import { ben, benJoins, joinedStore, later, me, person, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

const BEN = 7;

describe("turns", () => {
  function told(shares: Readonly<Record<string, number>>, floor = new Floor(() => {})): Floor {
    const people = Object.entries(shares).map(([identity, seconds]) => ({
      identity,
      seconds,
      resting: false,
    }));
    floor.notified("room.floor", { people });
    return floor;
  }

  test("go to who has talked least, and of equals to who raised theirs first", () => {
    const floor = told({ ann: 60, cleo: 15, dan: 60 });
    expect(floor.inTurn(["ann", "ben", "cleo", "dan", "eve"])).toEqual([
      ...["ben", "eve", "cleo", "ann", "dan"],
    ]);
  });

  test("change only with hands and talk, so that nothing is drawn for nothing", () => {
    const floor = told({ ann: 60 });
    const hands = ["ann", "ben"];
    const order = floor.inTurn(hands);
    expect(floor.inTurn(hands)).toBe(order);
    told({ ben: 90 }, floor);
    expect(floor.inTurn(hands)).toEqual(["ann", "ben"]);
  });

  test("what is malformed says nothing", () => {
    const floor = told({ ann: 60 });
    floor.notified("room.floor", { people: [{ identity: "ann", seconds: -1, resting: false }] });
    expect(floor.of("ann").seconds).toBe(60);
  });
});

describe("in a room", () => {
  beforeEach(() => {
    server.moderator = toBase64Url(me.identity);
  });

  const share = (seconds: number, resting = false) => ({
    people: [{ identity: toBase64Url(ben.identity), seconds, resting }],
  });

  test("one sees who has talked for how long, and whose time is used up", async () => {
    const store = await joinedStore(false);
    benJoins();
    server.socket.notify("room.floor", share(65));
    await settle();
    expect(person(store, BEN)).toMatchObject({ talkedSeconds: 65, resting: false });
    server.socket.notify("room.floor", share(70, true));
    await settle();
    expect(person(store, BEN)).toMatchObject({ talkedSeconds: 70, resting: true });
    expect(person(store, 1)).toMatchObject({ talkedSeconds: 0, resting: false });
  });

  test("who moderates shares the time out, by a signed act", async () => {
    const store = await joinedStore(false);
    await store.acts.setFloor(120);
    await settle();
    expect(store.getState().moderation.floorSeconds).toBe(120);
    expect(store.getState().moderation.log).toMatchObject([{ kind: "floor", seconds: 120 }]);
    await store.acts.setFloor(0);
    await settle();
    expect(store.getState().moderation.floorSeconds).toBe(0);
  });

  test("one is told before and after, and it does not stay when it is old", async () => {
    const store = await joinedStore(false);
    await store.acts.setFloor(60);
    const left = () => store.getState().moderation.floorLeft;
    server.socket.notify("floor.left", { seconds: 14, waitSeconds: 0 });
    await settle();
    expect(left()).toEqual({ seconds: 14, waitSeconds: 0 });
    server.socket.notify("floor.left", { seconds: 0, waitSeconds: 100 });
    await later(2 * LEFT_SHOWN_MILLIS);
    expect(left()).toEqual({ seconds: 0, waitSeconds: 100 });
    server.socket.notify("floor.left", { seconds: 10, waitSeconds: 0 });
    await settle();
    expect(left()?.waitSeconds).toBe(0);
    await later(LEFT_SHOWN_MILLIS);
    expect(left()).toBeUndefined();
  });
});

test("says times as people do", () => {
  expect(en.floor.left({ seconds: 14, waitSeconds: 0 })).toBe(
    "About 15 seconds of your talking time are left.",
  );
  expect(en.floor.left({ seconds: 0, waitSeconds: 100 })).toBe(
    "Your talking time is used up. Others hear you again in about 2 minutes.",
  );
  expect(en.floor.talked(60)).toBe("Talked for about 1 minute");
  expect(en.floor.budgetChoice(60)).toBe("1 minute each in ten minutes");
  expect(en.floor.hand({ nickname: "Ann", talkedSeconds: 240 })).toBe("Ann (talked 4 minutes)");
});
