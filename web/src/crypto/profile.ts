import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { faultOfNickname } from "./names.ts";

/** Shown for a profile that breaks the rules. */
export const UNKNOWN_NICKNAME = "?";

const PARTS: ReadonlySet<unknown> = new Set(["mind", "voice", "ears"]);

/** What a member says of themselves. */
export interface Profile {
  readonly nickname: string;
  /** False: nobody shall keep this voice to hear it again; left out, they may where the room has agreed on it. */
  readonly mayReplay?: boolean | undefined;
  /** True: this server may have written down what one says; left out, it may not. */
  readonly mayHear?: boolean | undefined;
}

/** A profile is opaque to the server. */
export function encodeProfile({ nickname, mayReplay = true, mayHear = false }: Profile): Bytes {
  return utf8(
    JSON.stringify({
      nickname,
      ...(!mayReplay && { replay: false }),
      ...(mayHear && { ears: true }),
    }),
  );
}

export function nicknameOf(profile: Bytes | undefined): string {
  return acceptNickname(read(profile)?.nickname);
}

/** False too where it cannot be read: who has not spoken on it has not agreed. */
export function mayReplay(profile: Bytes | undefined): boolean {
  const { replay = true } = read(profile) ?? { replay: false };
  return replay === true;
}

/** What of a robot goes to services elsewhere: what it reads (mind), what it says (voice), what it hears of who agrees (ears); words with a space between. */
export function elsewhereOf(profile: Bytes | undefined): string {
  const elsewhere = read(profile)?.elsewhere;
  return Array.isArray(elsewhere) ? elsewhere.filter((part) => PARTS.has(part)).join(" ") : "";
}

/** What another browser calls a nickname, or "?". */
export function acceptNickname(nickname: unknown): string {
  const valid = typeof nickname === "string" && faultOfNickname(nickname) === undefined;
  return valid ? nickname : UNKNOWN_NICKNAME;
}

interface Read {
  nickname?: unknown;
  replay?: unknown;
  elsewhere?: unknown;
}

function read(profile: Bytes | undefined): Read | undefined {
  const text = profile && fromUtf8(profile);
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
