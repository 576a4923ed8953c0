import type { FloorLeft } from "../client/floor.ts";
import { type Invite, isOpen } from "../client/invites.ts";
import type { HeldAct } from "../client/moderation.ts";
import { subjectOf } from "../client/room-acts.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { Knock, Member } from "../client/wire.ts";
import type { ActKind } from "../crypto/acts.ts";
import { shortFingerprint } from "../crypto/fingerprint.ts";
import { nicknameOf, UNKNOWN_NICKNAME } from "../crypto/profile.ts";
import type { Person } from "./room-view.ts";
import { rankOf } from "./standing.ts";

/** How the room is run, as the page shows it. */

export type Rank = "owner" | "moderator" | "none";

/** What one may do about somebody, for everybody. */
export type PersonAct =
  | "mute"
  | "unmute"
  | "kick"
  | "ban"
  | "name"
  | "unname"
  | "hand-over"
  | "speak" // invited to, where there is a stage
  | "audience"
  | "lower"; // the hand

/** Why an act was not done. */
export type ActFault = "act-not-allowed" | "act-too-fast" | "acts-full" | "act-failed" | RobotFault;

/** Why a robot did not come, or no longer is here. */
export type RobotFault = "robot-unknown" | "too-many-robots" | "robot-failed";

/** Whether nobody hears us, by whose will; and who can change that. */
export type OwnSilence = "none" | "until-we-unmute" | "until-they-unmute" | "audience";

/** Something that was done, in the order it was done. */
export interface ActLine {
  readonly key: string;
  readonly kind: ActKind;
  readonly on: boolean;
  readonly seconds: number;
  /** Nicknames; undefined for one who was gone before we came. */
  readonly by: string | undefined;
  readonly whom: string | undefined;
  readonly bySelf: boolean;
  readonly ofSelf: boolean;
  readonly alone: boolean; // somebody did it about themselves
}

export interface BannedPerson {
  readonly identity: string;
  readonly nickname: string | undefined;
}

export interface RaisedHand {
  readonly nickname: string;
  readonly talkedSeconds: number;
}

/** An invite that still lets somebody in, but for its time. */
export interface InviteView {
  readonly id: string;
  readonly by: string | undefined; // a nickname
  readonly bySelf: boolean;
  readonly uses: number;
  readonly used: number;
  readonly endMillis: number; // since 1970
}

export interface ModerationView {
  readonly mine: Rank;
  readonly locked: boolean;
  readonly silence: OwnSilence;
  readonly log: readonly ActLine[]; // the newest last
  readonly banned: readonly BannedPerson[];
  readonly lobby: boolean;
  readonly knocks: readonly KnockView[]; // while we may let them in
  readonly slowSeconds: number;
  readonly stage: boolean;
  readonly speaking: boolean; // we were invited to speak
  readonly hands: readonly RaisedHand[]; // who has talked least first, of equals who raised theirs first
  readonly handUp: boolean; // our own
  readonly floorSeconds: number; // that each may talk in ten minutes; 0: as long as they like
  readonly replay: boolean; // what was just said may be heard again
  readonly robots: boolean; // of a sealed room: its owner lets robots of the server in
  readonly floorLeft: FloorLeft | undefined; // of our own, while there is news of it
  readonly invites: readonly InviteView[]; // of a sealed room, while we may take them back
}

const QUIET: ModerationView = {
  mine: "none",
  locked: false,
  silence: "none",
  log: [],
  banned: [],
  lobby: false,
  knocks: [],
  slowSeconds: 0,
  stage: false,
  speaking: false,
  hands: [],
  handUp: false,
  floorSeconds: 0,
  replay: false,
  robots: false,
  floorLeft: undefined,
  invites: [],
};

/** Somebody at the door. */
export interface KnockView {
  readonly identity: string;
  /** Undefined where it is sealed by another link or password, or not told yet. */
  readonly nickname: string | undefined;
  /** The first group of it: names may repeat, and at the door one wants to know. */
  readonly fingerprint: string;
}

/** The newest acts that are shown. */
export const MAX_LOG_LINES = 100;
/** So many nicknames are remembered for those who have left. */
export const MAX_NAMES = 2_000;

/** The last nickname that each identity was seen with. */
export class Names {
  readonly #names = new Map<string, string>();

  /** Another after each change. */
  version = 0;

