import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { countCharacters, MESSAGE_CHARACTERS } from "../../crypto/names.ts";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { AttachButton } from "./attach-button.tsx";
import styles from "./chat.module.css";
import { CommandList, optionId } from "./command-list.tsx";
import { type CommandName, needsWords, offered, readLine, type TypedLine } from "./commands.ts";
import { EmojiPicker } from "./emoji-picker.tsx";
import { wordsOf } from "./message.tsx";
import type { CommandOutcome } from "./run-command.ts";

/** What is written for. */
export type Purpose =
  | { readonly kind: "say" }
  | { readonly kind: "reply" | "edit"; readonly message: ChatMessage };

interface ComposerProps {
  readonly purpose: Purpose;
  /** What can be done by typing "/". */
  readonly commands: readonly CommandName[];
  readonly onCommand: (name: CommandName, words: string) => Promise<CommandOutcome>;
  /** False: it was not taken, and stays in the field. */
  readonly onSend: (words: string) => boolean;
  readonly onStop: () => void;
  readonly onEditLast: () => void;
  /** Files were chosen, or pasted. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** Writes a message. Enter sends, Shift and Enter begins a line; in an empty field the arrow up edits what one said last. */
export function Composer(props: ComposerProps) {
  const { purpose, commands, onCommand, onSend, onStop, onEditLast, onFiles } = props;
  const [words, setWords] = useState("");
  /** What was being said before an edit began. */
  const draft = useRef("");
  const field = useRef<HTMLTextAreaElement>(null);
  const over = words.length > MESSAGE_CHARACTERS ? countCharacters(words) - MESSAGE_CHARACTERS : 0;

  const [note, setNote] = useState("");
  /** The list that was closed by Escape stays so until something else is typed. */
  const [closedAt, setClosedAt] = useState<string | undefined>(undefined);
  const [choice, setChoice] = useState(0);
  const listId = useId();
  const offers = purpose.kind === "edit" || closedAt === words ? [] : offered(words, commands);
  const chosen = Math.min(choice, offers.length - 1);
  const type = (typed: string) => {
    setWords(typed);
    setChoice(0);
    setNote("");
    setClosedAt(undefined);
  };

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

  const send = (line = words) => {
    if (line.trim() === "" || over > 0) return;
    field.current?.focus();
    if (purpose.kind === "edit") {
      onSend(line);
      return;
    }
    const typed = readLine(line, commands);
    if (typed.kind === "say") {
      if (onSend(typed.words)) type("");
    } else if (typed.kind === "command") {
      void onCommand(typed.name, typed.words).then(({ done, note = "" }) => {
        // What was typed meanwhile stays.
        if (done) setWords((now) => (now === line || now === words ? "" : now));
        setNote(note);
      });
    } else {
      setNote(noteOf(typed));
    }
  };
  /** Does a command of the list, or makes place for its words. */
  const pick = (name: CommandName) => {
    if (needsWords(name)) type(`/${name} `);
    else send(`/${name}`);
    field.current?.focus();
  };
  const active = offers[chosen];
  /** Keys that are for the list while there is one. */
  const onListKey = (event: KeyboardEvent): boolean => {
    if (!active) return false;
    if (event.key === "ArrowDown") setChoice((chosen + 1) % offers.length);
    else if (event.key === "ArrowUp") setChoice((chosen + offers.length - 1) % offers.length);
    else if (event.key === "Enter" && !event.shiftKey) pick(active);
    else if (event.key === "Escape") setClosedAt(words);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || onListKey(event)) return;
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
      {note !== "" && (
        <p className={styles.note} role="status">
          {note}
        </p>
      )}
      {offers.length > 0 && (
        <CommandList id={listId} names={offers} chosen={chosen} onPick={pick} />
      )}
      <AttachButton onFiles={onFiles} />
      <EmojiPicker onPick={insert} />
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        value={words}
        aria-label={text.chat.message}
        placeholder={text.chat.message}
        aria-invalid={over > 0}
        aria-autocomplete="list"
        aria-controls={offers.length > 0 ? listId : undefined}
        aria-activedescendant={active && optionId(listId, active)}
        dir="auto"
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          onFiles(files);
        }}
      />
      <Button look="quiet" icon="send" iconOnly type="submit">
        {purpose.kind === "edit" ? text.chat.save : text.chat.send}
      </Button>
    </form>
  );
}

/** Why nothing was said or done. */
function noteOf(typed: Exclude<TypedLine, { kind: "say" | "command" }>): string {
  const { unknown, needsWords: more, lines } = text.commands;
  return typed.kind === "unknown" ? unknown(typed.name) : more(typed.name, lines[typed.name].words);
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
        <span dir="auto">{wordsOf(message)}</span>
      </p>
      <Button look="quiet" icon="close" iconOnly onClick={onStop}>
        {text.chat.stop}
      </Button>
    </div>
  );
}
