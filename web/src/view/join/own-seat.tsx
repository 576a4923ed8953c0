import { useEffect, useMemo, useState } from "react";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { initials } from "../table/initials.ts";
import { VoicePainter } from "../table/voice-painter.ts";
import { VoiceRing } from "../table/voice-ring.tsx";
import styles from "./join.module.css";

interface OwnSeatProps {
  readonly store: RoomStore;
  readonly nickname: string;
  readonly person: Person | undefined;
}

const SEAT_SIZE = 80;
const LEVEL_STEPS = 10;
const LEVEL_MILLIS = 200;

/** One's own seat before sitting down. Its ring is the microphone's meter. */
export function OwnSeat({ store, nickname, person }: OwnSeatProps) {
  const painter = useMemo(() => new VoicePainter(store), [store]);
  const number = person?.number ?? 0; // 0 until the room gave one
  useEffect(() => painter.start(), [painter]);
  const level = useCoarseLevel(store, number);
  return (
    <div className={styles.seat} data-hue={person?.hue}>
      <meter
        className="visually-hidden"
        aria-label={text.join.level}
        min={0}
        max={LEVEL_STEPS}
        value={level}
      />
      <VoiceRing painter={painter} number={number} seatSize={SEAT_SIZE} />
      <span className={styles.initials} aria-hidden="true">
        {initials(nickname)}
      </span>
    </div>
  );
}

/** The level in ten steps, five times a second: enough for words, where the ring is for eyes. */
function useCoarseLevel(store: RoomStore, number: number): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    const timer = setInterval(
      () => setLevel(Math.round(Math.min(1, store.level(number)) * LEVEL_STEPS)),
      LEVEL_MILLIS,
    );
    return () => clearInterval(timer);
  }, [store, number]);
  return level;
}
