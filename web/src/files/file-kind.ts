/** What a file is by its first bytes. What its name or its sender says of it is not asked: a script may be called a picture. */
import type { Bytes } from "../crypto/bytes.ts";

/** So many bytes from the beginning are enough. */
export const HEAD_BYTES = 16;

interface Mark {
  readonly type: string;
  /** Latin-1 at an offset, all of them. */
  readonly marks: readonly (readonly [offset: number, text: string])[];
}

/** Pictures and sounds that browsers show without running anything: no SVG, no document. */
const KINDS: readonly Mark[] = [
  { type: "image/png", marks: [[0, "\x89PNG\r\n\x1a\n"]] },
  { type: "image/jpeg", marks: [[0, "\xff\xd8\xff"]] },
  { type: "image/gif", marks: [[0, "GIF87a"]] },
  { type: "image/gif", marks: [[0, "GIF89a"]] },
  {
    type: "image/webp",
    marks: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  },
  { type: "image/avif", marks: [[4, "ftypavif"]] },
  {
    type: "audio/wav",
    marks: [
      [0, "RIFF"],
      [8, "WAVE"],
    ],
  },
  { type: "audio/ogg", marks: [[0, "OggS"]] },
  { type: "audio/flac", marks: [[0, "fLaC"]] },
  { type: "audio/mp4", marks: [[4, "ftypM4A "]] },
  { type: "audio/webm", marks: [[0, "\x1aE\xdf\xa3"]] },
  { type: "audio/mpeg", marks: [[0, "ID3"]] },
  ...["\xfb", "\xf3", "\xf2"].map(
    (second): Mark => ({ type: "audio/mpeg", marks: [[0, `\xff${second}`]] }),
  ),
  ...["\xf1", "\xf9"].map((second): Mark => ({ type: "audio/aac", marks: [[0, `\xff${second}`]] })),
];

/** A type that may be shown or played; undefined for everything else. */
export function kindOf(head: Bytes): string | undefined {
  return KINDS.find(({ marks }) => marks.every(([offset, text]) => stands(head, offset, text)))
    ?.type;
}

function stands(head: Bytes, offset: number, text: string): boolean {
  return Array.from(text).every((letter, index) => head[offset + index] === letter.charCodeAt(0));
}
