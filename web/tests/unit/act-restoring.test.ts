/** Acts that members keep, and bring back to a server that has lost them. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ActKeeper, MAX_KEPT_ROOMS, openActKeeper } from "../../src/client/act-keeper.ts";
import { ActLedger } from "../../src/client/act-ledger.ts";
import { MAX_AWAY_MILLIS } from "../../src/client/act-restoring.ts";
import { ClientError } from "../../src/client/errors.ts";
import { type Heads, headsOf } from "../../src/client/moderation.ts";
import { type HeadsOfRoom, RoomActs, SUM_UP_AT } from "../../src/client/room-acts.ts";
import type { ActInfo } from "../../src/client/wire.ts";
import { type Deed, signAct } from "../../src/crypto/acts.ts";
import { type Bytes, toBase64Url } from "../../src/crypto/bytes.ts";
import type { Credentials } from "../../src/crypto/credentials.ts";
import { publicRoomId } from "../../src/crypto/proof.ts";
import { sha256 } from "../../src/crypto/transcript.ts";
import { somebody } from "./support/people.ts";
import { settle } from "./support/settle.ts";

const ROOT: Bytes = new Uint8Array(32);
const NEW_ROOT: Bytes = new Uint8Array(32).fill(1);

let ann: Credentials; // owns the room
let ben: Credentials;
let eve: Credentials;
let roomId: Bytes;
let keeper: ActKeeper;
/** What was brought, request by request. */
let brought: { root: Bytes; owner: string; acts: readonly ActInfo[] }[];
/** What the server says to the next requests. */
let refusals: ClientError[];
/** What was done, with what it sums up. */
let done: { act: Bytes; summary: Bytes | undefined }[];

