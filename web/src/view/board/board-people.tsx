import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { initials } from "../table/initials.ts";
import styles from "./board.module.css";

/** More are a number. */
const SHOWN = 12;

/** Who is here, in a row above the board. */
export function BoardPeople({ people }: { people: readonly Person[] }) {
  const more = people.length - SHOWN;
  return (
    <ul className={styles.people} aria-label={text.board.people}>
      {people.slice(0, SHOWN).map((person) => (
        <li key={person.number} data-hue={person.hue}>
          <span
            className={styles.person}
            data-speaking={person.speaking}
            title={person.nickname}
            role="img"
            aria-label={person.nickname}
          >
            {initials(person.nickname)}
          </span>
        </li>
      ))}
      {more > 0 && <li className={styles.more}>{text.room.more(more)}</li>}
    </ul>
  );
}
