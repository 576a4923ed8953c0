import type { replay, replayProblems } from "./en-replay.ts";

/** Spanish words of instant replay; a part of `es`. */

export const esReplay: typeof replay = {
  play: "Oírlo otra vez",
  stop: "Volver al directo",
  short: "Repetición",
  setting: "Repetición al instante",
  settingHint:
    "Quien está aquí puede volver a oír los últimos 15 segundos, más rápido. Para eso, los navegadores guardan los últimos 30 segundos de cada voz, solo en memoria. Se le dice a todo el mundo.",
  own: "Pueden volver a oírme",
  ownHint:
    "En salas con repetición al instante. Apagado: las páginas de los demás no guardan nada de tu voz. Es una petición: no impide que alguien grabe de otra forma.",
};

export const esReplayProblems: typeof replayProblems = {
  "replay-on": () => ({
    what: "Hay repetición al instante: los navegadores guardan los últimos 30 segundos de cada voz.",
    todo: "En los ajustes puedes dejar fuera la tuya.",
  }),
  "replay-empty": () => ({
    what: "No hay nada que volver a oír.",
    todo: "Alguien que se deje volver a oír tiene que haber hablado en los últimos 15 segundos.",
  }),
};
