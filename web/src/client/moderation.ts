import type { ActKind } from "../crypto/acts.ts";
import { Invites } from "./invites.ts";

/** An act that was verified: identities are base64url, the hash is hexadecimal, which sorts as its bytes do. */
export interface HeldAct {
  readonly kind: ActKind;
  readonly number: number;
  readonly hash: string;
  readonly actor: string;
  /** "" when it concerns nobody; of a deletion the author's member id, of an invite its id, and behind it who has come by it. */
  readonly subject: string;
  readonly value: number;
  /** Who moderated by being here when it came, by the server's word. */
  readonly moderator: string;
}

/** Whose word counts before any act: who opened a public room, or whom a sealed one's descriptors name, now and formerly. */
export interface Heads {
  readonly owner: string;
  readonly deputies: ReadonlySet<string>;
  /** What they did while the room was theirs stays done. */
  readonly formerOwners: ReadonlySet<string>;
  readonly formerDeputies: ReadonlySet<string>;
}

/** What is done, of a held act. */
type Done = Pick<HeldAct, "kind" | "actor" | "subject" | "value">;

const NOBODY: ReadonlySet<string> = new Set();

/** Somebody alone. */
export function headsOf(owner: string): Heads {
  return { owner, deputies: NOBODY, formerOwners: NOBODY, formerDeputies: NOBODY };
}

/** Most of each list; beyond, who came into it first falls out. */
export const MAX_LISTED = 200;

export const OWNER_RANK = 2;
export const MODERATOR_RANK = 1;

/**
 * What the acts of a room amount to: who may do what, and what was done. A pure function of the acts in their order, the same as
 * `ModerationState` in Java.
 */
export class Moderation {
  owner: string;
  readonly moderators = new Set<string>();
  /** Whom nobody shall hear, and whether they may take it back. */
  readonly muted = new Map<string, boolean>();
  readonly banned = new Set<string>();
  locked = false;
  lobby = false;
  /** Who may come in past the lobby. */
  readonly admitted = new Set<string>();
  slowSeconds = 0;
  /** Messages that were taken out, as "author sequence": the keys of chat lines. */
  readonly deleted = new Set<string>();
  stage = false;
  /** Seconds that each person may talk in ten minutes; 0: as long as they like. */
  floorSeconds = 0;
  /** Browsers may keep the last half minute of what is said, to hear it again. */
  replay = false;
  /** Robots of the server may be in a sealed room, which lets the server hear and read. */
  robots = false;
  readonly speakers = new Set<string>();
  readonly #heads: Heads;
  readonly invites = new Invites();
  readonly #sealed: boolean;

  /** `sealed`: who was put out of such a room still has its link, and a fresh key costs nothing: from then on, who is new knocks. */
  constructor(heads: Heads, sealed: boolean) {
    this.#heads = heads;
    this.owner = heads.owner;
    this.#sealed = sealed;
  }

  /** A room whose owner is its descriptor's. */
  get isSealed(): boolean {
    return this.#sealed;
  }

  /** How much somebody's word counts, where `acting` moderates by being here. */
  rank(identity: string, acting: string): number {
    if (identity === this.owner) return OWNER_RANK;
    const named = this.moderators.has(identity) || this.#heads.deputies.has(identity);
    return identity === acting || named ? MODERATOR_RANK : 0;
  }

  /** How much it counted while the room, or a deputy's place, may have been theirs. */
  #formerRank(identity: string): number {
    if (this.#heads.formerOwners.has(identity)) return OWNER_RANK;
    return this.#heads.formerDeputies.has(identity) ? MODERATOR_RANK : 0;
  }

  /** Whether nobody shall hear somebody now, where `acting` moderates. */
  isSilent(identity: string, acting: string): boolean {
    const audience =
      this.stage && this.rank(identity, acting) === 0 && !this.speakers.has(identity);
    return audience || this.muted.has(identity);
  }

  /** Whether the actor may do that, where `acting` moderates. */
  allows(act: Done, acting: string): boolean {
    return this.#allows(act, this.rank(act.actor, acting), acting);
  }

