import type { ChatMessage } from "../../state/room-view.ts";

type Seen = Pick<ChatMessage, "key" | "isSelf">;

/**
 * How many of others' messages were not seen yet. By key and not by place: a late message of a slow author may be sorted
 * in between older ones.
 */
export function countUnread(messages: readonly Seen[], seen: ReadonlySet<string>): number {
  let unread = 0;
  for (const message of messages) if (!message.isSelf && !seen.has(message.key)) unread++;
  return unread;
}
