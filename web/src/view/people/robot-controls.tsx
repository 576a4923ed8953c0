import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./people.module.css";
import { PersonControls } from "./person-controls.tsx";

/** What a robot can hear, and where that goes; for who moderates, the way to be without it. */
export function RobotControls({ store, person }: { store: RoomStore; person: Person }) {
  const moderates = store.getState().moderation.mine !== "none";
  return (
    <>
      <div className={styles.controls}>
        <p>
          {person.elsewhere.includes("mind") ? text.person.robotThinks : text.person.robotHears}
        </p>
        <p>
          {person.elsewhere.includes("ears") ? text.person.robotListens : text.person.robotDeaf}
        </p>
        {person.elsewhere.includes("voice") && <p>{text.person.robotSpeaks}</p>}
      </div>
      <PersonControls store={store} person={{ ...person, powers: [] }} />
      {moderates && (
        <div className={styles.controls}>
          <Button onClick={() => void store.acts.removeRobot(person.number)}>
            {text.person.sendAway}
          </Button>
        </div>
      )}
    </>
  );
}
