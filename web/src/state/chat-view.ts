import type { ChatLine } from "../client/chat.ts";
import { seatOf } from "../crypto/person.ts";
import { UNKNOWN_NICKNAME } from "../crypto/profile.ts";
import { sameItems } from "./people.ts";
import type { ChatMessage, Person, ShownReaction } from "./room-view.ts";

const NO_REACTIONS: readonly ShownReaction[] = [];

const shownLines = new WeakMap<ChatLine, ChatMessage>();

/** The chat as the page shows it. What did not change keeps its reference, so React can skip it. */
export function messages(
  lines: readonly ChatLine[],
  selfId: string,
  present: readonly Person[],
  before: readonly ChatMessage[],
): readonly ChatMessage[] {
  const list = lines.map((line) => {
    const shown = shownLines.get(line);
    if (shown) return shown;
    const message = messageOf(line, selfId, present);
    if (message.nickname !== UNKNOWN_NICKNAME) shownLines.set(line, message);
    return message;
  });
  return sameItems(list, before) ? before : list;
}

function messageOf(line: ChatLine, selfId: string, present: readonly Person[]): ChatMessage {
  const { key, author, text, time, pending, edited, reply, file } = line;
  const known = line.nickname !== UNKNOWN_NICKNAME;
  const nickname = known
    ? line.nickname
    : (present.find((person) => person.id === author)?.nickname ?? UNKNOWN_NICKNAME);
  const reactions =
    line.reactions.length === 0
      ? NO_REACTIONS
      : line.reactions.map(({ emoji, by }) => ({ emoji, by, mine: by.includes(selfId) }));
  return {
    ...{ key, author, nickname, text, time, pending, edited, reply, file, reactions },
    hue: seatOf(author).hue,
    isSelf: author === selfId,
  };
}
