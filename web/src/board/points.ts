/**
 * The points of a stroke, in few bytes: differences from point to point, in quarters of a pixel, each as a zig-zag number of
 * seven bits a byte.
 */
export type Point = readonly [number, number];

const STEPS = 4;
/** Of one element. */
export const MAX_POINTS = 6_000;
/** Furthest from the element's own corner. */
export const MAX_REACH = 200_000;

export function packPoints(points: readonly Point[]): Uint8Array {
  const bytes: number[] = [];
  let [lastX, lastY] = [0, 0];
  for (const [x, y] of points.slice(0, MAX_POINTS)) {
    const [atX, atY] = [Math.round(x * STEPS), Math.round(y * STEPS)];
    writeSigned(bytes, atX - lastX);
    writeSigned(bytes, atY - lastY);
    [lastX, lastY] = [atX, atY];
  }
  return Uint8Array.from(bytes);
}

/** Undefined for bytes that are no points, or too many, or too far away. */
export function unpackPoints(bytes: Uint8Array): Point[] | undefined {
  const numbers = readSigned(bytes);
  if (!numbers || numbers.length % 2 !== 0 || numbers.length > 2 * MAX_POINTS) return undefined;
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (let index = 0; index < numbers.length; index += 2) {
    x += numbers[index] as number;
    y += numbers[index + 1] as number;
    if (Math.max(Math.abs(x), Math.abs(y)) > MAX_REACH * STEPS) return undefined;
    points.push([x / STEPS, y / STEPS]);
  }
  return points;
}

function writeSigned(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function readSigned(bytes: Uint8Array): number[] | undefined {
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const byte of bytes) {
    value += (byte % 128) * scale;
    scale *= 128;
    if (byte > 127) {
      if (scale > 2 ** 35) return undefined;
      continue;
    }
    numbers.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
    [value, scale] = [0, 1];
  }
  return scale === 1 ? numbers : undefined;
}
