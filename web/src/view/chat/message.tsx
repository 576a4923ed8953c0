import { memo, useMemo } from "react";
import type { FileActions, FileView } from "../../state/files-view.ts";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { useLanguage } from "../use-language.ts";
import styles from "./chat.module.css";
import { FileCard } from "./file-card.tsx";
import { pieces } from "./links.ts";
import { Reactions } from "./reactions.tsx";

interface MessageProps {
  readonly message: ChatMessage;
  /** How its file stands, if it is one. */
  readonly file: FileView | undefined;
  readonly files: FileActions;
  readonly named: boolean;
  /** The message that it answers; undefined for one that is not here. */
  readonly answered: ChatMessage | undefined;
  /** Its "more" is the one that Tab reaches, and that a finger sees. */
  readonly active: boolean;
  readonly nameOf: (id: string) => string | undefined;
  /** Tells the author from others of that name. */
  readonly mark: string | undefined;
  readonly onActive: (key: string) => void;
  readonly onMore: ((key: string, anchor: Element) => void) | undefined;
  readonly onReact: ((key: string, emoji: string, on: boolean) => void) | undefined;
}

/** One message: plain text, in which addresses can be opened. */
export const Message = memo(function Message(props: MessageProps) {
  useLanguage();
  const { message, file, files, named, answered, active, nameOf, mark } = props;
  const { onActive, onMore, onReact } = props;
  const { key } = message;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a tap shows the button that the keyboard reaches anyway
    <article
      id={messageId(key)}
      className={styles.message}
      data-own={message.isSelf}
      data-named={named}
      data-active={active}
      data-hue={message.hue}
      onClick={() => onActive(key)}
    >
      {named && (
        <header className={styles.byline}>
          <bdi className={styles.author}>{message.isSelf ? text.chat.you : message.nickname}</bdi>
          {mark !== undefined && (
            <span className={styles.mark} title={text.person.fingerprintHint}>
              {mark}
            </span>
          )}
          <time className={styles.time} dateTime={new Date(message.time).toISOString()}>
            {text.chat.time(message.time)}
          </time>
        </header>
      )}
      {message.reply !== undefined && <Quote answered={answered} />}
      {message.file && file && (
        <FileCard message={message} offer={message.file} view={file} actions={files} />
      )}
      <p className={styles.text} dir="auto">
        <Words words={message.text} />
        {message.edited && <span className={styles.edited}>{text.chat.edited}</span>}
        {message.pending && (
          <span className={styles.pending} title={text.chat.pending}>
            <Icon name="clock" small />
            <span className="visually-hidden">{text.chat.pending}</span>
          </span>
        )}
      </p>
      <Reactions
        reactions={message.reactions}
        nameOf={nameOf}
        onReact={onReact && ((emoji, on) => onReact(key, emoji, on))}
      />
      {onMore && (
        <Button
          look="quiet"
          icon="more"
          iconOnly
          className={styles.more}
          tabIndex={active ? 0 : -1}
          data-more={key}
          onFocus={() => onActive(key)}
          onClick={(event) => onMore(key, event.currentTarget)}
        >
          {text.chat.more(message.isSelf ? text.chat.you : message.nickname)}
        </Button>
      )}
    </article>
  );
});

/** What a message says; of a file, its name. */
export function wordsOf({ text: words, file }: ChatMessage): string {
  return file ? file.name : words;
}

export function messageId(key: string): string {
  return `message ${key}`.replaceAll(" ", "-");
}

function Words({ words }: { words: string }) {
  const parts = useMemo(() => pieces(words), [words]);
  return parts.map(({ text: piece, href }, index) =>
    href === undefined ? (
      piece
    ) : (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
        key={index}
        href={href}
        title={href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
      >
        {piece}
      </a>
    ),
  );
}

function Quote({ answered }: { answered: ChatMessage | undefined }) {
  if (!answered) return <p className={styles.quote}>{text.chat.answersGone}</p>;
  const nickname = answered.isSelf ? text.chat.you : answered.nickname;
  return (
    <button
      type="button"
      className={styles.quote}
      data-hue={answered.hue}
      aria-label={text.chat.answers(nickname, wordsOf(answered))}
      onClick={() =>
        document.getElementById(messageId(answered.key))?.scrollIntoView({ block: "center" })
      }
    >
      <bdi className={styles.author}>{nickname}</bdi> <span dir="auto">{wordsOf(answered)}</span>
    </button>
  );
}
