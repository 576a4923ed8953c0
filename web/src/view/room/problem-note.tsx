import type { Problem, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./problem-note.module.css";

interface ProblemNoteProps {
  readonly problem: Problem;
  readonly store: RoomStore;
  readonly onChooseMicrophone: () => void;
}

/** What happened, what to do, and where one click does it, the button. */
export function ProblemNote({ problem, store, onChooseMicrophone }: ProblemNoteProps) {
  const words = text.problem(problem.code, problem.values);
  const { action } = problem;
  const act = () => {
    if (action === "choose-microphone") onChooseMicrophone();
    else if (action === "unlock-audio") store.unlockAudio();
    else store.retry();
  };
  return (
    <div className={styles.note} role="alert">
      <p>
        <strong>{words.what}</strong> {words.todo}
      </p>
      {action && <Button onClick={act}>{text.actions[action]}</Button>}
    </div>
  );
}
