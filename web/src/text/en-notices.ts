import type { NoticeWhen } from "../state/notice-choice.ts";
import type { Notice } from "../view/chat/notices.ts";
import { count } from "./en-counts.ts";

/** English words of notices about what is written while the tab is hidden; a part of `en`. */
export const enNotices = {
  title: "Notify me while this tab is hidden",
  when: {
    never: "Never",
    mentions: "When somebody writes my nickname",
    all: "Of each message",
  } satisfies Record<NoticeWhen, string>,
  words: "Show the words",
  wordsSealed: "Your system sees them then, and may show them on a locked screen.",
  refused: "Your browser does not let this page. Allow notifications for it, then choose again.",
  body: ({ nickname, words, mentioned, others }: Notice) => {
    const more = others > 0 ? ` (and ${count(others, "other", "others")})` : "";
    if (words !== undefined) return `${nickname}: ${words}${more}`;
    return `${nickname} ${mentioned ? "wrote your nickname" : "wrote"}${more}`;
  },
  /** Of the tab, while so many came unseen. */
  tab: (unseen: number, title: string) => (unseen > 0 ? `(${unseen}) ${title}` : title),
};
