// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { openActKeeper } from "../../src/client/act-keeper.ts";
import { ActLedger, MAX_LAG } from "../../src/client/act-ledger.ts";
import { headsOf, Moderation } from "../../src/client/moderation.ts";
import { RoomActs } from "../../src/client/room-acts.ts";
import { type ActKind, readAct, signAct } from "../../src/crypto/acts.ts";
import { type Bytes, fromBase64Url, toBase64Url } from "../../src/crypto/bytes.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { ActsOfOthers } from "./support/acts.ts";
import { somebody } from "./support/people.ts";
import { ben, benJoins, joinedStore, me, peers, person, server } from "./support/room-store.ts";
import { settle } from "./support/settle.ts";

const BEN = 7;

/** What our browser has sent as an act. */
function lastAct() {
  const act = server.lastParams("room.act")?.act ?? "";
  return readAct(fromBase64Url(act) ?? new Uint8Array(0));
}

/** Whether our voice goes out. */
function sends(): boolean {
  const track = peers.last.track as MediaStreamTrack | null;
  return track?.enabled === true;
}

test.each(["kick", "ban"] as const)("a %s in a sealed room has who is new knock", (kind) => {
  const done = { kind, actor: "owner", subject: "somebody", value: 0 };
  const open = new Moderation(headsOf("owner"), false);
  open.apply(done);
  expect(open.lobby).toBe(false);
  const sealed = new Moderation(headsOf("owner"), true);
  sealed.apply(done);
  expect(sealed.lobby).toBe(true);
  sealed.apply({ kind: "lobby", actor: "owner", subject: "", value: 0 });
  expect(sealed.lobby).toBe(false);
});

describe("in a room that one has opened", () => {
  beforeEach(() => {
    server.moderator = toBase64Url(me.identity);
  });

  test("one may do everything about others, and nothing about oneself", async () => {
    const store = await joinedStore(false);
    benJoins();
    await settle();
    expect(person(store, BEN)?.powers).toEqual(["mute", "kick", "ban", "name", "hand-over"]);
    expect(person(store, 1)?.powers).toEqual([]);
    expect(person(store, 1)?.rank).toBe("owner");
    expect(store.getState().moderation.mine).toBe("owner");
  });

  test("what one does is signed, comes back and counts", async () => {
    const store = await joinedStore(false);
    benJoins();
    await store.acts.about(BEN, "mute");
    await settle();
    expect(lastAct()).toMatchObject({ kind: "mute", number: 1, value: 0, subject: ben.identity });
    expect(person(store, BEN)?.silenced).toBe(true);
    expect(person(store, BEN)?.powers).toContain("unmute");
    expect(person(store, BEN)?.powers).not.toContain("mute");
    await store.acts.about(BEN, "unmute");
    await settle();
    expect(lastAct()?.number).toBe(2);
    expect(person(store, BEN)?.silenced).toBe(false);
    expect(store.getState().moderation.log).toMatchObject([
      { kind: "mute", bySelf: true, whom: "Ben" },
      { kind: "unmute", bySelf: true, whom: "Ben" },
    ]);
  });

  test("a room is locked and unlocked", async () => {
    const store = await joinedStore(false);
    await store.acts.setLocked(true);
    await settle();
    expect(store.getState().moderation.locked).toBe(true);
    await store.acts.setLocked(false);
    await settle();
    expect(store.getState().moderation.locked).toBe(false);
  });

  test("somebody who was banned is named, and can be let in again", async () => {
    const store = await joinedStore(false);
    benJoins();
    await store.acts.about(BEN, "ban");
    server.socket.notify("member.left", { number: BEN, reason: "removed" });
    await settle();
    const identity = toBase64Url(ben.identity);
    expect(store.getState().moderation.banned).toEqual([{ identity, nickname: "Ben" }]);
    await store.acts.unban(identity);
    await settle();
    expect(store.getState().moderation.banned).toEqual([]);
  });

  test("after handing the room over one is a moderator", async () => {
    const store = await joinedStore(false);
    benJoins();
    await store.acts.about(BEN, "hand-over");
    server.socket.notify("room.changed", { moderator: toBase64Url(ben.identity) });
    await settle();
    expect(person(store, BEN)?.rank).toBe("owner");
    expect(store.getState().moderation.mine).toBe("moderator");
    expect(store.getState().moderator).toBe("Ben");
    expect(person(store, BEN)?.powers).toEqual([]);
  });

  test.each([
    ["act-not-allowed", "act-not-allowed"],
    ["acts-full", "acts-full"],
    ["busy", "act-too-fast"],
    ["act-forged", "act-failed"],
  ])("what the server says no to (%s) shows as a problem", async (reason, code) => {
    const store = await joinedStore(false);
    server.refuse = { "room.act": { reason } };
    await store.acts.setLocked(true);
    expect(store.getState().problem?.code).toBe(code);
  });

  test("whom one wanted to remove and who has left is no problem", async () => {
    const store = await joinedStore(false);
    benJoins();
    await settle();
    server.refuse = { "room.act": { reason: "act-without-subject" } };
    await store.acts.about(BEN, "kick");
    expect(store.getState().problem).toBeUndefined();
  });
});

