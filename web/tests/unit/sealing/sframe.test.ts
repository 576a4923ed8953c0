/** The test vectors of RFC 9605, appendix C. */
import { describe, expect, test } from "vitest";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import {
  deriveFrameKey,
  encodeHeader,
  openFrame,
  readHeader,
  sealFrame,
} from "../../../src/sealing/sframe.ts";

const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text, "hex"));
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** KID, CTR, encoded (C.1). */
const HEADERS: readonly (readonly [bigint, bigint, string])[] = [
  [0n, 0n, "00"],
  [0n, 1n, "01"],
  [0n, 255n, "08ff"],
  [0n, 256n, "090100"],
  [0n, 65_535n, "09ffff"],
  [0n, 65_536n, "0a010000"],
  [0n, 16_777_215n, "0affffff"],
  [0n, 16_777_216n, "0b01000000"],
  [0n, 4_294_967_295n, "0bffffffff"],
  [0n, 4_294_967_296n, "0c0100000000"],
  [0n, 1_099_511_627_775n, "0cffffffffff"],
  [0n, 1_099_511_627_776n, "0d010000000000"],
  [0n, 281_474_976_710_655n, "0dffffffffffff"],
  [0n, 281_474_976_710_656n, "0e01000000000000"],
  [0n, 72_057_594_037_927_935n, "0effffffffffffff"],
  [0n, 72_057_594_037_927_936n, "0f0100000000000000"],
  [0n, 18_446_744_073_709_551_615n, "0fffffffffffffffff"],
  [1n, 0n, "10"],
  [1n, 256n, "190100"],
  [1n, 18_446_744_073_709_551_615n, "1fffffffffffffffff"],
  [255n, 0n, "80ff"],
  [255n, 1n, "81ff"],
  [255n, 65_536n, "8aff010000"],
  [256n, 65_535n, "990100ffff"],
  [65_535n, 4_294_967_296n, "9cffff0100000000"],
  [65_536n, 255n, "a8010000ff"],
  [16_777_215n, 16_777_216n, "abffffff01000000"],
  [16_777_216n, 65_536n, "ba01000000010000"],
  [4_294_967_295n, 281_474_976_710_655n, "bdffffffffffffffffffff"],
  [4_294_967_296n, 0n, "c00100000000"],
  [4_294_967_296n, 18_446_744_073_709_551_615n, "cf0100000000ffffffffffffffff"],
];

/** AES_128_GCM_SHA256_128 (C.3). */
const FRAME = {
  kid: 0x123n,
  counter: 0x4567n,
  baseKey: hex("000102030405060708090a0b0c0d0e0f"),
  salt: "75234edefe07819026751816",
  metadata: hex("4945544620534672616d65205747"),
  plaintext: "64726166742d696574662d736672616d652d656e63",
  ciphertext:
    "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb",
};

describe("SFrame (RFC 9605)", () => {
  test.each(HEADERS)("the header of KID %s and CTR %s is %s", (kid, counter, encoded) => {
    expect(toHex(encodeHeader(kid, counter))).toBe(encoded);
    expect(readHeader(hex(encoded))).toEqual({ kid, counter, length: encoded.length / 2 });
  });

  test("a header that is cut short is none", () => {
    for (const [, , encoded] of HEADERS) {
      const bytes = hex(encoded);
      for (let length = 0; length < bytes.length; length++) {
        expect(readHeader(bytes.subarray(0, length))).toBeUndefined();
      }
    }
  });

  test("the published frame is sealed and opened", async () => {
    const key = await deriveFrameKey(FRAME.baseKey, FRAME.kid);
    expect(toHex(key.salt)).toBe(FRAME.salt);
    const plaintext = hex(FRAME.plaintext);
    const sealed = await sealFrame(key, FRAME.kid, FRAME.counter, plaintext, FRAME.metadata);
    expect(toHex(sealed)).toBe(FRAME.ciphertext);
    const header = readHeader(sealed);
    if (!header) throw new Error("no header");
    const opened = await openFrame(key, header, sealed, FRAME.metadata);
    expect(toHex(opened ?? hex(""))).toBe(FRAME.plaintext);
  });

  test("a frame that was changed anywhere is not authentic", async () => {
    const key = await deriveFrameKey(FRAME.baseKey, FRAME.kid);
    const sealed = hex(FRAME.ciphertext);
    for (let index = 5; index < sealed.length; index++) {
      const changed = sealed.slice();
      changed[index] = (changed[index] as number) ^ 1;
      const header = readHeader(changed);
      if (!header) throw new Error("no header");
      expect(await openFrame(key, header, changed, FRAME.metadata)).toBeUndefined();
    }
    const header = readHeader(sealed);
    if (!header) throw new Error("no header");
    expect(await openFrame(key, header, sealed, hex("00"))).toBeUndefined();
    expect(await openFrame(key, header, sealed.slice(0, 20), FRAME.metadata)).toBeUndefined();
  });
});
