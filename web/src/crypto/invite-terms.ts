/** What an invite allows, as it stands in the value of its act (protocol/moderation.md, "Kinds"). */

export const MAX_INVITE_USES = 100;
/** Latest end, in seconds since 1970. */
const MAX_NOT_AFTER = 2 ** 46 - 1;
const USES = 128;

export interface InviteTerms {
  /** Its end, in seconds since 1970. */
  readonly notAfter: number;
  /** How many it is for. */
  readonly uses: number;
}

export function termsValue({ notAfter, uses }: InviteTerms): number {
  return Math.min(MAX_NOT_AFTER, notAfter) * USES + uses;
}

/** Undefined for a value that no invite has. */
export function readTerms(value: number): InviteTerms | undefined {
  const uses = value % USES;
  if (uses < 1 || uses > MAX_INVITE_USES) return undefined;
  return { notAfter: Math.floor(value / USES), uses };
}
