import { type Bytes, concat, u32, utf8 } from "./bytes.ts";

/** What is signed or hashed: each field behind its length, so that no two field lists give the same bytes. */
export function transcript(label: string, ...fields: readonly Uint8Array[]): Bytes {
  return concat(...[utf8(label), ...fields].flatMap((field) => [u32(field.length), field]));
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The fields of a transcript; undefined for bytes that are none of exactly so many fields. */
export function readTranscript(bytes: Bytes, count: number): readonly Bytes[] | undefined {
  const fields = readFields(bytes, count);
  return fields?.length === count ? fields : undefined;
}

/** Byte strings behind their lengths, up to so many; undefined for bytes that are no such, or more. */
export function readFields(bytes: Bytes, most: number): readonly Bytes[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Bytes[] = [];
  let offset = 0;
  while (fields.length < most && offset < bytes.length) {
    if (offset + 4 > bytes.length) return undefined;
    const end = offset + 4 + view.getUint32(offset);
    if (end > bytes.length) return undefined;
    fields.push(bytes.slice(offset + 4, end));
    offset = end;
  }
  return offset === bytes.length ? fields : undefined;
}
