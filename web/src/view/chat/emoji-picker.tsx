import { useId, useRef, useState } from "react";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { popoverPlace } from "../parts/popover-place.ts";
import styles from "./chat.module.css";
import { EmojiGrid } from "./emoji-grid.tsx";
import type { EmojiGroup } from "./emoji-set.ts";

/** The button, and the popover it opens. The set is fetched with the first opening, from this server like all else. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [groups, setGroups] = useState<readonly EmojiGroup[] | undefined>(undefined);

  const onToggle = (nowOpen: boolean) => {
    setOpen(nowOpen);
    if (!nowOpen || !button.current || !popover.current) return;
    const { left, top } = popoverPlace(
      button.current.getBoundingClientRect(),
      popover.current.getBoundingClientRect(),
      { width: window.innerWidth, height: window.innerHeight },
    );
    popover.current.style.left = `${left}px`;
    popover.current.style.top = `${top}px`;
    if (!groups) void import("./emoji-set.ts").then((set) => setGroups(set.emojiGroups));
  };
  const pick = (emoji: string) => {
    popover.current?.hidePopover();
    onPick(emoji);
  };

  return (
    <>
      <Button
        ref={button}
        look="quiet"
        icon="smile"
        iconOnly
        popoverTarget={id}
        aria-expanded={open}
      >
        {text.chat.emoji}
      </Button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={text.chat.emoji}
        className={styles.picker}
        onToggle={(event) => onToggle(event.newState === "open")}
      >
        {open &&
          (groups ? <EmojiGrid groups={groups} onPick={pick} /> : <p>{text.chat.loadingEmoji}</p>)}
      </div>
    </>
  );
}
