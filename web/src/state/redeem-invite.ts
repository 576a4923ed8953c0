import { Redeemer, type RedeemState } from "../client/redeemer.ts";
import { openRoomKeeper } from "../client/room-keeper.ts";
import type { SealedRoom } from "../client/sealed-room.ts";
import { type Bytes, fromBase64Url, toBase64Url } from "../crypto/bytes.ts";
import { loadCredentials } from "../crypto/credentials.ts";
import { readInviteFragment } from "../crypto/invites.ts";
import { serverLine } from "./server-line.ts";

/** Why an invite does not let somebody in. */
export type InviteFault =
  | "invite-forged"
  | "invite-expired"
  | "invite-spent"
  | "invite-revoked"
  | "banned"
  | "address-banned"
  | "room-locked"
  | "room-full"
  | "no-crypto"
  | "failed";

const FAULTS: ReadonlySet<string> = new Set<InviteFault>([
  "invite-forged",
  "invite-expired",
  "invite-spent",
  "invite-revoked",
  "banned",
  "address-banned",
  "room-locked",
  "room-full",
  "no-crypto",
]);

export interface RedeemEvents {
  /** Nobody is there, or somebody is. */
  waiting(waiting: boolean): void;
  refused(fault: InviteFault): void;
  accepted(room: SealedRoom): void;
}

/** Asks for the keys of a room by an invite, until there is an answer; gives what ends it. */
export function redeemInvite(id: string, seed: Bytes, events: RedeemEvents): () => void {
  const redeemer = new Redeemer({
    ...serverLine(),
    roomId: fromBase64Url(id) as Bytes,
    seed,
    keeper: openRoomKeeper(),
    loadCredentials,
    changed: (state) => told(state, events),
    accepted: (room) => {
      forgetInvite(id);
      events.accepted(room);
    },
  });
  redeemer.start();
  return () => redeemer.stop();
}

function told(state: RedeemState, events: RedeemEvents): void {
  if (typeof state === "string") {
    events.waiting(state === "waiting");
    return;
  }
  const { refused } = state;
  events.refused(FAULTS.has(refused) ? (refused as InviteFault) : "failed");
}

/** The invite of the address bar, or the one this tab was opened with: who waits may reload. */
export function pendingInvite(id: string, fragment: string): Bytes | undefined {
  const seed = readInviteFragment(fragment);
  try {
    if (seed) sessionStorage.setItem(keyOf(id), toBase64Url(seed));
    const kept = sessionStorage.getItem(keyOf(id));
    return kept === null ? undefined : fromBase64Url(kept);
  } catch {
    // without storage it lasts as long as the page
  }
  return seed;
}

/** It has done what it was for, or is not needed. */
export function forgetInvite(id: string): void {
  try {
    sessionStorage.removeItem(keyOf(id));
  } catch {
    // nothing was kept
  }
}

function keyOf(id: string): string {
  return `free4chat.invite.${id}`;
}
