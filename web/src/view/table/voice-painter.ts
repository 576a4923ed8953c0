import type { RoomStore } from "../../state/room-view.ts";
import { arcOpacity, FADE_MILLIS, ringAt, VOICE_LEVEL } from "./trace.ts";

/** What is painted for one person: a ring around the seat, an arc on the table's edge. */
export interface VoiceMarks {
  readonly ring: SVGCircleElement;
  readonly arc: SVGPathElement | null;
  readonly seatRadius: number;
}

/**
 * Paints voices outside React, once a frame: a level changes sixty times a second, and no component renders for it.
 * Rests while the page is hidden and writes only what changed.
 */
export class VoicePainter {
  readonly #store: RoomStore;
  readonly #marks = new Map<number, VoiceMarks>();
  readonly #heardAt = new Map<number, number>(); // outlives the marks: a seat is drawn anew when the window changes
  readonly #painted = new WeakMap<Element, string>();
  readonly #stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
  #frame = 0;

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

  add(number: number, marks: VoiceMarks): () => void {
    this.#marks.set(number, marks);
    return () => {
      if (this.#marks.get(number) === marks) this.#marks.delete(number);
    };
  }

  readonly #paint = (now: number): void => {
    for (const [number, marks] of this.#marks) this.#paintOne(number, marks, now);
    for (const [number, at] of this.#heardAt)
      if (now - at > FADE_MILLIS) this.#heardAt.delete(number);
    this.#frame = requestAnimationFrame(this.#paint);
  };

  #paintOne(number: number, marks: VoiceMarks, now: number): void {
    const level = this.#store.level(number);
    if (level >= VOICE_LEVEL) this.#heardAt.set(number, now);
    const ring = ringAt(level, marks.seatRadius, this.#stillness.matches);
    const radius = (marks.seatRadius + ring.gap).toFixed(1);
    const width = ring.width.toFixed(1);
    if (this.#changed(marks.ring, `${radius} ${width}`)) {
      marks.ring.setAttribute("r", radius);
      marks.ring.setAttribute("stroke-width", width);
    }
    if (!marks.arc) return;
    const opacity = arcOpacity(
      now - (this.#heardAt.get(number) ?? Number.NEGATIVE_INFINITY),
    ).toFixed(2);
    if (this.#changed(marks.arc, opacity)) marks.arc.setAttribute("stroke-opacity", opacity);
  }

  #changed(element: Element, value: string): boolean {
    if (this.#painted.get(element) === value) return false;
    this.#painted.set(element, value);
    return true;
  }
}
