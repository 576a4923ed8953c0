/** What a robot of the server does with the keys of a sealed room is what pages do, to the byte: the golden vectors that Java makes. */
import { describe, expect, test } from "vitest";
import { type Bytes, toBase64Url } from "../../../src/crypto/bytes.ts";
import { commitHash, openCommit, readCommit, verifyCommit } from "../../../src/sealing/commit.ts";
import { epochKeys, openContent, voiceBaseKey } from "../../../src/sealing/epoch-keys.ts";
import { FrameOpener, FrameSealer } from "../../../src/sealing/frames.ts";
import { sealingPairOf } from "../../../src/sealing/hpke.ts";
import { readSealingKey, rosterHash } from "../../../src/sealing/sealing-key.ts";
import { bytes, bytesOf, type Case, cases } from "../support/vectors.ts";

interface Somebody {
  readonly id: string;
  readonly identity: string;
  readonly device: string;
  readonly sealingSecret: string;
  readonly shown: string;
}

interface Content {
  readonly kind: string;
  readonly author: string;
  readonly plaintext: string;
  readonly content: string;
}

interface Voice {
  readonly member: string;
  readonly kid: number;
  readonly baseKey: string;
  readonly frames: readonly {
    readonly counter: number;
    readonly plaintext: string;
    readonly sealed: string;
  }[];
}

const all = cases("sealing.json");
const membersOf = (vector: Case) => vector.members as readonly Somebody[];

async function keysOf(vector: Case, member: Somebody) {
  const pair = await sealingPairOf(bytesOf(member.sealingSecret));
  const room = bytes(vector, "room");
  const commit = bytes(vector, "commit");
  const secret = (await openCommit(commit, room, member.id, pair)) as Bytes;
  return { secret, keys: await epochKeys(Number(vector.epoch), bytes(vector, "hash"), secret) };
}

describe.each(all)("$about", (vector) => {
  const room = bytes(vector, "room");
  const commit = bytes(vector, "commit");

  test("what each shows is theirs, and the roster is made of it", async () => {
    const entries = [];
    for (const { id, identity, device, shown, sealingSecret } of membersOf(vector)) {
      const claim = { id, identity: bytesOf(identity), device: bytesOf(device) };
      const key = (await readSealingKey(room, claim, bytesOf(shown))) as Bytes;
      expect(key).toEqual((await sealingPairOf(bytesOf(sealingSecret))).publicKey);
      entries.push({ id, key });
    }
    expect(toBase64Url(await rosterHash(room, entries))).toBe(vector.rosterHash);
  });

  test("the commit is its committer's, and gives each the same secret", async () => {
    expect(readCommit(commit)).toEqual({
      epoch: vector.epoch,
      committer: vector.committer,
      rosterHash: bytes(vector, "rosterHash"),
      previous: bytes(vector, "previous"),
    });
    expect(toBase64Url(await commitHash(room, commit))).toBe(vector.hash);
    expect(await verifyCommit(bytes(vector, "committerDevice"), room, commit)).toBe(true);
    for (const member of membersOf(vector)) {
      expect(toBase64Url((await keysOf(vector, member)).secret)).toBe(vector.secret);
    }
  });

  test("contents that the last has sealed are opened by the first", async () => {
    const { keys } = await keysOf(vector, membersOf(vector)[0] as Somebody);
    for (const { kind, author, plaintext, content } of vector.contents as readonly Content[]) {
      const place = { kind, author: bytesOf(author) };
      const opened = (await openContent(keys, room, place, bytesOf(content))) as Bytes;
      expect(toBase64Url(opened), kind).toBe(plaintext);
    }
  });

  test("frames of the last one's voice are opened by the first, and are those that a page would make", async () => {
    const { keys } = await keysOf(vector, membersOf(vector)[0] as Somebody);
    const { member, kid, baseKey, frames } = vector.voice as Voice;
    const speaker = membersOf(vector).find(({ id }) => id === member) as Somebody;
    const base = await voiceBaseKey(
      keys,
      room,
      bytesOf(speaker.identity),
      bytesOf(speaker.device),
      kid,
    );
    expect(toBase64Url(base)).toBe(baseKey);
    const opener = new FrameOpener();
    await opener.add(kid, 3, base);
    const sealer = new FrameSealer();
    await sealer.use(kid, base);
    for (const { counter, plaintext, sealed } of frames) {
      const opened = await opener.open(bytesOf(sealed), 0);
      expect(opened, `frame ${counter}`).toEqual({ member: 3, plaintext: bytesOf(plaintext) });
      if (counter > 9) continue; // a page would have to count up to there
      const made = (await sealer.seal(bytesOf(plaintext))) as Bytes;
      expect(toBase64Url(made), `frame ${counter}`).toBe(sealed);
    }
  });
});
