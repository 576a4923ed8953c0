/** Invites: the vectors, what a decoder is given, and both sides of handing a sealed room's keys over. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openActKeeper } from "../../src/client/act-keeper.ts";
import { Handovers, TURN_MILLIS } from "../../src/client/handovers.ts";
import { ASK_AGAIN_MILLIS, Redeemer, type RedeemState } from "../../src/client/redeemer.ts";
import { RoomActs } from "../../src/client/room-acts.ts";
import type { KeptRoom, RoomKeeper } from "../../src/client/room-keeper.ts";
import { makeLinkSecret, SealedRoom } from "../../src/client/sealed-room.ts";
import type { Member } from "../../src/client/wire.ts";
import { type Deed, shortSubject } from "../../src/crypto/acts.ts";
import { type Bytes, fromBase64Url, toBase64Url, utf8 } from "../../src/crypto/bytes.ts";
import type { Credentials } from "../../src/crypto/credentials.ts";
import { termsValue } from "../../src/crypto/invite-terms.ts";
import {
  type Asking,
  guestOf,
  handoverInfo,
  inviteFragment,
  inviteId,
  inviteKey,
  isAskingSigned,
  readHandover,
  readInviteFragment,
  redeemTranscript,
  writeHandover,
} from "../../src/crypto/invites.ts";
import { sha256, transcript } from "../../src/crypto/transcript.ts";
import { makeSealingPair, openSealed, sealTo } from "../../src/sealing/hpke.ts";
import { FakeServer } from "./support/fake-server.ts";
import { somebody } from "./support/people.ts";
import { settle } from "./support/settle.ts";
import { bytes, bytesOf, cases } from "./support/vectors.ts";

const NOTHING: Bytes = new Uint8Array(0);

class FakeKeeper implements RoomKeeper {
  readonly rooms = new Map<string, KeptRoom>();
  read = async (id: string) => this.rooms.get(id);
  keep = async (room: KeptRoom) => void this.rooms.set(room.id, room);
}

async function makeRoom(owner: Credentials): Promise<SealedRoom> {
  const secret = makeLinkSecret();
  const passwordHash = new Uint8Array(32).fill(7);
  const made = {
    kind: "private",
    title: "Four o'clock",
    language: "any",
    secret,
    passwordHash,
    limit: 0,
  } as const;
  const room = await SealedRoom.create(owner, made, new FakeKeeper());
  if (!room) throw new Error("the words fit");
  return room;
}

describe("vectors", () => {
  const askings = cases("invites.json").filter((vector) => vector.proof !== undefined);
  const handovers = cases("invites.json").filter((vector) => vector.handover !== undefined);

  test.each(askings)("$about", async (vector) => {
    const names = ["invite", "identity", "device", "key"] as const;
    const fields = Object.fromEntries(names.map((name) => [name, bytes(vector, name)]));
    const asking = { ...fields, roomId: bytes(vector, "room") } as unknown as Asking;
    expect(redeemTranscript(asking)).toEqual(bytes(vector, "transcript"));
    expect(await isAskingSigned(asking, bytes(vector, "proof"))).toBe(vector.valid);
    const seed = readInviteFragment(vector.fragment as string);
    expect(seed).toEqual(bytes(vector, "seed"));
    const key = await inviteKey(seed);
    expect(inviteFragment(key.seed)).toBe(vector.fragment);
    expect(key.publicKey).toEqual(bytes(vector, "invite"));
    expect(inviteId(key.publicKey)).toEqual(bytes(vector, "id"));
    if (vector.valid)
      expect(await key.sign(redeemTranscript(asking))).toEqual(bytes(vector, "proof"));
  });

  test.each(handovers)("$about", (vector) => {
    const read = readHandover(bytes(vector, "handover"));
    if (vector.chain === undefined) {
      expect(read).toBeUndefined();
      return;
    }
    expect(read).toEqual({
      secret: bytes(vector, "secret"),
      passwordHash: bytes(vector, "passwordHash"),
      chain: (vector.chain as string[]).map(bytesOf),
    });
    if (read) expect(writeHandover(read)).toEqual(bytes(vector, "handover"));
  });

  test("a handover cut short anywhere is none, and whatever is changed in it never throws", () => {
    const whole = bytes(handovers[0] as (typeof handovers)[0], "handover");
    for (let length = 0; length < whole.length; length++) {
      expect(readHandover(whole.slice(0, length)), `${length} bytes`).toBeUndefined();
    }
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] = (changed[at] as number) ^ 0xff;
      const read = readHandover(changed);
      if (read) expect(writeHandover(read), `byte ${at}`).toEqual(changed);
    }
  });

  test("a fragment that is no invite is none", () => {
    const seed = new Uint8Array(32).fill(9);
    const good = inviteFragment(seed);
    for (const bad of ["", "#", ".i", "#.i", good.slice(1), good.slice(0, -2), `${good}x`]) {
      expect(readInviteFragment(bad), bad).toBeUndefined();
    }
    expect(readInviteFragment(`#${toBase64Url(seed.slice(1))}.i`)).toBeUndefined();
    expect(readInviteFragment(`#${toBase64Url(new Uint8Array(33))}.i`)).toBeUndefined();
  });
});

/** The people in a room, and the server between them and who asks. */
class Inside {
  readonly room: SealedRoom;
  readonly owner: Credentials;
  readonly members = new Map<number, Member>();
  readonly people: { acts: RoomActs; handovers: Handovers; number: number }[] = [];
  /** What was answered: the number of who did, and what is passed on. */
  readonly answers: { by: number; sealed: string }[] = [];
  readonly mute = new Set<number>();
  readonly done: string[] = [];

