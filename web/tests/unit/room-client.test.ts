import { describe, expect, test, vi } from "vitest";
import { FIRST_WORD_MILLIS } from "../../src/client/signalling.ts";
import { PREPARED_MILLIS } from "../../src/client/voice.ts";
import { toBase64Url } from "../../src/crypto/bytes.ts";
import { CryptoMissing } from "../../src/crypto/credentials.ts";
import { encodeProfile } from "../../src/crypto/profile.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { somebody } from "./support/people.ts";
import { enteredClient, later, makeClient, me, peers, server } from "./support/room-client.ts";
import { settle } from "./support/settle.ts";

describe("entering", () => {
  test("nothing of the room is asked before we want in; then one request does it", async () => {
    const { client } = makeClient();
    client.prepare();
    await settle();
    expect(server.asked.map(({ method }) => method)).toEqual(["hello"]);
    expect(peers.all.length).toBe(1);
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
    expect(server.badProofs).toEqual([]);
    expect(server.count("hello")).toBe(1);
    expect(server.count("enter")).toBe(1);
    expect(server.lastParams("enter")?.offer).toContain("peer");
    expect(client.self).toBe(1);
    expect(client.members.get(1)?.id).toBe(me.memberId);
  });

  test("what pre-join prepared is sent by the click itself, without waiting for anything", async () => {
    const { client } = makeClient();
    client.prepare();
    await settle();
    client.enter();
    expect(server.count("enter")).toBe(1);
    await settle();
    expect(client.phase).toBe("connected");
    expect(server.badProofs).toEqual([]);
  });

  test("an offer that grew old in pre-join is made anew, and proven anew", async () => {
    const { client } = makeClient();
    client.prepare();
    await settle();
    await vi.advanceTimersByTimeAsync(PREPARED_MILLIS + 1);
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
    expect(peers.all.length).toBe(2);
    expect(server.badProofs).toEqual([]);
  });

  test("works as well when nothing was prepared", async () => {
    const { client } = makeClient();
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
    expect(server.badProofs).toEqual([]);
  });

  test("without WebRTC goes without an offer, and the proof says so", async () => {
    const { client } = await enteredClient({ createPeer: undefined });
    expect(server.lastParams("enter")).not.toHaveProperty("offer");
    expect(server.badProofs).toEqual([]);
    expect(client.voiceState).toBe("idle");
  });

  test("with a WebRTC that makes no offer gives the chat all the same", async () => {
    const createPeer = () => {
      throw new DOMException("No peer", "NotSupportedError");
    };
    const { client } = makeClient({ createPeer });
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
    expect(server.lastParams("enter")).not.toHaveProperty("offer");
  });

  test("a name that is none is refused and nothing is sent", async () => {
    const { client } = makeClient({ room: undefined });
    client.prepare();
    client.enter();
    await settle();
    expect(client.phase).toBe("refused");
    expect(client.fault).toBe("room-name-invalid");
    expect(server.network.sockets.length).toBe(0);
  });

  test("a browser that cannot sign is told so", async () => {
    const loadCredentials = () => Promise.reject(new CryptoMissing());
    const { client } = makeClient({ loadCredentials });
    client.prepare();
    await settle();
    expect(client.phase).toBe("refused");
    expect(client.fault).toBe("no-crypto");
  });

  test.each(["room-full", "server-full", "room-name-invalid"])("%s is final", async (reason) => {
    server.refuse = { enter: { reason } };
    const { client } = makeClient();
    client.enter();
    await settle();
    expect(client.phase).toBe("refused");
    expect(client.fault).toBe(reason);
    await later(60_000);
    expect(server.network.sockets.length).toBe(1);
    server.refuse = {};
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
  });

  test("busy is not", async () => {
    server.refuse = { enter: { reason: "busy", retryMillis: 3_000 } };
    const { client } = makeClient();
    client.enter();
    await settle();
    expect(client.phase).toBe("connecting");
    server.refuse = {};
    await later(2_990);
    expect(client.phase).toBe("connecting"); // it was asked not to come before
    await later(20);
    expect(client.phase).toBe("connected");
  });

  test("a refused proof is tried with a new nonce, a few times", async () => {
    server.refuse = { enter: { reason: "proof-invalid" } };
    const { client } = makeClient();
    client.enter();
    await later(30_000);
    expect(client.phase).toBe("refused");
    expect(server.count("enter")).toBe(4);
  });

  test("a refused certificate is made anew", async () => {
    server.refuse = { hello: { reason: "identity-invalid" } };
    const other = await somebody();
    const renewCredentials = vi.fn(async () => {
      server.refuse = {};
      return other;
    });
    const { client } = makeClient({ renewCredentials });
    client.enter();
    await later(1_000);
    expect(renewCredentials).toHaveBeenCalledOnce();
    expect(client.phase).toBe("connected");
    expect(client.memberId).toBe(other.memberId);
    expect(server.badProofs).toEqual([]);
  });

  test("a server that answers nonsense is refused, not believed", async () => {
    const { client } = makeClient();
    server.deaf.add("hello");
    client.enter();
    await settle();
    server.socket.say({ jsonrpc: "2.0", id: server.socket.sent[0]?.id, result: { nonce: 7 } });
    await settle();
    expect(client.phase).toBe("refused");
    expect(client.fault).toBe("malformed-answer");
  });
});

