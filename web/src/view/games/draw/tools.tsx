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
          <button
            key={name}
            type="button"
            className={styles.pot}
            title={name}
            aria-label={name}
            aria-pressed={pen.colour === colour}
            onClick={() => onPen({ ...pen, colour })}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <circle cx="12" cy="12" r="10" fill={COLOURS[colour]} className={styles.blob} />
            </svg>
          </button>
        ))}
      </fieldset>
      <fieldset className={styles.pots} aria-label={words.widths}>
        {words.width.map((name, width) => (
          <button
            key={name}
            type="button"
            className={styles.pot}
            title={name}
            aria-label={name}
            aria-pressed={pen.width === width}
            onClick={() => onPen({ ...pen, width })}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
              <circle cx="12" cy="12" r={2 + width * 2.6} className={styles.nib} />
            </svg>
          </button>
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
