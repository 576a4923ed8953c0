import { expect, test } from "vitest";
import { BoardDoc } from "../../../src/board/board-doc.ts";
import {
  type BoardElement,
  MAX_TEXT,
  readElement,
  storeElement,
} from "../../../src/board/element.ts";
import { encodeEnvelope } from "../../../src/board/envelope.ts";
import { joinImage, splitImage } from "../../../src/board/images.ts";
import { MAX_IMAGE_BYTES } from "../../../src/board/limits.ts";
import { MAX_POINTS, packPoints, unpackPoints } from "../../../src/board/points.ts";
import { toBase64Url } from "../../../src/crypto/bytes.ts";
import { ENTRY_HEADER_BYTES } from "../../../src/crypto/entry.ts";
import { Pace } from "../../../src/view/board/pace.ts";
import { random, rectangle, stroke } from "./support.ts";

const WIRE_LIMIT_BYTES = 6_000;
/** What sealing adds to a body (protocol/epochs.md), and JSON-RPC with the answer's name to an entry. */
const SEAL_BYTES = 64;
const FRAME_BYTES = 160;

test("every kind of element comes out as it went in", () => {
  const line = {
    points: [
      [0, 0],
      [10.25, -3.5],
    ],
    startArrowhead: null,
    endArrowhead: "arrow",
  };
  const elements: BoardElement[] = [
    rectangle("r", {
      strokeColor: "#e03131",
      roundness: { type: 3 },
      groupIds: ["g1"],
      angle: 1.5,
    }),
    rectangle("d", { type: "diamond", opacity: 40 }),
    rectangle("e", { type: "ellipse", fillStyle: "hachure", locked: true }),
    rectangle("l", { type: "line", ...line, endArrowhead: null }),
    rectangle("a", {
      ...{ type: "arrow", ...line, elbowed: true },
      startBinding: { elementId: "r", focus: 0.5, gap: 1, fixedPoint: [0.5, 1] },
    }),
    stroke("f", [
      [0, 0],
      [1, 2],
      [-3.25, 4.5],
    ]),
    rectangle("t", { type: "text", text: "tea ☕", originalText: "tea ☕", fontSize: 28 }),
    rectangle("i", { type: "image", fileId: "A".repeat(43), scale: [1, -1], status: "saved" }),
  ];
  for (const element of elements) {
    const read = readElement(element.id, storeElement(element));
    expect(read).toMatchObject(JSON.parse(JSON.stringify(element)));
  }
});

test("what breaks a rule of elements is not shown", () => {
  const good = storeElement(rectangle("r")) as Record<string, unknown>;
  expect(readElement("r", good)).toBeDefined();
  const wrong: Record<string, unknown>[] = [
    { t: "iframe" },
    { t: "embeddable" },
    { t: "constructor" },
    { t: 5 },
    { x: Number.NaN },
    { x: 1e9 },
    { x: "1" },
    { v: 1.5 },
    { v: 2 ** 31 },
    { c: "url(https://elsewhere.example)" },
    { c: "#12" },
    { g: ["<script>"] },
    { g: Array.from({ length: 101 }, () => "g") },
    { rn: { type: 3, more: 1 } },
    { be: [{ id: "x", type: "iframe" }] },
    { t: "text", tx: "a".repeat(MAX_TEXT + 1) },
    { t: "freedraw" },
    { t: "freedraw", pt: [1, 2] },
    { t: "freedraw", pt: Uint8Array.of(128) },
    { t: "image", fi: "../secret" },
  ];
  for (const change of wrong)
    expect(readElement("r", { ...good, ...change }), JSON.stringify(change)).toBeUndefined();
  expect(readElement("../r", good)).toBeUndefined();
  for (const nothing of [null, undefined, 5, "r", []])
    expect(readElement("r", nothing)).toBeUndefined();
});

test("an address in an element is no address any more", () => {
  const element = rectangle("r", { link: "javascript:alert(1)", customData: { a: 1 } });
  const read = readElement("r", storeElement(element));
  expect(read?.link).toBeNull();
  expect(read).not.toHaveProperty("customData");
});