  see(members: Iterable<Member>): void {
    for (const { identity, profile } of members) {
      const name = nicknameOf(profile);
      if (this.#names.get(identity) === name) continue;
      this.#names.delete(identity);
      this.#names.set(identity, name);
      this.version++;
    }
    for (const identity of this.#names.keys()) {
      if (this.#names.size <= MAX_NAMES) break;
      this.#names.delete(identity);
    }
  }

  of(identity: string): string | undefined {
    return this.#names.get(identity);
  }
}

/** The view; equal to the one before where nothing has changed. */
export class ModerationViews {
  readonly #names = new Names();
  #members: RoomClient["members"] | undefined;
  #key: readonly unknown[] = [];
  #view = QUIET;

  of(client: Pick<RoomClient, "acts" | "identity" | "members" | "floor">): ModerationView {
    const { acts, identity, members, floor } = client;
    if (members !== this.#members) this.#names.see(members.values());
    this.#members = members;
    const { knocks } = acts;
    const hands = floor.inTurn(acts.hands);
    const news = [knocks, hands, floor.left];
    const key = [acts.acts, acts.moderator, identity, this.#names.version, ...news];
    if (key.every((part, index) => part === this.#key[index])) return this.#view;
    this.#key = key;
    const { locked, banned, lobby, slowSeconds, stage, speakers, floorSeconds } = acts.state;
    const { replay, robots } = acts.state;
    const mine = rankOf(client, identity);
    const named = (one: string) => ({ identity: one, nickname: this.#names.of(one) });
    this.#view = {
      mine,
      locked,
      lobby,
      slowSeconds,
      stage,
      speaking: speakers.has(identity),
      knocks: mine === "none" ? [] : knocks.map(knockOf),
      hands: hands.map((one) => this.#hand(one, floor.of(one).seconds)),
      floorSeconds,
      replay,
      robots,
      floorLeft: floorSeconds > 0 ? floor.left : undefined,
      handUp: hands.includes(identity),
      invites:
        mine === "none"
          ? []
          : acts.state.invites.all.filter(isOpen).map((one) => this.#invite(one, identity)),
      silence: silenceOf(acts, identity),
      log: acts.acts.slice(-MAX_LOG_LINES).map((act) => this.#line(act, identity)),
      banned: [...banned].map(named),
    };
    return this.#view;
  }

  #hand(identity: string, talkedSeconds: number): RaisedHand {
    return { nickname: this.#names.of(identity) ?? UNKNOWN_NICKNAME, talkedSeconds };
  }

  #invite({ id, maker, uses, guests, notAfter }: Invite, self: string): InviteView {
    const by = this.#names.of(maker);
    const endMillis = notAfter * 1000;
    return { id, by, bySelf: maker === self, uses, used: guests.size, endMillis };
  }

  #line({ kind, hash, actor, subject, value }: HeldAct, self: string): ActLine {
    return {
      key: hash,
      kind,
      on: value !== 0,
      seconds: value,
      by: this.#names.of(actor),
      whom: this.#names.of(subject),
      bySelf: actor === self,
      ofSelf: subject === self,
      alone: actor === subject,
    };
  }
}

/** The lines that nobody has taken out. */
export function shownLines({ acts, chat: { lines } }: Pick<RoomClient, "acts" | "chat">) {
  const { deleted } = acts.state;
  return deleted.size === 0 ? lines : lines.filter(({ key }) => !deleted.has(key));
}

/** The nickname of who moderates by being here. */
export function moderatorOf(
  { acts, members }: Pick<RoomClient, "acts" | "members">,
  present: readonly Pick<Person, "number" | "nickname">[],
): string | undefined {
  return present.find(({ number }) => members.get(number)?.identity === acts.moderator)?.nickname;
}

function knockOf({ identity, profile }: Knock): KnockView {
  const nickname = nicknameOf(profile);
  const [fingerprint = ""] = shortFingerprint(subjectOf(identity)).split("-");
  const name = nickname === UNKNOWN_NICKNAME ? undefined : nickname;
  return { identity, nickname: name, fingerprint };
}

function silenceOf({ state, moderator }: RoomClient["acts"], identity: string): OwnSilence {
  const mayUnmute = state.muted.get(identity);
  if (mayUnmute === undefined) return state.isSilent(identity, moderator) ? "audience" : "none";
  return mayUnmute ? "until-we-unmute" : "until-they-unmute";
}
