import { expect, test } from "vitest";
import type { KeptRoom, RoomKeeper } from "../../src/client/room-keeper.ts";
import { makeLinkSecret, SealedRoom } from "../../src/client/sealed-room.ts";
import { type Bytes, toBase64Url } from "../../src/crypto/bytes.ts";
import type { Credentials } from "../../src/crypto/credentials.ts";
import { decodeDescriptor } from "../../src/crypto/descriptor.ts";
import { verify } from "../../src/crypto/ed25519.ts";
import { doorTranscript } from "../../src/crypto/proof.ts";
import {
  checkTitle,
  encodeWords,
  fragmentOf,
  isRoomAddress,
  readFragment,
  readWords,
} from "../../src/crypto/room-words.ts";
import { limitOf } from "../../src/state/sealed-rooms.ts";
import { somebody } from "./support/people.ts";

const NOTHING: Bytes = new Uint8Array(0);

/** A browser's storage. */
class FakeKeeper implements RoomKeeper {
  readonly rooms = new Map<string, KeptRoom>();
  read = async (id: string) => this.rooms.get(id);
  keep = async (room: KeptRoom) => void this.rooms.set(room.id, room);
}

/** The password's hash; deriving a real one is tested by the vectors. */
function hashOf(fill: number): Bytes {
  return new Uint8Array(32).fill(fill);
}

async function makeRoom(owner: Credentials, keeper = new FakeKeeper()) {
  const secret = makeLinkSecret();
  const room = await SealedRoom.create(
    owner,
    {
      kind: "private",
      title: "Four o'clock",
      language: "any",
      secret,
      passwordHash: hashOf(1),
      limit: 0,
    },
    keeper,
  );
  if (!room) throw new Error("the words fit");
  return { room, secret, keeper };
}

/** Somebody with the link, who types a password. */
async function comeByLink(
  made: SealedRoom,
  passwordHash: Bytes,
  keeper = new FakeKeeper(),
): Promise<SealedRoom> {
  const { secret } = readFragment(made.address.slice(made.address.indexOf("#"))) ?? {};
  if (!secret) throw new Error("a link holds its secret");
  const kept = { id: made.id, secret, passwordHash, needsPassword: true };
  return await SealedRoom.open(made.roomId, { ...kept, roomKey: undefined, chain: [] }, keeper);
}

async function isProven(room: SealedRoom, by: SealedRoom): Promise<boolean> {
  const bytes = (length: number) => new Uint8Array(length);
  const entering = {
    ...{ nonce: bytes(32), session: bytes(16), origin: "https://chat.example", version: 0 },
    ...{ roomId: room.roomId, identity: bytes(32), device: bytes(32) },
    serverFingerprint: bytes(32),
  };
  const chain = room.encoded.at(-1) as Bytes;
  const verifier = (await decodeDescriptor(chain))?.verifier as Bytes;
  return await verify(verifier, await by.prove(entering), doorTranscript(entering));
}

test("who has link and password opens the door and reads the words; who has not reads nothing", async () => {
  const owner = await somebody();
  const { room } = await makeRoom(owner);
  const friend = await comeByLink(room, hashOf(1));
  expect(friend.words).toBeUndefined();
  expect(friend.version).toBe(0);
  expect(await isProven(room, friend)).toBe(true);
  expect(await friend.take(room.encoded)).toBeUndefined();
  expect(friend.words?.title).toBe("Four o'clock");
  expect(friend.address).toBe(room.address);
  expect(friend.owner).toBe(toBase64Url(owner.identity));
  expect(friend.mayChange(toBase64Url((await somebody()).identity))).toBe(false);

  const guesser = await comeByLink(room, hashOf(2));
  expect(await isProven(room, guesser)).toBe(false);
  await guesser.take(room.encoded);
  expect(guesser.words).toBeUndefined();
  expect(guesser.mayChange(toBase64Url(owner.identity))).toBe(false);
});

