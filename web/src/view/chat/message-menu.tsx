import { useEffect, useState } from "react";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { AnchoredPopover } from "../parts/anchored-popover.tsx";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { EmojiGrid } from "./emoji-grid.tsx";
import type { EmojiGroup } from "./emoji-set.ts";

/** One press away. */
const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢"];

interface MessageMenuProps {
  readonly message: ChatMessage;
  readonly anchor: Element;
  /** Takes it out for everybody; undefined for who may not. */
  readonly onRemove: ((key: string) => void) | undefined;
  readonly onReact: (key: string, emoji: string, on: boolean) => void;
  readonly onReply: (key: string) => void;
  readonly onEdit: (key: string) => void;
  readonly onDelete: (key: string) => void;
  readonly onClose: () => void;
}

/** What one can do with a message. */
export function MessageMenu(props: MessageMenuProps) {
  const { message, anchor, onClose } = props;
  const [page, setPage] = useState<"menu" | "emoji" | "delete">("menu");
  const label = text.chat.more(message.isSelf ? text.chat.you : message.nickname);
  return (
    <AnchoredPopover
      anchor={anchor}
      label={label}
      className={page === "emoji" ? styles.picker : styles.menu}
      onClose={onClose}
    >
      {(close) => {
        const then = (action: () => void) => () => {
          close();
          action();
        };
        const react = (emoji: string) => {
          const mine = message.reactions.some((one) => one.emoji === emoji && one.mine);
          then(() => props.onReact(message.key, emoji, !mine))();
        };
        if (page === "emoji") return <AnyEmoji onPick={react} />;
        if (page === "delete") {
          return <Confirm onKeep={close} onDelete={then(() => props.onDelete(message.key))} />;
        }
        return (
          <>
            <Quick onPick={react} onOther={() => setPage("emoji")} />
            <Choices {...props} then={then} onAskDelete={() => setPage("delete")} />
          </>
        );
      }}
    </AnchoredPopover>
  );
}

function Quick({
  onPick,
  onOther,
}: {
  readonly onPick: (emoji: string) => void;
  readonly onOther: () => void;
}) {
  return (
    <div className={styles.quick}>
      {QUICK.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className={styles.emoji}
          aria-label={text.chat.react(emoji)}
          title={text.chat.react(emoji)}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
      <Button look="quiet" icon="smile" iconOnly onClick={onOther}>
        {text.chat.otherEmoji}
      </Button>
    </div>
  );
}

function Choices({
  message,
  onRemove,
  onReply,
  onEdit,
  then,
  onAskDelete,
}: MessageMenuProps & {
  readonly then: (action: () => void) => () => void;
  readonly onAskDelete: () => void;
}) {
  const { key, pending, isSelf } = message;
  return (
    <div className={styles.choices}>
      <Button look="quiet" icon="reply" onClick={then(() => onReply(key))}>
        {text.chat.reply}
      </Button>
      {!message.file && (
        <Button
          look="quiet"
          icon="copy"
          onClick={then(() => void navigator.clipboard?.writeText(message.text).catch(() => {}))}
        >
          {text.chat.copy}
        </Button>
      )}
      {isSelf && (
        <>
          {!message.file && (
            <Button look="quiet" icon="write" onClick={then(() => onEdit(key))}>
              {text.chat.edit}
            </Button>
          )}
          <Button look="quiet" icon="remove" onClick={onAskDelete}>
            {text.chat.delete}
          </Button>
        </>
      )}
      {onRemove && !isSelf && !pending && (
        <Button
          look="quiet"
          icon="remove"
          aria-label={text.moderation.removeMessageOf(message.nickname)}
          onClick={then(() => onRemove(key))}
        >
          {text.moderation.removeMessage}
        </Button>
      )}
    </div>
  );
}

function Confirm({
  onKeep,
  onDelete,
}: {
  readonly onKeep: () => void;
  readonly onDelete: () => void;
}) {
  return (
    <div className={styles.confirm}>
      <p>{text.chat.deleteWhat}</p>
      <div className={styles.confirmButtons}>
        <Button onClick={onKeep}>{text.chat.keep}</Button>
        <Button look="main" autoFocus onClick={onDelete}>
          {text.chat.deleteNow}
        </Button>
      </div>
    </div>
  );
}

/** The whole set, fetched when it is wanted. */
function AnyEmoji({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const [groups, setGroups] = useState<readonly EmojiGroup[] | undefined>(undefined);
  useEffect(() => {
    void import("./emoji-set.ts").then((set) => setGroups(set.emojiGroups));
  }, []);
  return groups ? <EmojiGrid groups={groups} onPick={onPick} /> : <p>{text.chat.loadingEmoji}</p>;
}
