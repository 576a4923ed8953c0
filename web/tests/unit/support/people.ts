import { toBase64Url, utf8 } from "../../../src/crypto/bytes.ts";
import { type Credentials, credentialsOf, makeKeys } from "../../../src/crypto/credentials.ts";
import { signEntry } from "../../../src/crypto/entry.ts";

export async function somebody(): Promise<Credentials> {
  return await credentialsOf(await makeKeys(), true);
}

/** A line of the chat as its author's browser signs it. */
export async function chatEntry(
  author: Credentials,
  roomId: Uint8Array<ArrayBuffer>,
  sequence: number,
  body: object,
) {
  const whole = { kind: "text", text: `line ${sequence}`, time: 0, logical: sequence, ...body };
  const place = { roomId, doc: "chat" };
  const bytes = await signEntry(author, place, sequence, utf8(JSON.stringify(whole)));
  return { doc: "chat", author: author.memberId, sequence, bytes };
}

/** As it goes over the wire. */
export async function chatEntryOnWire(
  ...parameters: [...Parameters<typeof chatEntry>, cursor: number]
) {
  const cursor = parameters[4];
  const entry = await chatEntry(parameters[0], parameters[1], parameters[2], parameters[3]);
  return { ...entry, cursor, bytes: toBase64Url(entry.bytes) };
}
