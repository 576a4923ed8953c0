import { describe, expect, test } from "vitest";
import {
  NOBODY,
  OWN_SEAT,
  reseat,
  SEATS,
  type SeatPlan,
  seatOfPlace,
} from "../../../src/view/table/seats.ts";

interface Sitter {
  readonly number: number;
  readonly place: number;
  readonly isSelf: boolean;
  readonly speaking: boolean;
}

/** Mulberry32: the same chance for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function crowd(amount: number, seed = 1): Sitter[] {
  const next = chance(seed);
  return Array.from({ length: amount }, (_, index) => ({
    number: index + 1,
    place: next(),
    isSelf: index === 0,
    speaking: false,
  }));
}

function speaking(people: readonly Sitter[], ...numbers: number[]): Sitter[] {
  return people.map((person) => ({ ...person, speaking: numbers.includes(person.number) }));
}

function expectSound(plan: SeatPlan, people: readonly Sitter[]): void {
  const seats = [...plan.seats.values()];
  expect(new Set(seats).size).toBe(seats.length);
  expect(plan.seats.size).toBe(Math.min(people.length, SEATS));
  for (const [number, seat] of plan.seats) {
    expect(people.some((person) => person.number === number)).toBe(true);
    expect(seat).toBeGreaterThanOrEqual(0);
    expect(seat).toBeLessThan(SEATS);
  }
  const self = people.find((person) => person.isSelf);
  if (self) expect(plan.seats.get(self.number)).toBe(OWN_SEAT);
}

describe("who sits where", () => {
  test.each(Array.from({ length: 60 }, (_, index) => index + 1))(
    "%i people: one seat each, oneself at the near side",
    (amount) => {
      const people = crowd(amount, amount);
      const plan = reseat(NOBODY, people);
      expectSound(plan, people);
      expect(reseat(NOBODY, people)).toEqual(plan);
    },
  );

  test("the order in which people are listed does not matter", () => {
    const people = crowd(12, 7);
    expect(reseat(NOBODY, [...people].reverse()).seats).toEqual(reseat(NOBODY, people).seats);
  });

  test("nobody moves when people come and go, up to a full table", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const next = chance(seed);
      const everybody = crowd(40, seed);
      let present = everybody.slice(0, 1);
      let plan = reseat(NOBODY, present);
      for (let step = 0; step < 40; step++) {
        const before = plan;
        const absent = everybody.filter((person) => !present.includes(person));
        const comes = present.length < SEATS && (present.length === 1 || next() < 0.55);
        if (comes) present = [...present, absent[Math.floor(next() * absent.length)] as Sitter];
        else
          present = present.filter(
            (_, index) => index === 0 || index !== 1 + Math.floor(next() * (present.length - 1)),
          );
        plan = reseat(before, present);
        const moved = [...before.seats].filter(
          ([number, seat]) =>
            present.some((person) => person.number === number) && plan.seats.get(number) !== seat,
        );
        if (moved.length > 0 || new Set(plan.seats.values()).size !== present.length) {
          expect.fail(`seed ${seed}, step ${step}: ${moved.length} moved`);
        }
      }
    }
  });

  test("four people never sit shoulder to shoulder", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const people = crowd(6, seed);
      const seats = [...reseat(NOBODY, people.slice(0, 4)).seats.values()].sort((a, b) => a - b);
      const gaps = seats.map(
        (seat, index) => (seats[index + 1] ?? (seats[0] as number) + SEATS) - seat,
      );
      expect(Math.min(...gaps), `seed ${seed}`).toBeGreaterThanOrEqual(2);
    }
  });

  test("a newcomer gets the place that identity gives, where it is free", () => {
    const self = { number: 1, place: 0.3, isSelf: true, speaking: false };
    const other = { number: 2, place: 0.8, isSelf: false, speaking: false };
    expect(reseat(NOBODY, [self, other]).seats.get(2)).toBe(seatOfPlace(0.8, 0.3));
  });

  test("the same plan comes back when nothing changed", () => {
    const people = crowd(20);
    const plan = reseat(NOBODY, people);
    expect(reseat(plan, people)).toBe(plan);
  });
});

describe("over a full table", () => {
  const people = crowd(60, 3);
  const quiet = reseat(NOBODY, people);
  const standing = people
    .filter((person) => !quiet.seats.has(person.number))
    .map((person) => person.number);
  const [first, second] = standing as [number, number];

  test("who begins to speak sits down in the seat of who was silent longest; all others stay", () => {
    const plan = reseat(quiet, speaking(people, first));
    expect(plan.seats.has(first)).toBe(true);
    const moved = [...quiet.seats].filter(([number, seat]) => plan.seats.get(number) !== seat);
    expect(moved).toHaveLength(1);
    expect(plan.seats.get(first)).toBe(moved[0]?.[1]);
  });

  test("who spoke keeps the seat when the next one speaks", () => {
    const once = reseat(quiet, speaking(people, first));
    const after = reseat(once, people);
    const twice = reseat(after, speaking(people, second));
    expect(twice.seats.get(first)).toBe(once.seats.get(first));
    expect(twice.seats.has(second)).toBe(true);
  });

  test("nobody who speaks is asked to stand, and never oneself", () => {
    const seated = [...quiet.seats.keys()];
    const plan = reseat(quiet, speaking(people, ...seated, first, second));
    for (const number of seated) expect(plan.seats.has(number)).toBe(true);
    expect(plan.seats.has(first)).toBe(false);
  });

  test("a seat that is left goes to who spoke last", () => {
    let plan = reseat(quiet, speaking(people, first));
    plan = reseat(plan, people);
    const others = [...plan.seats.keys()].filter((number) => number !== 1 && number !== first);
    // All others speak after `first`, so that `first` has to stand for a newcomer.
    plan = reseat(plan, speaking(people, ...others));
    plan = reseat(plan, speaking(people, ...others, second));
    expect(plan.seats.has(first)).toBe(false);
    plan = reseat(plan, people);
    const gone = others[0] as number;
    const rest = people.filter((person) => person.number !== gone);
    plan = reseat(plan, rest);
    expect(plan.seats.has(first)).toBe(true);
  });

  test("oneself has a seat even when the table was full before the page knew who one is", () => {
    const others = people.slice(1);
    const full = reseat(NOBODY, others);
    const plan = reseat(full, people);
    expect(plan.seats.get(1)).toBe(OWN_SEAT);
    expect(new Set(plan.seats.values()).size).toBe(plan.seats.size);
  });
});