test("a change of title, link and password reaches those inside, who come back with the new ones", async () => {
  const owner = await somebody();
  const { room } = await makeRoom(owner);
  const keeper = new FakeKeeper();
  const friend = await comeByLink(room, hashOf(1), keeper);
  await friend.take(room.encoded);
  const changes = {
    title: "Five",
    language: "any",
    secret: makeLinkSecret(),
    passwordHash: hashOf(3),
  };
  const next = await room.nextLink(owner, changes);
  const chain = [...room.encoded, next];
  expect(await room.take(chain)).toBeUndefined();
  expect(await friend.take(chain)).toBeUndefined();
  expect(friend.words?.title).toBe("Five");
  expect(friend.version).toBe(2);
  expect(friend.address).toBe(room.address);
  expect(await isProven(room, friend)).toBe(true);

  const kept = keeper.rooms.get(room.id) as KeptRoom;
  const reloaded = await SealedRoom.open(room.roomId, kept, keeper);
  expect(reloaded.words?.title).toBe("Five");
  expect(await isProven(room, reloaded)).toBe(true);
  const late = await comeByLink(room, hashOf(1));
  expect(await isProven(room, late), "the former password").toBe(false);
});

test("a browser that saw a newer chain is not rolled back, nor led to another branch", async () => {
  const owner = await somebody();
  const { room } = await makeRoom(owner);
  const old = room.encoded;
  const mine = [...old, await room.nextLink(owner, { title: "Mine" })];
  const other = [...old, await room.nextLink(owner, { title: "Other" })];
  await room.take(mine);
  expect(await room.take(old)).toBe("rollback");
  const fork = await room.take(other);
  const rival = await comeByLink(room, hashOf(1));
  await rival.take(other);
  const back = await rival.take(mine);
  expect(
    [fork, back].filter((drop) => drop === "fork"),
    "one branch wins everywhere",
  ).toHaveLength(1);
  expect(rival.words?.title).toBe(room.words?.title);
  expect(await room.take([await room.nextLink(owner, {})])).toBe("foreign");
});

test("handed over by the owner, the room is the heir's alone", async () => {
  const owner = await somebody();
  const heir = await somebody();
  const { room } = await makeRoom(owner);
  const friend = await comeByLink(room, hashOf(1));
  await friend.take(room.encoded);
  const chain = [...room.encoded, await room.nextLink(owner, { owner: heir.identity })];
  await room.take(chain);
  await friend.take(chain);
  expect(room.mayChange(toBase64Url(owner.identity))).toBe(false);
  expect(friend.mayChange(toBase64Url(heir.identity))).toBe(true);
  expect(await friend.take([...chain, await room.nextLink(owner, { title: "Mine" })])).toBe(
    "signer",
  );
  expect(
    await friend.take([...chain, await friend.nextLink(heir, { title: "Hers" })]),
  ).toBeUndefined();
  expect(friend.words?.title).toBe("Hers");
});

test("a stranger's link is refused, and words that do not fit are not signed", async () => {
  const owner = await somebody();
  const { room } = await makeRoom(owner);
  const forged = await room.nextLink(await somebody(), { title: "Mine now" });
  expect(await room.take([...room.encoded, forged])).toBe("signer");
  const follower = `/r/${"x".repeat(2000)}`;
  await expect(room.nextLink(owner, { follower })).rejects.toThrow("do not fit");
});

test("words that break the rules are not shown", () => {
  const words = {
    ...{ title: "Tea", topic: "Leaves", tags: ["green"], language: "en", follower: "/r/elsewhere" },
    ...{ secret: new Uint8Array(16), passwordHash: NOTHING },
  };
  expect(readWords(encodeWords(words))).toEqual(words);
  const read = (changes: object) =>
    readWords(JSON.stringify({ ...JSON.parse(encodeWords(words)), ...changes }));
  expect(read({ title: "a\u202eb" })?.title).toBe("");
  expect(read({ title: " Tea " })?.title).toBe("");
  expect(read({ title: 7 })?.title).toBe("");
  expect(read({ topic: "a\u0000" })?.topic).toBe("");
  expect(read({ tags: ["x"] })?.tags).toEqual([]);
  expect(read({ follower: "https://evil.example/r/x" })?.follower).toBeUndefined();
  expect(read({ follower: "/s/short#secret" })?.follower).toBeUndefined();
  expect(read({ secret: "AAAA" })).toBeUndefined();
  expect(read({ passwordHash: "AAAA" })).toBeUndefined();
  expect(readWords("[]")).toBeUndefined();
  expect(readWords("{")).toBeUndefined();
  expect(readWords("null")).toBeUndefined();
});

