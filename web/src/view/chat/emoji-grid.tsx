import { type KeyboardEvent, useState } from "react";
import { text } from "../../text/text.ts";
import styles from "./chat.module.css";
import { searchEmoji } from "./emoji-search.ts";
import type { EmojiGroup, EmojiGroupKey } from "./emoji-set.ts";

interface EmojiGridProps {
  readonly groups: readonly EmojiGroup[];
  readonly onPick: (emoji: string) => void;
}

const COLUMNS = 7;

/** One group at a time, or what the search found. Arrows walk; Tab reaches the grid once. */
export function EmojiGrid({ groups, onPick }: EmojiGridProps) {
  const [key, setKey] = useState<EmojiGroupKey>("smileys_emotion");
  const [typed, setTyped] = useState("");
  const found = searchEmoji(groups, typed);
  const shown =
    typed.trim() === "" ? (groups.find((group) => group.key === key)?.emojis ?? []) : found;

  return (
    <>
      <div className={styles.pickerHead}>
        <input
          type="search"
          className={styles.search}
          aria-label={text.chat.searchEmoji}
          placeholder={text.chat.searchEmoji}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <select
          className={styles.groups}
          aria-label={text.chat.emojiGroup}
          value={key}
          onChange={(event) => {
            setKey(event.target.value as EmojiGroupKey);
            setTyped("");
          }}
        >
          {groups.map((group) => (
            <option key={group.key} value={group.key}>
              {text.emojiGroups[group.key]}
            </option>
          ))}
        </select>
      </div>
      {shown.length === 0 && <p className={styles.none}>{text.chat.noEmoji}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are the controls; arrows walk among them */}
      <div className={styles.grid} onKeyDown={walk} key={typed === "" ? key : "found"}>
        {shown.map((entry, index) => (
          <button
            key={entry.emoji}
            type="button"
            className={styles.emoji}
            tabIndex={index === 0 ? 0 : -1}
            aria-label={entry.name}
            title={entry.name}
            onClick={() => onPick(entry.emoji)}
          >
            {entry.emoji}
          </button>
        ))}
      </div>
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -COLUMNS,
  ArrowDown: COLUMNS,
};

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const from = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const to = buttons[from + step];
  if (!to) return;
  event.preventDefault();
  buttons[from]?.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
}
