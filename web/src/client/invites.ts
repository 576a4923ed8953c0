import { type InviteTerms, readTerms } from "../crypto/invite-terms.ts";
import type { HeldAct } from "./moderation.ts";

/** An invite as the acts tell of it. */
export interface Invite extends InviteTerms {
  /** The beginning of its public key, as b64. */
  readonly id: string;
  /** An identity. */
  readonly maker: string;
  /** Who has come by it: the beginnings of their identities, as b64. */
  readonly guests: ReadonlySet<string>;
  readonly revoked: boolean;
}

/** Most invites; of more, the one that was made first is gone. */
export const MAX_INVITES = 64;
/** Most people who came by any of them; of more, the invite that was made first is gone. */
export const MAX_GUESTS = 256;

type InviteAct = Pick<HeldAct, "actor" | "subject" | "value">;

/** The invites of a sealed room; the same as `Invites` in Java. */
export class Invites {
  readonly #byId = new Map<string, Invite>();

  get all(): readonly Invite[] {
    return [...this.#byId.values()];
  }

  find(id: string): Invite | undefined {
    return this.#byId.get(id);
  }

  mayMake({ subject }: InviteAct): boolean {
    return !this.#byId.has(subject);
  }

  mayRevoke({ subject }: InviteAct): boolean {
    return this.#byId.get(subject)?.revoked === false;
  }

  mayRedeem({ subject }: InviteAct): boolean {
    const { invite, guest } = this.#redeemed(subject);
    return invite !== undefined && isOpen(invite) && !invite.guests.has(guest);
  }

  make({ actor, subject, value }: InviteAct): void {
    const terms = readTerms(value);
    if (!terms) return; // no act is read that has other terms
    const made = { id: subject, maker: actor, ...terms, guests: new Set<string>(), revoked: false };
    this.#byId.set(subject, made);
    const [first] = this.#byId.keys();
    if (this.#byId.size > MAX_INVITES && first !== undefined) this.#byId.delete(first);
  }

  /** One that a summary tells of. */
  restore(invite: Invite): void {
    this.#byId.set(invite.id, invite);
  }

  revoke({ subject }: InviteAct): void {
    const invite = this.#byId.get(subject);
    if (invite) this.#byId.set(subject, { ...invite, revoked: true });
  }

  redeem({ subject }: InviteAct): void {
    const { invite, guest } = this.#redeemed(subject);
    if (!invite) return;
    this.#byId.set(invite.id, { ...invite, guests: new Set([...invite.guests, guest]) });
    this.#forgetEldestBut(invite.id);
  }

  /** The one just used stays: who came by it waits to be let in. */
  #forgetEldestBut(used: string): void {
    const guests = this.all.reduce((count, { guests }) => count + guests.size, 0);
    const eldest = this.all.find(({ id, guests }) => id !== used && guests.size > 0);
    if (guests > MAX_GUESTS && eldest) this.#byId.delete(eldest.id);
  }

  /** Who was banned knows the links of what they made. */
  revokeOf(maker: string): void {
    for (const invite of this.all) {
      if (invite.maker === maker) this.#byId.set(invite.id, { ...invite, revoked: true });
    }
  }

  #redeemed(subject: string): { readonly invite: Invite | undefined; readonly guest: string } {
    const [id = "", guest = ""] = subject.split(" ");
    return { invite: this.#byId.get(id), guest };
  }
}

/** Whether one more can come by it, but for its time. */
export function isOpen({ revoked, guests, uses }: Invite): boolean {
  return !revoked && guests.size < uses;
}
