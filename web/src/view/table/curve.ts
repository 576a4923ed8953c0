/** A closed curve of straight pieces, walked by length. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

const PIXELS_A_STEP = 4;

export class Curve {
  readonly length: number;
  readonly #points: readonly Point[];
  readonly #lengths: Float64Array;

  constructor(points: readonly Point[]) {
    this.#points = points;
    this.#lengths = new Float64Array(points.length);
    let length = 0;
    for (let index = 1; index < points.length; index++) {
      const from = points[index - 1] as Point;
      const to = points[index] as Point;
      length += Math.hypot(to.x - from.x, to.y - from.y);
      this.#lengths[index] = length;
    }
    this.length = length;
  }

  /** How far along the curve the point of that index lies. */
  lengthAt(index: number): number {
    return this.#lengths[index] as number;
  }

  at(along: number): Point {
    const wrapped = ((along % this.length) + this.length) % this.length;
    let low = 0;
    let high = this.#lengths.length - 1;
    while (high - low > 1) {
      const half = (low + high) >> 1;
      if ((this.#lengths[half] as number) <= wrapped) low = half;
      else high = half;
    }
    const from = this.#points[low] as Point;
    const to = this.#points[high] as Point;
    const start = this.#lengths[low] as number;
    const share = (wrapped - start) / ((this.#lengths[high] as number) - start || 1);
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  }

  /** Outward, where the curve is walked clockwise on the screen. */
  normal(along: number): Point {
    const before = this.at(along - 1);
    const after = this.at(along + 1);
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    return { x: (after.y - before.y) / length, y: -(after.x - before.x) / length };
  }

  /** An SVG path from one length to another; it may run over the start. */
  path(from: number, to: number): string {
    const steps = Math.max(2, Math.ceil((to - from) / PIXELS_A_STEP));
    let path = "";
    for (let step = 0; step <= steps; step++) {
      const point = this.at(from + ((to - from) * step) / steps);
      path += `${step === 0 ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    }
    return path;
  }
}
