import type { ActKind } from "../crypto/acts.ts";

/** An act that was verified: identities are base64url, the hash is hexadecimal, which sorts as its bytes do. */
export interface HeldAct {
  readonly kind: ActKind;
  readonly number: number;
  readonly hash: string;
  readonly actor: string;
  /** "" when it concerns nobody; of a deletion, the author's member id. */
  readonly subject: string;
  readonly value: number;
  /** Who moderated by being here when it came, by the server's word. */
  readonly moderator: string;
}

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
  readonly speakers = new Set<string>();
  readonly #sealed: boolean;

  /** `sealed`: who was put out of such a room still has its link, and a fresh key costs nothing: from then on, who is new knocks. */
  constructor(owner: string, sealed: boolean) {
    this.owner = owner;
    this.#sealed = sealed;
  }

  /** How much somebody's word counts, where `acting` moderates by being here. */
  rank(identity: string, acting: string): number {
    if (identity === this.owner) return OWNER_RANK;
    return identity === acting || this.moderators.has(identity) ? MODERATOR_RANK : 0;
  }

  /** Whether nobody shall hear somebody now, where `acting` moderates. */
  isSilent(identity: string, acting: string): boolean {
    const audience =
      this.stage && this.rank(identity, acting) === 0 && !this.speakers.has(identity);
    return audience || this.muted.has(identity);
  }

  /** Whether the actor may do that, where `acting` moderates. */
  allows(
    { kind, actor, subject, value }: Pick<HeldAct, "kind" | "actor" | "subject" | "value">,
    acting: string,
  ): boolean {
    const rank = this.rank(actor, acting);
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
        return moderates;
      case "speaker":
        return moderates || (value === 0 && subject === actor && this.speakers.has(actor));
      case "hand":
        return subject === actor || (value === 0 && moderates);
      case "moderator":
        return (
          (rank === OWNER_RANK || (value === 0 && subject === actor)) && subject !== this.owner
        );
      case "owner":
        return rank === OWNER_RANK && subject !== this.owner;
    }
  }

  /** Does an act that is allowed. */
  apply({ kind, subject, value }: Pick<HeldAct, "kind" | "subject" | "value">): void {
    const on = value !== 0;
    switch (kind) {
      case "mute":
        this.muted.set(subject, on);
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
        break;
      case "slow":
        this.slowSeconds = value;
        break;
      case "delete":
        this.deleted.add(`${subject} ${value}`);
        break;
      case "stage":
        this.stage = on;
        break;
      case "floor":
        this.floorSeconds = value;
        break;
      case "speaker":
        if (on) this.speakers.add(subject);
        else this.speakers.delete(subject);
        break;
      case "hand":
        break; // passing: see ActLedger
      case "ban":
        this.banned.add(subject);
        this.admitted.delete(subject);
        this.speakers.delete(subject);
        this.moderators.delete(subject);
        this.lobby ||= this.#sealed;
        break;
      case "unban":
        this.banned.delete(subject);
        break;
      case "lock":
        this.locked = on;
        break;
      case "moderator":
        if (on) this.moderators.add(subject);
        else this.moderators.delete(subject);
        break;
      case "owner":
        this.moderators.delete(subject);
        this.moderators.add(this.owner);
        this.owner = subject;
        break;
    }
  }

  /** What acts amount to, in their order; those that are not allowed where they stand do nothing. */
  static of(owner: string, acts: readonly HeldAct[], sealed: boolean): Moderation {
    const state = new Moderation(owner, sealed);
    for (const act of acts) if (state.allows(act, act.moderator)) state.apply(act);
    return state;
  }
}
