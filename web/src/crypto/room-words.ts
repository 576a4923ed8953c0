/** The words of a sealed room, which its server cannot read (protocol/sealed-rooms.md, "Keys"). */
import { type Bytes, fromBase64Url, toBase64Url } from "./bytes.ts";
import { checkDescription, type Description, NO_DESCRIPTION } from "./description.ts";
import type { SealedKind } from "./descriptor.ts";
import { type Checked, checkText, tidyText } from "./names.ts";
import { ROOM_ID_BYTES } from "./proof.ts";
import { LINK_SECRET_BYTES, PASSWORD_HASH_BYTES } from "./room-keys.ts";

export const TITLE_CHARACTERS = 60;
export const TITLE_BYTES = 300;

export interface RoomWords extends Description {
  /** "" where it breaks the rules. */
  readonly title: string;
  /** What the verifier beside these words comes from; `passwordHash` is empty in unlisted rooms. */
  readonly secret: Bytes;
  readonly passwordHash: Bytes;
  /** Address of the room that takes this one's place. */
  readonly follower: string | undefined;
}

/** A title as it is sealed and shown. */
export function checkTitle(typed: string): Checked {
  const title = tidyText(typed);
  if (title === undefined) return { ok: false, fault: "too-long" };
  return checkText(title, TITLE_CHARACTERS, TITLE_BYTES);
}

export function encodeWords(words: RoomWords): string {
  const { title, topic, tags, language, secret, passwordHash, follower } = words;
  return JSON.stringify({
    title,
    topic,
    tags,
    language,
    secret: toBase64Url(secret),
    ...(passwordHash.length > 0 && { passwordHash: toBase64Url(passwordHash) }),
    ...(follower !== undefined && { follower }),
  });
}

/** Undefined for what has no secret that leads anywhere; other words that break the rules are left out. */
export function readWords(text: string): RoomWords | undefined {
  let fields: Record<string, unknown>;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    fields = value as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const secret = bytesOf(fields.secret);
  const passwordHash = fields.passwordHash === undefined ? EMPTY : bytesOf(fields.passwordHash);
  if (secret?.length !== LINK_SECRET_BYTES || !passwordHash) return undefined;
  if (passwordHash.length !== 0 && passwordHash.length !== PASSWORD_HASH_BYTES) return undefined;
  const { follower } = fields;
  return {
    ...readDescription(fields),
    title: readTitle(fields.title),
    secret,
    passwordHash,
    follower: typeof follower === "string" && isRoomAddress(follower) ? follower : undefined,
  };
}

/** What the fragment of a sealed room's address says. */
export interface LinkSecret {
  readonly secret: Bytes;
  readonly needsPassword: boolean;
}

/** So that who opens a link is asked for the password at once; it tells nobody else, for a fragment stays in the browser. */
const PASSWORD_MARK = ".p";

export function sealedPath(id: string): string {
  return `/s/${id}`;
}

export function fragmentOf(secret: Bytes, kind: SealedKind): string {
  return `#${toBase64Url(secret)}${kind === "private" ? PASSWORD_MARK : ""}`;
}

/** Undefined for a fragment that holds no link secret. */
export function readFragment(fragment: string): LinkSecret | undefined {
  const needsPassword = fragment.endsWith(PASSWORD_MARK);
  const text = fragment.slice(1, needsPassword ? -PASSWORD_MARK.length : undefined);
  const secret = fromBase64Url(text);
  return secret?.length === LINK_SECRET_BYTES ? { secret, needsPassword } : undefined;
}

/** An address within this origin: of a public room, or of a sealed one with its secret. */
export function isRoomAddress(address: string): boolean {
  const [, kind, name, fragment] = /^\/([rs])\/([^/?#]+)(#.+)?$/.exec(address) ?? [];
  if (kind === "r") return fragment === undefined && address.length <= 1000;
  const id = fromBase64Url(name ?? "");
  return id?.length === ROOM_ID_BYTES && readFragment(fragment ?? "") !== undefined;
}

const EMPTY: Bytes = new Uint8Array(0);

function bytesOf(value: unknown): Bytes | undefined {
  return typeof value === "string" ? fromBase64Url(value) : undefined;
}

function readTitle(value: unknown): string {
  const checked = typeof value === "string" ? checkTitle(value) : undefined;
  return checked?.ok && checked.text === value ? checked.text : "";
}

function readDescription({ topic, tags, language }: Record<string, unknown>): Description {
  const wellTyped =
    typeof topic === "string" &&
    typeof language === "string" &&
    Array.isArray(tags) &&
    tags.every((tag) => typeof tag === "string");
  const checked = wellTyped ? checkDescription({ topic, tags, language }) : undefined;
  return checked?.ok ? checked.description : NO_DESCRIPTION;
}
