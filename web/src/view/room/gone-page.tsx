import type { ProblemCode, RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import styles from "./gone-page.module.css";

interface GonePageProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onAgain: () => void;
  readonly onPassword?: (() => void) | undefined;
  readonly onHome: () => void;
}

/** Left, refused, or taken over by another tab: what happened, and the way on. */
export function GonePage({ store, state, onAgain, onPassword, onHome }: GonePageProps) {
  const words = wordsOf(state);
  const heading = usePageHeading(words.what);
  return (
    <main className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        {words.what}
      </h1>
      {words.todo !== undefined && <p role="alert">{words.todo}</p>}
      <div className={styles.ways}>
        {state.phase === "superseded" && (
          <Button look="main" onClick={() => store.retry()}>
            {text.gone.takeOver}
          </Button>
        )}
        {state.problem?.code === "denied" && onPassword && (
          <Button look="main" onClick={onPassword}>
            {text.sealed.otherPassword}
          </Button>
        )}
        {state.phase === "refused" && canRetry(state) && (
          <Button look="main" onClick={() => store.retry()}>
            {text.gone.retry}
          </Button>
        )}
        {state.phase === "left" && (
          <Button look="main" onClick={onAgain}>
            {text.gone.again}
          </Button>
        )}
        <Button onClick={onHome}>{text.gone.home}</Button>
      </div>
    </main>
  );
}

/** Trying again would not help. */
const FOR_GOOD: readonly ProblemCode[] = [
  "room-name-invalid",
  "cannot-seal",
  "no-crypto",
  "chain-refused",
  "removed-for-good",
  "banned",
  "address-banned",
];

function canRetry(state: RoomState): boolean {
  const code = state.problem?.code;
  return code === undefined || !FOR_GOOD.includes(code);
}

function wordsOf(state: RoomState): { readonly what: string; readonly todo?: string } {
  if (state.phase === "superseded") {
    return { what: text.gone.superseded, todo: text.gone.supersededTodo };
  }
  if (state.phase === "left") return { what: text.gone.left(state.title) };
  return text.problem(state.problem?.code ?? "refused", state.problem?.values);
}
