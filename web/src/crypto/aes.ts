/** AES-256-GCM as `iv (12) ‖ ciphertext ‖ tag`. */
import { type Bytes, concat } from "./bytes.ts";

export const AES_KEY_BYTES = 32;
export const IV_BYTES = 12;
export const TAG_BYTES = 16;

export async function aesKey(raw: Bytes): Promise<CryptoKey> {
  return await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export function freshIv(): Bytes {
  return crypto.getRandomValues(new Uint8Array(IV_BYTES));
}

export async function seal(key: CryptoKey, iv: Bytes, data: Bytes, plain: Bytes): Promise<Bytes> {
  const algorithm = { name: "AES-GCM", iv, additionalData: data };
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plain)));
}

/** Undefined for what this key has not sealed with this data. */
export async function open(key: CryptoKey, data: Bytes, sealed: Bytes): Promise<Bytes | undefined> {
  const algorithm = { name: "AES-GCM", iv: sealed.slice(0, IV_BYTES), additionalData: data };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.slice(IV_BYTES)));
  } catch {
    return undefined;
  }
}
