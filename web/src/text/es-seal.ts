import type { enSeal } from "./en-seal.ts";

/** Spanish words of the seal of a room that is not public. */
export const esSeal: typeof enSeal = {
  states: {
    agreeing: "acordando las claves",
    sealed: "cifrada: el servidor no puede oír ni leer",
    strangers: "no está cifrada para las mismas personas",
    stopped: "no se envía nada: las claves son viejas",
  },
  short: {
    agreeing: "Cifrando",
    sealed: "Cifrada",
    strangers: "Sin cifrar",
    stopped: "Sin envío",
  },
  strangers:
    "Alguien en esta sala ve a otras personas que tú. Compara con los demás quién está aquí, por un medio que no sea esta sala, antes de seguir.",
  stopped:
    "Alguien se fue, y el servidor no ha repartido claves nuevas desde entonces. Nadie te oye, y lo que escribes espera, para que quien se fue no pueda abrir nada. Si sigue así, sal y busca con los demás una sala en otro servidor.",
  outside: (amount) =>
    amount === 1
      ? "Una persona aquí no ha mostrado ninguna clave, y no oye ni lee nada."
      : `${amount} personas aquí no han mostrado ninguna clave, y no oyen ni leen nada.`,
  notCompared: (amount) =>
    amount === 1 ? "una persona sin comparar" : `${amount} personas sin comparar`,
  before:
    "Los mensajes de antes de que llegaras no se muestran: se cifraron para quienes estaban aquí.",

  compare: "Comparar",
  compareTitle: "Número de seguridad",
  compareWhat: (nickname) =>
    `Pide a ${nickname} que abra esto en tu asiento y compara con esa persona las palabras en voz alta, mejor cara a cara. Si son las mismas, no hay nadie en medio.`,
  qr: "Número de seguridad como código QR",
  same: "Son iguales",
  notSame: "Retirarlo",
  compared: "Comparado",
  uncompared: "Sin comparar",
};
