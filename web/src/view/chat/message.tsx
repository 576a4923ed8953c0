import { memo } from "react";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import styles from "./chat.module.css";

/** One message, as plain text. */
export const Message = memo(function Message({
  message,
  named,
  onRemove,
}: {
  message: ChatMessage;
  named: boolean;
  onRemove?: ((key: string) => void) | undefined;
}) {
  return (
    <article
      className={styles.message}
      data-own={message.isSelf}
      data-named={named}
      data-hue={message.hue}
    >
      {named && (
        <header className={styles.byline}>
          <bdi className={styles.author}>{message.isSelf ? text.chat.you : message.nickname}</bdi>
          <time className={styles.time} dateTime={new Date(message.time).toISOString()}>
            {text.chat.time(message.time)}
          </time>
        </header>
      )}
      <p className={styles.text} dir="auto">
        {message.text}
        {message.pending && (
          <span className={styles.pending} title={text.chat.pending}>
            <Icon name="clock" small />
            <span className="visually-hidden">{text.chat.pending}</span>
          </span>
        )}
      </p>
      {onRemove && !message.pending && (
        <Button
          look="quiet"
          icon="remove"
          iconOnly
          className={styles.remove}
          aria-label={text.moderation.removeMessageOf(message.nickname)}
          onClick={() => onRemove(message.key)}
        >
          {text.moderation.removeMessage}
        </Button>
      )}
    </article>
  );
});
