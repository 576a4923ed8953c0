import { useLayoutEffect, useRef } from "react";
import type { SeatSpot } from "./geometry.ts";
import styles from "./table.module.css";
import type { VoicePainter } from "./voice-painter.ts";

interface VoiceMarksProps {
  readonly painter: VoicePainter;
  readonly number: number;
  readonly spot: SeatSpot;
  readonly seatSize: number;
}

/** The ring around a seat and the arc before it. React places them; the painter moves them. */
export function VoiceMarksOf({ painter, number, spot, seatSize }: VoiceMarksProps) {
  const ring = useRef<SVGCircleElement>(null);
  const arc = useRef<SVGPathElement>(null);
  useLayoutEffect(() => {
    if (!ring.current) return;
    return painter.add(number, { ring: ring.current, arc: arc.current, seatRadius: seatSize / 2 });
  }, [painter, number, seatSize]);
  return (
    <>
      <path ref={arc} d={spot.arc} strokeOpacity={0} className={styles.arc} />
      <circle ref={ring} cx={spot.x} cy={spot.y} strokeWidth={0} className={styles.ring} />
    </>
  );
}
