import { useState } from "react";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Dialog } from "../parts/dialog.tsx";
import { stateWords, tellingName } from "../table/seat-words.ts";
import { MouthToEar } from "./mouth-to-ear.tsx";
import styles from "./people.module.css";
import { PersonControls } from "./person-controls.tsx";
import { WhoIsIt } from "./who-is-it.tsx";

interface EveryoneDialogProps {
  readonly store: RoomStore;
  readonly people: readonly Person[];
  readonly onClose: () => void;
}

/** Everybody by name, also those who stand behind the table. */
export function EveryoneDialog({ store, people, onClose }: EveryoneDialogProps) {
  const [open, setOpen] = useState<number | undefined>(undefined);
  return (
    <Dialog
      title={text.room.everyone(people.length)}
      closeLabel={text.person.close}
      onClose={onClose}
    >
      <ul className={styles.everyone}>
        {people.map((person) => (
          <li key={person.number} data-hue={person.hue}>
            <button
              type="button"
              className={styles.row}
              aria-expanded={open === person.number}
              onClick={() => setOpen(open === person.number ? undefined : person.number)}
            >
              <span className={styles.mark} />
              <bdi className={styles.rowName}>{tellingName(person)}</bdi>
              <span className={styles.rowState}>
                {[...(person.isSelf ? [text.room.you] : []), ...stateWords(person)].join(", ")}
              </span>
            </button>
            {open === person.number && (
              <div className={styles.rowControls}>
                <WhoIsIt store={store} person={person} />
                <PersonControls store={store} person={person} />
                {!person.isSelf && person.robot === undefined && person.hasMedia && (
                  <MouthToEar store={store} person={person} />
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
