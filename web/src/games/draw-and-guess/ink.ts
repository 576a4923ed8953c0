/**
 * A drawing, as small as a line of chat. Coordinates are those of a sheet of 1024 by 768; a drawing is what its bytes say one after
 * the other, wherever they are cut in two:
 *
 *     0x01  colour and width (4 bits each)  x (u16)  y (u16)     a stroke begins
 *     0x02  n (u8)  n times dx (i8) dy (i8)                      it goes on
 *     0x03                                                       the last stroke is taken back
 *     0x04                                                       all is wiped off
 */
export const SHEET = { width: 1024, height: 768 } as const;
/** Paper by night, too: what is drawn on it must not change. */
export const SHEET_COLOUR = "#fbf8f1";
export const COLOURS = [
  "#1e2430",
  "#9b2c1e",
  "#d9822b",
  "#e3c13f",
  "#3d7d3f",
  "#2f6fb0",
  "#7a4a9e",
  "#8a5a3b",
  "#f4a6b4",
  SHEET_COLOUR, // rubs out
] as const;
export const WIDTHS = [4, 10, 22, 48] as const;
/** Of one drawing: more than anybody draws in two minutes, and it still fits into one entry of the log. */
export const MAX_INK_BYTES = 6_000;

const [BEGIN, GO_ON, UNDO, WIPE] = [1, 2, 3, 4] as const;
const MOST_STEPS = 255;
const FAR = 127;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Stroke {
  readonly colour: number;
  readonly width: number;
  readonly points: readonly Point[];
}

export function beginStroke(colour: number, width: number, { x, y }: Point): number[] {
  const [left, top] = [within(x, SHEET.width), within(y, SHEET.height)];
  return [BEGIN, (colour << 4) | width, left >> 8, left & 255, top >> 8, top & 255];
}

/** From one point to further ones; what lies far is gone to in steps. */
export function goOn(from: Point, points: readonly Point[]): number[] {
  const steps: number[] = [];
  let [x, y] = [within(from.x, SHEET.width), within(from.y, SHEET.height)];
  for (const point of points) {
    const [toX, toY] = [within(point.x, SHEET.width), within(point.y, SHEET.height)];
    while (x !== toX || y !== toY) {
      const share = Math.max(1, Math.abs(toX - x) / FAR, Math.abs(toY - y) / FAR);
      const [dx, dy] = [Math.trunc((toX - x) / share), Math.trunc((toY - y) / share)];
      steps.push(dx & 255, dy & 255);
      [x, y] = [x + dx, y + dy];
    }
  }
  const bytes: number[] = [];
  for (let at = 0; at < steps.length; at += 2 * MOST_STEPS) {
    const some = steps.slice(at, at + 2 * MOST_STEPS);
    bytes.push(GO_ON, some.length / 2, ...some);
  }
  return bytes;
}

export const TAKE_BACK: readonly number[] = [UNDO];
export const WIPE_OFF: readonly number[] = [WIPE];

/** What stands on the sheet; undefined for bytes that are no drawing. */
export function readInk(bytes: Uint8Array): readonly Stroke[] | undefined {
  if (bytes.length > MAX_INK_BYTES) return undefined;
  const strokes: { colour: number; width: number; points: Point[] }[] = [];
  let at = 0;
  const next = () => bytes[at++] ?? Number.NaN;
  while (at < bytes.length) {
    const operation = next();
    const stroke = strokes.at(-1);
    if (operation === BEGIN) {
      const look = next();
      const [x, y] = [next() * 256 + next(), next() * 256 + next()];
      const [colour, width] = [look >> 4, look & 15];
      const isKnown = colour < COLOURS.length && width < WIDTHS.length;
      if (!isKnown || !isOn({ x, y })) return undefined;
      strokes.push({ colour, width, points: [{ x, y }] });
    } else if (operation === GO_ON) {
      if (!stroke) return undefined;
      let { x, y } = stroke.points.at(-1) ?? { x: 0, y: 0 };
      for (let left = next(); left > 0; left--) {
        x += signed(next());
        y += signed(next());
        if (!isOn({ x, y })) return undefined;
        stroke.points.push({ x, y });
      }
      if (at > bytes.length) return undefined;
    } else if (operation === UNDO) {
      strokes.pop();
    } else if (operation === WIPE) {
      strokes.length = 0;
    } else {
      return undefined;
    }
  }
  return strokes;
}

function signed(byte: number): number {
  return byte > FAR ? byte - 256 : byte;
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.round(value)));
}

/** Not for a number that is none. */
function isOn({ x, y }: Point): boolean {
  return x >= 0 && x < SHEET.width && y >= 0 && y < SHEET.height;
}
