import { describe, expect, test } from "vitest";
import { type SeatSpot, tableFigure } from "../../../src/view/table/geometry.ts";
import { boxOf, overlap, touches } from "../../../src/view/table/labels.ts";
import { OWN_SEAT, SEATS } from "../../../src/view/table/seats.ts";

const stages: readonly (readonly [string, number, number])[] = [
  ["a small phone", 288, 300],
  ["a phone", 328, 520],
  ["a tall phone", 400, 760],
  ["a phone on its side", 640, 200],
  ["a tablet", 704, 780],
  ["a laptop", 980, 520],
  ["a wide screen", 1120, 700],
];
const crowds = [0, 1, 7, 48, 188];

const cases = stages.flatMap(([name, width, height]) =>
  crowds.map((standing) => ({ name, standing, figure: tableFigure(width, height, standing) })),
);

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

describe.each(cases)("the table on $name with $standing standing", ({ figure, standing }) => {
  test("has a seat for each, none over another, none off the stage", () => {
    expect(figure.spots).toHaveLength(SEATS);
    expect(closest(figure.spots)).toBeGreaterThanOrEqual(figure.seatSize);
    for (const spot of figure.spots) {
      expect(spot.x - figure.seatSize / 2).toBeGreaterThanOrEqual(0);
      expect(spot.x + figure.seatSize / 2).toBeLessThanOrEqual(figure.width);
      expect(spot.y - figure.seatSize / 2).toBeGreaterThanOrEqual(0);
      expect(spot.y + figure.seatSize / 2).toBeLessThanOrEqual(figure.height);
    }
  });

  test("writes no nickname over a seat or over another nickname", () => {
    const labels = figure.spots.map((spot) => boxOf(spot, spot.label));
    labels.forEach((label, index) => {
      figure.spots.forEach((spot, other) => {
        if (other !== index) expect(touches(label, spot, figure.seatSize / 2)).toBe(false);
      });
    });
    eachPair(labels, (a, b) => expect(overlap(a, b)).toBe(false));
    for (const spot of figure.spots) expect(spot.label.width).toBeGreaterThanOrEqual(30);
  });

  test("keeps 44 px to press", () => {
    expect(figure.seatSize).toBeGreaterThanOrEqual(44);
  });

  test("gives everybody who stands a dot behind the seats", () => {
    expect(figure.dots).toHaveLength(standing);
    expect(closest(figure.dots)).toBeGreaterThan(16);
    const farSeats = Math.min(...figure.spots.map((spot) => spot.y - figure.seatSize / 2));
    for (const dot of figure.dots) {
      expect(dot.x).toBeGreaterThan(6);
      expect(dot.x).toBeLessThan(figure.width - 6);
      expect(dot.y + 6).toBeLessThan(farSeats);
    }
  });

  test("has oneself in the middle of the near side", () => {
    const own = figure.spots[OWN_SEAT] as SeatSpot;
    expect(own.x).toBeCloseTo(figure.width / 2, 0);
    expect(own.y).toBe(Math.max(...figure.spots.map((spot) => spot.y)));
  });
});

test("the figure depends on size and crowd alone", () => {
  expect(tableFigure(900, 600, 3)).toEqual(tableFigure(900, 600, 3));
});

function closest(points: readonly { x: number; y: number }[]): number {
  let least = Number.POSITIVE_INFINITY;
  eachPair(points, (a, b) => {
    least = Math.min(least, distance(a, b));
  });
  return least;
}

function eachPair<T>(all: readonly T[], check: (a: T, b: T) => void): void {
  all.forEach((a, index) => {
    for (const b of all.slice(index + 1)) check(a, b);
  });
}
