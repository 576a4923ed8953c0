import { useCallback } from "react";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { useBoard } from "../board/use-board.ts";
import { MessageList } from "../chat/message-list.tsx";
import { Button } from "../parts/button.tsx";
import styles from "./join.module.css";

const NO_MARKS: ReadonlyMap<string, string> = new Map();

interface KeptProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onBoard: () => void;
}

/** What this browser has kept of the room, to be read and looked at while there is no server. */
export function Kept({ store, state, onBoard }: KeptProps) {
  const board = useBoard(store);
  return (
    <>
      {state.messages.length > 0 && <KeptChat store={store} state={state} />}
      {board && board.ids.length > 0 && (
        <Button icon="write" onClick={onBoard}>
          {text.board.showKept}
        </Button>
      )}
    </>
  );
}

function KeptChat({ store, state: { messages, files, sealed } }: Omit<KeptProps, "onBoard">) {
  const nameOf = useCallback(
    (id: string) => messages.find(({ author }) => author === id)?.nickname,
    [messages],
  );
  return (
    <section className={styles.kept} aria-label={text.chat.kept}>
      <h2>{text.chat.kept}</h2>
      <p className={styles.note}>{text.chat.keptHint}</p>
      <MessageList
        messages={messages}
        files={files}
        actions={store.files}
        before={sealed?.unreadable === true}
        nameOf={nameOf}
        marks={NO_MARKS}
      />
    </section>
  );
}
