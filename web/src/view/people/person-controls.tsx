import { useId } from "react";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./people.module.css";
import { PersonPowers } from "./person-powers.tsx";

/** What one can do about somebody: their volume, and silence for oneself alone. */
export function PersonControls({ store, person }: { store: RoomStore; person: Person }) {
  const id = useId();
  if (person.isSelf) return <p className={styles.note}>{text.person.self}</p>;
  const percent = Math.round(person.volume * 100);
  return (
    <div className={styles.controls}>
      <div className={styles.volume}>
        <label htmlFor={id}>{text.person.volume}</label>
        <output htmlFor={id}>{text.person.volumeValue(person.volume)}</output>
        <input
          id={id}
          type="range"
          min={0}
          max={200}
          step={5}
          value={percent}
          aria-valuetext={text.person.volumeValue(person.volume)}
          disabled={person.mutedForMe}
          onChange={(event) => store.setVolume(person.number, event.target.valueAsNumber / 100)}
        />
      </div>
      <Button
        icon={person.mutedForMe ? "speaker" : "speaker-off"}
        onClick={() => store.setMutedForMe(person.number, !person.mutedForMe)}
      >
        {person.mutedForMe ? text.person.unmuteForMe : text.person.muteForMe}
      </Button>
      <p className={styles.note}>{text.person.muteForMeHint}</p>
      <PersonPowers store={store} person={person} />
    </div>
  );
}