test("points come back within a quarter of a pixel; others' bytes are checked", () => {
  const next = random(5);
  const points = Array.from({ length: 500 }, () => [next() * 900 - 450, next() * 900] as const);
  const read = unpackPoints(packPoints(points)) ?? [];
  expect(read.length).toBe(points.length);
  for (const [index, [x, y]] of points.entries()) {
    expect(Math.abs((read[index]?.[0] ?? 1e9) - x)).toBeLessThanOrEqual(0.125);
    expect(Math.abs((read[index]?.[1] ?? 1e9) - y)).toBeLessThanOrEqual(0.125);
  }
  expect(unpackPoints(Uint8Array.of(0)), "half a point").toBeUndefined();
  expect(unpackPoints(new Uint8Array(2 * MAX_POINTS + 2)), "too many").toBeUndefined();
  expect(
    unpackPoints(Uint8Array.of(255, 255, 255, 255, 255, 255, 1, 0)),
    "a number too long",
  ).toBeUndefined();
  expect(unpackPoints(Uint8Array.of(255, 255, 255, 255, 15, 0)), "too far").toBeUndefined();
});

test("one freehand stroke costs at most 6 kB on the wire, drafts and all", () => {
  for (const seconds of [0.5, 2, 5]) {
    const next = random(11);
    const doc = new BoardDoc(2 ** 52 + 5);
    const pace = new Pace();
    const points: [number, number][] = [[0, 0]];
    let wire = 0;
    let sent = 0;
    const send = (millis: number) => {
      const [x, y] = points.at(-1) as [number, number];
      const drawn = { ...stroke("s", points), width: x, height: y, version: points.length };
      for (const update of doc.write([drawn])) {
        const entry = ENTRY_HEADER_BYTES + SEAL_BYTES + encodeEnvelope(1, update).length;
        wire += toBase64Url(new Uint8Array(entry)).length + FRAME_BYTES;
        sent++;
      }
      pace.wrote(millis, points.length);
    };
    pace.held(0);
    for (let millis = 0; millis < seconds * 1_000; millis += 1_000 / 60) {
      const [x, y] = points.at(-1) as [number, number];
      points.push([x + next() * 12 - 4, y + next() * 12 - 5]);
      if (pace.waitMillis(millis, true, points.length) === 0) send(millis);
    }
    send(seconds * 1_000);
    expect(wire, `${seconds} s in ${sent} updates`).toBeLessThanOrEqual(WIRE_LIMIT_BYTES);
    expect(doc.element("s")?.points).toHaveLength(points.length);
  }
});

test("what is held is shown after a second; what is done, at once", () => {
  const pace = new Pace();
  expect(pace.waitMillis(0, false, 0)).toBe(0);
  pace.wrote(0, 0);
  expect(pace.waitMillis(20, false, 0)).toBe(40);
  pace.held(100);
  expect(pace.waitMillis(600, true, 10)).toBe(500);
  expect(pace.waitMillis(1_100, true, 60)).toBe(0);
  pace.wrote(1_100, 60);
  expect(pace.waitMillis(2_100, true, 119), "it has not grown enough").toBe(1_000);
  expect(pace.waitMillis(2_100, true, 120)).toBe(0);
});

test("an image is named by its hash, in pieces; another one under its name is not shown", async () => {
  const bytes = new Uint8Array(40_000).map((_, index) => index % 251);
  const split = await splitImage({ kind: "image/png", bytes });
  if ("fault" in split) throw new Error(split.fault);
  expect(split.pieces.length).toBe(4);
  expect(await joinImage(split.hash, split.pieces)).toEqual({ kind: "image/png", bytes });
  expect(await joinImage(split.hash, split.pieces.slice(1))).toBeUndefined();
  const other = split.pieces.with(2, new Uint8Array(12_000));
  expect(await joinImage(split.hash, other)).toBeUndefined();
  expect(await splitImage({ kind: "image/svg+xml" as "image/png", bytes })).toEqual({
    fault: "image-kind",
  });
  const large = new Uint8Array(MAX_IMAGE_BYTES + 1);
  expect(await splitImage({ kind: "image/png", bytes: large })).toEqual({ fault: "image-large" });
});
