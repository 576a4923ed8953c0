import { crowdFigure } from "./crowd-rows.ts";
import { Curve, type Point } from "./curve.ts";
import { LABEL_HEIGHT, placeLabels, type SeatLabel, type SeatPlace } from "./labels.ts";
import { OWN_SEAT, SEATS } from "./seats.ts";
import { ringReach } from "./trace.ts";

/**
 * The table's figure: an ellipse, or on narrow screens a tall half-circle with its straight edge near the person. Seats
 * stand outside the edge, so that the edge before each is free for the arc of their voice. All lengths are CSS pixels.
 */

export interface SeatSpot {
  readonly x: number; // middle of the seat
  readonly y: number;
  readonly label: SeatLabel;
  readonly arc: string; // path of this seat's share of the edge
}

export interface Middle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TableFigure {
  readonly width: number;
  readonly height: number;
  readonly seatSize: number;
  readonly edge: string; // path of the whole edge
  readonly spots: readonly SeatSpot[]; // by seat number
  readonly middle: Middle; // free for what lies on the table
  readonly dots: readonly Point[]; // places of those who stand behind
  readonly more: Point;
}

/** Narrower than this the table is a half-circle. */
export const HALF_CIRCLE_BELOW = 560;
/** Lower than this, seats would touch: the page scrolls instead. */
const LEAST_HEIGHT = { ellipse: 340, half: 412 } as const;

const EDGE_AIR = 2; // from the widest ring to the table's edge
const SAMPLES = 720;
const ARC_SHARE = 0.56; // of the way from seat to seat
const HALF_SEAT = 44;
const HALF_MIDDLE = 60; // left between the names of both sides
const MAX_FLATNESS = 2.1; // width of the ellipse by its height

export function leastHeight(width: number, standing: number): number {
  const table = width < HALF_CIRCLE_BELOW ? LEAST_HEIGHT.half : LEAST_HEIGHT.ellipse;
  return crowdFigure(width, standing).height + table;
}

export function tableFigure(width: number, givenHeight: number, standing: number): TableFigure {
  const half = width < HALF_CIRCLE_BELOW;
  const crowd = crowdFigure(width, standing);
  const height = Math.max(givenHeight, leastHeight(width, standing));
  const seatSize = half
    ? HALF_SEAT
    : clamp(Math.min(width / 13, (height - crowd.height) / 7.5), 44, 76);
  const reach = ringReach(seatSize / 2);
  const margin = LABEL_HEIGHT + reach + seatSize + reach + EDGE_AIR;
  const top = crowd.height + margin;
  const bottom = height - margin;
  const side = seatSize + reach + EDGE_AIR + (half ? 0 : clamp(width * 0.045, 28, 72));
  const rx = width / 2 - side;
  const edge = half
    ? halfEdge(width / 2, top, bottom, rx)
    : ellipseEdge(width / 2, top, bottom, Math.min(rx, ((bottom - top) / 2) * MAX_FLATNESS));
  const { curve, pitch } = edge;
  const offset = seatSize / 2 + reach + EDGE_AIR;
  const places = edge.along.map((at): SeatPlace => {
    const point = curve.at(at);
    const normal = curve.normal(at);
    return { x: point.x + normal.x * offset, y: point.y + normal.y * offset, normal };
  });
  const labels = placeLabels(places, {
    seatSize,
    ringReach: reach,
    edgeDistance: offset,
    width,
    cardsFirst: half,
    cardWidth: half ? rx - 10 - HALF_MIDDLE / 2 : 120,
  });
  const arc = (pitch * ARC_SHARE) / 2;
  const spots = edge.along.map((at, seat): SeatSpot => {
    const { x, y } = places[seat] as SeatPlace;
    return { x, y, label: labels[seat] as SeatLabel, arc: curve.path(at - arc, at + arc) };
  });
  return {
    width,
    height,
    seatSize,
    edge: `${curve.path(0, curve.length)}Z`,
    spots,
    middle: edge.middle,
    dots: crowd.dots,
    more: crowd.more,
  };
}

interface Edge {
  readonly curve: Curve;
  readonly along: readonly number[]; // each seat's place along the curve
  readonly pitch: number;
  readonly middle: Middle;
}

/** Clockwise from the middle of the near edge. */
function ellipseEdge(cx: number, top: number, bottom: number, rx: number): Edge {
  const ry = (bottom - top) / 2;
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
    middle: { x: cx, y: cy, width: rx * 1.4, height: ry * 1.4 },
  };
}

const BOW_EXPONENT = 2.3; // a little straighter at the sides than a circle, as it is tall
const NEAR_EXPONENT = 5; // almost straight
const NEAR_DEPTH = 20;

/** Two halves of superellipses: a tall bow for the others, an almost straight edge for oneself. */
function halfEdge(cx: number, top: number, bottom: number, rx: number): Edge {
  const cy = bottom - NEAR_DEPTH;
  const ry = cy - top;
  const points = Array.from({ length: SAMPLES + 1 }, (_, index) => {
    const angle = Math.PI / 2 + (index / SAMPLES) * 2 * Math.PI;
    const near = Math.sin(angle) > 0;
    const power = 2 / (near ? NEAR_EXPONENT : BOW_EXPONENT);
    return {
      x: cx + rx * signedPower(Math.cos(angle), power),
      y: cy + (near ? NEAR_DEPTH : ry) * signedPower(Math.sin(angle), power),
    };
  });
  const curve = new Curve(points);
  const bowStart = curve.lengthAt(SAMPLES / 4);
  const pitch = (curve.length - 2 * bowStart) / (SEATS - 1);
  return {
    curve,
    pitch,
    along: Array.from({ length: SEATS }, (_, seat) =>
      seat === OWN_SEAT ? 0 : bowStart + (seat - 0.5) * pitch,
    ),
    middle: { x: cx, y: cy - ry * 0.42, width: rx * 1.72, height: ry * 0.8 },
  };
}

function signedPower(base: number, power: number): number {
  return Math.sign(base) * Math.abs(base) ** power;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
