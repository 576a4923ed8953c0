import { useState } from "react";
import type { ChatMessage } from "../../state/room-view.ts";
import { countUnread } from "./unread.ts";

/** Messages that came while the chat was closed. */
export function useUnread(messages: readonly ChatMessage[], open: boolean): number {
  const [seen, setSeen] = useState<readonly ChatMessage[]>(messages);
  if (open && seen !== messages) setSeen(messages);
  if (open || seen === messages) return 0;
  return countUnread(messages, new Set(seen.map((message) => message.key)));
}
