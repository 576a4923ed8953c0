import { codeOf } from "../client/errors.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { RoomChanges, SealedRoom } from "../client/sealed-room.ts";
import { type Bytes, fromBase64Url } from "../crypto/bytes.ts";
import { checkDescription } from "../crypto/description.ts";
import { checkRoomName } from "../crypto/names.ts";
import { publicRoomId } from "../crypto/proof.ts";
import { canonicalPassword, passwordSalt } from "../crypto/room-keys.ts";
import { checkTitle, isRoomAddress } from "../crypto/room-words.ts";
import type { SealState } from "../sealing/room-seal.ts";
import { hashInWorker } from "./hash-in-worker.ts";
import { keep } from "./people.ts";
import type { Person, SealedChange, SealedFault, SealedView, SealLock } from "./room-view.ts";

/** Has a sealed room changed as its owner typed it; gives what went wrong, if anything did. */
export async function changeRoom(
  client: Pick<RoomClient, "change" | "members">,
  sealed: SealedRoom | undefined,
  typed: SealedChange,
): Promise<SealedFault | undefined> {
  if (!sealed?.words) return "failed";
  const title = checkTitle(typed.title);
  if (!title.ok) return "title";
  const checked = checkDescription(typed);
  if (!checked.ok) return checked.field;
  const follower = await followerOf(typed.follower);
  if (follower === undefined) return "follower";
  try {
    const keys = await newKeys(sealed, typed);
    if (!keys) return "password";
    const heir = client.members.get(typed.heir ?? 0);
    const owner = heir && fromBase64Url(heir.identity);
    const words = { title: title.text, ...checked.description };
    await client.change({ ...words, ...keys, ...follower, ...(owner && { owner }) });
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === "words-too-long") return "topic";
    if (code === "descriptor-invalid") return "not-owner";
    return code === "busy" || code === "too-many-messages" ? "busy" : "failed";
  }
}

/** What the page shows of a sealed room beside what it shows of every room. */
export function sealedView(
  sealed: SealedRoom | undefined,
  client: Pick<RoomClient, "members" | "mayDescribe" | "self" | "seal" | "chat">,
  people: readonly Person[],
  before: SealedView | undefined,
): SealedView | undefined {
  if (!sealed) return undefined;
  const { kind, words, owner } = sealed;
  const member = [...client.members.values()].find(({ identity }) => identity === owner);
  const nickname = people.find(({ number }) => number === member?.number)?.nickname;
  const { mayDescribe: mayChange } = client;
  const state = client.seal?.state;
  const view: SealedView = {
    kind,
    mayChange,
    isOwner: client.members.get(client.self)?.identity === owner,
    owner: nickname,
    follower: words?.follower,
    lock: lockOf(state),
    outside: state?.outside.length ?? 0,
    unreadable: client.chat.unreadable > 0,
    roomId: sealed.id,
    self: client.self,
    members: client.members,
  };
  return before ? keep(before, view) : view;
}

function lockOf(state: SealState | undefined): SealLock {
  if (!state?.ready) return "agreeing";
  if (state.stopped) return "stopped";
  if (state.strangers) return "strangers";
  return state.robots ? "robot" : "sealed";
}

/** Link secret and password hash, where one of them changes; undefined where a password is missing. */
async function newKeys(
  { kind, words }: SealedRoom,
  { newLink, password }: SealedChange,
): Promise<RoomChanges | undefined> {
  const { makeLinkSecret } = await import("../client/sealed-room.ts"); // it is here: the room came with it
  const secret = newLink ? makeLinkSecret() : words?.secret;
  if (!secret) return undefined;
  if (kind === "unlisted") return { secret };
  if (password === "") return newLink ? undefined : {};
  const canonical = canonicalPassword(password);
  if (canonical === undefined) return undefined;
  return { secret, passwordHash: await hashInWorker(canonical, await passwordSalt(secret)) };
}

/** Of a link that somebody pasted, within this origin; nothing where there is none, undefined where it leads nowhere. */
async function followerOf(
  typed: string,
): Promise<{ follower?: string; followerId?: Bytes } | undefined> {
  const link = typed.trim();
  if (link === "") return {};
  const follower = link.startsWith(`${location.origin}/`)
    ? link.slice(location.origin.length)
    : link;
  const followerId = isRoomAddress(follower) ? await idOf(follower) : undefined;
  return followerId && { follower, followerId };
}

async function idOf(address: string): Promise<Bytes | undefined> {
  const name = address.slice("/r/".length).replace(/#.*/, "");
  if (address.startsWith("/s/")) return fromBase64Url(name);
  try {
    const checked = checkRoomName(decodeURIComponent(name));
    return checked.ok ? await publicRoomId(checked.text) : undefined;
  } catch {
    return undefined; // a broken escape
  }
}
