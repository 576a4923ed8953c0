import { type KeyboardEvent, useRef, useState } from "react";
import { countCharacters, MESSAGE_CHARACTERS } from "../../crypto/names.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { EmojiPicker } from "./emoji-picker.tsx";

/** Writes a message. Enter sends, Shift and Enter begins a line. */
export function Composer({ onSend }: { onSend: (words: string) => boolean }) {
  const [words, setWords] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const over = words.length > MESSAGE_CHARACTERS ? countCharacters(words) - MESSAGE_CHARACTERS : 0;

  const send = () => {
    if (words.trim() === "" || over > 0) return;
    if (onSend(words)) setWords("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
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
        {text.chat.send}
      </Button>
    </form>
  );
}
