import { useEffect, useId, useSyncExternalStore } from "react";
import { MAX_READINGS, type Way } from "../../state/live-latency.ts";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import styles from "./people.module.css";

const WIDTH = 240;
const HEIGHT = 48;
/** The plot's top, unless something was later. */
const LEAST_TOP_MILLIS = 300;

/** How long voices take between us and this person, as long as it is looked at: in words, and the last minute as a plot. */
export function MouthToEar({ store, person }: { store: RoomStore; person: Person }) {
  const { latency } = store.heardBy;
  const { number } = person;
  const heading = useId();
  useEffect(() => latency.watch(number), [latency, number]);
  const { toThem, toUs } = useSyncExternalStore(
    (listener) => latency.subscribe(listener),
    () => latency.view(number),
  );
  const words = text.heard.delay;
  const top = Math.max(LEAST_TOP_MILLIS, ...[...toThem.past, ...toUs.past].map((one) => one ?? 0));
  const none = toThem.now === undefined && toUs.now === undefined;
  return (
    <section className={styles.latency} aria-labelledby={heading}>
      <h3 id={heading} className={styles.note}>
        {words.title}
      </h3>
      {none && <p className={styles.note}>{words.waiting}</p>}
      {toThem.now && <p>{words.toThem(toThem.now.millis, toThem.now.errorMillis)}</p>}
      {toUs.now && (
        <p className={styles.toUs}>{words.toUs(toUs.now.millis, toUs.now.errorMillis)}</p>
      )}
      {(hasPast(toThem) || hasPast(toUs)) && (
        <>
          <svg
            className={styles.plot}
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
            <path d={plotOf(toThem, top)} />
            <path d={plotOf(toUs, top)} className={styles.plotToUs} />
          </svg>
          <p className={styles.note}>{words.plot(top)}</p>
        </>
      )}
    </section>
  );
}

function hasPast({ past }: Way): boolean {
  return past.some((one) => one !== undefined);
}

/** The newest at the right edge; a gap where nothing was measured. */
export function plotOf({ past }: Way, topMillis: number): string {
  const step = WIDTH / (MAX_READINGS - 1);
  const start = WIDTH - (past.length - 1) * step;
  return past
    .map((millis, index) => {
      if (millis === undefined) return "";
      const pen = past[index - 1] === undefined ? "M" : "L";
      const x = start + index * step;
      const y = HEIGHT - 1 - (millis / topMillis) * (HEIGHT - 2);
      // A reading alone is a dot.
      const alone = pen === "M" && past[index + 1] === undefined ? "h0.01" : "";
      return `${pen}${x.toFixed(1)} ${y.toFixed(1)}${alone}`;
    })
    .join("");
}