describe("in a room of somebody else", () => {
  let ada: Awaited<ReturnType<typeof somebody>>;
  let others: ActsOfOthers;

  beforeEach(async () => {
    ada = await somebody();
    others = new ActsOfOthers(server, ada);
  });

  test("one may do nothing, until one is named a moderator", async () => {
    const store = await joinedStore(false);
    benJoins();
    await settle();
    expect(person(store, BEN)?.powers).toEqual([]);
    expect(store.getState().moderation.mine).toBe("none");
    await others.do(ada, { kind: "moderator", subject: me.identity, value: 1 });
    await settle();
    expect(store.getState().moderation.mine).toBe("moderator");
    expect(person(store, BEN)?.powers).toEqual(["mute", "kick", "ban"]);
  });

  test("muted for all, one sends nothing, and cannot unmute until one may", async () => {
    const store = await joinedStore();
    store.setMuted(false);
    await settle();
    expect(sends()).toBe(true);
    await others.do(ada, { kind: "mute", subject: me.identity, value: 0 });
    await settle();
    expect(store.getState().moderation.silence).toBe("until-they-unmute");
    expect(store.getState().microphone.muted).toBe(true);
    expect(sends()).toBe(false);
    store.setMuted(false);
    await settle();
    expect(store.getState().problem?.code).toBe("muted-for-all");
    expect(sends()).toBe(false);
    await others.do(ada, { kind: "unmute", subject: me.identity, value: 0 });
    await settle();
    expect(store.getState().microphone.muted, "nobody is live by another's will").toBe(true);
    store.setMuted(false);
    await settle();
    expect(sends()).toBe(true);
  });

  test("where the mute lets one, unmuting takes it back", async () => {
    const store = await joinedStore();
    await others.do(ada, { kind: "mute", subject: me.identity, value: 1 });
    await settle();
    expect(store.getState().moderation.silence).toBe("until-we-unmute");
    store.setMuted(false);
    await settle();
    expect(lastAct()).toMatchObject({ kind: "unmute", subject: me.identity });
    expect(store.getState().moderation.silence).toBe("none");
    expect(sends()).toBe(true);
  });

  test.each([
    [false, "removed"],
    [true, "removed-for-good"],
  ])("who is put out (banned: %s) does not come back by itself", async (banned, code) => {
    const store = await joinedStore();
    server.socket.notify("removed", { by: toBase64Url(ada.identity), banned });
    server.socket.drop(4003);
    await settle();
    expect(store.getState().phase).toBe("refused");
    expect(store.getState().problem?.code).toBe(code);
    expect(server.count("enter")).toBe(1);
  });

  test.each(["banned", "address-banned", "room-locked"])(
    "a refused entry (%s) has words",
    async (reason) => {
      server.refuse = { enter: { reason } };
      const { store } = await refusedStore();
      expect(store.getState().phase).toBe("refused");
      expect(store.getState().problem?.code).toBe(reason);
    },
  );

  test("acts that do not verify, or are not allowed, count for nothing", async () => {
    const store = await joinedStore(false);
    const mallory = await somebody();
    const forged = await others.sign(ada, { kind: "lock", value: 1 });
    const last = forged.act.at(-1) === "A" ? "Q" : "A";
    server.actDone(server.socket, { ...forged, act: forged.act.slice(0, -1) + last });
    server.acts = [];
    await others.do(mallory, { kind: "lock", value: 1 });
    server.acts = [];
    await settle();
    expect(store.getState().moderation.locked).toBe(false);
    expect(store.getState().moderation.log).toEqual([]);
    await others.do(ada, { kind: "lock", value: 1 });
    await settle();
    expect(store.getState().moderation.locked).toBe(true);
  });

  test("who comes later knows what was done before", async () => {
    server.acts = [await others.sign(ada, { kind: "moderator", subject: me.identity, value: 1 })];
    const store = await joinedStore(false);
    await settle();
    expect(store.getState().moderation.mine).toBe("moderator");
    expect(store.getState().moderation.log).toMatchObject([{ kind: "moderator", ofSelf: true }]);
  });
});

async function refusedStore() {
  const store = await joinedStore(false, { createPeer: undefined });
  await settle();
  return { store };
}

