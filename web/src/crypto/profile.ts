import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { faultOfNickname } from "./names.ts";

/** Shown for a profile that breaks the rules. */
export const UNKNOWN_NICKNAME = "?";

/** A profile is opaque to the server; ours holds a nickname. */
export function encodeProfile(nickname: string): Bytes {
  return utf8(JSON.stringify({ nickname }));
}

export function nicknameOf(profile: Bytes | undefined): string {
  const text = profile && fromUtf8(profile);
  if (text === undefined) return UNKNOWN_NICKNAME;
  try {
    return acceptNickname((JSON.parse(text) as { nickname?: unknown } | null)?.nickname);
  } catch {
    return UNKNOWN_NICKNAME;
  }
}

/** What another browser calls a nickname, or "?". */
export function acceptNickname(nickname: unknown): string {
  const valid = typeof nickname === "string" && faultOfNickname(nickname) === undefined;
  return valid ? nickname : UNKNOWN_NICKNAME;
}
