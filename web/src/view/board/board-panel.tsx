import { useCallback, useEffect, useState } from "react";
import type { Board } from "../../board/board.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./board.module.css";
import { BoardNotes } from "./board-notes.tsx";
import { BoardPeople } from "./board-people.tsx";
import { Canvas } from "./canvas.tsx";
import { saveBoard } from "./save-board.ts";
import type { Scene } from "./scene.ts";

interface BoardPanelProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onClose: () => void;
}

/** The board in the centre of the table, the people around it in a row above. */
export function BoardPanel({ store, state, onClose }: BoardPanelProps) {
  const board = useBoard(store);
  const [scene, setScene] = useState<Scene | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [followed, setFollowed] = useState<string | undefined>(undefined);
  const stray = useCallback(() => setFollowed(undefined), []);
  const watches = state.moderation.silence === "audience";
  const save = (kind: "png" | "svg") => {
    if (!scene) return;
    setFailure(undefined);
    saveBoard(scene, state.title, kind).catch(() => setFailure(text.board.saveFailed));
  };
  return (
    <section className={styles.board} aria-label={text.board.title}>
      <header className={styles.header}>
        <BoardPeople people={state.people} followed={followed} onFollow={setFollowed} />
        <div className={styles.tools}>
          <Button look="quiet" onClick={() => save("png")} title={text.board.savePng}>
            PNG
          </Button>
          <Button look="quiet" onClick={() => save("svg")} title={text.board.saveSvg}>
            SVG
          </Button>
          <Button look="quiet" icon="close" iconOnly onClick={onClose}>
            {text.board.close}
          </Button>
        </div>
      </header>
      {board ? (
        <>
          <BoardNotes
            board={board}
            people={state.people}
            watches={watches}
            failure={failure}
            onRead={() => setFailure(undefined)}
          />
          <Canvas
            board={board}
            people={state.people}
            followed={followed}
            watches={watches}
            onStray={stray}
            onScene={setScene}
            onFault={(fault) => setFailure(text.board.faults[fault])}
          />
        </>
      ) : (
        <p className={styles.note} role="status">
          {text.board.loading}
        </p>
      )}
    </section>
  );
}

function useBoard(store: RoomStore): Board | undefined {
  const [board, setBoard] = useState<Board | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void store.board?.ready?.then((ready) => {
      if (wanted) setBoard(ready);
    });
    return () => {
      wanted = false;
    };
  }, [store]);
  return board;
}
