import { type Bytes, fromBase64Url, u32 } from "../crypto/bytes.ts";
import { sha256, transcript } from "../crypto/transcript.ts";

/** A Yjs client id has 53 bits at most. */
const HIGH_BITS = 21;

/**
 * Under which client id a member's browser writes to the board. Each page has an instance of its own, so that no clock is used
 * twice; everybody can tell whose an id is, so that nobody writes under another's.
 */
export async function boardClient(
  roomId: Bytes,
  author: string,
  instance: number,
): Promise<number> {
  const member = fromBase64Url(author) ?? new Uint8Array(0);
  const hash = await sha256(transcript("free4chat board 1", roomId, member, u32(instance)));
  const view = new DataView(hash.buffer);
  return (view.getUint32(0) >>> (32 - HIGH_BITS)) * 2 ** 32 + view.getUint32(4);
}