  constructor(room: SealedRoom, owner: Credentials) {
    this.room = room;
    this.owner = owner;
  }

  static async of(amount: number): Promise<Inside> {
    const owner = await somebody();
    const inside = new Inside(await makeRoom(owner), owner);
    await inside.#comes(owner, inside.room);
    for (let more = 1; more < amount; more++) {
      const handed = inside.room.handover;
      const room =
        handed && (await SealedRoom.accept(inside.room.roomId, handed, new FakeKeeper()));
      if (!room) throw new Error("what was handed over opens the room");
      await inside.#comes(await somebody(), room);
    }
    return inside;
  }

  async #comes(who: Credentials, room: SealedRoom): Promise<void> {
    const number = this.people.length + 1;
    const moderator = toBase64Url(this.owner.identity);
    const tell = (act: Bytes) => {
      const params = { acts: [{ act: toBase64Url(act), moderator }] };
      for (const { acts } of this.people) acts.received(params);
    };
    const transport = { act: async (act: Bytes) => tell(act), restore: async () => {} };
    const acts = new RoomActs(transport, () => {}, room, openActKeeper(undefined));
    const root = await sha256(transcript("free4chat acts 1", room.roomId));
    acts.entered(room.roomId, { root, owner: moderator, acts: [], hands: [] }, moderator);
    const inside = this;
    const view = {
      acts,
      self: number,
      get members() {
        return inside.members;
      },
    };
    const line = {
      request: async (_method: string, params: object) => {
        const { ask, sealed } = params as { ask: number; sealed: string };
        if (this.mute.has(number)) return {};
        this.answers.push({ by: number, sealed });
        for (const { handovers } of this.people) handovers.heard("invite.settled", { ask });
        return {};
      },
    };
    const handovers = new Handovers(view, room, line, async () => who);
    this.people.push({ acts, handovers, number });
    this.members.set(number, {
      number,
      id: who.memberId,
      identity: toBase64Url(who.identity),
      device: toBase64Url(who.device),
      profile: NOTHING,
      muted: false,
      connection: "connected",
      hasMedia: false,
    });
    await settle();
  }

  async do(deed: Deed): Promise<void> {
    await this.people[0]?.acts.act(this.owner, deed);
    await settle();
  }

  async invite(uses: number, seconds = 3600): Promise<Awaited<ReturnType<typeof inviteKey>>> {
    const key = await inviteKey();
    const notAfter = Math.floor(Date.now() / 1000) + seconds;
    const subject = shortSubject(inviteId(key.publicKey));
    await this.do({ kind: "invite", subject, value: termsValue({ notAfter, uses }) });
    return key;
  }

  /** Everybody hears that somebody asks. */
  tell(params: object): void {
    for (const { handovers } of this.people) handovers.heard("invite.asked", params);
  }

  redeemed(): number {
    return this.people[0]?.acts.acts.filter(({ kind }) => kind === "redeem").length ?? 0;
  }
}

