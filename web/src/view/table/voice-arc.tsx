import { useLayoutEffect, useRef } from "react";
import styles from "./table.module.css";
import type { VoicePainter } from "./voice-painter.ts";

interface VoiceArcProps {
  readonly painter: VoicePainter;
  readonly number: number;
  readonly path: string;
}

/** The arc on the table's edge before a seat: who has been talking. */
export function VoiceArc({ painter, number, path }: VoiceArcProps) {
  const arc = useRef<SVGPathElement>(null);
  useLayoutEffect(() => {
    if (arc.current) return painter.addArc(number, arc.current);
  }, [painter, number]);
  return <path ref={arc} d={path} strokeOpacity={0} className={styles.arc} />;
}
