import { type Bytes, concat, u32, utf8 } from "./bytes.ts";

/** What is signed or hashed: each field behind its length, so that no two field lists give the same bytes. */
export function transcript(label: string, ...fields: readonly Uint8Array[]): Bytes {
  return concat(...[utf8(label), ...fields].flatMap((field) => [u32(field.length), field]));
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
