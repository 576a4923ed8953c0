import { MODERATOR_RANK, OWNER_RANK } from "../client/moderation.ts";
import { subjectOf } from "../client/room-acts.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { ActKind, Deed } from "../crypto/acts.ts";
import type { PersonAct, Rank } from "./moderation-view.ts";

/** Who may do what about whom: what the page offers, and the deed behind each offer. */

/** What an act about a person is on the wire. */
const DEEDS: Readonly<Record<PersonAct, { readonly kind: ActKind; readonly value: number }>> = {
  mute: { kind: "mute", value: 0 },
  unmute: { kind: "unmute", value: 0 },
  kick: { kind: "kick", value: 0 },
  ban: { kind: "ban", value: 0 },
  name: { kind: "moderator", value: 1 },
  unname: { kind: "moderator", value: 0 },
  "hand-over": { kind: "owner", value: 0 },
  speak: { kind: "speaker", value: 1 },
  audience: { kind: "speaker", value: 0 },
  lower: { kind: "hand", value: 0 },
};

export const PERSON_ACTS = Object.keys(DEEDS) as readonly PersonAct[];

export function deedOf(act: PersonAct, identity: string): Deed {
  return { ...DEEDS[act], subject: subjectOf(identity) };
}

/** How somebody stands in the room. */
export interface Standing {
  readonly rank: Rank;
  readonly silenced: boolean;
  readonly hand: number;
  readonly talkedSeconds: number;
  readonly resting: boolean;
  readonly powers: readonly PersonAct[];
}

type Run = Pick<RoomClient, "acts" | "identity">;
type Stand = Run & Pick<RoomClient, "floor">;

export function rankOf({ acts }: Run, identity: string): Rank {
  const rank = acts.rank(identity);
  if (rank === OWNER_RANK) return "owner";
  return rank === MODERATOR_RANK ? "moderator" : "none";
}

export function standingOf(client: Stand, identity: string): Standing {
  const { seconds, resting } = client.floor.of(identity);
  return {
    rank: rankOf(client, identity),
    silenced: client.acts.state.muted.has(identity),
    hand: client.floor.inTurn(client.acts.hands).indexOf(identity) + 1,
    talkedSeconds: seconds,
    resting,
    powers: powersOver(client, identity),
  };
}

/** Equal lists are the same object, so that nothing is drawn anew for them. */
const lists = new Map<string, readonly PersonAct[]>();

/** What we may do about somebody, and would change something. */
function powersOver({ acts, identity: self }: Run, subject: string): readonly PersonAct[] {
  const { state, moderator } = acts;
  const powers = PERSON_ACTS.filter((act) => {
    const { kind, value } = DEEDS[act];
    const allowed = state.allows({ kind, actor: self, subject, value }, moderator);
    return allowed && subject !== self && makesSense(act, acts, subject);
  });
  const key = powers.join();
  const same = lists.get(key) ?? powers;
  lists.set(key, same);
  return same;
}

function makesSense(act: PersonAct, acts: Run["acts"], subject: string): boolean {
  const { state } = acts;
  if (act === "speak")
    return state.stage && acts.rank(subject) === 0 && !state.speakers.has(subject);
  if (act === "audience") return state.stage && state.speakers.has(subject);
  if (act === "lower") return acts.hands.includes(subject);
  if (act === "mute") return !state.muted.has(subject);
  if (act === "unmute") return state.muted.has(subject);
  if (act === "name") return !state.moderators.has(subject);
  if (act === "unname") return state.moderators.has(subject);
  return true;
}