describe("losing and coming back", () => {
  test("the same epoch: an ICE restart of the same connection", async () => {
    const { client } = await enteredClient();
    server.socket.drop(1006);
    expect(client.phase).toBe("reconnecting");
    await later(500);
    expect(client.phase).toBe("connected");
    expect(peers.all.length).toBe(1);
    expect(peers.last.restarts).toEqual([false, true]);
    expect(server.badProofs).toEqual([]);
  });

  test("another epoch: a new connection", async () => {
    const { client } = await enteredClient();
    server.restart();
    await later(500);
    expect(client.phase).toBe("connected");
    expect(peers.all.length).toBe(2);
    expect(peers.last.restarts).toEqual([false]);
    expect(server.count("media.offer")).toBe(0);
  });

  test("moved: a new connection over the socket that is there, and what was written is whole", async () => {
    const { client } = await enteredClient();
    await client.write({ kind: "text", text: "before" });
    server.deaf.add("log.append");
    const written = client.write({ kind: "text", text: "on the way" });
    await settle();
    server.deaf.clear();
    server.move();
    expect(client.phase).toBe("reconnecting");
    await settle();
    await written;
    expect(client.phase).toBe("connected");
    expect(server.network.sockets.length).toBe(1);
    expect(server.lastParams("hello")?.room).toBe(toBase64Url(await publicRoomId(server.room)));
    expect(peers.all.length).toBe(2);
    expect(server.entries.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(server.badProofs).toEqual([]);
  });

  test("told to go: the same seat by another socket, and voice stays where it is", async () => {
    const { client } = await enteredClient();
    await client.write({ kind: "text", text: "before" });
    server.socket.notify("go", { why: "draining", nodes: [] });
    await settle();
    expect(client.phase).toBe("connected");
    expect(server.network.sockets.length).toBe(2);
    expect(peers.all.length).toBe(1);
    expect(peers.last.restarts).toEqual([false, true]);
    await client.write({ kind: "text", text: "after" });
    expect(server.entries.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  test("moved before we wanted in: hello again, and entering works", async () => {
    const { client } = makeClient();
    client.prepare();
    await settle();
    server.move();
    await settle();
    expect(client.phase).toBe("idle");
    expect(client.fault).toBeUndefined();
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
    expect(server.count("hello")).toBe(2);
  });

  test("moved between hello and enter: comes again", async () => {
    server.refuse = { enter: { reason: "room-elsewhere" } };
    const { client } = makeClient();
    client.enter();
    await settle();
    server.refuse = {};
    await later(1_000);
    expect(client.phase).toBe("connected");
  });

  test("forgotten within the same epoch: a new connection, offered at once", async () => {
    const { client } = await enteredClient();
    server.resumed = false;
    server.socket.drop(1006);
    await later(500);
    expect(client.phase).toBe("connected");
    expect(peers.all.length).toBe(2);
    expect(server.count("media.offer")).toBe(1);
  });

  test("media.lost: a new connection while the line stays", async () => {
    await enteredClient();
    server.socket.notify("media.lost", { reason: "consent" });
    await settle();
    expect(peers.all.length).toBe(2);
    expect(server.count("media.offer")).toBe(1);
    expect(server.network.sockets.length).toBe(1);
  });

  test("a server that is away for a minute is found again, and the person is told", async () => {
    const { client } = await enteredClient();
    server.away = true;
    server.restart();
    await later(20_000);
    expect(client.phase).toBe("reconnecting");
    expect(client.fault).toBe("server-away");
    await later(40_000);
    server.away = false;
    await later(8_000);
    expect(client.phase).toBe("connected");
    expect(client.fault).toBeUndefined();
  });

  test("waking tries at once", async () => {
    const { client } = await enteredClient();
    server.away = true;
    server.restart();
    await later(20_000);
    server.away = false;
    client.wake();
    await settle();
    expect(client.phase).toBe("connected");
  });

  test("a full server is waited for by one who was in", async () => {
    const { client } = await enteredClient();
    server.refuse = { enter: { reason: "server-full" } };
    server.restart();
    await later(20_000);
    expect(client.phase).toBe("reconnecting");
    server.refuse = {};
    await later(8_000);
    expect(client.phase).toBe("connected");
  });

  test("an enter without an answer is given up with the line", async () => {
    const { client } = makeClient();
    server.deaf.add("enter");
    client.enter();
    await settle();
    server.deaf.clear();
    await later(FIRST_WORD_MILLIS - 500);
    expect(server.network.sockets.length).toBe(1); // a busy server is not a lost one
    await later(2_000);
    expect(client.phase).toBe("connected");
    expect(server.network.sockets.length).toBe(2);
  });

  test("superseded: stays out until asked to take over", async () => {
    const { client } = await enteredClient();
    server.socket.notify("superseded");
    server.socket.drop(4001);
    await later(60_000);
    expect(client.phase).toBe("superseded");
    expect(peers.last.closed).toBe(true);
    expect(server.network.sockets.length).toBe(1);
    client.enter();
    await settle();
    expect(client.phase).toBe("connected");
  });

  test("superseded by the close code alone", async () => {
    const { client } = await enteredClient();
    server.socket.drop(4001);
    expect(client.phase).toBe("superseded");
  });

  test("a page that goes and comes back from the cache is in again", async () => {
    const { client } = await enteredClient();
    client.pageHidden();
    expect(server.network.sockets[0]?.closedWith).toBe(4002);
    expect(client.phase).toBe("reconnecting");
    await later(10_000);
    expect(server.network.sockets.length).toBe(1);
    client.wake();
    await settle();
    expect(client.phase).toBe("connected");
    expect(peers.all.length).toBe(2);
  });

  test("a server that gave us up while the line stands is entered again", async () => {
    const { client } = await enteredClient();
    server.socket.notify("member.left", { number: 1, reason: "lost" });
    await later(500);
    expect(client.phase).toBe("connected");
    expect(server.network.sockets.length).toBe(2);
  });

  test("another build is told at each hello", async () => {
    server.build = "2";
    const { events } = await enteredClient({ build: "1" });
    expect(events.newBuild).toHaveBeenCalledExactlyOnceWith("2");
  });

  test("a page that does not know its build never reloads", async () => {
    server.build = "2";
    const { events } = await enteredClient();
    expect(events.newBuild).not.toHaveBeenCalled();
  });
});

test("leaving is told at once and final", async () => {
  const { client } = await enteredClient();
  const left = client.leave();
  expect(client.phase).toBe("left");
  expect(client.members.size).toBe(0);
  await settle();
  await left;
  expect(server.count("leave")).toBe(1);
  expect(server.socket.closedWith).toBe(1000);
  client.wake();
  await later(60_000);
  expect(server.network.sockets.length).toBe(1);
});

test("leaving does not wait for a server that says nothing", async () => {
  const { client } = await enteredClient();
  server.deaf.add("leave");
  const left = client.leave();
  await later(1_000);
  await left;
  expect(server.socket.closedWith).toBe(1000);
});

describe("members", () => {
  test("what is told right behind the answer to enter is not lost", async () => {
    const ben = await somebody();
    server.behindEnter = [
      { method: "member.joined", params: { member: server.member(7, ben.memberId) } },
      { method: "member.changed", params: { number: 7, muted: true } },
    ];
    const { client } = await enteredClient();
    expect(client.members.get(7)).toMatchObject({ id: ben.memberId, muted: true });
  });

  const profile = toBase64Url(encodeProfile({ nickname: "Ben" }));

  test("come, change and go", async () => {
    const { client, events } = await enteredClient();
    const { memberId } = await somebody();
    server.socket.notify("member.joined", { member: server.member(7, memberId, profile) });
    expect(client.members.get(7)?.muted).toBe(false);
    expect(events.joined).toHaveBeenCalledOnce();
    server.socket.notify("member.changed", { number: 7, muted: true });
    expect(client.members.get(7)).toMatchObject({ muted: true, connection: "connected" });
    server.socket.notify("member.changed", { number: 7, connection: "reconnecting" });
    expect(client.members.get(7)).toMatchObject({ muted: true, connection: "reconnecting" });
    server.socket.notify("member.left", { number: 7, reason: "left" });
    expect(client.members.has(7)).toBe(false);
    expect(events.left).toHaveBeenCalledOnce();
  });

  test("who came and went while we were away is told when we are back", async () => {
    const [ben, cleo] = [await somebody(), await somebody()];
    server.others = [server.member(7, ben.memberId, profile)];
    const { client, events } = await enteredClient();
    server.others = [server.member(8, cleo.memberId, profile)];
    server.socket.drop(1006);
    await later(500);
    expect([...client.members.keys()]).toEqual([1, 8]);
    expect(events.joined.mock.calls.map(([member]) => member.id)).toEqual([cleo.memberId]);
    expect(events.left.mock.calls.map(([member]) => member.id)).toEqual([ben.memberId]);
  });

  test("who is muted for me is so again for each of their numbers, and after each return", async () => {
    const ben = await somebody();
    const { client } = await enteredClient({ mutedForMe: [ben.memberId] });
    server.socket.notify("member.joined", { member: server.member(7, ben.memberId, profile) });
    await settle();
    expect(server.lastParams("listen.mute")).toEqual({ member: 7, muted: true });
    server.others = [server.member(9, ben.memberId, profile)];
    server.socket.drop(1006);
    await later(500);
    expect(server.lastParams("listen.mute")).toEqual({ member: 9, muted: true });
    client.muteForMe(ben.memberId, false);
    await settle();
    expect(server.lastParams("listen.mute")).toEqual({ member: 9, muted: false });
  });

  test("what we say of ourselves is said again when we enter", async () => {
    const { client } = await enteredClient();
    client.setMuted(true);
    client.setProfile({ nickname: "Eve" });
    await settle();
    expect(server.count("member.update")).toBe(2);
    server.socket.drop(1006);
    await later(500);
    expect(server.lastParams("enter")).toMatchObject({
      muted: true,
      profile: toBase64Url(encodeProfile({ nickname: "Eve" })),
    });
  });
});
