import { expect, test } from "vitest";
import {
  loadCredentials,
  makeKeys,
  renewCredentials,
  type StoredKeys,
  verifyCertificate,
} from "../../src/crypto/credentials.ts";
import { verify } from "../../src/crypto/ed25519.ts";
import { openVault, type Vault } from "../../src/crypto/vault.ts";

/** One database behind any number of tabs. */
class FakeVault implements Vault {
  stored: StoredKeys | undefined;
  writes = 0;

  async read() {
    return this.stored;
  }

  async keepFirst(keys: StoredKeys) {
    if (this.stored) return this.stored;
    this.writes++;
    this.stored = keys;
    return keys;
  }

  async replace(keys: StoredKeys) {
    this.stored = keys;
  }
}

test("an identity is made once and found again", async () => {
  const vault = new FakeVault();
  const first = await loadCredentials(vault);
  const second = await loadCredentials(vault);
  expect(second.memberId).toBe(first.memberId);
  expect(vault.writes).toBe(1);
  expect(first.persistent).toBe(true);
});

test("tabs that start at once end with one identity", async () => {
  const vault = new FakeVault();
  const tabs = await Promise.all(Array.from({ length: 5 }, () => loadCredentials(vault)));
  expect(new Set(tabs.map(({ memberId }) => memberId)).size).toBe(1);
  expect(vault.writes).toBe(1);
});

test("the identity vouches for the device, and the device signs", async () => {
  const { identity, device, certificate, sign } = await loadCredentials(new FakeVault());
  expect(await verifyCertificate(identity, device, certificate)).toBe(true);
  const message = new TextEncoder().encode("hello");
  expect(await verify(device, await sign(message), message)).toBe(true);
});

test("neither key can be taken out of the browser by a script", async () => {
  const { deviceKey } = await makeKeys();
  expect(deviceKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("pkcs8", deviceKey)).rejects.toThrow();
});

test("without a place to store it, the identity lives as long as the page", async () => {
  const { persistent, memberId } = await loadCredentials(openVault(undefined));
  expect(persistent).toBe(false);
  expect(memberId).not.toBe("");
});

test("a renewed device belongs to the same identity", async () => {
  const vault = new FakeVault();
  const before = await loadCredentials(vault);
  const after = await renewCredentials(vault);
  expect(after.identity).toEqual(before.identity);
  expect(after.device).not.toEqual(before.device);
  expect((await loadCredentials(vault)).memberId).toBe(after.memberId);
});