describe("lobby, chat and stage", () => {
  let ada: Awaited<ReturnType<typeof somebody>>;
  let others: ActsOfOthers;

  beforeEach(async () => {
    ada = await somebody();
    others = new ActsOfOthers(server, ada);
  });

  test("who knocks waits, and comes in when let in", async () => {
    server.refuse = { enter: { reason: "knocking" } };
    const { store } = await refusedStore();
    expect(store.getState().phase).toBe("knocking");
    expect(store.getState().people).toEqual([]);
    server.refuse = {};
    server.socket.notify("lobby.answer", { admitted: true });
    await settle();
    expect(store.getState().phase).toBe("connected");
    expect(server.badProofs).toEqual([]);
  });

  test("who is turned away is told so", async () => {
    server.refuse = { enter: { reason: "knocking" } };
    const { store } = await refusedStore();
    server.socket.notify("lobby.answer", { admitted: false });
    await settle();
    expect(store.getState().phase).toBe("refused");
    expect(store.getState().problem).toEqual({ code: "turned-away", action: "retry" });
  });

  test("a moderator sees who is at the door, and answers", async () => {
    server.owner = toBase64Url(me.identity);
    server.moderator = server.owner;
    const store = await joinedStore(false);
    const identity = toBase64Url(ben.identity);
    const profile = toBase64Url(encodeProfile({ nickname: "Ben" }));
    server.socket.notify("lobby.knocks", { knocks: [{ identity, profile }] });
    await settle();
    expect(store.getState().moderation.knocks).toEqual([
      { identity, nickname: "Ben", fingerprint: expect.stringMatching(/^[0-9a-z]{4}$/) },
    ]);
    await store.acts.answer(identity, true);
    expect(lastAct()).toMatchObject({ kind: "admit", subject: ben.identity });
    await store.acts.answer(identity, false);
    expect(lastAct()?.kind).toBe("turn-away");
  });

  test("a message that was taken out is shown to nobody", async () => {
    server.owner = toBase64Url(me.identity);
    server.moderator = server.owner;
    const store = await joinedStore(false);
    store.chat.say("one");
    store.chat.say("two");
    await settle();
    const [first] = store.getState().messages;
    await store.acts.remove(first?.key ?? "");
    await settle();
    expect(lastAct()).toMatchObject({ kind: "delete", value: 1 });
    expect(store.getState().messages.map(({ text }) => text)).toEqual(["two"]);
  });

  test("on a stage one is audience, raises a hand, and is asked to speak", async () => {
    const store = await joinedStore();
    store.setMuted(false);
    await others.do(ada, { kind: "stage", value: 1 });
    await settle();
    expect(store.getState().moderation.silence).toBe("audience");
    expect(sends()).toBe(false);
    store.setMuted(false);
    expect(store.getState().problem?.code).toBe("audience");
    await store.acts.raiseHand(true);
    await settle();
    expect(lastAct()).toMatchObject({ kind: "hand", value: 1, previous: new Uint8Array(32) });
    expect(store.getState().moderation.handUp).toBe(true);
    expect(person(store, 1)?.hand).toBe(1);
    server.acts = server.acts.filter(({ act }) => kindOf(act) !== "hand");
    await others.do(ada, { kind: "speaker", subject: me.identity, value: 1 });
    await settle();
    expect(store.getState().moderation.handUp).toBe(false);
    expect(store.getState().moderation.silence).toBe("none");
    expect(store.getState().problem?.code).toBe("may-speak");
    expect(sends(), "nobody is live without wanting it").toBe(false);
  });

  test("hands go with their people", async () => {
    const store = await joinedStore(false);
    benJoins();
    await settle();
    const act = await signAct(
      ben,
      { roomId: await publicRoomId("coffee"), number: 5, previous: new Uint8Array(32) },
      { kind: "hand", subject: ben.identity, value: 1 },
    );
    server.socket.notify("room.acts", {
      acts: [{ act: toBase64Url(act), moderator: server.moderator }],
    });
    await settle();
    expect(store.getState().moderation.hands).toEqual([{ nickname: "Ben", talkedSeconds: 0 }]);
    server.socket.notify("member.left", { number: BEN, reason: "left" });
    await settle();
    expect(store.getState().moderation.hands).toEqual([]);
  });
});

function kindOf(act: string): ActKind | undefined {
  return readAct(fromBase64Url(act) ?? new Uint8Array(0))?.kind;
}

describe("the ledger", () => {
  const root = new Uint8Array(32);

  test("an act that another came before is signed anew after it", async () => {
    const roomId = await publicRoomId("coffee");
    const sent: Bytes[] = [];
    const owner = toBase64Url(me.identity);
    const acts = new RoomActs(
      {
        act: async (bytes) => {
          sent.push(bytes);
          if (sent.length === 1) throw Object.assign(new Error("no"), { code: "act-unlinked" });
        },
        restore: async () => {},
      },
      () => {},
      undefined,
      openActKeeper(),
    );
    acts.entered(roomId, { root, owner, acts: [], hands: [] }, owner);
    const code = await acts.act(me, { kind: "lock", value: 1 });
    expect(code).toBe("unknown");
    expect(sent).toHaveLength(1);
  });

  test("nobody writes into the past", async () => {
    const roomId = await publicRoomId("coffee");
    const ledger = new ActLedger(roomId, root, headsOf(toBase64Url(me.identity)), false);
    const first = ledger.next;
    for (let number = 0; number <= MAX_LAG; number++) {
      const act = await signAct(me, ledger.next, { kind: "lock", value: number % 2 });
      expect(await ledger.add(act, "", true)).toMatchObject({ kind: "lock" satisfies ActKind });
    }
    const late = await signAct(me, first, { kind: "mute", subject: ben.identity, value: 0 });
    expect(await ledger.add(late, "", true)).toBe("act-unlinked");
    expect(await ledger.add(late, "", false), "but it may be handed on").toMatchObject({
      number: 1,
    });
  });
});
