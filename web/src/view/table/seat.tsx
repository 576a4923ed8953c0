import { memo } from "react";
import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Icon } from "../parts/icon.tsx";
import type { SeatSpot } from "./geometry.ts";
import { initials } from "./initials.ts";
import { seatBadge, seatWords } from "./seat-words.ts";
import styles from "./table.module.css";

interface SeatProps {
  readonly person: Person;
  readonly spot: SeatSpot;
  readonly size: number;
  readonly onOpen: (number: number, anchor: Element) => void;
}

/** One person at the table; a press opens what can be done about them. */
export const Seat = memo(function Seat({ person, spot, size, onOpen }: SeatProps) {
  const badge = seatBadge(person);
  return (
    <li
      className={styles.seat}
      data-hue={person.hue}
      data-self={person.isSelf}
      data-label={spot.labelAbove ? "above" : "below"}
      data-line={person.connection}
      data-silenced={person.mutedForMe}
      style={{ left: spot.x - size / 2, top: spot.y - size / 2, width: size, height: size }}
    >
      <button
        type="button"
        className={styles.disc}
        aria-label={seatWords(person)}
        style={{ fontSize: size * 0.36 }}
        onClick={(event) => onOpen(person.number, event.currentTarget)}
      >
        {initials(person.nickname)}
      </button>
      {badge && (
        <span className={styles.badge}>
          <Icon name={badge} small />
        </span>
      )}
      <span className={styles.label} style={{ width: spot.labelWidth }} aria-hidden="true">
        <span className={styles.name}>{person.nickname}</span>
        {person.isSelf && <span className={styles.you}>{text.room.you}</span>}
      </span>
    </li>
  );
});
