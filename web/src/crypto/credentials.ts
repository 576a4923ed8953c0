import type { Bytes } from "./bytes.ts";
import {
  generateDeviceKey,
  isSoundKey,
  keyPairOfSeed,
  SEED_BYTES,
  sign,
  verify,
} from "./ed25519.ts";
import { memberId } from "./person.ts";
import { transcript } from "./transcript.ts";
import { openVault, type Vault } from "./vault.ts";

/** Who we are on this device, and the one thing that can prove it. */
export interface Credentials {
  readonly identity: Bytes;
  readonly device: Bytes;
  /** The identity's signature over the device key. */
  readonly certificate: Bytes;
  readonly memberId: string;
  /** False in a private window: the next visit is another person. */
  readonly persistent: boolean;
  sign(message: Bytes): Promise<Bytes>;
}

/** What the vault keeps. The device key is a CryptoKey that cannot be exported; the seed can, to move a person elsewhere. */
export interface StoredKeys {
  readonly seed: Bytes;
  readonly identity: Bytes;
  readonly device: Bytes;
  readonly deviceKey: CryptoKey;
  readonly certificate: Bytes;
}

/** This browser cannot sign with Ed25519, or the page is not in a secure context. */
export class CryptoMissing extends Error {}

/** Opens the stored identity or makes one. Where nothing can be stored (a private window), it lives as long as the page. */
export async function loadCredentials(vault: Vault = openVault()): Promise<Credentials> {
  const stored = await vault.read().catch(() => undefined);
  if (stored) return credentialsOf(stored, true);
  const made = await makeKeys();
  try {
    return await credentialsOf(await vault.keepFirst(made), true);
  } catch {
    return await credentialsOf(made, false);
  }
}

/** Makes a new device key under the same identity: what is stored was not accepted. */
export async function renewCredentials(vault: Vault = openVault()): Promise<Credentials> {
  const stored = await vault.read().catch(() => undefined);
  const made = await makeKeys(stored?.seed);
  const persistent = await vault.replace(made).then(
    () => true,
    () => false,
  );
  return await credentialsOf(made, persistent);
}

export async function makeKeys(
  seed: Bytes = crypto.getRandomValues(new Uint8Array(SEED_BYTES)),
): Promise<StoredKeys> {
  try {
    const { publicKey: identity, sign: identityKey } = await keyPairOfSeed(seed);
    const { publicKey: device, sign: deviceKey } = await generateDeviceKey();
    const certificate = await sign(identityKey, certificateTranscript(device));
    return { seed, identity, device, deviceKey, certificate };
  } catch (cause) {
    throw new CryptoMissing("This browser cannot sign with Ed25519", { cause });
  }
}

export function certificateTranscript(device: Bytes): Bytes {
  return transcript("free4chat device 1", device);
}

/** Whether an identity vouches for a device. */
export async function verifyCertificate(
  identity: Bytes,
  device: Bytes,
  certificate: Bytes,
): Promise<boolean> {
  if (!isSoundKey(device)) return false;
  return await verify(identity, certificate, certificateTranscript(device));
}

export async function credentialsOf(keys: StoredKeys, persistent: boolean): Promise<Credentials> {
  const { identity, device, deviceKey, certificate } = keys;
  return {
    identity,
    device,
    certificate,
    memberId: await memberId(identity, device),
    persistent,
    sign: (message) => sign(deviceKey, message),
  };
}
