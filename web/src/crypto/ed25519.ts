import { type Bytes, concat, fromBase64Url } from "./bytes.ts";

export const PUBLIC_KEY_BYTES = 32;
export const SEED_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** OneAsymmetricKey of an Ed25519 seed up to the seed itself (RFC 8410, section 7). */
const PKCS8_PREFIX = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70],
  ...[0x04, 0x22, 0x04, 0x20],
);

/** The public and the signing half of a seed (RFC 8032). The signing half cannot be exported. */
export async function keyPairOfSeed(seed: Bytes): Promise<{ publicKey: Bytes; sign: CryptoKey }> {
  const pkcs8 = concat(PKCS8_PREFIX, seed);
  const subtle = crypto.subtle;
  const exportable = await subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x } = await subtle.exportKey("jwk", exportable);
  const publicKey = fromBase64Url(x ?? "");
  if (publicKey?.length !== PUBLIC_KEY_BYTES) throw new Error("The key has no public half");
  return { publicKey, sign: await subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]) };
}

export async function generateDeviceKey(): Promise<{ publicKey: Bytes; sign: CryptoKey }> {
  const pair = (await crypto.subtle.generateKey("Ed25519", false, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { publicKey, sign: pair.privateKey };
}

export async function sign(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key, message));
}

/**
 * Whether a key is the one spelling of a point (RFC 8032, section 5.1.3: y below p = 2^255 - 19), and none of the eight points of
 * small order, under which a signature of nobody would verify. Browsers differ in what they refuse; the protocol must not.
 */
export function isSoundKey(publicKey: Bytes): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return false;
  let y = 0n;
  for (let index = PUBLIC_KEY_BYTES - 1; index >= 0; index--) {
    y = (y << 8n) | BigInt(publicKey[index] as number);
  }
  y &= (1n << 255n) - 1n; // the highest bit is the sign of x
  return y < P && !SMALL_ORDER.includes(y);
}

const P = 2n ** 255n - 19n;
/** The y of the points of order 4, 1, 2, and 8 (two of them). */
const SMALL_ORDER: readonly bigint[] = [
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
];

/** False as well for a public key that is not sound. */
export async function verify(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (!isSoundKey(publicKey)) return false;
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", true, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false;
  }
}
