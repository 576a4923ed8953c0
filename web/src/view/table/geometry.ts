import { OWN_SEAT, SEATS } from "./seats.ts";

/**
 * The table's figure: an ellipse, or on narrow screens a half-circle with its straight edge near the person. Seats stand
 * outside the edge, so that the edge before each is free for the arc of their voice. All lengths are CSS pixels.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface SeatSpot {
  readonly x: number; // middle of the seat
  readonly y: number;
  readonly labelAbove: boolean;
  readonly labelWidth: number;
  readonly arc: string; // path of this seat's share of the edge
}

export interface TableFigure {
  readonly width: number;
  readonly height: number;
  readonly seatSize: number;
  readonly edge: string; // path of the whole edge
  readonly spots: readonly SeatSpot[]; // by seat number
  /** The free middle of the table. */
  readonly middle: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly dots: readonly Point[]; // places of those who stand behind
}

/** Narrower than this the table is a half-circle. */
export const HALF_CIRCLE_BELOW = 560;

const LABEL_HEIGHT = 22;
const EDGE_GAP = 12; // from a seat to the table's edge
const RING_ROOM = 10; // the widest ring around a seat
const SAMPLES = 720;
const ARC_SHARE = 0.56; // of the way from seat to seat
const DOT_PITCH = 26;
const ROWS_GAP = 14; // between the front row and the seats' labels
const ARCH_EXPONENT = 2.7;
const OWN_LABEL_WIDTH = 200;
const MAX_ROW = 20; // dots in a row

export function tableFigure(width: number, height: number, standing: number): TableFigure {
  const half = width < HALF_CIRCLE_BELOW;
  const rows = crowdRows(width, standing);
  const crowd = rows.length === 0 ? 0 : rows.length * DOT_PITCH + sag(width) + ROWS_GAP;
  const seatSize = half
    ? height < 430
      ? 44
      : 52
    : clamp(Math.min(width / 13, (height - crowd) / 7), 44, 76);
  const top = crowd + RING_ROOM + LABEL_HEIGHT + seatSize + EDGE_GAP;
  const bottom = height - (RING_ROOM + LABEL_HEIGHT + seatSize + EDGE_GAP);
  const side = seatSize + EDGE_GAP + (half ? 0 : clamp(width * 0.045, 28, 72));
  const edge = half
    ? archEdge(width / 2, top, bottom, width / 2 - side)
    : ellipseEdge(width / 2, top, bottom, Math.min(width / 2 - side, (bottom - top) * 1.25));
  const offset = EDGE_GAP + seatSize / 2;
  const pitch = edge.pitch;
  const labelWidth = half ? 76 : clamp(pitch - 10, 84, 148);
  const spots = edge.along.map((at, seat): SeatSpot => {
    const point = edge.curve.at(at);
    const normal = edge.curve.normal(at);
    return {
      x: point.x + normal.x * offset,
      y: point.y + normal.y * offset,
      labelAbove: normal.y < -0.3,
      labelWidth: seat === OWN_SEAT ? OWN_LABEL_WIDTH : labelWidth,
      arc: edge.curve.path(at - (pitch * ARC_SHARE) / 2, at + (pitch * ARC_SHARE) / 2),
    };
  });
  return {
    width,
    height,
    seatSize,
    edge: `${edge.curve.path(0, edge.curve.length)}Z`,
    spots,
    middle: edge.middle,
    dots: placeDots(rows, width),
  };
}

interface Edge {
  readonly curve: Curve;
  readonly along: readonly number[]; // each seat's place along the curve
  readonly pitch: number;
  readonly middle: TableFigure["middle"];
}

