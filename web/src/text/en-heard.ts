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
};
