import type { Point } from "./curve.ts";
import { OWN_SEAT } from "./seats.ts";

/**
 * Where nicknames stand: outside the table above or below the seat, or on the table before it like a place card. Each is
 * as wide as it can be without covering a seat or another nickname.
 */

/** From the middle of the seat. */
export interface SeatLabel {
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly align: "start" | "center" | "end"; // which part of it stands at dx
}

export interface SeatPlace extends Point {
  readonly normal: Point; // outward
}

export interface LabelRoom {
  readonly seatSize: number;
  readonly ringReach: number; // beyond the seat
  readonly edgeDistance: number; // from the middle of a seat to the table's edge
  readonly width: number; // of the stage
  readonly cardsFirst: boolean; // on the table rather than outside, but at its far end
  readonly cardWidth: number;
}

export const LABEL_HEIGHT = 18;
const CARD_GAP = 10; // from the table's edge to a card
const MOST = 148;
const OWN_MOST = 200;
const LEAST = 24;
const ENOUGH = 72;
const STEP = 4;
const AIR = 3;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function placeLabels(seats: readonly SeatPlace[], room: LabelRoom): readonly SeatLabel[] {
  const labels = seats.map((place, seat) =>
    bestOf(candidates(place, seat, room), seat, seats, room),
  );
  for (let again = true; again; ) {
    again = false;
    for (let a = 0; a < labels.length; a++) {
      for (let b = a + 1; b < labels.length; b++) again = part(labels, seats, a, b) || again;
    }
  }
  return labels;
}

function candidates(place: SeatPlace, seat: number, room: LabelRoom): readonly SeatLabel[] {
  const { normal } = place;
  const distance = room.seatSize / 2 + room.ringReach + LABEL_HEIGHT / 2;
  const above: SeatLabel = { dx: 0, dy: -distance, width: MOST, align: "center" };
  const below: SeatLabel = { ...above, dy: distance, width: seat === OWN_SEAT ? OWN_MOST : MOST };
  if (seat === OWN_SEAT) return [below];
  const inward = room.edgeDistance + CARD_GAP;
  const card: SeatLabel = {
    dx: -normal.x * inward,
    dy: -normal.y * inward,
    width: room.cardWidth,
    align: normal.x < 0 ? "start" : "end",
  };
  if (room.cardsFirst) return normal.y < -0.9 ? [above, card] : [card];
  return normal.y < -0.3 ? [above, card] : [below, card];
}

/** The first candidate with room enough, else the widest. */
function bestOf(
  choices: readonly SeatLabel[],
  seat: number,
  seats: readonly SeatPlace[],
  room: LabelRoom,
): SeatLabel {
  let best: SeatLabel | undefined;
  for (const choice of choices) {
    const label = fitted(choice, seat, seats, room);
    if (label.width >= ENOUGH) return label;
    if (!best || label.width > best.width) best = label;
  }
  return best as SeatLabel;
}

function fitted(
  label: SeatLabel,
  seat: number,
  seats: readonly SeatPlace[],
  room: LabelRoom,
): SeatLabel {
  const place = seats[seat] as SeatPlace;
  let { width } = label;
  const blocked = () => {
    const box = boxOf(place, { ...label, width });
    if (box.left < 0 || box.right > room.width) return true;
    return seats.some(
      (other, index) => index !== seat && touches(box, other, room.seatSize / 2 + AIR),
    );
  };
  while (width > LEAST && blocked()) width -= STEP;
  return { ...label, width };
}

/** Makes the wider of two labels narrower where they meet; true when it did. */
function part(labels: SeatLabel[], seats: readonly SeatPlace[], a: number, b: number): boolean {
  const first = labels[a] as SeatLabel;
  const second = labels[b] as SeatLabel;
  if (!overlap(boxOf(seats[a] as Point, first), boxOf(seats[b] as Point, second))) return false;
  const wider = first.width >= second.width ? a : b;
  const label = labels[wider] as SeatLabel;
  if (label.width <= LEAST) return false;
  labels[wider] = { ...label, width: label.width - STEP };
  return true;
}

export function boxOf(place: Point, { dx, dy, width, align }: SeatLabel): Box {
  const left = place.x + dx - { start: 0, center: width / 2, end: width }[align];
  const top = place.y + dy - LABEL_HEIGHT / 2;
  return { left, right: left + width, top, bottom: top + LABEL_HEIGHT };
}

export function touches(box: Box, middle: Point, radius: number): boolean {
  const x = Math.max(box.left, Math.min(middle.x, box.right));
  const y = Math.max(box.top, Math.min(middle.y, box.bottom));
  return Math.hypot(x - middle.x, y - middle.y) < radius;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
