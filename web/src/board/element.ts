/** What stands on the board, as it is in the document: few bytes, and nothing taken from others unchecked. */
import { MAX_POINTS, type Point, packPoints, unpackPoints } from "./points.ts";

/** An element as the drawing program has it. All of its fields are values that can be written down as JSON. */
export interface BoardElement {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly versionNonce: number;
  readonly isDeleted: boolean;
  readonly [field: string]: unknown;
}

/** As it is stored: short names, what is usual left out, points packed. */
export type StoredElement = Readonly<Record<string, unknown>>;

type Check = (value: unknown) => boolean;

interface Field {
  readonly name: string;
  /** Under which it is stored. */
  readonly key: string;
  /** What it is where nothing is stored. */
  readonly usual?: unknown;
  readonly check: Check;
}

const MAX_COORDINATE = 1_000_000;
const MAX_VERSION = 1_000_000_000;
const MAX_LIST = 100;
export const MAX_TEXT = 5_000;
/** Coordinates are rounded, so that four bytes hold them. */
const GRAIN = 64;

const isNumber = (least: number, most: number) => (value: unknown) =>
  typeof value === "number" && value >= least && value <= most;
const isInteger = (least: number, most: number) => (value: unknown) =>
  Number.isSafeInteger(value) && isNumber(least, most)(value);
const isText = (most: number) => (value: unknown) =>
  typeof value === "string" && value.length <= most;
const isFlag: Check = (value) => typeof value === "boolean";
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const isList =
  (check: Check, most = MAX_LIST): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
const isRecord =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const known = Object.entries(value).every(([key, item]) => fields[key]?.(item) === true);
    return known && Object.keys(value).length <= Object.keys(fields).length;
  };

