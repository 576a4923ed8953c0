import { tableFigure } from "../table/geometry.ts";
import styles from "./home.module.css";

const FIGURE = tableFigure(760, 560, 0);

/** The table before anybody came: a drawing, nothing else. */
export function EmptyTable() {
  return (
    <svg
      className={styles.emptyTable}
      viewBox={`0 0 ${FIGURE.width} ${FIGURE.height}`}
      aria-hidden="true"
      focusable="false"
    >
      <path d={FIGURE.edge} />
      {FIGURE.spots.map((spot) => (
        <circle key={spot.arc} cx={spot.x} cy={spot.y} r={FIGURE.seatSize / 2} />
      ))}
    </svg>
  );
}
