import type { ShownReaction } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import styles from "./chat.module.css";

interface ReactionsProps {
  readonly reactions: readonly ShownReaction[];
  readonly nameOf: (id: string) => string | undefined;
  /** Undefined where they are only shown. */
  readonly onReact: ((emoji: string, on: boolean) => void) | undefined;
}

/** The emoji at a message. A press adds one's own, or takes it away. */
export function Reactions({ reactions, nameOf, onReact }: ReactionsProps) {
  if (reactions.length === 0) return null;
  return (
    <div className={styles.reactions}>
      {reactions.map(({ emoji, by, mine }) => {
        const names = by.map(nameOf).filter((name) => name !== undefined);
        const words = text.chat.reactions(names, by.length - names.length);
        return (
          <button
            key={emoji}
            type="button"
            className={styles.reaction}
            aria-pressed={mine}
            title={`${emoji} ${words}`}
            disabled={!onReact}
            onClick={() => onReact?.(emoji, !mine)}
          >
            {emoji} <span className={styles.reactionCount}>{by.length}</span>
            <span className="visually-hidden">{words}</span>
          </button>
        );
      })}
    </div>
  );
}