beforeEach(async () => {
  [ann, ben, eve] = [await somebody(), await somebody(), await somebody()];
  roomId = await publicRoomId("coffee");
  keeper = openActKeeper();
  brought = [];
  refusals = [];
  done = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A page in the room, against the server of this test. */
function page(sealed?: HeadsOfRoom): RoomActs {
  const transport = {
    act: async (act: Bytes, summary?: Bytes) => {
      done.push({ act, summary });
    },
    restore: async (root: Bytes, owner: string, acts: readonly ActInfo[]) => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      brought.push({ root, owner, acts });
    },
  };
  return new RoomActs(transport, () => {}, sealed, keeper);
}

const sealedBy = (owner: Credentials): { heads: Heads } => ({ heads: headsOf(id(owner)) });
const id = ({ identity }: Credentials) => toBase64Url(identity);

/** Acts that follow each other. */
async function chain(...deeds: readonly [Credentials, Deed][]): Promise<ActInfo[]> {
  const ledger = new ActLedger(roomId, ROOT, headsOf(id(ann)), true);
  for (const [actor, deed] of deeds) {
    await ledger.add(await signAct(actor, ledger.next, deed), id(ann), false);
  }
  return [...ledger.arrived];
}

const evening = () =>
  chain(
    [ann, { kind: "moderator", subject: ben.identity, value: 1 }],
    [ben, { kind: "ban", subject: eve.identity, value: 0 }],
  );

test("hands that are told anew stand in the order in which they are told", async () => {
  const ledger = new ActLedger(roomId, ROOT, headsOf(id(ann)), false);
  const hand = (who: Credentials, number: number, value: number) =>
    signAct(who, ledger.passing(number), { kind: "hand", subject: who.identity, value });
  const [bens, anns] = [await hand(ben, 5, 1), await hand(ann, 3, 1)];
  await ledger.add(anns, id(ann), true);
  await ledger.add(bens, id(ann), true);
  for (const act of [bens, anns]) expect(await ledger.add(act, id(ann), true)).toBe("act-known");
  expect(ledger.hands).toEqual([id(ben), id(ann)]);
  await ledger.add(await hand(ann, 4, 0), id(ann), true);
  expect(await ledger.add(anns, id(ann), true)).toBe("act-known");
  expect(ledger.hands).toEqual([id(ben)]);
});

/** Until all that was told is verified: an act of our own waits for that. */
const verified = (acts: RoomActs) => acts.act(ann, { kind: "lock", value: 1 });

async function enter(acts: RoomActs, known: readonly ActInfo[], root = ROOT, owner = ann) {
  acts.entered(roomId, { root, owner: id(owner), acts: known, hands: [] }, id(owner));
  await verified(acts);
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
}

function told(acts: readonly ActInfo[]) {
  return { restored: true, acts: acts.map((one) => ({ ...one, act: toBase64Url(one.act) })) };
}

test("what a page has verified it brings back to a server that has lost it, after a reload too", async () => {
  const acts = await evening();
  const before = page(sealedBy(ann));
  await enter(before, acts);
  expect(brought).toEqual([]);
  const after = page(sealedBy(ann));
  await enter(after, []);
  expect(brought).toEqual([{ root: ROOT, owner: id(ann), acts }]);
  after.received(told(acts));
  await verified(after);
  expect([...after.state.moderators]).toEqual([id(ben)]);
  expect([...after.state.banned]).toEqual([id(eve)]);
});

test("what one has done is kept before one is told so: the page may be closed at once", async () => {
  const { keep } = keeper;
  let slowly: (() => void) | undefined;
  keeper = {
    ...keeper,
    keep: async (acts) => {
      if (acts.acts.length > 0) await new Promise<void>((resolve) => (slowly = resolve));
      await keep(acts);
    },
  };
  const transport = {
    act: async (act: Bytes) =>
      acts.received({ acts: [{ act: toBase64Url(act), moderator: id(ann) }] }),
    restore: async () => {},
  };
  const acts: RoomActs = new RoomActs(transport, () => {}, sealedBy(ann), keeper);
  acts.entered(roomId, { root: ROOT, owner: id(ann), acts: [], hands: [] }, id(ann));
  let isDone = false;
  const act = acts.act(ann, { kind: "lock", value: 1 }).then((fault) => {
    isDone = true;
    return fault;
  });
  await vi.waitFor(() => expect(slowly).toBeDefined());
  await settle();
  expect(isDone).toBe(false);
  slowly?.();
  expect(await act).toBeUndefined();
  expect((await keeper.read(toBase64Url(roomId)))?.acts).toHaveLength(1);
});

test("only what the server lacks is brought, and what it does not take is kept on", async () => {
  const acts = await evening();
  await enter(page(sealedBy(ann)), acts);
  refusals = [new ClientError("acts-full", "refusal", "no")];
  await enter(page(sealedBy(ann)), acts.slice(0, 1));
  expect(brought).toEqual([]);
  await enter(page(sealedBy(ann)), acts.slice(0, 1));
  expect(brought.map((request) => request.acts)).toEqual([acts.slice(1)]);
});

test("what was not signed by whom it names is neither shown nor kept", async () => {
  const [first, second] = (await evening()) as [ActInfo, ActInfo];
  const forged = { ...second, act: second.act.with(-1, (second.act.at(-1) ?? 0) ^ 1) };
  const acts = page(sealedBy(ann));
  await enter(acts, [first, forged]);
  expect([...acts.state.banned]).toEqual([]);
  expect((await keeper.read(toBase64Url(roomId)))?.acts).toEqual([first]);
});

test("many are brought in pieces, and a server that is busy is given time", async () => {
  const deeds = Array.from({ length: 40 }, (_, i): [Credentials, Deed] => [
    ann,
    { kind: "lock", value: i % 2 },
  ]);
  const acts = await chain(...deeds);
  await enter(page(sealedBy(ann)), acts);
  refusals = [new ClientError("busy", "refusal", "later", 5_000)];
  await enter(page(sealedBy(ann)), []);
  expect(brought).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  await settle();
  expect(brought.map((request) => request.acts.length)).toEqual([32, 8]);
  expect(brought.flatMap((request) => request.acts)).toEqual(acts);
});

test("a lost line ends the bringing", async () => {
  await enter(page(sealedBy(ann)), await evening());
  const after = page(sealedBy(ann));
  after.entered(roomId, { root: ROOT, owner: id(ann), acts: [], hands: [] }, id(ann));
  await verified(after);
  after.lineLost();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(brought).toEqual([]);
});

test("of a public room's former life the word comes first, and its acts when the server has taken it up", async () => {
  const acts = await evening();
  const line = page();
  await enter(line, acts);
  line.lineLost();
  await enter(line, [], NEW_ROOT, ben);
  expect(brought).toEqual([{ root: ROOT, owner: id(ann), acts: [] }]);
  expect(line.state.owner).toBe(id(ben));
  line.history({ root: toBase64Url(ROOT), owner: id(ann) });
  await verified(line);
  await vi.advanceTimersByTimeAsync(1_000);
  await settle();
  expect(brought.slice(1)).toEqual([{ root: ROOT, owner: id(ann), acts }]);
  expect(line.state.owner).toBe(id(ann));
});

test.each(["was away too long", "has left"])("who %s knows of no former life", async (how) => {
  const line = page();
  await enter(line, await evening());
  if (how === "has left") line.left();
  else vi.setSystemTime(Date.now() + MAX_AWAY_MILLIS);
  await settle();
  await enter(page(), [], NEW_ROOT, ben);
  expect(brought).toEqual([]);
});

test("a sealed room begins no other life, whatever the server says", async () => {
  const line = page(sealedBy(ann));
  await enter(line, await evening(), ROOT, eve);
  expect(line.state.owner, "the server says Eve").toBe(id(ann));
  line.history({ root: toBase64Url(NEW_ROOT), owner: id(eve) });
  await verified(line);
  expect([...line.state.banned]).toEqual([id(eve)]);
});

test("another owner by the room's descriptor owns at once, and what the former did stays done", async () => {
  const room = sealedBy(ann) as { heads: Heads };
  const line = page(room);
  await enter(line, await evening());
  const once = new Set([id(ann), id(eve)]);
  room.heads = { ...headsOf(id(eve)), deputies: new Set(["dep"]), formerOwners: once };
  line.headsChanged();
  expect(line.isOwner(id(eve))).toBe(true);
  expect(line.rank(id(ann))).toBe(1); // it moderates by being here
  expect(line.rank("dep")).toBe(1);
  expect([...line.state.moderators]).toEqual([id(ben)]);
  expect([...line.state.banned], "the owner is not banned").toEqual([]);
});

test("so many rooms' acts are kept, and the eldest forgotten", async () => {
  for (let room = 0; room <= MAX_KEPT_ROOMS; room++) {
    const kept = { id: `room ${room}`, root: ROOT, owner: "", acts: [], millis: room };
    await keeper.keep(kept);
  }
  expect(await keeper.read("room 0")).toBeUndefined();
  expect(await keeper.read("room 1")).toBeDefined();
  expect(await keeper.read(`room ${MAX_KEPT_ROOMS}`)).toBeDefined();
});

test("the owner's browser sums up many acts; whoever comes, and a server that lost them, get the few that are left", async () => {
  const deeds = Array.from({ length: SUM_UP_AT - 2 }, (_, i): [Credentials, Deed] => [
    ann,
    { kind: "slow", value: i },
  ]);
  const acts = await chain(
    [ann, { kind: "moderator", subject: ben.identity, value: 1 }],
    [ben, { kind: "ban", subject: eve.identity, value: 0 }],
    ...deeds,
  );
  const bens = page(sealedBy(ann));
  bens.begin(ben);
  await enter(bens, acts);
  expect(done.filter(({ summary }) => summary)).toEqual([]);
  const anns = page(sealedBy(ann));
  anns.begin(ann);
  await enter(anns, acts);
  const [sum] = done.filter(({ summary }) => summary);
  if (!sum?.summary) throw new Error("nothing was summed up");
  const info = { act: toBase64Url(sum.act), moderator: id(ann) };
  bens.received({ acts: [{ ...info, summary: toBase64Url(sum.summary) }] });
  await verified(bens);
  expect([...bens.dropped.keys()]).toEqual([]);
  expect([...bens.state.banned]).toEqual([id(eve)]);
  expect(bens.state.slowSeconds).toBe(SUM_UP_AT - 3);
  expect(bens.acts.at(-1)).toMatchObject({ kind: "summary", number: SUM_UP_AT + 1 });
  expect((await keeper.read(toBase64Url(roomId)))?.acts).toHaveLength(1);

  const heir = { heads: { ...headsOf(id(ben)), formerOwners: new Set([id(ann), id(ben)]) } };
  const bensRoom = page(heir);
  bensRoom.begin(ben);
  done = [];
  await enter(bensRoom, [{ act: sum.act, moderator: id(ann), summary: sum.summary }]);
  expect(
    done.some(({ summary }) => summary),
    "the new owner sums up what the former did",
  ).toBe(true);

  await bens.act(ben, { kind: "slow", value: 5 });
  const next = { act: done.at(-1)?.act as Bytes, moderator: id(ann) };
  bens.received({ acts: [{ ...next, act: toBase64Url(next.act) }] });
  await verified(bens);

  const again = page(sealedBy(ann));
  await enter(again, acts.slice(0, 1)); // an older copy
  const lacking = { act: sum.act, moderator: id(ann), summary: sum.summary };
  expect(
    brought.map((request) => request.acts),
    "a summary travels alone",
  ).toEqual([[lacking], [next]]);
  again.received({ restored: true, acts: [{ ...info, summary: toBase64Url(sum.summary) }] });
  await verified(again);
  expect([...again.state.moderators]).toEqual([id(ben)]);
});

test("a summary by another than the owner, or of something else, changes nothing", async () => {
  const acts = await evening();
  const line = page(sealedBy(ann));
  await enter(line, acts);
  const ledger = new ActLedger(roomId, ROOT, headsOf(id(ben)), true);
  const { summary } = ledger;
  const subject = await sha256(summary);
  const byBen = await signAct(
    ben,
    { roomId, number: 9, previous: ROOT },
    { kind: "summary", subject, value: 0 },
  );
  const lies = await signAct(
    ann,
    { roomId, number: 9, previous: ROOT },
    { kind: "summary", subject: ROOT.slice().fill(7), value: 0 },
  );
  for (const act of [byBen, lies]) {
    const info = { act: toBase64Url(act), moderator: id(ben), summary: toBase64Url(summary) };
    line.received({ acts: [info] });
  }
  await verified(line);
  expect([...line.state.banned]).toEqual([id(eve)]);
  expect(line.acts).toHaveLength(2);
});
