import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./people.module.css";

/** What tells somebody from others of that name: the key's fingerprint, and whether the name came with another one before. */
export function WhoIsIt({ store, person }: { store: RoomStore; person: Person }) {
  const { number, nickname, fingerprint, stranger } = person;
  return (
    <div className={styles.whoIsIt}>
      <p className={styles.fingerprint} title={text.person.fingerprintHint}>
        <span className="visually-hidden">{text.person.fingerprint} </span>
        {fingerprint}
      </p>
      {stranger !== "no" && (
        <>
          <p className={styles.stranger}>{text.person.strangers[stranger](nickname)}</p>
          <Button onClick={() => store.acceptName(number)}>{text.person.acceptName}</Button>
        </>
      )}
    </div>
  );
}