test("titles are tidied and bounded", () => {
  expect(checkTitle("  Four \n o'clock ")).toEqual({ ok: true, text: "Four o'clock" });
  expect(checkTitle("x".repeat(61))).toEqual({ ok: false, fault: "too-long" });
  expect(checkTitle(" ")).toEqual({ ok: false, fault: "empty" });
});

test("a fragment holds a secret of one length, and says whether there is a password", () => {
  const secret = new Uint8Array(16).fill(7);
  expect(readFragment(fragmentOf(secret, "unlisted"))).toEqual({ secret, needsPassword: false });
  expect(readFragment(fragmentOf(secret, "private"))).toEqual({ secret, needsPassword: true });
  for (const wrong of ["", "#", "#AAAA", "#.p", `${fragmentOf(secret, "unlisted")}x`]) {
    expect(readFragment(wrong), wrong).toBeUndefined();
  }
});

test("an address leads to a room of this origin and nowhere else", () => {
  const sealed = `/s/${toBase64Url(new Uint8Array(16))}`;
  const secret = fragmentOf(new Uint8Array(16), "private");
  expect(isRoomAddress("/r/coffee%20break")).toBe(true);
  expect(isRoomAddress(sealed + secret)).toBe(true);
  for (const wrong of [
    sealed,
    "/",
    "//evil.example/r/x",
    "javascript:alert(1)",
    "/r/a/b",
    "/r/x#y",
  ]) {
    expect(isRoomAddress(wrong), wrong).toBe(false);
  }
});

test.each([
  ["", 0],
  [" ", 0],
  ["2", 2],
  ["200", 200],
  ["1", undefined],
  ["201", undefined],
  ["ten", undefined],
  ["2.5", undefined],
  ["-3", undefined],
])("a limit of members typed as '%s' is %s", (typed, limit) => {
  expect(limitOf(typed)).toBe(limit);
});

test("a new room has the language and the limit that it was made with", async () => {
  const made = { kind: "unlisted", title: "Tee", language: "de", limit: 12 } as const;
  const secret = makeLinkSecret();
  const owner = await somebody();
  const passwordHash = NOTHING;
  const room = await SealedRoom.create(owner, { ...made, secret, passwordHash }, new FakeKeeper());
  expect(room?.words?.language).toBe("de");
  expect((await decodeDescriptor(room?.encoded[0] as Bytes))?.limit).toBe(12);
});

test("who was away while the password changed comes back by the new one, holding the old chain", async () => {
  const owner = await somebody();
  const { room } = await makeRoom(owner);
  const keeper = new FakeKeeper();
  const member = await comeByLink(room, hashOf(1), keeper);
  expect(await member.take(room.encoded)).toBeUndefined();
  const changed = await room.nextLink(owner, { passwordHash: hashOf(2) });
  expect(await room.take([...room.encoded, changed])).toBeUndefined();
  const kept = keeper.rooms.get(room.id);
  if (!kept) throw new Error("the member keeps the room");
  const again = await SealedRoom.open(room.roomId, { ...kept, passwordHash: hashOf(2) }, keeper);
  expect(await isProven(room, again)).toBe(true);
  expect(again.version, "of the chain it brings").toBe(1);
  const forgetful = await SealedRoom.open(room.roomId, kept, keeper);
  expect(await isProven(room, forgetful)).toBe(false);
});
