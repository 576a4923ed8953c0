import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { DrawHand } from "../../../games/draw-and-guess/hand.ts";
import {
  beginStroke,
  goOn,
  type Point,
  SHEET,
  TAKE_BACK,
  WIPE_OFF,
} from "../../../games/draw-and-guess/ink.ts";
import { gamesText } from "../../../text/games-text.ts";
import { TAKES_FOCUS } from "../use-kept-focus.ts";
import styles from "./draw.module.css";
import { Strokes } from "./strokes.tsx";
import { FIRST_PEN, type Pen, Tools } from "./tools.tsx";

const VIEW = `0 0 ${SHEET.width} ${SHEET.height}`;
/** Nearer points are left out: nobody sees them, and everybody gets them. */
const LEAST_STEP = 5;
const [KEY_STEP, FAR_KEY_STEP] = [12, 60];
const KEYS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The sheet as guessers see it. */
export function WatchedSheet({
  hand,
  drawer,
}: {
  readonly hand: DrawHand;
  readonly drawer: string;
}) {
  return (
    <div className={styles.drawing}>
      <svg
        viewBox={VIEW}
        className={styles.sheet}
        role="img"
        aria-label={gamesText.draw.sheetOf(drawer)}
      >
        <Strokes strokes={hand.strokes} />
      </svg>
    </div>
  );
}

/** The sheet under the hand of who draws: by mouse, finger, pen or keys. */
export function OwnSheet({ hand }: { readonly hand: DrawHand }) {
  const [pen, setPen] = useState<Pen>(FIRST_PEN);
  /** Where the stroke that is being drawn has got to. */
  const last = useRef<Point | undefined>(undefined);
  const [cursor, setCursor] = useState<Point>({ x: SHEET.width / 2, y: SHEET.height / 2 });
  const [isDown, setDown] = useState(false);
  const [hasKeys, setKeys] = useState(false);

  const begin = (point: Point) => {
    if (hand.draw(beginStroke(pen.colour, pen.width, point))) last.current = point;
  };
  const follow = (points: readonly Point[]) => {
    const from = last.current;
    if (!from) return;
    let at = from;
    const far = points.filter((point) => {
      const isFar = Math.hypot(point.x - at.x, point.y - at.y) >= LEAST_STEP;
      if (isFar) at = point;
      return isFar;
    });
    if (far.length > 0 && hand.draw(goOn(from, far))) last.current = at;
  };
  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setKeys(false);
    setDown(false);
    begin(pointOf(event.currentTarget, event));
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const events = event.nativeEvent.getCoalescedEvents?.() ?? [];
    const moves = events.length > 0 ? events : [event.nativeEvent];
    follow(moves.map((move) => pointOf(event.currentTarget, move)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    setKeys(true);
    if (!step) {
      if (!isDown) begin(cursor);
      else last.current = undefined;
      setDown(!isDown);
      return;
    }
    const far = event.shiftKey ? FAR_KEY_STEP : KEY_STEP;
    const next = onSheet({ x: cursor.x + step.x * far, y: cursor.y + step.y * far });
    setCursor(next);
    if (isDown) follow([next]);
  };

  return (
    <>
      <div
        className={styles.drawing}
        {...TAKES_FOCUS}
        role="application"
        aria-label={gamesText.draw.ownSheet}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is drawn on with keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setKeys(false)}
      >
        <svg
          viewBox={VIEW}
          className={styles.sheet}
          data-own="true"
          aria-hidden="true"
          focusable="false"
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onLostPointerCapture={() => {
            last.current = undefined;
          }}
        >
          <Strokes strokes={hand.strokes} />
          {hasKeys && (
            <circle
              cx={cursor.x}
              cy={cursor.y}
              r={14}
              className={styles.cursor}
              data-down={isDown}
            />
          )}
        </svg>
      </div>
      <p className="visually-hidden" role="status">
        {hasKeys && (isDown ? gamesText.draw.penDown : gamesText.draw.penUp)}
      </p>
      <Tools
        pen={pen}
        onPen={setPen}
        isFull={hand.isFull}
        onUndo={() => hand.draw(TAKE_BACK)}
        onWipe={() => hand.draw(WIPE_OFF)}
      />
    </>
  );
}

function pointOf(
  sheet: SVGSVGElement,
  { clientX, clientY }: { clientX: number; clientY: number },
): Point {
  const screen = sheet.getScreenCTM()?.inverse();
  return onSheet(new DOMPoint(clientX, clientY).matrixTransform(screen));
}

function onSheet({ x, y }: Point): Point {
  return {
    x: Math.round(Math.min(SHEET.width - 1, Math.max(0, x))),
    y: Math.round(Math.min(SHEET.height - 1, Math.max(0, y))),
  };
}
