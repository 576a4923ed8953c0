/** A person's identity, to be carried to another browser under a passphrase (protocol/identity.md). */
import { AES_KEY_BYTES, aesKey, freshIv, IV_BYTES, open, seal, TAG_BYTES } from "./aes.ts";
import { type Bytes, concat, equal, fromBase64Url, toBase64Url } from "./bytes.ts";
import { SEED_BYTES } from "./ed25519.ts";
import { expand, SALT_BYTES } from "./room-keys.ts";
import { sha256, transcript } from "./transcript.ts";

const PREFIX = "free4chat-identity:";
const VERSION = 1;
const CHECK_BYTES = 4;
const SEALED_AT = 1 + SALT_BYTES;
const CHECK_AT = SEALED_AT + IV_BYTES + SEED_BYTES + TAG_BYTES;
const EXPORT_BYTES = CHECK_AT + CHECK_BYTES;
/** What is longer is not looked at: a file may be anything. */
export const MAX_EXPORT_CHARACTERS = 1_000;

/** Why a text is no identity that we can read. */
export type ExportFault =
  /** It is something else. */
  | "no-identity"
  /** A later version of this page wrote it. */
  | "other-version"
  /** Some of it is lost or changed. */
  | "damaged";

/** An identity that a passphrase opens. */
export interface SealedIdentity {
  readonly salt: Bytes;
  readonly sealed: Bytes;
}

export function freshExportSalt(): Bytes {
  return crypto.getRandomValues(new Uint8Array(SALT_BYTES));
}

/** The text that is saved or drawn. `passphraseHash` is Argon2id of the passphrase with this salt. */
export async function writeIdentity(
  seed: Bytes,
  salt: Bytes,
  passphraseHash: Bytes,
  iv: Bytes = freshIv(),
): Promise<string> {
  const head = concat(Uint8Array.of(VERSION), salt);
  const key = await exportKey(passphraseHash);
  const body = concat(head, await seal(key, iv, additionalData(head), seed));
  return PREFIX + toBase64Url(concat(body, await checkOf(body)));
}

/** Reads what somebody chose, scanned or pasted; white space around and within it does not count. */
export async function readIdentity(
  typed: string,
): Promise<
  | { readonly ok: true; readonly identity: SealedIdentity }
  | { readonly ok: false; readonly fault: ExportFault }
> {
  const refused = (fault: ExportFault) => ({ ok: false, fault }) as const;
  if (typed.length > MAX_EXPORT_CHARACTERS) return refused("no-identity");
  const text = typed.replace(/\s+/gu, "");
  if (!text.startsWith(PREFIX)) return refused("no-identity");
  const bytes = fromBase64Url(text.slice(PREFIX.length));
  if (!bytes || bytes.length === 0) return refused("damaged");
  if (bytes[0] !== VERSION) return refused("other-version");
  const body = bytes.slice(0, CHECK_AT);
  const intact = bytes.length === EXPORT_BYTES && equal(bytes.slice(CHECK_AT), await checkOf(body));
  if (!intact) return refused("damaged");
  const salt = body.slice(1, SEALED_AT);
  return { ok: true, identity: { salt, sealed: body.slice(SEALED_AT) } };
}

/** The seed; undefined where it is another passphrase. */
export async function openIdentity(
  { salt, sealed }: SealedIdentity,
  passphraseHash: Bytes,
): Promise<Bytes | undefined> {
  const head = concat(Uint8Array.of(VERSION), salt);
  return await open(await exportKey(passphraseHash), additionalData(head), sealed);
}

function additionalData(head: Bytes): Bytes {
  return transcript("free4chat identity 1", head);
}

async function exportKey(passphraseHash: Bytes): Promise<CryptoKey> {
  return await aesKey(await expand(passphraseHash, "free4chat identity 1", AES_KEY_BYTES));
}

/** Tells damage from a wrong passphrase. It is of what is sealed, so it says nothing of the seed. */
async function checkOf(body: Bytes): Promise<Bytes> {
  const hash = await sha256(transcript("free4chat identity check 1", body));
  return hash.slice(0, CHECK_BYTES);
}
