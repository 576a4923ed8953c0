import type { RoomStore } from "../../state/room-view.ts";
import { arcOpacity, FADE_MILLIS, ringAt, VOICE_LEVEL } from "./trace.ts";

/** A ring and the seat around which it swells. */
interface Ring {
  readonly circle: SVGCircleElement;
  readonly seatRadius: number;
}

/** Thirty times a second looks alive and leaves half of the frames' work undone. */
const FRAME_MILLIS = 30;
/** Steps a person cannot see, so that a still voice paints nothing. */
const RADIUS_STEPS = 4; // a pixel
const WIDTH_STEPS = 4;
const OPACITY_STEPS = 25;

/**
 * Paints voices outside React: a level changes many times a second, and no component renders for it. Rests while the page
 * is hidden and writes only what changed.
 */
export class VoicePainter {
  readonly #store: RoomStore;
  readonly #rings = new Map<number, Ring>();
  readonly #arcs = new Map<number, SVGPathElement>();
  readonly #heardAt = new Map<number, number>(); // outlives the marks: they are drawn anew when the window changes
  readonly #painted = new WeakMap<Element, string>();
  readonly #stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
  #frame = 0;
  #paintedAt = 0;

  constructor(store: RoomStore) {
    this.#store = store;
  }

  /** Starts painting; the returned function stops it. */
  start(): () => void {
    const turn = () => {
      cancelAnimationFrame(this.#frame);
      if (!document.hidden) this.#frame = requestAnimationFrame(this.#paint);
    };
    document.addEventListener("visibilitychange", turn);
    turn();
    return () => {
      cancelAnimationFrame(this.#frame);
      document.removeEventListener("visibilitychange", turn);
    };
  }

  addRing(number: number, circle: SVGCircleElement, seatRadius: number): () => void {
    this.#rings.set(number, { circle, seatRadius });
    return () => {
      if (this.#rings.get(number)?.circle === circle) this.#rings.delete(number);
    };
  }

  addArc(number: number, arc: SVGPathElement): () => void {
    this.#arcs.set(number, arc);
    return () => {
      if (this.#arcs.get(number) === arc) this.#arcs.delete(number);
    };
  }

  readonly #paint = (now: number): void => {
    this.#frame = requestAnimationFrame(this.#paint);
    if (now - this.#paintedAt < FRAME_MILLIS) return;
    this.#paintedAt = now;
    for (const [number, ring] of this.#rings) this.#paintRing(number, ring, now);
    for (const [number, arc] of this.#arcs) this.#paintArc(number, arc, now);
    for (const [number, at] of this.#heardAt) {
      if (now - at > FADE_MILLIS) this.#heardAt.delete(number);
    }
  };

  #paintRing(number: number, { circle, seatRadius }: Ring, now: number): void {
    const level = this.#store.level(number);
    if (level >= VOICE_LEVEL) this.#heardAt.set(number, now);
    const ring = ringAt(level, seatRadius, this.#stillness.matches);
    const radius = rounded(seatRadius + ring.gap, RADIUS_STEPS);
    const width = rounded(ring.width, WIDTH_STEPS);
    if (!this.#changed(circle, `${radius} ${width}`)) return;
    circle.setAttribute("r", radius);
    circle.setAttribute("stroke-width", width);
  }

  #paintArc(number: number, arc: SVGPathElement, now: number): void {
    const heardAt = this.#heardAt.get(number) ?? Number.NEGATIVE_INFINITY;
    const opacity = rounded(arcOpacity(now - heardAt), OPACITY_STEPS);
    if (this.#changed(arc, opacity)) arc.setAttribute("stroke-opacity", opacity);
  }

  #changed(element: Element, value: string): boolean {
    if (this.#painted.get(element) === value) return false;
    this.#painted.set(element, value);
    return true;
  }
}

function rounded(value: number, steps: number): string {
  return String(Math.round(value * steps) / steps);
}
