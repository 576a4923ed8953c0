import type { Point } from "./curve.ts";

/** Where those stand who have no seat: rows of dots behind the table, bent around it. */

export interface CrowdFigure {
  readonly height: number; // with the gap to the table's seats; 0 without people
  readonly dots: readonly Point[];
  /** Where "and 40 more" stands: after the rows, or under them where they leave no room. */
  readonly more: Point;
}

const MAX_ROW = 20; // dots in a row
const MIN_ROW = 4;
const PITCH = 26;
const PITCH_NARROW = 22;
const NARROW = 560;
const GAP = 14;
const WORDS_WIDTH = 108;
const WORDS_HEIGHT = 32;

export function crowdFigure(width: number, standing: number): CrowdFigure {
  if (standing === 0) return { height: 0, dots: [], more: { x: 0, y: 0 } };
  const pitch = width < NARROW ? PITCH_NARROW : PITCH;
  const rows = rowsOf(Math.floor((width - pitch) / pitch), standing);
  const sag = Math.min(24, Math.max(6, width / 44));
  const dots = rows.flatMap((amount, row) => {
    // Rows of one length stand in the gaps of each other; rows of lengths one apart do so by themselves.
    const stagger =
      amount === rows[row - 1] || amount === rows[row + 1] ? (row % 2 === 0 ? -0.25 : 0.25) : 0;
    return Array.from({ length: amount }, (_, index) => {
      const x = (index - (amount - 1) / 2 + stagger) * pitch;
      const bend = (x / ((MAX_ROW / 2) * pitch)) ** 2 * sag;
      return { x: width / 2 + x, y: pitch / 2 + row * pitch + bend };
    });
  });
  const bottom = rows.length * pitch + sag;
  const rowWidth = Math.max(...rows) * pitch;
  const beside = (width - rowWidth) / 2 - pitch > WORDS_WIDTH;
  return {
    height: bottom + (beside ? GAP : WORDS_HEIGHT),
    dots,
    more: beside
      ? { x: width / 2 + rowWidth / 2 + WORDS_WIDTH / 2 + pitch / 2, y: bottom / 2 }
      : { x: width / 2, y: bottom + WORDS_HEIGHT / 2 },
  };
}

/** How many stand in each row; rows differ by at most one, and the longer ones are in front. */
function rowsOf(fitting: number, standing: number): readonly number[] {
  const fit = Math.min(MAX_ROW, Math.max(MIN_ROW, fitting));
  const rows = Math.ceil(standing / fit);
  return Array.from({ length: rows }, (_, row) => Math.floor((standing + row) / rows));
}
