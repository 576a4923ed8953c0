/**
 * A hint, no gate: how long a password would stand against somebody who has the link and can only try at the server's door. It
 * counts how many kinds of characters there are, and takes runs, repeats and the most usual words for what they are.
 */
export type PasswordStrength = "short" | "weak" | "fair" | "strong";

import { canonicalPassword } from "./room-keys.ts";

const FAIR_BITS = 45;
const STRONG_BITS = 65;
/** What a usual word adds, whatever its length. */
const WORD_BITS = 11;

const KINDS: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{N}/u, 10],
  [/[^\p{L}\p{N}]/u, 33],
  [/[^\p{ASCII}]/u, 100],
];

const USUAL =
  /password|passwort|qwerty|qwertz|asdf|letmein|welcome|dragon|monkey|football|baseball|iloveyou|princess|sunshine|master|shadow|superman|secret|summer|winter|hello|admin|login|free4chat|(?:19|20)\d\d/giu;

export function passwordStrength(typed: string): PasswordStrength {
  const password = canonicalPassword(typed);
  if (password === undefined) return "short";
  let bits = 0;
  const rest = password.replace(USUAL, () => {
    bits += WORD_BITS;
    return " ";
  });
  const pool = KINDS.reduce((sum, [kind, size]) => (kind.test(rest) ? sum + size : sum), 0);
  bits += surprises(rest.trim()) * Math.log2(Math.max(2, pool));
  if (bits < FAIR_BITS) return "weak";
  return bits < STRONG_BITS ? "fair" : "strong";
}

/** Characters that neither repeat the one before nor go on counting from it. */
function surprises(text: string): number {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  return points.filter((point, at) => {
    const step = point - (points[at - 1] ?? Number.NaN);
    return !(Math.abs(step) <= 1);
  }).length;
}