/** Somebody outside with an invite. */
class Guest {
  readonly credentials: Credentials;
  readonly pair: Awaited<ReturnType<typeof makeSealingPair>>;
  readonly asking: Asking;

  private constructor(credentials: Credentials, pair: Guest["pair"], asking: Asking) {
    this.credentials = credentials;
    this.pair = pair;
    this.asking = asking;
  }

  static async of(room: SealedRoom, invite: Bytes, who?: Credentials): Promise<Guest> {
    const credentials = who ?? (await somebody());
    const pair = await makeSealingPair();
    const { identity, device } = credentials;
    const asking = { roomId: room.roomId, invite, identity, device, key: pair.publicKey };
    return new Guest(credentials, pair, asking);
  }

  async params(ask: number, key: { sign(message: Bytes): Promise<Bytes> }): Promise<object> {
    const { invite, identity, device, key: to } = this.asking;
    const proof = await key.sign(redeemTranscript(this.asking));
    const fields = { invite, identity, device, key: to, proof };
    const text = Object.entries(fields).map(([name, value]) => [name, toBase64Url(value)]);
    return { ask, ...Object.fromEntries(text) };
  }

  async open(sealed: string): Promise<SealedRoom | undefined> {
    const whole = fromBase64Url(sealed) as Bytes;
    const box = { encapsulated: whole.slice(0, 32), ciphertext: whole.slice(32) };
    const plain = await openSealed(this.pair, handoverInfo(this.asking), box);
    const handed = plain && readHandover(plain);
    return handed && (await SealedRoom.accept(this.asking.roomId, handed, new FakeKeeper()));
  }
}

