import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { FileActions, FilesView } from "../../state/files-view.ts";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { chatLines, daysAgo, sameYear } from "./chat-lines.ts";
import { Message } from "./message.tsx";

const NEAR_END_PIXELS = 48;

interface MessageListProps {
  readonly messages: readonly ChatMessage[];
  readonly files: FilesView;
  readonly actions: FileActions;
  /** There are messages from before we came, which cannot be read. */
  readonly before: boolean;
  readonly nameOf: (id: string) => string | undefined;
  /** What tells authors of one name apart, by member id. */
  readonly marks: ReadonlyMap<string, string>;
  /** Left out where the chat is only read. */
  readonly onMore?: (key: string, anchor: Element) => void;
  readonly onReact?: (key: string, emoji: string, on: boolean) => void;
}

/** The log. It stays at its end while one reads there, and keeps its place while one reads above. */
export function MessageList(props: MessageListProps) {
  const { messages, files, actions, before, nameOf, marks, onMore, onReact } = props;
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [newBelow, setNewBelow] = useState(false);
  const lines = useMemo(() => chatLines(messages), [messages]);
  const byKey = useMemo(() => new Map(messages.map((one) => [one.key, one])), [messages]);
  const last = messages.at(-1);
  const [touched, setTouched] = useState<string | undefined>(undefined);
  const onActive = useCallback((key: string) => setTouched(key), []);
  const active = touched !== undefined && byKey.has(touched) ? touched : last?.key;

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
        onKeyDown={walk}
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
            <Message
              key={line.key}
              message={line.message}
              file={files.of.get(line.key)}
              files={actions}
              named={line.named}
              answered={byKey.get(line.message.reply ?? "")}
              active={line.key === active}
              nameOf={nameOf}
              mark={marks.get(line.message.author)}
              onActive={onActive}
              onMore={onMore}
              onReact={onReact}
            />
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

/** From one message's "more" the arrows go to the next. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (step === 0 || !(document.activeElement instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-more]")];
  const from = buttons.indexOf(document.activeElement);
  const to = from < 0 ? undefined : buttons[from + step];
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}
