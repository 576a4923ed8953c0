import { useCallback } from "react";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { MessageList } from "../chat/message-list.tsx";
import styles from "./join.module.css";

const NO_MARKS: ReadonlyMap<string, string> = new Map();

interface KeptChatProps {
  readonly store: RoomStore;
  readonly state: RoomState;
}

/** What this browser has kept of the chat, to be read while there is no server. */
export function KeptChat({ store, state: { messages, files, sealed } }: KeptChatProps) {
  const nameOf = useCallback(
    (id: string) => messages.find(({ author }) => author === id)?.nickname,
    [messages],
  );
  return (
    <section className={styles.kept} aria-label={text.chat.kept}>
      <h2>{text.chat.kept}</h2>
      <p className={styles.note}>{text.chat.keptHint}</p>
      <MessageList
        messages={messages}
        files={files}
        actions={store.files}
        before={sealed?.unreadable === true}
        nameOf={nameOf}
        marks={NO_MARKS}
      />
    </section>
  );
}
