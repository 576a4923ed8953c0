import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Crowd } from "./crowd.tsx";
import { leastHeight, tableFigure } from "./geometry.ts";
import { Seat } from "./seat.tsx";
import { NOBODY, reseat } from "./seats.ts";
import styles from "./table.module.css";
import { useSize } from "./use-size.ts";
import { VoiceArc } from "./voice-arc.tsx";
import { VoicePainter } from "./voice-painter.ts";

interface TableProps {
  readonly store: RoomStore;
  readonly people: readonly Person[];
  readonly captions: ReadonlyMap<number, string>;
  readonly onPerson: (number: number, anchor: Element) => void;
  readonly onEveryone: () => void;
  /** What stands in the middle of the table. */
  readonly children: ReactNode;
}

/** The room as a table: who is here, who talks, who just talked. */
export function Table(props: TableProps) {
  const { store, people, captions, onPerson, onEveryone, children } = props;
  const [stage, size] = useSize<HTMLDivElement>();
  const painter = useMemo(() => new VoicePainter(store), [store]);
  useEffect(() => painter.start(), [painter]);

  const [plan, setPlan] = useState(NOBODY);
  const seated = reseat(plan, people);
  if (seated !== plan) setPlan(seated);

  const standing = people.filter((person) => !seated.seats.has(person.number));
  const figure = useMemo(
    () => (size ? tableFigure(size.width, size.height, standing.length) : undefined),
    [size, standing.length],
  );
  const { middle } = figure ?? {};

  return (
    <div
      className={styles.stage}
      ref={stage}
      style={size && { minHeight: leastHeight(size.width, standing.length) }}
    >
      {figure && (
        <svg
          className={styles.figure}
          width={figure.width}
          height={figure.height}
          aria-hidden="true"
          focusable="false"
        >
          <path d={figure.edge} className={styles.edge} />
          {people.map((person) => {
            const spot = figure.spots[seated.seats.get(person.number) ?? -1];
            return (
              spot && (
                <VoiceArc
                  key={person.number}
                  painter={painter}
                  number={person.number}
                  path={spot.arc}
                />
              )
            );
          })}
        </svg>
      )}
      {figure && (
        <ul className={styles.people} aria-label={text.room.people}>
          {people.map((person) => {
            const spot = figure.spots[seated.seats.get(person.number) ?? -1];
            return (
              spot && (
                <Seat
                  key={person.number}
                  painter={painter}
                  person={person}
                  spot={spot}
                  size={figure.seatSize}
                  stage={figure}
                  caption={captions.get(person.number)}
                  onOpen={onPerson}
                />
              )
            );
          })}
          <Crowd people={standing} dots={figure.dots} />
        </ul>
      )}
      {figure && standing.length > 0 && (
        <button
          type="button"
          className={styles.more}
          style={{ left: figure.more.x, top: figure.more.y }}
          onClick={onEveryone}
        >
          {text.room.more(standing.length)}
        </button>
      )}
      {middle && children && (
        <div
          className={styles.middle}
          style={{
            left: middle.x - middle.width / 2,
            top: middle.y - middle.height / 2,
            width: middle.width,
            height: middle.height,
          }}
        >
          {children}
        </div>
      )}
    </div>
  );
}
