/** What somebody at the board shows in passing: where they point, what they look at. */
import { type Bytes, fromUtf8, utf8 } from "../crypto/bytes.ts";

export interface Presence {
  /** In the board's own coordinates; left out by who points nowhere. */
  readonly pointer?: { readonly x: number; readonly y: number } | undefined;
  readonly isDown: boolean;
  /** The middle of what they see, and how large it is to them. */
  readonly view?: { readonly x: number; readonly y: number; readonly zoom: number } | undefined;
  /** They cannot read what was drawn before they came. */
  readonly needs: boolean;
}

const MAX_COORDINATE = 1_000_000;
const [MIN_ZOOM, MAX_ZOOM] = [0.05, 40];

export function encodePresence({ pointer, isDown, view, needs }: Presence): Bytes {
  const whole = Math.round;
  return utf8(
    JSON.stringify({
      ...(pointer && { p: [whole(pointer.x), whole(pointer.y)] }),
      ...(isDown && { d: 1 }),
      ...(view && { v: [whole(view.x), whole(view.y), whole(view.zoom * 100) / 100] }),
      ...(needs && { n: 1 }),
    }),
  );
}

/** Undefined for what is none. */
export function readPresence(bytes: Bytes): Presence | undefined {
  try {
    const { p, d, v, n } = JSON.parse(fromUtf8(bytes) ?? "");
    const pointer = readNumbers(p, 2);
    const view = readNumbers(v, 3);
    if ((p !== undefined && !pointer) || (v !== undefined && !view)) return undefined;
    const [x = 0, y = 0, zoom = 1] = view ?? [];
    if (zoom < MIN_ZOOM || zoom > MAX_ZOOM) return undefined;
    return {
      pointer: pointer && { x: pointer[0] ?? 0, y: pointer[1] ?? 0 },
      isDown: d === 1,
      view: view && { x, y, zoom },
      needs: n === 1,
    };
  } catch {
    return undefined;
  }
}

function readNumbers(value: unknown, amount: number): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length !== amount) return undefined;
  const numbers = value.filter(
    (one): one is number => Number.isFinite(one) && Math.abs(one) <= MAX_COORDINATE,
  );
  return numbers.length === amount ? numbers : undefined;
}
