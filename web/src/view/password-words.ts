import { passwordStrength } from "../crypto/password-strength.ts";
import { text } from "../text/text.ts";

/** How strong a password is, in words: a hint, no gate. */
export function strengthOf(password: string): string {
  return text.sealed.strength[passwordStrength(password)];
}
