import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { chatLines, daysAgo, sameYear } from "./chat-lines.ts";
import { Message } from "./message.tsx";

const NEAR_END_PIXELS = 48;

interface MessageListProps {
  readonly messages: readonly ChatMessage[];
  /** There are messages from before we came, which cannot be read. */
  readonly before: boolean;
  /** Takes a message out for everybody; undefined for who may not. */
  readonly onRemove?: ((key: string) => void) | undefined;
}

/** The log. It stays at its end while one reads there, and keeps its place while one reads above. */
export function MessageList({ messages, before, onRemove }: MessageListProps) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [newBelow, setNewBelow] = useState(false);
  const lines = useMemo(() => chatLines(messages), [messages]);
  const last = messages.at(-1);

  const toEnd = () => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new last message
  useLayoutEffect(() => {
    if (atEnd.current || last?.isSelf) toEnd();
    else setNewBelow(true);
  }, [last?.key]);

  // The window, the keyboard or a sheet that just opened changes the height there is.
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    atEnd.current = below < NEAR_END_PIXELS;
    if (atEnd.current) setNewBelow(false);
  };

  const now = Date.now();
  return (
    <div className={styles.logPlace}>
      <div
        ref={log}
        role="log"
        aria-label={text.chat.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className={styles.log}
        onScroll={onScroll}
      >
        {before && <p className={styles.empty}>{text.seal.before}</p>}
        {lines.length === 0 && !before && <p className={styles.empty}>{text.chat.empty}</p>}
        {lines.map((line) =>
          line.kind === "day" ? (
            <p key={line.key} className={styles.day}>
              <span>
                {text.chat.day(line.time, daysAgo(line.time, now), sameYear(line.time, now))}
              </span>
            </p>
          ) : (
            <Message key={line.key} message={line.message} named={line.named} onRemove={onRemove} />
          ),
        )}
      </div>
      {newBelow && (
        <Button look="main" icon="down" className={styles.newBelow} onClick={toEnd}>
          {text.chat.newBelow}
        </Button>
      )}
    </div>
  );
}
