/** RFC 9180, appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0. */
import { describe, expect, test } from "vitest";
import { type Bytes, utf8 } from "../../../src/crypto/bytes.ts";
import { makeSealingPair, openSealed, sealingPairOf, sealTo } from "../../../src/sealing/hpke.ts";

const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text, "hex"));
const toHex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

const INFO = hex("4f6465206f6e2061204772656369616e2055726e");
const EPHEMERAL = hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
const RECIPIENT = hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");

describe("HPKE (RFC 9180)", () => {
  test("the published keys have the published public halves", async () => {
    expect(toHex((await sealingPairOf(EPHEMERAL)).publicKey)).toBe(
      "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
    );
    expect(toHex((await sealingPairOf(RECIPIENT)).publicKey)).toBe(
      "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
    );
  });

  test("the published message is opened, with its associated data left out by us", async () => {
    // The published ciphertext has aad "Count-0"; ours have none. So key and nonce are what is compared: the key stream is the same.
    const recipient = await sealingPairOf(RECIPIENT);
    const plaintext = hex("4265617574792069732074727574682c20747275746820626561757479");
    const box = await sealTo(recipient.publicKey, INFO, plaintext, await sealingPairOf(EPHEMERAL));
    const published =
      "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a";
    expect(toHex(box?.ciphertext.subarray(0, plaintext.length))).toBe(
      published.slice(0, 2 * plaintext.length),
    );
    expect(toHex(box && (await openSealed(recipient, INFO, box)))).toBe(toHex(plaintext));
  });

  test("another recipient, another info, another byte: nothing", async () => {
    const [ann, ben] = [await makeSealingPair(), await makeSealingPair()];
    const box = await sealTo(ann.publicKey, INFO, utf8("for Ann"));
    if (!box) throw new Error("nothing was sealed");
    expect(await openSealed(ben, INFO, box)).toBeUndefined();
    expect(await openSealed(ann, utf8("other"), box)).toBeUndefined();
    const ciphertext = box.ciphertext.slice();
    ciphertext[0] = (ciphertext[0] as number) ^ 1;
    expect(await openSealed(ann, INFO, { ...box, ciphertext })).toBeUndefined();
  });

  test("nothing is sealed to a key of small order, or of another length", async () => {
    expect(await sealTo(new Uint8Array(32), INFO, utf8("x"))).toBeUndefined();
    expect(await sealTo(new Uint8Array(31), INFO, utf8("x"))).toBeUndefined();
  });
});
