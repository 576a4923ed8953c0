import { useCallback, useState } from "react";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./board.module.css";
import { BoardNotes } from "./board-notes.tsx";
import { BoardPeople } from "./board-people.tsx";
import { Canvas } from "./canvas.tsx";
import { saveBoard } from "./save-board.ts";
import type { Scene } from "./scene.ts";
import { useBoard } from "./use-board.ts";

interface BoardPanelProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  /** There is no line: it is what this browser has kept, to be looked at. */
  readonly kept?: boolean;
  readonly onClose: () => void;
}

/** The board in the centre of the table, the people around it in a row above. */
export function BoardPanel({ store, state, kept = false, onClose }: BoardPanelProps) {
  const board = useBoard(store);
  const [scene, setScene] = useState<Scene | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [followed, setFollowed] = useState<string | undefined>(undefined);
  const stray = useCallback(() => setFollowed(undefined), []);
  const watching = watchingAs(state, kept);
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
            watching={watching}
            failure={failure}
            onRead={() => setFailure(undefined)}
          />
          <Canvas
            board={board}
            people={state.people}
            followed={followed}
            watches={watching !== undefined}
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

/** Why one may look and not draw, where that is so. */
function watchingAs({ moderation }: RoomState, kept: boolean): string | undefined {
  if (kept) return text.board.kept;
  return moderation.silence === "audience" ? text.board.viewOnly : undefined;
}
