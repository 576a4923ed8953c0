import { expect, test } from "vitest";
import {
  beginStroke,
  goOn,
  MAX_INK_BYTES,
  readInk,
  SHEET,
  TAKE_BACK,
  WIPE_OFF,
} from "../../../src/games/draw-and-guess/ink.ts";
import { random } from "../board/support.ts";

const FIRST = { x: 100, y: 200 };
const bytes = (...parts: readonly (readonly number[])[]) => Uint8Array.from(parts.flat());

test("a stroke comes out as it went in", () => {
  const points = [
    { x: 110, y: 190 },
    { x: 90, y: 210 },
  ];
  const ink = bytes(beginStroke(3, 2, FIRST), goOn(FIRST, points));
  expect(readInk(ink)).toEqual([{ colour: 3, width: 2, points: [FIRST, ...points] }]);
});

test("a far way is gone in steps, and ends where it should", () => {
  const far = { x: 1023, y: 767 };
  const [stroke] =
    readInk(bytes(beginStroke(0, 0, { x: 0, y: 0 }), goOn({ x: 0, y: 0 }, [far]))) ?? [];
  expect(stroke?.points.at(-1)).toEqual(far);
  expect(stroke?.points.length).toBeLessThan(14);
});

test("more points than one piece holds go on in the next", () => {
  const points = Array.from({ length: 600 }, (_, step) => ({ x: 100 + (step % 2), y: 200 }));
  const [stroke] = readInk(bytes(beginStroke(0, 0, FIRST), goOn(FIRST, points))) ?? [];
  expect(stroke?.points.at(-1)).toEqual(points.at(-1));
});

test("what is taken back, or wiped off, is gone", () => {
  const one = beginStroke(0, 0, FIRST);
  expect(readInk(bytes(one, one, TAKE_BACK))).toHaveLength(1);
  expect(readInk(bytes(one, one, WIPE_OFF, one))).toHaveLength(1);
  expect(readInk(bytes(TAKE_BACK))).toEqual([]);
});

test("what is no drawing is none", () => {
  const wrong = [
    [9],
    [1, 0],
    [1, 0xf0, 0, 0, 0, 0], // a colour that there is not
    [1, 0x0f, 0, 0, 0, 0], // a width
    [1, 0, 4, 0, 0, 0], // beside the sheet
    [2, 1, 1, 1], // going on with nothing
    [...beginStroke(0, 0, { x: 0, y: 0 }), 2, 1, 255, 0], // over the edge
    [...beginStroke(0, 0, FIRST), 2, 3, 1, 1], // cut off
  ];
  for (const one of wrong) expect(readInk(Uint8Array.from(one)), one.join(" ")).toBeUndefined();
  const most = new Uint8Array(MAX_INK_BYTES).fill(4);
  expect(readInk(most)).toEqual([]);
  expect(readInk(new Uint8Array(MAX_INK_BYTES + 1).fill(4))).toBeUndefined();
});

test("any bytes are read or refused, and nothing leaves the sheet", () => {
  const seed = 77;
  const next = random(seed);
  let read = 0;
  for (let round = 0; round < 5_000; round++) {
    const length = Math.floor(next() * 30);
    const soup = Uint8Array.from({ length }, () => Math.floor(next() * (next() < 0.7 ? 5 : 256)));
    const strokes = readInk(soup);
    if (strokes) read++;
    for (const { points } of strokes ?? [])
      for (const { x, y } of points)
        expect(x >= 0 && x < SHEET.width && y >= 0 && y < SHEET.height, `seed ${seed}`).toBe(true);
  }
  expect(read).toBeGreaterThan(50);
});
