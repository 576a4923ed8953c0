/**
 * Hybrid public key encryption (RFC 9180) in base mode, one message a key: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM,
 * over WebCrypto. Private keys cannot be exported.
 */
import { type Bytes, concat, fromBase64Url, utf8 } from "../crypto/bytes.ts";

export const SEALING_KEY_BYTES = 32;
export const ENCAPSULATED_BYTES = 32;
export const SEAL_TAG_BYTES = 16;

const HASH_BYTES = 32;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const NOTHING: Bytes = new Uint8Array(0);
/** An empty salt, as HMAC pads it: WebCrypto takes no key of no length. */
const NO_SALT: Bytes = new Uint8Array(HASH_BYTES);
const VERSION = utf8("HPKE-v1");
const KEM_SUITE = concat(utf8("KEM"), Uint8Array.of(0x00, 0x20));
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x01));
/** OneAsymmetricKey of an X25519 key up to the key itself (RFC 8410, section 7). */
const PKCS8_PREFIX = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e],
  ...[0x04, 0x22, 0x04, 0x20],
);

export interface SealingPair {
  readonly publicKey: Bytes;
  readonly privateKey: CryptoKey;
}

/** What goes to the recipient. */
export interface SealedBox {
  /** The sender's ephemeral public key. */
  readonly encapsulated: Bytes;
  readonly ciphertext: Bytes;
}

export async function makeSealingPair(): Promise<SealingPair> {
  const pair = (await crypto.subtle.generateKey("X25519", false, ["deriveBits"])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { publicKey, privateKey: pair.privateKey };
}

/** The pair of a known private key: published vectors begin with one. */
export async function sealingPairOf(secret: Bytes): Promise<SealingPair> {
  const pkcs8 = concat(PKCS8_PREFIX, secret);
  const { subtle } = crypto;
  const exportable = await subtle.importKey("pkcs8", pkcs8, "X25519", true, ["deriveBits"]);
  const { x } = await subtle.exportKey("jwk", exportable);
  const publicKey = fromBase64Url(x ?? "");
  if (!publicKey) throw new Error("The key has no public half");
  const privateKey = await subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]);
  return { publicKey, privateKey };
}

/** Seals to a recipient's public key; undefined for a key that is none (of small order, say). */
export async function sealTo(
  recipient: Bytes,
  info: Bytes,
  plaintext: Bytes,
  ephemeral?: SealingPair,
): Promise<SealedBox | undefined> {
  const { publicKey, privateKey } = ephemeral ?? (await makeSealingPair());
  const shared = await agree(privateKey, recipient);
  if (!shared) return undefined;
  const { key, nonce } = await schedule(shared, publicKey, recipient, info);
  const parameters = { name: "AES-GCM", iv: nonce };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(parameters, key, plaintext));
  return { encapsulated: publicKey, ciphertext };
}

/** Undefined for what was not sealed to this key with this info. */
export async function openSealed(
  { publicKey, privateKey }: SealingPair,
  info: Bytes,
  { encapsulated, ciphertext }: SealedBox,
): Promise<Bytes | undefined> {
  const shared = await agree(privateKey, encapsulated);
  if (!shared) return undefined;
  const { key, nonce } = await schedule(shared, encapsulated, publicKey, info);
  try {
    const parameters = { name: "AES-GCM", iv: nonce };
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, ciphertext));
  } catch {
    return undefined;
  }
}

/** X25519; undefined where the other's key leads to nothing but zeros (RFC 9180, section 7.1.4). */
async function agree(privateKey: CryptoKey, publicKey: Bytes): Promise<Bytes | undefined> {
  try {
    const other = await crypto.subtle.importKey("raw", publicKey, "X25519", false, []);
    const parameters = { name: "X25519", public: other };
    const shared = new Uint8Array(await crypto.subtle.deriveBits(parameters, privateKey, 256));
    return shared.some((byte) => byte !== 0) ? shared : undefined;
  } catch {
    return undefined;
  }
}

/** From what both have agreed on to key and nonce (RFC 9180, sections 4.1 and 5.1). */
async function schedule(
  shared: Bytes,
  encapsulated: Bytes,
  recipient: Bytes,
  info: Bytes,
): Promise<{ readonly key: CryptoKey; readonly nonce: Bytes }> {
  const context = concat(encapsulated, recipient);
  const early = await extract(KEM_SUITE, NO_SALT, "eae_prk", shared);
  const secretOfKem = await expand(KEM_SUITE, early, "shared_secret", context, HASH_BYTES);
  const [idHash, infoHash, secret] = await Promise.all([
    extract(SUITE, NO_SALT, "psk_id_hash", NOTHING),
    extract(SUITE, NO_SALT, "info_hash", info),
    extract(SUITE, secretOfKem, "secret", NOTHING),
  ]);
  const scheduled = concat(Uint8Array.of(0x00), idHash, infoHash);
  const [keyBytes, nonce] = await Promise.all([
    expand(SUITE, secret, "key", scheduled, KEY_BYTES),
    expand(SUITE, secret, "base_nonce", scheduled, NONCE_BYTES),
  ]);
  const usages: KeyUsage[] = ["encrypt", "decrypt"];
  return { key: await crypto.subtle.importKey("raw", keyBytes, "AES-GCM", false, usages), nonce };
}

function extract(suite: Bytes, salt: Bytes, label: string, input: Bytes): Promise<Bytes> {
  return hmac(salt, concat(VERSION, suite, utf8(label), input));
}

/** Of one block: all that is asked for here is shorter than the hash. */
async function expand(
  suite: Bytes,
  secret: Bytes,
  label: string,
  info: Bytes,
  length: number,
): Promise<Bytes> {
  const labeled = concat(Uint8Array.of(0, length), VERSION, suite, utf8(label), info);
  return (await hmac(secret, concat(labeled, Uint8Array.of(1)))).slice(0, length);
}

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const parameters = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, parameters, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}
