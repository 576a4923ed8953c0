/** A file as its sender describes it, and what becomes of a description that lies (protocol/data.md). */
import { fromBase64Url } from "../crypto/bytes.ts";

export interface FileOffer {
  /** Safe to be saved under. */
  readonly name: string;
  readonly size: number;
  /** What its sender takes it for; "" for nothing in particular. Not to be believed. */
  readonly type: string;
  /** SHA-256 of its content, base64url. */
  readonly hash: string;
}

export const MAX_FILE_BYTES = 2 * 1024 ** 3;
export const HASH_BYTES = 32;
const MAX_NAME_CHARACTERS = 120;
const MAX_NAME_BYTES = 200;
/** Longer names are not even looked at. */
const MAX_RAW_NAME_LENGTH = 2_000;
const MAX_EXTENSION_LENGTH = 16;
const NAMELESS = "file";

/** Controls, marks of direction, what has no width, halves of characters, and letters that show nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/gu;
/** What file systems read as something else than a letter. */
const FORBIDDEN = /[<>:"|?*]/g;
/** Devices of Windows, whatever stands behind the dot. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?=\.|$)/i;
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;

/** Undefined for what is no offer; its name and type are made harmless. */
export function readOffer(value: unknown): FileOffer | undefined {
  const { name, size, type, hash } = (value ?? {}) as Partial<Record<keyof FileOffer, unknown>>;
  if (typeof name !== "string" || name.length > MAX_RAW_NAME_LENGTH) return undefined;
  if (!Number.isSafeInteger(size) || (size as number) < 1 || (size as number) > MAX_FILE_BYTES)
    return undefined;
  if (typeof type !== "string" || typeof hash !== "string") return undefined;
  if (fromBase64Url(hash)?.length !== HASH_BYTES) return undefined;
  return { name: safeFileName(name), size: size as number, type: safeType(type), hash };
}

/** A name that stays in its folder, reads as it is written, and is taken by every file system. */
export function safeFileName(name: string): string {
  const last = name.slice(-MAX_RAW_NAME_LENGTH).normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(UNSEEN, "").replace(FORBIDDEN, "_").replace(/\s+/gu, " ");
  const bare = shortened(plain.replace(/^[. ]+|[. ]+$/g, ""));
  if (bare === "") return NAMELESS;
  return RESERVED.test(bare) ? `_${bare}` : bare;
}

export function safeType(type: string): string {
  const [bare = ""] = type.toLowerCase().split(";");
  return TYPE.test(bare.trim()) ? bare.trim() : "";
}

/** The end of a name tells what it is, so what is too long is cut before it. */
function shortened(name: string): string {
  const dot = name.lastIndexOf(".");
  const hasEnd = dot > 0 && name.length - dot <= MAX_EXTENSION_LENGTH;
  const end = hasEnd ? name.slice(dot) : "";
  const stem = [...(hasEnd ? name.slice(0, dot) : name)];
  const encoder = new TextEncoder();
  const isLong = () =>
    stem.length > MAX_NAME_CHARACTERS - end.length ||
    encoder.encode(stem.join("") + end).length > MAX_NAME_BYTES;
  while (stem.length > 1 && isLong()) stem.pop();
  return stem.join("").replace(/[. ]+$/, "") + end;
}
