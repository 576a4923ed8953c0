import { askOpenShards } from "../client/open-shards.ts";
import { type KeptRoom, openRoomKeeper } from "../client/room-keeper.ts";
import { makeLinkSecret, SealedRoom } from "../client/sealed-room.ts";
import { type Bytes, equal, fromBase64Url } from "../crypto/bytes.ts";
import { loadCredentials } from "../crypto/credentials.ts";
import { MAX_LIMIT, MIN_LIMIT, type SealedKind } from "../crypto/descriptor.ts";
import { ROOM_ID_BYTES } from "../crypto/proof.ts";
import { canonicalPassword, passwordSalt } from "../crypto/room-keys.ts";
import { checkTitle, type LinkSecret, readFragment, sealedPath } from "../crypto/room-words.ts";
import { hashInWorker } from "./hash-in-worker.ts";
import { pendingInvite } from "./redeem-invite.ts";

const NO_HASH: Bytes = new Uint8Array(0);
const keeper = openRoomKeeper();

/** What an address of a sealed room leads to, in this browser. */
export type FoundRoom =
  | { readonly step: "no-secret" }
  | { readonly step: "password" }
  /** By an invite; `known`: this browser was inside before, and may go in as it did. */
  | { readonly step: "invite"; readonly seed: Bytes; readonly known: SealedRoom | undefined }
  | { readonly step: "ready"; readonly room: SealedRoom };

/**
 * Finds what the address bar names, takes the secret out of it, and keeps it: from then on the room is known here by its path
 * alone. `again`: the password that was kept did not open the room.
 */
export async function findSealedRoom(id: string, again: boolean): Promise<FoundRoom> {
  const fragment = readFragment(location.hash);
  const invite = fragment ? undefined : pendingInvite(id, location.hash);
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  const roomId = fromBase64Url(id);
  if (roomId?.length !== ROOM_ID_BYTES) return { step: "no-secret" };
  const kept = merge(id, await keeper.read(id), fragment);
  if (invite) {
    const known = kept?.roomKey && (await SealedRoom.open(roomId, kept, keeper));
    return { step: "invite", seed: invite, known };
  }
  if (!kept) return { step: "no-secret" };
  if (fragment) await keeper.keep(kept);
  const lacksPassword = kept.needsPassword && (again || kept.passwordHash.length === 0);
  if (lacksPassword) return { step: "password" };
  return { step: "ready", room: await SealedRoom.open(roomId, kept, keeper) };
}

/** With a password that somebody typed; undefined for one that none can be. It is kept once it has opened the room. */
export async function unlockSealedRoom(id: string, typed: string): Promise<SealedRoom | undefined> {
  const [password, kept, roomId] = [
    canonicalPassword(typed),
    await keeper.read(id),
    fromBase64Url(id),
  ];
  if (password === undefined || !kept || !roomId) return undefined;
  const passwordHash = await hashInWorker(password, await passwordSalt(kept.secret));
  return await SealedRoom.open(roomId, { ...kept, passwordHash }, keeper);
}

/** A room as somebody typed it. */
export interface NewSealedRoom {
  readonly kind: SealedKind;
  readonly title: string;
  readonly password: string; // "" in an unlisted room
  readonly language: string;
  readonly limit: string; // most members; "": as many as the server takes
}

/** Why a room cannot be made as somebody typed it. */
export type MakeFault = "title" | "password" | "limit" | "failed";

/** Makes a sealed room; gives the path where it is entered, which no server has heard of yet. */
export async function makeSealedRoom(
  typed: NewSealedRoom,
): Promise<{ readonly path: string } | { readonly fault: MakeFault }> {
  const title = checkTitle(typed.title);
  if (!title.ok) return { fault: "title" };
  const { kind, language } = typed;
  const limit = limitOf(typed.limit);
  if (limit === undefined) return { fault: "limit" };
  const password = kind === "private" ? canonicalPassword(typed.password) : "";
  if (password === undefined) return { fault: "password" };
  try {
    const secret = makeLinkSecret();
    const salt = await passwordSalt(secret);
    const passwordHash = kind === "private" ? await hashInWorker(password, salt) : NO_HASH;
    const made = { kind, title: title.text, language, secret, passwordHash, limit };
    const shards = await askOpenShards();
    const room = await SealedRoom.create(await loadCredentials(), made, keeper, shards);
    return room ? { path: sealedPath(room.id) } : { fault: "title" };
  } catch {
    return { fault: "failed" };
  }
}

/** 0 for none; undefined for one that no room can have. */
export function limitOf(typed: string): number | undefined {
  const text = typed.trim();
  if (text === "") return 0;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= MIN_LIMIT && limit <= MAX_LIMIT ? limit : undefined;
}

/** What is kept, with what a link says: the link is newer, and the chain stays. */
function merge(
  id: string,
  kept: KeptRoom | undefined,
  link: LinkSecret | undefined,
): KeptRoom | undefined {
  if (!link || (kept && equal(kept.secret, link.secret))) return kept;
  const { roomKey, chain } = kept ?? { roomKey: undefined, chain: [] };
  return { id, ...link, passwordHash: NO_HASH, roomKey, chain };
}