/** Clockwise from the middle of the near edge. */
function ellipseEdge(cx: number, top: number, bottom: number, rx: number): Edge {
  const ry = Math.max(1, (bottom - top) / 2);
  const cy = (top + bottom) / 2;
  const points = Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const angle = Math.PI / 2 + (index / SAMPLES) * 2 * Math.PI;
    return { x: cx + rx * Math.cos(angle), y: cy + ry * Math.sin(angle) };
  });
  const curve = new Curve(points);
  const pitch = curve.length / SEATS;
  return {
    curve,
    pitch,
    along: Array.from({ length: SEATS }, (_, seat) => seat * pitch),
    middle: { x: cx, y: cy, width: rx * 1.36, height: ry * 1.36 },
  };
}

/** A half-circle, stretched to the height there is; oneself at the straight edge, the others along the bow. */
function archEdge(cx: number, top: number, bottom: number, rx: number): Edge {
  const ry = Math.max(1, bottom - top);
  const straight = 48;
  const points: Point[] = [];
  for (let index = 0; index < straight; index++) {
    points.push({ x: cx - (rx * index) / straight, y: bottom });
  }
  for (let index = 0; index <= SAMPLES; index++) {
    const angle = Math.PI + (index / SAMPLES) * Math.PI;
    points.push({ x: cx + rx * bulge(Math.cos(angle)), y: bottom + ry * bulge(Math.sin(angle)) });
  }
  for (let index = straight - 1; index >= 0; index--) {
    points.push({ x: cx + (rx * index) / straight, y: bottom });
  }
  const curve = new Curve(points);
  const bow = curve.length - 2 * rx;
  const pitch = bow / (SEATS - 1);
  const along = Array.from({ length: SEATS }, (_, seat) =>
    seat === 0 ? 0 : rx + (seat - 0.5) * pitch,
  );
  return {
    curve,
    pitch,
    along,
    middle: { x: cx, y: bottom - ry * 0.42, width: rx * 1.44, height: ry * 0.7 },
  };
}

/** Makes a superellipse of an ellipse: its sides are straighter, so that it stays a table when it is tall. */
function bulge(part: number): number {
  return Math.sign(part) * Math.abs(part) ** (2 / ARCH_EXPONENT);
}

/** A closed curve, walked by length. */
class Curve {
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

  /** Outward: the curve is walked clockwise on the screen. */
  normal(along: number): Point {
    const before = this.at(along - 1);
    const after = this.at(along + 1);
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    return { x: (after.y - before.y) / length, y: -(after.x - before.x) / length };
  }

  path(from: number, to: number): string {
    const steps = Math.max(2, Math.ceil((to - from) / 5));
    let path = "";
    for (let step = 0; step <= steps; step++) {
      const point = this.at(
        step === steps && to === this.length ? 0 : from + ((to - from) * step) / steps,
      );
      path += `${step === 0 ? "M" : "L"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    }
    return path;
  }
}

/** How many stand in each row, the front row last; rows differ by at most one. */
function crowdRows(width: number, standing: number): readonly number[] {
  if (standing === 0) return [];
  const fit = clamp(Math.floor((width - 40) / DOT_PITCH), 4, MAX_ROW);
  const rows = Math.ceil(standing / fit);
  return Array.from({ length: rows }, (_, row) => Math.floor((standing + row) / rows));
}

/** Rows bend around the table: how far their ends come down. */
function sag(width: number): number {
  return clamp(width / 40, 8, 24);
}

function placeDots(rows: readonly number[], width: number): readonly Point[] {
  const dots: Point[] = [];
  rows.forEach((amount, row) => {
    const stagger = rows.length > 1 && amount === rows[0] && row % 2 === 1 ? 0.5 : 0;
    for (let index = 0; index < amount; index++) {
      const x = (index - (amount - 1) / 2 + (stagger - 0.25 * Number(stagger > 0))) * DOT_PITCH;
      const bend = (x / ((MAX_ROW / 2) * DOT_PITCH)) ** 2 * sag(width);
      dots.push({ x: width / 2 + x, y: DOT_PITCH / 2 + row * DOT_PITCH + bend });
    }
  });
  return dots;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