describe("inside", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
  afterEach(() => void vi.useRealTimers());

  async function pass(millis: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(millis);
    await settle();
  }

  test("who has an invite is handed the room, and its use stands among the acts", async () => {
    const inside = await Inside.of(1);
    const key = await inside.invite(1);
    const guest = await Guest.of(inside.room, key.publicKey);
    inside.tell(await guest.params(1, key));
    await pass(0);
    expect(inside.answers).toHaveLength(1);
    const room = await guest.open(inside.answers[0]?.sealed ?? "");
    expect(room?.words?.title).toBe("Four o'clock");
    expect(room?.address).toBe(inside.room.address);
    expect(room?.encoded).toEqual(inside.room.encoded);
    const guests = inside.people[0]?.acts.state.invites.all[0]?.guests;
    expect([...(guests ?? [])]).toEqual([toBase64Url(guestOf(guest.credentials.identity))]);
  });

  test("an invite is for so many, and for each of them again", async () => {
    const inside = await Inside.of(1);
    const key = await inside.invite(2);
    const guests = await Promise.all([1, 2, 3].map(() => Guest.of(inside.room, key.publicKey)));
    for (const [ask, guest] of guests.entries()) inside.tell(await guest.params(ask, key));
    await pass(0);
    expect(inside.answers).toHaveLength(2);
    const [first] = guests as [Guest];
    const again = await Guest.of(inside.room, key.publicKey, first.credentials);
    inside.tell(await again.params(9, key));
    await pass(0);
    expect(inside.answers).toHaveLength(3);
    expect(inside.redeemed()).toBe(2);
  });

  test("nobody is handed anything by an invite that is expired, revoked, of a banned person or none", async () => {
    const inside = await Inside.of(1);
    const ask = async (key: Awaited<ReturnType<typeof inviteKey>>, who?: Credentials) => {
      const guest = await Guest.of(inside.room, key.publicKey, who);
      inside.tell(await guest.params(1, key));
      await pass(0);
    };
    const expired = await inside.invite(5, 10);
    await pass(11_000);
    await ask(expired);
    const revoked = await inside.invite(5);
    await inside.do({
      kind: "revoke",
      subject: shortSubject(inviteId(revoked.publicKey)),
      value: 0,
    });
    await ask(revoked);
    const banned = await somebody();
    await inside.do({ kind: "ban", subject: banned.identity, value: 0 });
    const good = await inside.invite(5);
    await ask(good, banned);
    await ask(await inviteKey());
    expect(inside.answers).toEqual([]);
    expect(inside.redeemed()).toBe(0);
    await ask(good);
    expect(inside.answers).toHaveLength(1);
  });

  test("nothing is sealed to a key that the invite's did not sign", async () => {
    const inside = await Inside.of(1);
    const key = await inside.invite(5);
    const guest = await Guest.of(inside.room, key.publicKey);
    const eavesdropper = toBase64Url((await makeSealingPair()).publicKey);
    inside.tell({ ...(await guest.params(1, key)), key: eavesdropper });
    const other = toBase64Url((await somebody()).identity);
    inside.tell({ ...(await guest.params(2, key)), identity: other });
    inside.tell(await guest.params(3, await inviteKey()));
    inside.tell({ ask: 4 });
    await pass(0);
    expect(inside.answers).toEqual([]);
  });

  test("who is inside uses nothing up on another device", async () => {
    const inside = await Inside.of(1);
    const key = await inside.invite(1);
    const guest = await Guest.of(inside.room, key.publicKey, inside.owner);
    inside.tell(await guest.params(1, key));
    await pass(0);
    expect(inside.answers).toHaveLength(1);
    expect(inside.redeemed()).toBe(0);
  });

  test("the first sees to it, and where nothing comes of that, the next", async () => {
    const inside = await Inside.of(3);
    const key = await inside.invite(5);
    const guest = await Guest.of(inside.room, key.publicKey);
    inside.tell(await guest.params(1, key));
    await pass(0);
    await pass(3 * TURN_MILLIS);
    expect(inside.answers.map(({ by }) => by)).toEqual([1]);
    inside.mute.add(1);
    inside.tell(await guest.params(2, key));
    await pass(TURN_MILLIS - 1);
    expect(inside.answers).toHaveLength(1);
    await pass(1);
    await pass(2 * TURN_MILLIS);
    expect(inside.answers.map(({ by }) => by)).toEqual([1, 2]);
    expect(inside.redeemed()).toBe(1);
  });
});

