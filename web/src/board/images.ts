/** Images of the board: named by the hash of what they are, in pieces that fit into entries of the log. */
import { type Bytes, concat, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/transcript.ts";
import { IMAGE_PIECE_BYTES, MAX_IMAGE_BYTES } from "./limits.ts";

/** Pictures of dots alone: a drawing in SVG can hold scripts and addresses. */
const KINDS = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export type ImageKind = (typeof KINDS)[number];

export interface BoardImage {
  readonly kind: ImageKind;
  readonly bytes: Bytes;
}

/** Why an image is not put on the board. */
export type ImageFault = "image-kind" | "image-large" | "board-full";

/** A name of 32 bytes: it is the whole hash. */
export async function imageName({ kind, bytes }: BoardImage): Promise<string> {
  return toBase64Url(await sha256(encode({ kind, bytes })));
}

export function imageKind(type: string): ImageKind | undefined {
  return KINDS.find((kind) => kind === type);
}

export async function splitImage(
  image: BoardImage,
): Promise<{ hash: string; pieces: readonly Bytes[] } | { fault: ImageFault }> {
  if (!imageKind(image.kind)) return { fault: "image-kind" };
  if (image.bytes.length > MAX_IMAGE_BYTES) return { fault: "image-large" };
  const whole = encode(image);
  const pieces: Bytes[] = [];
  for (let at = 0; at < whole.length; at += IMAGE_PIECE_BYTES)
    pieces.push(whole.slice(at, at + IMAGE_PIECE_BYTES));
  return { hash: toBase64Url(await sha256(whole)), pieces };
}

/** Undefined while pieces are missing, and for what has another hash or is no image of ours. */
export async function joinImage(
  hash: string,
  pieces: readonly Uint8Array[],
): Promise<BoardImage | undefined> {
  if (pieces.reduce((sum, { length }) => sum + length, 0) > MAX_IMAGE_BYTES + 1) return undefined;
  const whole = concat(...pieces);
  const kind = KINDS[whole[0] ?? KINDS.length];
  if (!kind || fromBase64Url(hash) === undefined) return undefined;
  if (toBase64Url(await sha256(whole)) !== hash) return undefined;
  return { kind, bytes: whole.slice(1) };
}

function encode({ kind, bytes }: BoardImage): Bytes {
  return concat(Uint8Array.of(KINDS.indexOf(kind)), bytes);
}
