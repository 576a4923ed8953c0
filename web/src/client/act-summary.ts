import { SHORT_BYTES } from "../crypto/acts.ts";
import {
  type Bytes,
  concat,
  equal,
  fromBase64Url,
  readU64,
  toBase64Url,
  u64,
} from "../crypto/bytes.ts";
import { readTerms, termsValue } from "../crypto/invite-terms.ts";
import { readTranscript, transcript } from "../crypto/transcript.ts";
import { type Invite, type Invites, MAX_GUESTS, MAX_INVITES } from "./invites.ts";
import { type Heads, MAX_LISTED, Moderation } from "./moderation.ts";

/** A summary longer than this is none: each list of a state is bounded. */
export const MAX_SUMMARY_BYTES = 49_152;
const LABEL = "free4chat acts summary 1";
const FIELDS = 18;
/** One more stands there only where robots may be in the room: what was summed up before there was that kind stays true. */
const FIELDS_WITH_ROBOTS = FIELDS + 1;
const KEY_BYTES = 32;
const MESSAGE_BYTES = SHORT_BYTES + 8;
/** Of an invite: its id and who made it; then its terms, 1 where it was revoked, and how many came by it. */
const NAMES_BYTES = SHORT_BYTES + KEY_BYTES;
const INVITE_BYTES = NAMES_BYTES + 8 + 2;

/**
 * What a room's acts amount to, in bytes (protocol/moderation.md, "Summaries"). One state has one spelling, for all its lists
 * stand in the order in which people came into them; the same as `StateBytes` in Java.
 */
export function encodeSummary(root: Bytes, state: Moderation): Bytes {
  return transcript(
    LABEL,
    root,
    state.isSealed ? new Uint8Array(0) : keyOf(state.owner), // of a sealed room, its descriptor says
    join(state.moderators),
    join(state.muted.keys()),
    Uint8Array.from(state.muted.values(), (mayUnmute) => (mayUnmute ? 1 : 0)),
    join(state.banned),
    join(state.admitted),
    join(state.speakers),
    concat(...[...state.deleted].map(messageBytes)),
    concat(...state.invites.all.map(inviteBytes)),
    join(state.invites.all.flatMap(({ guests }) => [...guests])),
    u64(state.locked ? 1 : 0),
    u64(state.lobby ? 1 : 0),
    u64(state.stage ? 1 : 0),
    u64(state.slowSeconds),
    u64(state.floorSeconds),
    u64(state.replay ? 1 : 0),
    ...(state.robots ? [u64(1)] : []),
  );
}

/** Undefined for what `encodeSummary` would not have made, after acts that follow `root`. */
export function readSummary(
  bytes: Bytes,
  root: Bytes,
  heads: Heads,
  sealed: boolean,
): Moderation | undefined {
  if (bytes.length > MAX_SUMMARY_BYTES) return undefined;
  const fields = readTranscript(bytes, FIELDS) ?? readTranscript(bytes, FIELDS_WITH_ROBOTS);
  if (!fields) return undefined;
  const [
    ,
    ,
    owner,
    moderators,
    muted,
    mayUnmute,
    banned,
    admitted,
    speakers,
    deleted,
    invites,
    guests,
  ] = fields as Bytes[];
  const settings = fields.slice(12).map((field) => (field.length === 8 ? readU64(field, 0) : 0));
  const [locked, lobby, stage, slowSeconds = 0, floorSeconds = 0, replay, robots] = settings;
  const state = new Moderation(heads, sealed);
  if (!sealed) state.owner = toBase64Url(owner as Bytes);
  for (const one of split(moderators, KEY_BYTES)) state.moderators.add(toBase64Url(one));
  split(muted, KEY_BYTES).forEach((one, at) => {
    state.muted.set(toBase64Url(one), mayUnmute?.[at] === 1);
  });
  for (const one of split(banned, KEY_BYTES)) state.banned.add(toBase64Url(one));
  for (const one of split(admitted, KEY_BYTES)) state.admitted.add(toBase64Url(one));
  for (const one of split(speakers, KEY_BYTES)) state.speakers.add(toBase64Url(one));
  for (const one of split(deleted, MESSAGE_BYTES)) state.deleted.add(messageText(one));
  if (sealed) fillInvites(state.invites, invites, guests);
  state.locked = locked === 1;
  state.lobby = lobby === 1;
  state.stage = stage === 1;
  state.slowSeconds = slowSeconds;
  state.floorSeconds = floorSeconds;
  state.replay = replay === 1;
  state.robots = sealed && robots === 1;
  // Whatever else is wrong with it (a label, a root, a double) is another spelling.
  return equal(encodeSummary(root, state), bytes) ? state : undefined;
}

function keyOf(identity: string): Bytes {
  return fromBase64Url(identity) ?? new Uint8Array(0);
}

function join(identities: Iterable<string>): Bytes {
  return concat(...[...identities].map(keyOf));
}

/** A rest that is no whole part, and parts over the limit, are left out, and so another spelling. */
function split(joined: Bytes | undefined, partBytes: number, most = MAX_LISTED): readonly Bytes[] {
  const parts: Bytes[] = [];
  const end = Math.min(joined?.length ?? 0, most * partBytes);
  for (let at = 0; joined && at + partBytes <= end; at += partBytes) {
    parts.push(joined.slice(at, at + partBytes));
  }
  return parts;
}

function inviteBytes(invite: Invite): Bytes {
  const { id, maker, revoked, guests } = invite;
  const tail = Uint8Array.of(revoked ? 1 : 0, guests.size);
  return concat(keyOf(id), keyOf(maker), u64(termsValue(invite)), tail);
}

/** Terms that no invite has, and too few guests, are left out, and so another spelling. */
function fillInvites(into: Invites, invites: Bytes | undefined, guests: Bytes | undefined): void {
  const all = split(guests, SHORT_BYTES, MAX_GUESTS).map(toBase64Url);
  let at = 0;
  for (const each of split(invites, INVITE_BYTES, MAX_INVITES)) {
    const [revoked, count = 0] = each.slice(NAMES_BYTES + 8);
    const came = all.slice(at, at + count);
    const terms = readTerms(readU64(each, NAMES_BYTES) ?? 0);
    at += came.length;
    if (!terms) continue;
    into.restore({
      id: toBase64Url(each.slice(0, SHORT_BYTES)),
      maker: toBase64Url(each.slice(SHORT_BYTES, NAMES_BYTES)),
      ...terms,
      guests: new Set(came),
      revoked: revoked === 1,
    });
  }
}

/** Of the key of a chat line: "author sequence". */
function messageBytes(text: string): Bytes {
  const [author = "", sequence] = text.split(" ");
  return concat(keyOf(author), u64(Number(sequence)));
}

function messageText(bytes: Bytes): string {
  const sequence = readU64(bytes, SHORT_BYTES) ?? 0;
  return `${toBase64Url(bytes.slice(0, SHORT_BYTES))} ${sequence}`;
}
