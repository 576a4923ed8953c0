import type { HeardByView } from "../state/live-heard-by.ts";

/** English words of by whom one is heard; a part of `en`. */

const list = new Intl.ListFormat("en", { type: "disjunction" });
/** More who do not hear are a number. */
const NAMED = 3;

export const heard = {
  by: ({ heard: amount, of, missed }: HeardByView) => {
    if (missed.length === 0) return of === 1 ? "You are heard." : `Heard by all ${of}.`;
    const more = missed.length - NAMED;
    const names = missed.slice(0, NAMED);
    const not = list.format(more > 0 ? [...names, `${more} more`] : names);
    return `Heard by ${amount} of ${of}, not by ${not}`;
  },
  /** How long voices take between us and somebody. */
  delay: {
    title: "From mouth to ear",
    waiting: "It is measured while one of you talks.",
    toThem: (millis: number, error: number) =>
      `Your voice reaches them after ${Math.round(millis)} ms (± ${Math.ceil(error)}).`,
    toUs: (millis: number, error: number) =>
      `Theirs reaches you after ${Math.round(millis)} ms (± ${Math.ceil(error)}).`,
    plot: (millis: number) =>
      `The last minute, up to ${Math.round(millis)} ms; yours as a line, theirs dotted. Without what microphone and loudspeaker add.`,
  },
};
