import type { ReactNode } from "react";
import { COLOURS } from "../../../games/draw-and-guess/ink.ts";
import { gamesText } from "../../../text/games-text.ts";
import { Button } from "../../parts/button.tsx";
import styles from "./draw.module.css";

/** Places in COLOURS and WIDTHS. */
export interface Pen {
  readonly colour: number;
  readonly width: number;
}

export const FIRST_PEN: Pen = { colour: 0, width: 1 };

interface ToolsProps {
  readonly pen: Pen;
  readonly onPen: (pen: Pen) => void;
  readonly isFull: boolean;
  readonly onUndo: () => void;
  readonly onWipe: () => void;
}

export function Tools({ pen, onPen, isFull, onUndo, onWipe }: ToolsProps) {
  const words = gamesText.draw;
  return (
    <div className={styles.tools} role="toolbar" aria-label={words.tools}>
      <fieldset className={styles.pots} aria-label={words.colours}>
        {words.colour.map((name, colour) => (
          <Pot
            key={name}
            name={name}
            on={pen.colour === colour}
            onChoose={() => onPen({ ...pen, colour })}
          >
            <circle cx="12" cy="12" r="10" fill={COLOURS[colour]} className={styles.blob} />
          </Pot>
        ))}
      </fieldset>
      <fieldset className={styles.pots} aria-label={words.widths}>
        {words.width.map((name, width) => (
          <Pot
            key={name}
            name={name}
            on={pen.width === width}
            onChoose={() => onPen({ ...pen, width })}
          >
            <circle cx="12" cy="12" r={2 + width * 2.6} className={styles.nib} />
          </Pot>
        ))}
      </fieldset>
      <div className={styles.pots}>
        <Button look="quiet" onClick={onUndo}>
          {words.undo}
        </Button>
        <Button look="quiet" onClick={onWipe}>
          {words.wipe}
        </Button>
      </div>
      {isFull && (
        <p className={styles.note} role="status">
          {words.full}
        </p>
      )}
    </div>
  );
}

interface PotProps {
  readonly name: string;
  readonly on: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** A picture to dip the pen in. */
function Pot({ name, on, onChoose, children }: PotProps) {
  return (
    <button
      type="button"
      className={styles.pot}
      title={name}
      aria-label={name}
      aria-pressed={on}
      onClick={onChoose}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        {children}
      </svg>
    </button>
  );
}
