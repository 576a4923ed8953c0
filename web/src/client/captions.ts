import { type Bytes, fromUtf8, utf8 } from "../crypto/bytes.ts";
import { checkMessage } from "../crypto/names.ts";

/** What somebody says, in words, shown in passing (protocol/captions.md): kept nowhere. */
export interface Caption {
  readonly text: string;
  /** It is worded anew no more. */
  readonly isFinal: boolean;
}

/** First byte; receipts have the ones before, and what else members show in passing is JSON. */
const CAPTION = 3;
const HEAD_BYTES = 2;
const FINAL = 1;
/** In UTF-16 units; of a longer one the end is shown. */
export const MAX_CAPTION_LENGTH = 200;

export function encodeCaption({ text, isFinal }: Caption): Bytes {
  const words = utf8(shortened(text.replace(/\s+/gu, " ").trim()));
  const bytes = new Uint8Array(HEAD_BYTES + words.length);
  bytes.set([CAPTION, isFinal ? FINAL : 0]);
  bytes.set(words, HEAD_BYTES);
  return bytes;
}

/** Undefined for what is none. */
export function readCaption(bytes: Bytes): Caption | undefined {
  const [kind, flags = 0] = bytes;
  if (kind !== CAPTION || bytes.length <= HEAD_BYTES || flags > FINAL) return undefined;
  const checked = checkMessage(fromUtf8(bytes.subarray(HEAD_BYTES)) ?? "");
  if (!checked.ok || checked.text.length > MAX_CAPTION_LENGTH) return undefined;
  return { text: checked.text, isFinal: flags === FINAL };
}

/** The end of it, from a word on. */
function shortened(text: string): string {
  if (text.length <= MAX_CAPTION_LENGTH) return text;
  const end = text.slice(-MAX_CAPTION_LENGTH);
  const space = end.indexOf(" ");
  return space >= 0 ? end.slice(space + 1) : end.replace(/^[\udc00-\udfff]/u, "");
}
