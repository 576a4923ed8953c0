import type { ChatMessage, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";

interface ChatPanelProps {
  readonly store: RoomStore;
  readonly messages: readonly ChatMessage[];
  readonly before: boolean; // some cannot be read: they were sealed before we came
  readonly moderates: boolean; // may take messages out
  readonly slowSeconds: number;
  readonly onClose: () => void;
  readonly beside: boolean; // beside the table it has a heading of its own; a sheet has one already
}

export function ChatPanel({
  store,
  messages,
  before,
  moderates,
  slowSeconds,
  onClose,
  beside,
}: ChatPanelProps) {
  return (
    <div className={styles.panel}>
      {beside && (
        <header className={styles.header}>
          <h2>{text.chat.title}</h2>
          <Button look="quiet" icon="close" iconOnly onClick={onClose}>
            {text.chat.close}
          </Button>
        </header>
      )}
      <MessageList
        messages={messages}
        before={before}
        onRemove={moderates ? (key) => void store.acts.remove(key) : undefined}
      />
      {slowSeconds > 0 && !moderates && (
        <p className={styles.slow}>{text.moderation.slowNow(slowSeconds)}</p>
      )}
      <Composer onSend={(words) => store.send(words)} />
    </div>
  );
}
