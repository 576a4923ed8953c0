import type { RoomState } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import styles from "./gone-page.module.css";

/** At the door of a room with a lobby: nothing of it is known here but its name. */
export function KnockPage({ state, onHome }: { state: RoomState; onHome: () => void }) {
  const heading = usePageHeading(text.moderation.waiting);
  return (
    <main className={styles.page}>
      <h1 ref={heading} tabIndex={-1}>
        {text.moderation.waiting}
      </h1>
      <p>
        <bdi>{state.title}</bdi>
      </p>
      <p role="status">{text.moderation.waitingTodo}</p>
      <div className={styles.ways}>
        <Button onClick={onHome}>{text.gone.home}</Button>
      </div>
    </main>
  );
}
