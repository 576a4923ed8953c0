import { argon2id } from "hash-wasm";
import { type Bytes, utf8 } from "./bytes.ts";
import { ARGON2_KIB, ARGON2_PASSES, PASSWORD_HASH_BYTES } from "./room-keys.ts";

/** Argon2id (RFC 9106) of a canonical password: slow on purpose, so a page runs it in a worker. */
export async function hashPassword(password: string, salt: Bytes): Promise<Bytes> {
  const hash = await argon2id({
    password: utf8(password),
    salt,
    memorySize: ARGON2_KIB,
    iterations: ARGON2_PASSES,
    parallelism: 1,
    hashLength: PASSWORD_HASH_BYTES,
    outputType: "binary",
  });
  return new Uint8Array(hash);
}
