import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { countCharacters, MESSAGE_CHARACTERS } from "../../crypto/names.ts";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { EmojiPicker } from "./emoji-picker.tsx";

/** What is written for. */
export type Purpose =
  | { readonly kind: "say" }
  | { readonly kind: "reply" | "edit"; readonly message: ChatMessage };

interface ComposerProps {
  readonly purpose: Purpose;
  /** False: it was not taken, and stays in the field. */
  readonly onSend: (words: string) => boolean;
  readonly onStop: () => void;
  readonly onEditLast: () => void;
}

/** Writes a message. Enter sends, Shift and Enter begins a line; in an empty field the arrow up edits what one said last. */
export function Composer({ purpose, onSend, onStop, onEditLast }: ComposerProps) {
  const [words, setWords] = useState("");
  /** What was being said before an edit began. */
  const draft = useRef("");
  const field = useRef<HTMLTextAreaElement>(null);
  const over = words.length > MESSAGE_CHARACTERS ? countCharacters(words) - MESSAGE_CHARACTERS : 0;

  useEffect(() => {
    if (purpose.kind === "say") return undefined;
    field.current?.focus();
    if (purpose.kind !== "edit") return undefined;
    setWords((typed) => {
      draft.current = typed;
      return purpose.message.text;
    });
    return () => setWords(draft.current);
  }, [purpose]);

  const send = () => {
    if (words.trim() === "" || over > 0) return;
    if (onSend(words) && purpose.kind !== "edit") setWords("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && purpose.kind !== "say") {
      event.preventDefault(); // a sheet around us would close
      event.stopPropagation();
      onStop();
    } else if (event.key === "ArrowUp" && words === "" && purpose.kind === "say") {
      event.preventDefault();
      onEditLast();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  const insert = (emoji: string) => {
    const element = field.current;
    const from = element?.selectionStart ?? words.length;
    const to = element?.selectionEnd ?? words.length;
    setWords(words.slice(0, from) + emoji + words.slice(to));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(from + emoji.length, from + emoji.length);
    });
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {purpose.kind !== "say" && <About purpose={purpose} onStop={onStop} />}
      {over > 0 && (
        <p className={styles.tooLong} role="status">
          {text.chat.tooLong(over)}
        </p>
      )}
      <EmojiPicker onPick={insert} />
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        value={words}
        aria-label={text.chat.message}
        placeholder={text.chat.message}
        aria-invalid={over > 0}
        dir="auto"
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Button look="quiet" icon="send" iconOnly type="submit">
        {purpose.kind === "edit" ? text.chat.save : text.chat.send}
      </Button>
    </form>
  );
}

/** Which message is answered or edited. */
function About({
  purpose: { kind, message },
  onStop,
}: {
  readonly purpose: Exclude<Purpose, { kind: "say" }>;
  readonly onStop: () => void;
}) {
  const nickname = message.isSelf ? text.chat.you : message.nickname;
  return (
    <div className={styles.about}>
      <p className={styles.aboutWords} role="status">
        <strong>{kind === "edit" ? text.chat.editing : text.chat.replyTo(nickname)}</strong>{" "}
        <span dir="auto">{message.text}</span>
      </p>
      <Button look="quiet" icon="close" iconOnly onClick={onStop}>
        {text.chat.stop}
      </Button>
    </div>
  );
}
