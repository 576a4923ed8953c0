import type { Person } from "../../state/room-view.ts";

/**
 * Who sits where. A seat is kept from coming to leaving, so that nobody jumps when somebody joins; newcomers get the free
 * seat nearest to the place their identity gives them. Over SEATS people those who speak sit, the others stand behind.
 */

/** Seats at the table, oneself among them. */
export const SEATS = 12;

/** Oneself, always: the middle of the near edge. The others count on clockwise, from lower left to lower right. */
export const OWN_SEAT = 0;

/** Up to this many people nobody sits shoulder to shoulder, where another seat is free. */
const ELBOW_ROOM_UP_TO = 6;

type Sitter = Pick<Person, "number" | "place" | "isSelf" | "speaking">;

export interface SeatPlan {
  /** Member number to seat. */
  readonly seats: ReadonlyMap<number, number>;
  /** Member number to the turn in which they last began to speak: counts up, no clock. */
  readonly heard: ReadonlyMap<number, number>;
  readonly speaking: ReadonlySet<number>;
  readonly turn: number;
}

export const NOBODY: SeatPlan = {
  seats: new Map(),
  heard: new Map(),
  speaking: new Set(),
  turn: 0,
};

/** The plan after people came, left, or began to speak. The same object when nothing changed. */
export function reseat(plan: SeatPlan, people: readonly Sitter[]): SeatPlan {
  const heard = listen(plan, people);
  const seats = keepSeats(plan, people);
  const ownPlace = people.find((person) => person.isSelf)?.place ?? 0;
  const standing = people.filter((person) => !seats.has(person.number));
  const waiting = [...standing].sort((a, b) => byVoice(heard.last, a, b));

  for (const person of waiting) {
    const seat = person.isSelf
      ? OWN_SEAT
      : freeSeat(seats, seatOfPlace(person.place, ownPlace), people.length);
    if (seat !== undefined) {
      seats.set(person.number, seat);
    } else if (person.speaking) {
      const quiet = quietest(seats, heard.last, people);
      if (quiet === undefined) continue;
      seats.set(person.number, seats.get(quiet) as number);
      seats.delete(quiet);
    }
  }
  if (
    heard.turn === plan.turn &&
    sameSeats(plan.seats, seats) &&
    heard.speaking.size === plan.speaking.size
  ) {
    return plan;
  }
  return { seats, heard: heard.last, speaking: heard.speaking, turn: heard.turn };
}

interface Heard {
  readonly last: Map<number, number>;
  readonly speaking: Set<number>;
  readonly turn: number;
}

function listen(plan: SeatPlan, people: readonly Sitter[]): Heard {
  let turn = plan.turn;
  const last = new Map<number, number>();
  const speaking = new Set<number>();
  for (const person of people) {
    const before = plan.heard.get(person.number);
    if (before !== undefined) last.set(person.number, before);
    if (!person.speaking) continue;
    speaking.add(person.number);
    if (!plan.speaking.has(person.number)) last.set(person.number, ++turn);
  }
  return { last, speaking, turn };
}

function keepSeats(plan: SeatPlan, people: readonly Sitter[]): Map<number, number> {
  const seats = new Map<number, number>();
  for (const person of people) {
    const seat = plan.seats.get(person.number);
    if (seat !== undefined) seats.set(person.number, seat);
  }
  return seats;
}

/** Oneself, then who speaks, then who spoke last, then who came first. */
function byVoice(last: ReadonlyMap<number, number>, a: Sitter, b: Sitter): number {
  return (
    Number(b.isSelf) - Number(a.isSelf) ||
    Number(b.speaking) - Number(a.speaking) ||
    (last.get(b.number) ?? 0) - (last.get(a.number) ?? 0) ||
    a.number - b.number
  );
}

/** The seat a place gives, seen from one's own: 1 to SEATS - 1. */
export function seatOfPlace(place: number, ownPlace: number): number {
  const turned = (((place - ownPlace) % 1) + 1) % 1;
  return 1 + Math.min(SEATS - 2, Math.floor(turned * (SEATS - 1)));
}

/** The free seat nearest to `wanted`, clockwise first; with elbow room while there are few. */
function freeSeat(
  seats: ReadonlyMap<number, number>,
  wanted: number,
  people: number,
): number | undefined {
  const taken = new Set(seats.values());
  const near = Array.from({ length: SEATS - 1 }, (_, index) => index + 1)
    .filter((seat) => !taken.has(seat))
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || b - a);
  if (people > ELBOW_ROOM_UP_TO) return near[0];
  const roomy = near.find((seat) => !taken.has(seat - 1) && !taken.has((seat + 1) % SEATS));
  return roomy ?? near[0];
}

/** Who has been silent longest and may be asked to stand; never oneself, never one who speaks. */
function quietest(
  seats: ReadonlyMap<number, number>,
  last: ReadonlyMap<number, number>,
  people: readonly Sitter[],
): number | undefined {
  const silent = people.filter(
    (person) => seats.has(person.number) && !person.speaking && !person.isSelf,
  );
  silent.sort(
    (a, b) => (last.get(a.number) ?? 0) - (last.get(b.number) ?? 0) || b.number - a.number,
  );
  return silent[0]?.number;
}

function sameSeats(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  if (a.size !== b.size) return false;
  for (const [number, seat] of a) if (b.get(number) !== seat) return false;
  return true;
}
