/** Invites to a sealed room: the key in the link, who asks by it, and what they are handed (protocol/sealed-rooms.md, "Invites"). */
import { type Bytes, concat, fromBase64Url, toBase64Url, u32 } from "./bytes.ts";
import { MAX_LINKS } from "./descriptor.ts";
import { keyPairOfSeed, SEED_BYTES, sign, verify } from "./ed25519.ts";
import { LINK_SECRET_BYTES, PASSWORD_HASH_BYTES } from "./room-keys.ts";
import { readFields, readTranscript, transcript } from "./transcript.ts";

export const INVITE_ID_BYTES = 16;
const INVITE_MARK = ".i";
const HANDOVER_LABEL = "free4chat handover 1";

/** Who has it is invited. */
export interface InviteKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
  sign(message: Bytes): Promise<Bytes>;
}

export async function inviteKey(
  seed: Bytes = crypto.getRandomValues(new Uint8Array(SEED_BYTES)),
): Promise<InviteKey> {
  const { publicKey, sign: key } = await keyPairOfSeed(seed);
  return { seed, publicKey, sign: (message) => sign(key, message) };
}

/** What acts name an invite by. */
export function inviteId(publicKey: Bytes): Bytes {
  return publicKey.slice(0, INVITE_ID_BYTES);
}

/** What acts name somebody by who has come by an invite. */
export function guestOf(identity: Bytes): Bytes {
  return identity.slice(0, INVITE_ID_BYTES);
}

export function inviteFragment(seed: Bytes): string {
  return `#${toBase64Url(seed)}${INVITE_MARK}`;
}

/** The seed; undefined for a fragment that holds no invite. */
export function readInviteFragment(fragment: string): Bytes | undefined {
  if (!fragment.startsWith("#") || !fragment.endsWith(INVITE_MARK)) return undefined;
  const seed = fromBase64Url(fragment.slice(1, -INVITE_MARK.length));
  return seed?.length === SEED_BYTES ? seed : undefined;
}

/** Somebody asks for a room's keys by an invite. */
export interface Asking {
  readonly roomId: Bytes;
  /** The invite's public key. */
  readonly invite: Bytes;
  readonly identity: Bytes;
  readonly device: Bytes;
  /** What the keys shall be sealed to. */
  readonly key: Bytes;
}

/** What the invite's key signs, so that nobody asks in another's name or has the answer sealed to another key. */
export function redeemTranscript(asking: Asking): Bytes {
  return transcript("free4chat redeem 1", ...fieldsOf(asking));
}

export async function isAskingSigned(asking: Asking, proof: Bytes): Promise<boolean> {
  return await verify(asking.invite, proof, redeemTranscript(asking));
}

/** What a handover is sealed for. */
export function handoverInfo(asking: Asking): Bytes {
  return transcript(HANDOVER_LABEL, ...fieldsOf(asking));
}

function fieldsOf({ roomId, invite, identity, device, key }: Asking): readonly Bytes[] {
  return [roomId, invite, identity, device, key];
}

/** What opens a room, and lets one in past those who guess at its door. */
export interface Handover {
  readonly secret: Bytes;
  /** Empty in an unlisted room. */
  readonly passwordHash: Bytes;
  readonly chain: readonly Bytes[];
}

export function writeHandover({ secret, passwordHash, chain }: Handover): Bytes {
  const links = concat(...chain.flatMap((link) => [u32(link.length), link]));
  return transcript(HANDOVER_LABEL, secret, passwordHash, links);
}

/** Undefined for what is none; the chain is not looked into. */
export function readHandover(bytes: Bytes): Handover | undefined {
  const [label, secret, passwordHash, links] = readTranscript(bytes, 4) ?? [];
  if (!label || !secret || !passwordHash || !links) return undefined;
  const chain = readFields(links, MAX_LINKS);
  const whole =
    new TextDecoder().decode(label) === HANDOVER_LABEL &&
    secret.length === LINK_SECRET_BYTES &&
    (passwordHash.length === 0 || passwordHash.length === PASSWORD_HASH_BYTES);
  return whole && chain && chain.length > 0 ? { secret, passwordHash, chain } : undefined;
}
