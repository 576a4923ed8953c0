import type { ActKind } from "../crypto/acts.ts";

/** An act that was verified: identities are base64url, the hash is hexadecimal, which sorts as its bytes do. */
export interface HeldAct {
  readonly kind: ActKind;
  readonly number: number;
  readonly hash: string;
  readonly actor: string;
  /** "" when it concerns nobody. */
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

  constructor(owner: string) {
    this.owner = owner;
  }

  /** How much somebody's word counts, where `acting` moderates by being here. */
  rank(identity: string, acting: string): number {
    if (identity === this.owner) return OWNER_RANK;
    return identity === acting || this.moderators.has(identity) ? MODERATOR_RANK : 0;
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
        return moderates;
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
        break;
      case "ban":
        this.banned.add(subject);
        this.moderators.delete(subject);
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
  static of(owner: string, acts: readonly HeldAct[]): Moderation {
    const state = new Moderation(owner);
    for (const act of acts) if (state.allows(act, act.moderator)) state.apply(act);
    return state;
  }
}
