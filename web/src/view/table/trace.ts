/** How voice is drawn: the ring that swells with the level, and the arc that fades after it. Pure; time is a parameter. */

/** How long the arc on the table's edge takes to fade. */
export const FADE_MILLIS = 10_000;

/** Below this level there is no voice, only a room's noise. */
export const VOICE_LEVEL = 0.06;

/** 1 while somebody speaks, then down to 0 over FADE_MILLIS, quickly at first. */
export function arcOpacity(millisSinceVoice: number): number {
  if (millisSinceVoice <= 0) return 1;
  if (millisSinceVoice >= FADE_MILLIS) return 0;
  const left = 1 - millisSinceVoice / FADE_MILLIS;
  return left * Math.sqrt(left);
}

export interface Ring {
  /** Distance from the seat's edge to the ring's middle line. */
  readonly gap: number;
  readonly width: number;
}

const RING_GAP = 3;
const THINNEST = 2;
const THICKEST = 4.5;
const SWELL = 0.16; // of the seat's radius
const REST: Ring = { gap: 0, width: 0 };

/** The ring at a level 0 to 1, for a seat of that radius. With reduced motion it stands still, in three thicknesses. */
export function ringAt(level: number, seatRadius: number, reducedMotion: boolean): Ring {
  if (!(level >= VOICE_LEVEL)) return REST; // NaN too
  const voice = Math.min(1, level);
  if (reducedMotion) {
    const width = voice < 0.3 ? 2 : voice < 0.65 ? 4 : 6;
    return { gap: RING_GAP + width / 2, width };
  }
  const width = THINNEST + (THICKEST - THINNEST) * voice;
  return { gap: RING_GAP + width / 2 + SWELL * seatRadius * voice, width };
}

/** How far the ring of the loudest voice reaches beyond the seat. */
export function ringReach(seatRadius: number): number {
  return RING_GAP + THICKEST + SWELL * seatRadius;
}
