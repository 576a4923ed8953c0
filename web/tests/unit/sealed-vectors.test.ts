/** The golden vectors of sealed rooms: what Java runs, run here, to the byte. */
import { describe, expect, test } from "vitest";
import { type Bytes, toBase64Url } from "../../src/crypto/bytes.ts";
import { decodeDescriptor, type SealedKind } from "../../src/crypto/descriptor.ts";
import { DescriptorChain } from "../../src/crypto/descriptor-chain.ts";
import { keyPairOfSeed, sign, verify } from "../../src/crypto/ed25519.ts";
import { hashPassword } from "../../src/crypto/password-hash.ts";
import { doorTranscript, enterTranscript } from "../../src/crypto/proof.ts";
import {
  canonicalPassword,
  doorKeys,
  expand,
  openWords,
  passwordSalt,
  sealWords,
  unwrapRoomKey,
  wrapRoomKey,
} from "../../src/crypto/room-keys.ts";
import { bytes, bytesOf, type Case, cases } from "./support/vectors.ts";

const NOTHING: Bytes = new Uint8Array(0);

test.each(cases("descriptors.json"))("descriptor: $about", async (vector) => {
  const descriptor = await decodeDescriptor(bytes(vector, "bytes"));
  if (vector.drop !== undefined) {
    expect(descriptor).toBeUndefined();
    return;
  }
  expect(descriptor).toMatchObject({
    kind: vector.kind,
    version: vector.version,
    limit: vector.limit,
    deputies: (vector.deputies as string[]).map(bytesOf),
  });
  for (const name of ["previous", "owner", "verifier", "follower", "wrapped", "sealed", "signer"]) {
    expect(descriptor?.[name as "owner"], name).toEqual(bytes(vector, name));
  }
  expect(descriptor?.hash).toEqual(bytes(vector, "hash"));
  expect(descriptor?.bytes).toEqual(bytes(vector, "bytes"));
});

test.each(cases("descriptor-chains.json"))("chain: $about", async (vector) => {
  const room = bytes(vector, "room");
  const links = (vector.links as string[]).map(bytesOf);
  let reading = await DescriptorChain.read(room, links);
  if (reading.ok && vector.known !== undefined) {
    const known = await DescriptorChain.read(room, (vector.known as string[]).map(bytesOf));
    if (!known.ok) throw new Error("what was known holds");
    reading = known.chain.shown(reading.chain);
  }
  expect(reading.ok ? undefined : reading.drop).toBe(vector.drop);
  if (reading.ok) expect(toBase64Url(reading.chain.newest.hash)).toBe(vector.newest);
  if (reading.ok && links.length > 1 && vector.known === undefined) {
    const before = await DescriptorChain.read(room, links.slice(0, -1));
    if (!before.ok) throw new Error("a chain without its last link holds");
    const after = await before.chain.append(links.at(-1) as Bytes);
    expect(after).toEqual(reading);
  }
});

describe("keys", () => {
  test.each(cases("room-keys.json"))("$about", async (vector) => {
    const secret = bytes(vector, "secret");
    const salt = await passwordSalt(secret);
    expect(salt).toEqual(bytes(vector, "salt"));
    const password = vector.password as string | undefined;
    const hash =
      password === undefined
        ? NOTHING
        : await hashPassword(canonicalPassword(password) as string, salt);
    expect(hash).toEqual(bytes(vector, "passwordHash"));
    const material = new Uint8Array([...secret, ...hash]);
    expect(await expand(material, "free4chat proof key 1", 32)).toEqual(bytes(vector, "proofSeed"));
    const keys = await doorKeys(secret, hash);
    expect(keys.verifier).toEqual(bytes(vector, "verifier"));
    expect(keys.proofKey.extractable).toBe(false);

    const kind = vector.kind as SealedKind;
    const owner = bytes(vector, "owner");
    const [roomKey, iv] = [bytes(vector, "roomKey"), bytes(vector, "iv")];
    const wrapped = await wrapRoomKey(keys.wrappingKey, { kind, owner }, roomKey, iv);
    expect(wrapped).toEqual(bytes(vector, "wrapped"));
    expect(await unwrapRoomKey(keys.wrappingKey, { kind, owner }, wrapped)).toEqual(roomKey);
    expect(await unwrapRoomKey(keys.wrappingKey, { kind, owner: secret }, wrapped)).toBeUndefined();

    const place = { kind, version: 1, previous: NOTHING };
    const sealed = await sealWords(roomKey, place, vector.words as string, iv);
    expect(sealed).toEqual(bytes(vector, "sealed"));
    expect(await openWords(roomKey, place, sealed as Bytes)).toBe(vector.words);
    expect(await openWords(roomKey, { ...place, version: 2 }, sealed as Bytes)).toBeUndefined();
    expect(await openWords(owner, place, sealed as Bytes)).toBeUndefined();
  });

  test("passwords are compared in NFC, and have a length", () => {
    expect(canonicalPassword("1234567")).toBeUndefined();
    expect(canonicalPassword("x".repeat(129))).toBeUndefined();
    expect(canonicalPassword("u\u0308bungen!")).toBe("\u00fcbungen!");
  });

  test("words that do not fit are not sealed", async () => {
    const place = { kind: "unlisted", version: 1, previous: NOTHING } as const;
    const key = new Uint8Array(32);
    expect(await sealWords(key, place, "x".repeat(2044))).toHaveLength(28 + 2048);
    expect(await sealWords(key, place, "x".repeat(2045))).toBeUndefined();
  });
});

test.each(cases("door-proofs.json"))("door: $about", async (vector: Case) => {
  const bound = {
    nonce: bytes(vector, "nonce"),
    session: bytes(vector, "session"),
    origin: vector.origin as string,
    roomId: bytes(vector, "room"),
    version: vector.version as number,
    identity: bytes(vector, "identity"),
    device: bytes(vector, "device"),
    clientFingerprint: bytes(vector, "clientFingerprint"),
    serverFingerprint: bytes(vector, "serverFingerprint"),
  };
  expect(enterTranscript(bound)).toEqual(bytes(vector, "enterTranscript"));
  const message = doorTranscript(bound);
  expect(message).toEqual(bytes(vector, "transcript"));
  const proof = bytes(vector, "doorProof");
  expect(await verify(bytes(vector, "verifier"), proof, message)).toBe(vector.valid);
  if (vector.valid === true) {
    const [first] = cases("room-keys.json");
    const { sign: key } = await keyPairOfSeed(bytes(first as Case, "proofSeed"));
    expect(await sign(key, message)).toEqual(proof);
  }
});