const isCoordinate = isNumber(-MAX_COORDINATE, MAX_COORDINATE);
const isId: Check = (value) => typeof value === "string" && /^[\w-]{1,64}$/.test(value);
const isColour: Check = (value) =>
  typeof value === "string" && /^(#[0-9a-fA-F]{3,8}|transparent|[a-z]{3,20})$/.test(value);
const isArrowhead = isOneOf(
  ...[null, "arrow", "bar", "dot", "circle", "circle_outline", "triangle", "triangle_outline"],
  ...["diamond", "diamond_outline", "crowfoot_one", "crowfoot_many", "crowfoot_one_or_many"],
);
const isPair = (check: Check): Check => isList(check, 2);
const isBinding = orNull(
  isRecord({
    elementId: isId,
    focus: isCoordinate,
    gap: isCoordinate,
    fixedPoint: orNull(isPair(isCoordinate)),
  }),
);
const isSegment = isRecord({
  start: isPair(isCoordinate),
  end: isPair(isCoordinate),
  index: isInteger(0, MAX_POINTS),
});
const isCrop = isRecord(
  Object.fromEntries(
    ["x", "y", "width", "height", "naturalWidth", "naturalHeight"].map((key) => [
      key,
      isCoordinate,
    ]),
  ),
);

const field = (name: string, key: string, check: Check, usual?: unknown): Field => ({
  name,
  key,
  check,
  usual,
});

const COMMON: readonly Field[] = [
  field("type", "t", isText(16)),
  field("version", "v", isInteger(0, MAX_VERSION)),
  field("versionNonce", "n", isInteger(0, 2 ** 32)),
  field("index", "i", orNull(isText(100)), null),
  field("x", "x", isCoordinate),
  field("y", "y", isCoordinate),
  field("width", "w", isCoordinate),
  field("height", "h", isCoordinate),
  field("seed", "s", isInteger(0, 2 ** 32)),
  field("angle", "a", isNumber(-100, 100), 0),
  field("strokeColor", "c", isColour, "#1e1e1e"),
  field("backgroundColor", "b", isColour, "transparent"),
  field("fillStyle", "f", isOneOf("hachure", "cross-hatch", "solid", "zigzag"), "solid"),
  field("strokeWidth", "sw", isNumber(0, 100), 2),
  field("strokeStyle", "ss", isOneOf("solid", "dashed", "dotted"), "solid"),
  field("roughness", "ro", isNumber(0, 10), 1),
  field("opacity", "o", isNumber(0, 100), 100),
  field(
    "roundness",
    "rn",
    orNull(isRecord({ type: isInteger(1, 3), value: isNumber(0, 10_000) })),
    null,
  ),
  field("groupIds", "g", isList(isId), []),
  field("frameId", "fr", orNull(isId), null),
  field(
    "boundElements",
    "be",
    orNull(isList(isRecord({ id: isId, type: isOneOf("arrow", "text") }))),
    null,
  ),
  field("locked", "l", isFlag, false),
];

const LINEAR: readonly Field[] = [
  field("startBinding", "sb", isBinding, null),
  field("endBinding", "eb", isBinding, null),
  field("startArrowhead", "sa", isArrowhead, null),
  field("endArrowhead", "ea", isArrowhead, null),
];

/** Fields of each kind. What loads anything from elsewhere (frames of other pages) is no kind. */
const KINDS: Readonly<Record<string, readonly Field[]>> = {
  rectangle: [],
  diamond: [],
  ellipse: [],
  line: [...LINEAR, field("polygon", "po", isFlag, false)],
  arrow: [
    ...LINEAR,
    field("elbowed", "el", isFlag, false),
    field("fixedSegments", "fs", orNull(isList(isSegment)), null),
    field("startIsSpecial", "s1", orNull(isFlag), null),
    field("endIsSpecial", "s2", orNull(isFlag), null),
  ],
  freedraw: [
    field("pressures", "p", isList(isNumber(0, 1), MAX_POINTS), []),
    field("simulatePressure", "sp", isFlag, true),
  ],
  text: [
    field("text", "tx", isText(MAX_TEXT), ""),
    field("originalText", "ot", isText(MAX_TEXT)),
    field("fontSize", "z", isNumber(1, 1_000), 20),
    field("fontFamily", "ff", isInteger(1, 20), 5),
    field("textAlign", "ta", isOneOf("left", "center", "right"), "left"),
    field("verticalAlign", "va", isOneOf("top", "middle", "bottom"), "top"),
    field("containerId", "ci", orNull(isId), null),
    field("autoResize", "ar", isFlag, true),
    field("lineHeight", "lh", isNumber(0.1, 10), 1.25),
  ],
  image: [
    field("fileId", "fi", orNull(isId), null),
    field("scale", "sc", isPair(isNumber(-1, 1)), [1, 1]),
    field("crop", "cr", orNull(isCrop), null),
  ],
  frame: [field("name", "na", orNull(isText(200)), null)],
};

/** These go the way of `points.ts`. */
const WITH_POINTS: ReadonlySet<string> = new Set(["line", "arrow", "freedraw"]);
const ROUNDED: ReadonlySet<string> = new Set(["x", "y", "width", "height"]);

/** Undefined for a kind that is not on our boards, or what cannot be stored as it is. */
export function storeElement(element: BoardElement): StoredElement | undefined {
  const kind = KINDS[element.type];
  if (!kind) return undefined;
  const stored: Record<string, unknown> = {};
  for (const { name, key, usual } of [...COMMON, ...kind]) {
    const value = element[name] ?? usual;
    if (same(value, usual)) continue;
    if (name === "originalText" && value === element.text) continue;
    stored[key] = ROUNDED.has(name) ? Math.round(Number(value) * GRAIN) / GRAIN : value;
  }
  if (Array.isArray(stored.p)) stored.p = stored.p.map((one) => Math.round(one * GRAIN) / GRAIN);
  if (WITH_POINTS.has(element.type)) stored.pt = packPoints(element.points as readonly Point[]);
  return readElement(element.id, stored) ? stored : undefined;
}

/** Undefined for what breaks a rule: others may have written anything. */
export function readElement(id: string, stored: unknown): BoardElement | undefined {
  if (!isId(id) || typeof stored !== "object" || stored === null) return undefined;
  const values = stored as StoredElement;
  const kind = typeof values.t === "string" && Object.hasOwn(KINDS, values.t) && KINDS[values.t];
  if (!kind) return undefined;
  const element: Record<string, unknown> = { id, isDeleted: false, link: null, updated: 1 };
  for (const { name, key, usual, check } of [...COMMON, ...kind]) {
    const value = Object.hasOwn(values, key) ? values[key] : usual;
    if (name === "originalText" && value === undefined) element[name] = element.text;
    else if (check(value)) element[name] = value;
    else return undefined;
  }
  if (WITH_POINTS.has(values.t as string)) {
    const points = values.pt instanceof Uint8Array ? unpackPoints(values.pt) : undefined;
    if (!points) return undefined;
    Object.assign(element, { points, lastCommittedPoint: null });
  }
  if (values.t === "image") element.status = "saved";
  return element as unknown as BoardElement;
}

/** Which of two stands: the later version; of two of the same, the lower nonce. */
export function isNewer(
  a: Pick<BoardElement, "version" | "versionNonce">,
  b: Pick<BoardElement, "version" | "versionNonce">,
): boolean {
  if (a.version !== b.version) return a.version > b.version;
  return a.versionNonce < b.versionNonce;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}
