import { count } from "./en-counts.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat("en", { dateStyle: "long" });
const relativeDay = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const list = new Intl.ListFormat("en", { style: "long", type: "conjunction" });

/** English words about the copy of a chat that this browser keeps; a part of `en`. */
export const enChatCopy = {
  title: "Keep this room's chat in this browser",
  retention: {
    session: "Until this tab is closed",
    day: "For a day",
    keep: "For good",
  },
  hint: "The others decide for their own copies.",
  asText: "Save as text",
  asJson: "Save as JSON",
  clear: "Clear my copy",
  clearNow: "Clear it for good",
};

/** English words of the chat; a part of `en`. */
export const enChat = {
  title: "Chat",
  message: "Message",
  send: "Send",
  close: "Close chat",
  empty: "No messages yet. Who joins later reads what was written before.",
  emoji: "Emoji",
  emojiGroup: "Kind of emoji",
  searchEmoji: "Search",
  noEmoji: "No emoji of that name.",
  loadingEmoji: "One moment.",
  pending: "sending",
  you: "You",
  newBelow: "New messages below",
  tooLong: (over: number) => `${count(over, "character", "characters")} too many`,
  time: (time: number) => clock.format(time),
  /** Today, yesterday, or the date; `days` is how many days ago. */
  day: (time: number, days: number, sameYear: boolean) => {
    if (days === 0 || days === 1) {
      const word = relativeDay.format(-days, "day");
      return word.charAt(0).toUpperCase() + word.slice(1);
    }
    return (sameYear ? day : dayWithYear).format(time);
  },
  kept: "The chat as this browser has kept it",
  keptHint:
    "There is no line to the server, so it can only be read. Join, and what you write goes out when the line is back.",
  edited: "edited",
  more: (nickname: string) => `More about the message of ${nickname}`,
  react: (emoji: string) => `React with ${emoji}`,
  otherEmoji: "Another emoji",
  reply: "Reply",
  edit: "Edit",
  delete: "Delete",
  deleteWhat: "It goes for everybody here, and does not come back.",
  deleteNow: "Delete it",
  keep: "Keep it",
  copy: "Copy text",
  answers: (nickname: string, words: string) => `In answer to ${nickname}: ${words}`,
  answersGone: "In answer to a message that is not here",
  replyTo: (nickname: string) => `Reply to ${nickname}`,
  editing: "Edit your message",
  stop: "Never mind",
  save: "Save",
  reactions: (names: readonly string[], others: number) => {
    const all =
      others > 0
        ? [
            ...names,
            names.length > 0 ? count(others, "other", "others") : count(others, "person", "people"),
          ]
        : names;
    return list.format(all);
  },
};
