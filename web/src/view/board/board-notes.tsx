import { useEffect, useReducer } from "react";
import type { Board } from "../../board/board.ts";
import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./board.module.css";

interface BoardNotesProps {
  readonly board: Board;
  readonly people: readonly Person[];
  readonly watching: string | undefined; // why one may only look
  readonly failure: string | undefined;
  readonly onRead: () => void;
}

/** So much taken away by one person is worth a word. */
const MANY = 5;

/** What there is to say about the board: one line each, and what to do. */
export function BoardNotes({ board, people, watching, failure, onRead }: BoardNotesProps) {
  const [, look] = useReducer((count: number) => count + 1, 0);
  useEffect(() => board.listen({ changed: () => {}, stateChanged: look }), [board]);
  const gone = [...board.bin].filter(([, amount]) => amount >= MANY);
  const nameOf = (author: string) =>
    people.find(({ id }) => id === author)?.nickname ?? text.board.somebody;
  return (
    <div className={styles.notes} role="status">
      {watching !== undefined && <p className={styles.note}>{watching}</p>}
      {board.notice && <p className={styles.note}>{text.board[board.notice]}</p>}
      {failure !== undefined && (
        <p className={styles.note}>
          {failure}
          <Button look="quiet" icon="close" iconOnly onClick={onRead}>
            {text.board.read}
          </Button>
        </p>
      )}
      {gone.map(([author, amount]) => (
        <p className={styles.note} key={author}>
          <bdi>{text.board.tookAway(nameOf(author), amount)}</bdi>
          <Button look="quiet" onClick={() => board.bringBack(author)}>
            {text.board.bringBack}
          </Button>
        </p>
      ))}
    </div>
  );
}
