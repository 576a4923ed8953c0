import type { floor } from "./en-floor.ts";

/** Spanish words of the fair floor; a part of `es`. */

const lengths = {
  short: new Intl.NumberFormat("es", { style: "unit", unit: "second", unitDisplay: "long" }),
  long: new Intl.NumberFormat("es", { style: "unit", unit: "minute", unitDisplay: "long" }),
};

/** About how long: below a minute and a half in seconds, but for a minute itself; else in minutes. */
function about(seconds: number): string {
  return seconds < 90 && seconds !== 60
    ? lengths.short.format(Math.max(5, Math.round(seconds / 5) * 5))
    : lengths.long.format(Math.round(seconds / 60));
}

export const esFloor: typeof floor = {
  budget: "Tiempo de palabra",
  budgetChoice: (seconds) =>
    seconds === 0 ? "Todo lo que quieran" : `${about(seconds)} por persona cada diez minutos`,
  rule: (seconds) =>
    `Cada persona puede hablar ${about(seconds)} cada diez minutos, también quien modera. Lo mide el servidor, y no deja pasar más.`,
  talked: (seconds) => `Ha hablado unos ${about(seconds)}`,
  resting: "sin tiempo de palabra",
  hand: ({ nickname, talkedSeconds }) =>
    talkedSeconds < 30 ? nickname : `${nickname} (ha hablado ${about(talkedSeconds)})`,
  left: ({ seconds, waitSeconds }) =>
    waitSeconds > 0
      ? `Se te acabó el tiempo de palabra. Volverán a oírte en unos ${about(waitSeconds)}.`
      : `Te quedan unos ${about(seconds)} de palabra.`,
};