describe("outside", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
  afterEach(() => void vi.useRealTimers());

  async function ask(server: FakeServer, room: SealedRoom) {
    const states: RedeemState[] = [];
    const accepted: SealedRoom[] = [];
    const credentials = await somebody();
    const keeper = new FakeKeeper();
    const key = await inviteKey();
    const redeemer = new Redeemer({
      url: "wss://chat.example/ws",
      roomId: room.roomId,
      seed: key.seed,
      keeper,
      loadCredentials: async () => credentials,
      connect: server.network.connect,
      changed: (state) => states.push(state),
      accepted: (accept) => accepted.push(accept),
    });
    redeemer.start();
    await settle();
    return { states, accepted, redeemer, keeper, key, credentials };
  }

  /** What a member would seal to who asked last. */
  async function answer(server: FakeServer, room: SealedRoom, who: Credentials, plain: Bytes) {
    const { invite, key } = server.lastParams("invite.redeem") ?? {};
    const asking = {
      ...{ roomId: room.roomId, identity: who.identity, device: who.device },
      ...{ invite: bytesOf(invite as string), key: bytesOf(key as string) },
    };
    const box = await sealTo(asking.key, handoverInfo(asking), plain);
    if (!box) throw new Error("the key is one");
    server.socket.notify("invite.handover", {
      sealed: toBase64Url(new Uint8Array([...box.encapsulated, ...box.ciphertext])),
    });
    await settle();
  }

  test("what a member hands over is kept, and the line is let go", async () => {
    const server = new FakeServer();
    const room = await makeRoom(await somebody());
    const { states, accepted, keeper, credentials } = await ask(server, room);
    expect(states).toEqual(["asking"]);
    const handed = room.handover;
    await answer(server, room, credentials, handed ? writeHandover(handed) : NOTHING);
    expect(accepted[0]?.words?.title).toBe("Four o'clock");
    expect(keeper.rooms.get(room.id)?.chain).toEqual(room.encoded);
    expect(server.socket.closedWith).toBe(1000);
  });

  test("what does not open this room is not taken, whoever sends it", async () => {
    const server = new FakeServer();
    const room = await makeRoom(await somebody());
    const { accepted, redeemer, credentials } = await ask(server, room);
    const handed = room.handover;
    if (!handed) throw new Error("its maker can read it");
    const secret = makeLinkSecret();
    await answer(server, room, credentials, writeHandover({ ...handed, secret }));
    const elsewhere = (await makeRoom(await somebody())).handover;
    if (elsewhere) await answer(server, room, credentials, writeHandover(elsewhere));
    await answer(server, room, credentials, utf8("hello"));
    server.socket.notify("invite.handover", { sealed: "AAAA" });
    server.socket.notify("invite.handover", {});
    await settle();
    expect(accepted).toEqual([]);
    await answer(server, room, credentials, writeHandover(handed));
    expect(accepted).toHaveLength(1);
    redeemer.stop();
  });

  test("while nobody is there it waits, and asks again by itself", async () => {
    const server = new FakeServer();
    server.refuse = { "invite.redeem": { reason: "invite-unanswered" } };
    const { states, redeemer } = await ask(server, await makeRoom(await somebody()));
    expect(states).toEqual(["waiting"]);
    await vi.advanceTimersByTimeAsync(ASK_AGAIN_MILLIS);
    await settle();
    expect(server.count("invite.redeem")).toBe(2);
    server.socket.drop(4009); // the server does not keep a line open that never enters
    await vi.advanceTimersByTimeAsync(5_000);
    await settle();
    server.refuse = {};
    await vi.advanceTimersByTimeAsync(ASK_AGAIN_MILLIS);
    await settle();
    expect(states.at(-1)).toBe("asking");
    redeemer.stop();
    const asked = server.count("invite.redeem");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.count("invite.redeem")).toBe(asked);
  });

  test.each(["invite-spent", "invite-expired", "invite-revoked", "invite-forged", "room-full"])(
    "%s is told, and not asked again",
    async (reason) => {
      const server = new FakeServer();
      server.refuse = { "invite.redeem": { reason } };
      const { states } = await ask(server, await makeRoom(await somebody()));
      expect(states).toEqual([{ refused: reason }]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(server.count("invite.redeem")).toBe(1);
    },
  );

  test("what is asked is signed by the invite's key, for this person alone", async () => {
    const server = new FakeServer();
    const room = await makeRoom(await somebody());
    const { redeemer, key, credentials } = await ask(server, room);
    const sent = server.lastParams("invite.redeem") as Record<string, string>;
    const read = (name: string) => bytesOf(sent[name] as string);
    const asking = {
      ...{ roomId: read("room"), invite: read("invite"), key: read("key") },
      ...{ identity: credentials.identity, device: credentials.device },
    };
    expect(asking.invite).toEqual(key.publicKey);
    expect(await isAskingSigned(asking, read("proof"))).toBe(true);
    expect(Object.keys(sent).sort()).toEqual(["invite", "key", "proof", "room"]);
    redeemer.stop();
  });
});
