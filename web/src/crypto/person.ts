import { type Bytes, fromBase64Url, toBase64Url } from "./bytes.ts";
import { sha256, transcript } from "./transcript.ts";

export const MEMBER_ID_BYTES = 16;
export const HUES = 8;

/** The id of a person on a device, as b64: it survives reconnects and restarts of the server. */
export async function memberId(identity: Bytes, device: Bytes): Promise<string> {
  const hash = await sha256(transcript("free4chat member 1", identity, device));
  return toBase64Url(hash.subarray(0, MEMBER_ID_BYTES));
}

/** Where a person sits and in which colour: fixed by who they are, the same in every browser. */
export function seatOf(memberId: string): { readonly place: number; readonly hue: number } {
  const bytes = fromBase64Url(memberId);
  if (!bytes || bytes.length < 5) return { place: 0, hue: 0 };
  const place = new DataView(bytes.buffer).getUint32(0) / 2 ** 32;
  return { place, hue: (bytes[4] as number) % HUES };
}
