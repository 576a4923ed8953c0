import type { heard } from "./en-heard.ts";

/** Spanish words of by whom one is heard; a part of `es`. */

const list = new Intl.ListFormat("es", { type: "conjunction" });
/** More who do not hear are a number. */
const NAMED = 3;

export const esHeard: typeof heard = {
  by: ({ heard: amount, of, missed }) => {
    if (missed.length === 0) return of === 1 ? "Se te oye." : `Te oyen los ${of}.`;
    const more = missed.length - NAMED;
    const names = missed.slice(0, NAMED);
    const not = list.format(more > 0 ? [...names, `${more} más`] : names);
    return `Te oyen ${amount} de ${of}, pero no ${not}`;
  },
  delay: {
    title: "De la boca al oído",
    waiting: "Se mide mientras alguien de los dos habla.",
    toThem: (millis, error) =>
      `Tu voz le llega en ${Math.round(millis)} ms (± ${Math.ceil(error)}).`,
    toUs: (millis, error) =>
      `La suya te llega en ${Math.round(millis)} ms (± ${Math.ceil(error)}).`,
    plot: (millis) =>
      `El último minuto, hasta ${Math.round(millis)} ms; la tuya en línea, la suya en puntos. Sin lo que añaden micrófono y altavoz.`,
  },
};
