/** Of what one wants to be told while the tab is hidden: a choice of each room, kept in this browser alone. */

export type NoticeWhen = "never" | "mentions" | "all";

export interface NoticeChoice {
  readonly when: NoticeWhen;
  /** Whether a notice shows what was written; the system may keep it, or show it on a locked screen. */
  readonly words: boolean;
}

/** Rooms whose choice is remembered; beyond, the one chosen first is forgotten. */
export const MAX_CHOICES = 200;
const KEY = "free4chat.notices";

/** In a sealed room no word leaves the page unless one wants it to. */
export function defaultChoice(sealed: boolean): NoticeChoice {
  return { when: "never", words: !sealed };
}

export function noticeChoice(room: string, sealed: boolean): NoticeChoice {
  return load().get(room) ?? defaultChoice(sealed);
}

export function setNoticeChoice(room: string, choice: NoticeChoice): void {
  const all = load();
  all.delete(room);
  const kept = [...all, [room, choice] as const].slice(-MAX_CHOICES);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // without storage nothing is remembered, and nothing told
  }
}

function load(): Map<string, NoticeChoice> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Map(Array.isArray(stored) ? stored.filter(isKept) : []);
  } catch {
    return new Map();
  }
}

function isKept(value: unknown): value is [string, NoticeChoice] {
  if (!Array.isArray(value)) return false;
  const [room, choice] = value as [unknown, Partial<NoticeChoice> | null];
  const { when, words } = choice ?? {};
  const known = when === "never" || when === "mentions" || when === "all";
  return typeof room === "string" && known && typeof words === "boolean";
}
