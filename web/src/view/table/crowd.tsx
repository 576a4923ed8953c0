import type { Person } from "../../state/room-view.ts";
import type { Point } from "./curve.ts";
import { seatWords } from "./seat-words.ts";
import styles from "./table.module.css";

interface CrowdProps {
  readonly people: readonly Person[];
  readonly dots: readonly Point[];
}

/** Those who stand behind the table: a dot each, the name at the pointer; all names are in the list of everyone. */
export function Crowd({ people, dots }: CrowdProps) {
  return people.map((person, index) => {
    const dot = dots[index];
    return (
      dot && (
        <li
          key={person.number}
          className={styles.dot}
          data-hue={person.hue}
          data-line={person.connection}
          style={{ left: dot.x, top: dot.y }}
        >
          <span className={styles.dotName}>{seatWords(person)}</span>
        </li>
      )
    );
  });
}
