import { useLayoutEffect, useRef } from "react";
import styles from "./table.module.css";
import { ringReach } from "./trace.ts";
import type { VoicePainter } from "./voice-painter.ts";

interface VoiceRingProps {
  readonly painter: VoicePainter;
  readonly number: number;
  readonly seatSize: number;
}

/** The ring around a seat: a small picture of its own, so that a voice repaints nothing else. */
export function VoiceRing({ painter, number, seatSize }: VoiceRingProps) {
  const circle = useRef<SVGCircleElement>(null);
  useLayoutEffect(() => {
    if (circle.current) return painter.addRing(number, circle.current, seatSize / 2);
  }, [painter, number, seatSize]);
  const reach = Math.ceil(ringReach(seatSize / 2)) + 1;
  const size = seatSize + 2 * reach;
  return (
    <svg
      className={styles.ring}
      width={size}
      height={size}
      style={{ left: -reach, top: -reach }}
      aria-hidden="true"
      focusable="false"
    >
      <circle ref={circle} cx={size / 2} cy={size / 2} strokeWidth={0} />
    </svg>
  );
}