  /** The same, or might while the room was theirs. What is new must be allowed now; this is for what was taken when it was. */
  allowed(act: Done, acting: string): boolean {
    const rank = Math.max(this.rank(act.actor, acting), this.#formerRank(act.actor));
    return this.#allows(act, rank, acting);
  }

  #allows(act: Done, rank: number, acting: string): boolean {
    const { kind, actor, subject, value } = act;
    const moderates = rank >= MODERATOR_RANK;
    switch (kind) {
      case "mute":
      case "kick":
      case "ban":
        return moderates && rank > this.rank(subject, acting);
      case "unmute":
        return moderates || (subject === actor && this.muted.get(actor) === true);
      case "unban":
      case "lock":
      case "lobby":
      case "admit":
      case "turn-away":
      case "slow":
      case "delete":
      case "stage":
      case "floor":
      case "replay":
        return moderates;
      case "speaker":
        return moderates || (value === 0 && subject === actor && this.speakers.has(actor));
      case "robots":
        return this.#sealed && rank >= (value === 0 ? MODERATOR_RANK : OWNER_RANK);
      case "summary":
        return this.#sealed ? rank === OWNER_RANK : actor === acting;
      case "hand":
        return subject === actor || (value === 0 && moderates);
      case "moderator":
        return (
          (rank === OWNER_RANK ||
            (value === 0 && subject === actor && this.moderators.has(actor))) &&
          subject !== this.owner
        );
      case "owner":
        return rank === OWNER_RANK && subject !== this.owner;
      case "invite":
        return moderates && this.#sealed && this.invites.mayMake(act);
      case "revoke":
        return moderates && this.invites.mayRevoke(act);
      case "redeem":
        return this.invites.mayRedeem(act);
    }
  }

  /** Does an act that is allowed. */
  apply(act: Pick<HeldAct, "kind" | "actor" | "subject" | "value">): void {
    const { kind, subject, value } = act;
    const on = value !== 0;
    switch (kind) {
      case "mute":
        this.muted.set(subject, on);
        bound(this.muted);
        break;
      case "unmute":
        this.muted.delete(subject);
        break;
      case "kick":
        this.admitted.delete(subject);
        this.lobby ||= this.#sealed;
        break;
      case "turn-away":
        this.admitted.delete(subject);
        break;
      case "lobby":
        this.lobby = on;
        break;
      case "admit":
        this.admitted.add(subject);
        bound(this.admitted);
        break;
      case "slow":
        this.slowSeconds = value;
        break;
      case "delete":
        this.deleted.add(`${subject} ${value}`);
        bound(this.deleted);
        break;
      case "stage":
        this.stage = on;
        break;
      case "floor":
        this.floorSeconds = value;
        break;
      case "replay":
        this.replay = on;
        break;
      case "robots":
        this.robots = on;
        break;
      case "speaker":
        if (on) this.speakers.add(subject);
        else this.speakers.delete(subject);
        bound(this.speakers);
        break;
      case "summary":
      case "hand":
        break; // they are not done to a state: see ActLedger
      case "ban":
        this.banned.add(subject);
        bound(this.banned);
        this.admitted.delete(subject);
        this.speakers.delete(subject);
        this.moderators.delete(subject);
        this.invites.revokeOf(subject);
        this.lobby ||= this.#sealed;
        break;
      case "unban":
        this.banned.delete(subject);
        break;
      case "lock":
        this.locked = on;
        break;
      case "moderator":
        if (on) {
          this.moderators.add(subject);
          bound(this.moderators);
          this.banned.delete(subject); // a moderator is one who comes in
        } else {
          this.moderators.delete(subject);
        }
        break;
      case "owner":
        this.moderators.delete(subject);
        this.moderators.add(this.owner);
        bound(this.moderators);
        this.owner = subject;
        break;
      case "invite":
        this.invites.make(act);
        break;
      case "revoke":
        this.invites.revoke(act);
        break;
      case "redeem":
        this.invites.redeem(act);
        break;
    }
  }

  /** Does acts in their order to this state; those that are not allowed where they stand do nothing. */
  after(acts: readonly HeldAct[]): this {
    for (const act of acts) if (this.allowed(act, act.moderator)) this.apply(act);
    return this;
  }
}

function bound(list: Set<string> | Map<string, boolean>): void {
  const [first] = list.keys();
  if (list.size > MAX_LISTED && first !== undefined) list.delete(first);
}
