import { describe, expect, test } from "vitest";
import { type Bytes, concat, u32 } from "../../../src/crypto/bytes.ts";
import { type Credentials, credentialsOf, makeKeys } from "../../../src/crypto/credentials.ts";
import {
  commitHash,
  HASH_BYTES,
  MAX_COMMIT_BYTES,
  MAX_SEALED_MEMBERS,
  makeCommit,
  openCommit,
  readCommit,
  SECRET_BYTES,
  verifyCommit,
} from "../../../src/sealing/commit.ts";
import { makeSealingPair, type SealingPair } from "../../../src/sealing/hpke.ts";
import { readSealingKey, rosterHash, showSealingKey } from "../../../src/sealing/sealing-key.ts";

const ROOM: Bytes = new Uint8Array(16).fill(1);
const OTHER_ROOM: Bytes = new Uint8Array(16).fill(2);
const NO_HASH: Bytes = new Uint8Array(HASH_BYTES);
const SECRET: Bytes = new Uint8Array(SECRET_BYTES).fill(7);

interface Someone {
  readonly credentials: Credentials;
  readonly pair: SealingPair;
}

async function someone(): Promise<Someone> {
  return {
    credentials: await credentialsOf(await makeKeys(), false),
    pair: await makeSealingPair(),
  };
}

const entryOf = ({ credentials, pair }: Someone) => ({
  id: credentials.memberId,
  key: pair.publicKey,
});

async function commitOf(committer: Someone, ...others: readonly Someone[]): Promise<Bytes> {
  const roster = [committer, ...others].map(entryOf);
  const plan = { epoch: 5, rosterHash: await rosterHash(ROOM, roster), previous: NO_HASH, roster };
  return await makeCommit(committer.credentials, ROOM, plan, SECRET);
}

describe("a sealing key", () => {
  test("is read as its owner showed it, and by nobody else, nowhere else", async () => {
    const [ann, ben] = [await someone(), await someone()];
    const shown = await showSealingKey(ann.credentials, ROOM, ann.pair.publicKey);
    const claim = { ...ann.credentials, id: ann.credentials.memberId };
    expect(await readSealingKey(ROOM, claim, shown)).toEqual(ann.pair.publicKey);
    expect(await readSealingKey(OTHER_ROOM, claim, shown)).toBeUndefined();
    expect(
      await readSealingKey(ROOM, { ...claim, id: ben.credentials.memberId }, shown),
    ).toBeUndefined();
    expect(
      await readSealingKey(ROOM, { ...claim, identity: ben.credentials.identity }, shown),
    ).toBeUndefined();
  });

  test("that was changed anywhere, or cut, is none", async () => {
    const ann = await someone();
    const shown = await showSealingKey(ann.credentials, ROOM, ann.pair.publicKey);
    const claim = { ...ann.credentials, id: ann.credentials.memberId };
    for (let index = 0; index < shown.length; index += 7) {
      const changed = shown.slice();
      changed[index] = (changed[index] as number) ^ 1;
      expect(await readSealingKey(ROOM, claim, changed), `byte ${index}`).toBeUndefined();
    }
    expect(await readSealingKey(ROOM, claim, shown.slice(1))).toBeUndefined();
    expect(await readSealingKey(ROOM, claim, concat(shown, u32(0)))).toBeUndefined();
  });
});

describe("a roster's hash", () => {
  test("does not depend on the order, and on everything else", async () => {
    const [ann, ben, eve] = [await someone(), await someone(), await someone()];
    const both = await rosterHash(ROOM, [ann, ben].map(entryOf));
    expect(await rosterHash(ROOM, [ben, ann].map(entryOf))).toEqual(both);
    expect(await rosterHash(ROOM, [ann, ben, eve].map(entryOf))).not.toEqual(both);
    expect(await rosterHash(OTHER_ROOM, [ann, ben].map(entryOf))).not.toEqual(both);
    const otherKey = { ...entryOf(ben), key: eve.pair.publicKey };
    expect(await rosterHash(ROOM, [entryOf(ann), otherKey])).not.toEqual(both);
  });
});

describe("a commit", () => {
  test("is opened by each member of its roster, and by nobody else", async () => {
    const [ann, ben, eve] = [await someone(), await someone(), await someone()];
    const bytes = await commitOf(ann, ben);
    expect(readCommit(bytes)).toMatchObject({ epoch: 5, committer: ann.credentials.memberId });
    expect(await verifyCommit(ann.credentials.device, ROOM, bytes)).toBe(true);
    for (const { credentials, pair } of [ann, ben]) {
      expect(await openCommit(bytes, ROOM, credentials.memberId, pair)).toEqual(SECRET);
    }
    expect(await openCommit(bytes, ROOM, eve.credentials.memberId, eve.pair)).toBeUndefined();
    expect(await openCommit(bytes, ROOM, ben.credentials.memberId, eve.pair)).toBeUndefined();
    expect(await openCommit(bytes, OTHER_ROOM, ben.credentials.memberId, ben.pair)).toBeUndefined();
  });

  test("by another device, for another room, or changed anywhere does not verify", async () => {
    const [ann, ben] = [await someone(), await someone()];
    const bytes = await commitOf(ann, ben);
    expect(await verifyCommit(ben.credentials.device, ROOM, bytes)).toBe(false);
    expect(await verifyCommit(ann.credentials.device, OTHER_ROOM, bytes)).toBe(false);
    const hash = await commitHash(ROOM, bytes);
    for (let index = 0; index < bytes.length; index += 5) {
      const changed = bytes.slice();
      changed[index] = (changed[index] as number) ^ 1;
      expect(await verifyCommit(ann.credentials.device, ROOM, changed), `byte ${index}`).toBe(
        false,
      );
    }
    expect(await commitHash(OTHER_ROOM, bytes)).not.toEqual(hash);
  });

  test("seals to the others when one member's key is worthless", async () => {
    const [ann, ben] = [await someone(), await someone()];
    const worthless = { ...ben, pair: { ...ben.pair, publicKey: new Uint8Array(32) } };
    const bytes = await commitOf(ann, worthless);
    expect(await openCommit(bytes, ROOM, ann.credentials.memberId, ann.pair)).toEqual(SECRET);
  });

  test("of the largest room fits its limit", async () => {
    const people = await Promise.all(Array.from({ length: MAX_SEALED_MEMBERS }, someone));
    const [ann, ...others] = people as [Someone, ...Someone[]];
    const bytes = await commitOf(ann, ...others);
    expect(bytes.length).toBe(MAX_COMMIT_BYTES);
    const last = others.at(-1) as Someone;
    expect(await openCommit(bytes, ROOM, last.credentials.memberId, last.pair)).toEqual(SECRET);
  });

  test("whatever comes is read or refused, and never throws (20,000 inputs)", async () => {
    const [ann, ben] = [await someone(), await someone()];
    const whole = await commitOf(ann, ben);
    const seed = 0xc0117;
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const bytes = random(2) ? whole.slice(0, random(whole.length + 1)) : whole.slice();
      for (let changes = random(4); changes > 0 && bytes.length > 0; changes--) {
        bytes[random(bytes.length)] = random(256);
      }
      const facts = readCommit(bytes);
      if (!facts) continue;
      read++;
      expect(facts.epoch, `seed ${seed}, round ${round}`).toBeGreaterThan(0);
      expect(bytes.length).toBe(whole.length);
    }
    expect(read).toBeGreaterThan(1_000);
  });
});
