import { memo } from "react";
import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Icon } from "../parts/icon.tsx";
import { useLanguage } from "../use-language.ts";
import type { SeatSpot } from "./geometry.ts";
import { initials } from "./initials.ts";
import { seatBadge, stateWords, tellingName } from "./seat-words.ts";
import styles from "./table.module.css";
import type { VoicePainter } from "./voice-painter.ts";
import { VoiceRing } from "./voice-ring.tsx";

interface SeatProps {
  readonly painter: VoicePainter;
  readonly person: Person;
  readonly spot: SeatSpot;
  readonly size: number;
  readonly stage: { readonly width: number; readonly height: number };
  /** What is being said there, in words. */
  readonly caption: string | undefined;
  readonly onOpen: (number: number, anchor: Element) => void;
}

/** One person at the table; a press opens what can be done about them. */
export const Seat = memo(function Seat(props: SeatProps) {
  useLanguage();
  const { painter, person, spot, size, stage, caption, onOpen } = props;
  const { label } = spot;
  const badge = seatBadge(person);
  return (
    <li
      className={styles.seat}
      data-hue={person.hue}
      data-self={person.isSelf}
      data-line={person.connection}
      data-silenced={person.mutedForMe}
      data-robot={person.robot !== undefined}
      style={{ left: spot.x - size / 2, top: spot.y - size / 2, width: size, height: size }}
    >
      <VoiceRing painter={painter} number={person.number} seatSize={size} />
      <button
        type="button"
        className={styles.press}
        onClick={(event) => onOpen(person.number, event.currentTarget)}
      >
        <span className={styles.disc} style={{ fontSize: size * 0.36 }} aria-hidden="true">
          {initials(person.nickname)}
        </span>
        {badge && (
          <span className={styles.badge}>
            <Icon name={badge} small />
          </span>
        )}
        <span
          className={styles.label}
          data-align={label.align}
          style={{ left: size / 2 + label.dx, top: size / 2 + label.dy, width: label.width }}
        >
          <bdi className={styles.name}>{tellingName(person)}</bdi>
          {person.isSelf && <span className={styles.you}>{text.room.you}</span>}
        </span>
        <span className="visually-hidden">{stateWords(person).join(", ")}</span>
      </button>
      {caption !== undefined && (
        <p
          className={styles.caption}
          dir="auto"
          data-above={spot.y > stage.height / 2}
          data-align={alignOf(spot.x / stage.width)}
        >
          {caption}
        </p>
      )}
    </li>
  );
});

/** What is said by who sits at the side stands towards the middle. */
function alignOf(across: number): "start" | "center" | "end" {
  if (across < 0.34) return "start";
  return across > 0.66 ? "end" : "center";
}
