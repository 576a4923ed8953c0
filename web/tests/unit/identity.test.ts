/** An identity that is taken to another browser: the vectors of protocol/identity.md, what is refused, and what becomes of the former. */
import { describe, expect, test } from "vitest";
import { type Bytes, toBase64Url } from "../../src/crypto/bytes.ts";
import { loadCredentials, type StoredKeys } from "../../src/crypto/credentials.ts";
import { keyPairOfSeed } from "../../src/crypto/ed25519.ts";
import { shortFingerprint } from "../../src/crypto/fingerprint.ts";
import { openIdentity, readIdentity, writeIdentity } from "../../src/crypto/identity-export.ts";
import { hashPassword } from "../../src/crypto/password-hash.ts";
import { canonicalPassword } from "../../src/crypto/room-keys.ts";
import type { Vault } from "../../src/crypto/vault.ts";
import { LiveIdentityBox } from "../../src/state/identity.ts";
import { bytes, type Case, cases } from "./support/vectors.ts";

const vectors = cases("identity-exports.json");
const good = vectors[0] as Case;
const goodText = good.text as string;

/** A browser's storage. */
class OneVault implements Vault {
  stored: StoredKeys | undefined;
  broken = false;
  async read() {
    return this.stored;
  }
  async keepFirst(keys: StoredKeys) {
    if (this.broken) throw new Error("no storage");
    this.stored ??= keys;
    return this.stored;
  }
  async replace(keys: StoredKeys) {
    if (this.broken) throw new Error("no storage");
    this.stored = keys;
  }
}

/** As quick as it is weak; the vectors take the true one. */
async function quickHash(passphrase: string, salt: Bytes): Promise<Bytes> {
  const data = new TextEncoder().encode(passphrase + toBase64Url(salt));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

describe("exports", () => {
  test.each(vectors)("$about", async (vector) => {
    const reading = await readIdentity(vector.text as string);
    if (!reading.ok) {
      expect(reading.fault).toBe(vector.fault);
      return;
    }
    const passphrase = canonicalPassword(vector.passphrase as string) as string;
    const hash = await hashPassword(passphrase, reading.identity.salt);
    const seed = await openIdentity(reading.identity, hash);
    if (vector.fault !== undefined) {
      expect([seed, vector.fault]).toEqual([undefined, "wrong-passphrase"]);
      return;
    }
    expect(seed).toEqual(bytes(vector, "seed"));
    const { publicKey } = await keyPairOfSeed(seed as Bytes);
    expect(publicKey).toEqual(bytes(vector, "identity"));
    expect(shortFingerprint(publicKey)).toBe(vector.fingerprint);
    const written = await writeIdentity(
      seed as Bytes,
      bytes(vector, "salt"),
      hash,
      bytes(vector, "iv"),
    );
    expect(written).toBe((vector.text as string).replace(/\s/g, ""));
  });

  test("whatever one character is changed to, nothing else is read from it", async () => {
    for (let at = 0; at < goodText.length; at++) {
      const other = goodText[at] === "x" ? "y" : "x";
      const reading = await readIdentity(goodText.slice(0, at) + other + goodText.slice(at + 1));
      expect(reading.ok, `character ${at}`).toBe(false);
    }
    for (let length = 0; length < goodText.length; length++) {
      expect((await readIdentity(goodText.slice(0, length))).ok, `${length} characters`).toBe(
        false,
      );
    }
  });

  test("noise is refused, and never throws", async () => {
    let seed = 20261123;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    for (let round = 0; round < 500; round++) {
      const length = Math.floor(random() * 200);
      const noise = Array.from({ length }, () => String.fromCharCode(random() * 0x3000)).join("");
      const prefix = round % 2 === 0 ? "free4chat-identity:" : "";
      expect((await readIdentity(prefix + noise)).ok, `seed 20261123, round ${round}`).toBe(false);
    }
  });
});

describe("a browser's identity", () => {
  test("is the same person in another browser, with a device key of its own", async () => {
    const [here, there] = [new OneVault(), new OneVault()];
    const ours = await loadCredentials(here);
    const written = await new LiveIdentityBox(here, quickHash).write("correct horse");
    if (!written.ok) throw new Error(written.fault);
    const box = new LiveIdentityBox(there, quickHash);
    const former = await box.own();
    const brought = await box.open(written.value, "correct horse");
    if (!brought.ok) throw new Error(brought.fault);
    expect(brought.value.isOurs).toBe(false);
    expect(brought.value.fingerprint).toBe(shortFingerprint(ours.identity));
    // Opened is not replaced: until somebody says so, the former one stands.
    expect(await box.own()).toEqual(former);
    expect(await brought.value.adopt()).toBeUndefined();
    const theirs = await loadCredentials(there);
    expect(theirs.identity).toEqual(ours.identity);
    expect(theirs.device).not.toEqual(ours.device);
    expect(theirs.memberId).not.toBe(ours.memberId);
  });

  test("is known again where it comes from", async () => {
    const box = new LiveIdentityBox(new OneVault(), quickHash);
    await box.own();
    const written = await box.write("correct horse");
    const brought = await box.open(written.ok ? written.value : "", "correct horse");
    expect(brought.ok && brought.value.isOurs).toBe(true);
  });

  test("asks for a passphrase that is one, and says which it was not", async () => {
    const box = new LiveIdentityBox(new OneVault(), quickHash);
    await box.own();
    expect(await box.write("short")).toEqual({ ok: false, fault: "passphrase" });
    const written = await box.write("correct horse");
    const text = written.ok ? written.value : "";
    for (const wrong of ["", "correct house", "x".repeat(129)]) {
      expect(await box.open(text, wrong)).toEqual({ ok: false, fault: "wrong-passphrase" });
    }
    expect(await box.open("hello", "correct horse")).toEqual({ ok: false, fault: "no-identity" });
  });

  test("says so where this browser stores nothing", async () => {
    const vault = new OneVault();
    vault.broken = true;
    const box = new LiveIdentityBox(vault, quickHash);
    expect((await box.own()).kept).toBe(false);
    expect(await box.write("correct horse")).toEqual({ ok: false, fault: "not-kept" });
    const passphrase = good.passphrase as string;
    const brought = await new LiveIdentityBox(vault, hashPassword).open(goodText, passphrase);
    expect(brought.ok && (await brought.value.adopt())).toBe("not-kept");
  });
});
