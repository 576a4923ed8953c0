import type { speech, speechProblems } from "./en-speech.ts";

/** Spanish words about texts that are said, and about reading aloud; a part of `es`. */

export const esSpeech: typeof speech = {
  say: "Decir en voz alta lo que escribo",
  voice: "Voz",
  voices: ["Grave", "Baja", "Media", "Clara", "Alta", "Muy alta"],
  asking: "Un momento.",
  byServer:
    "Mientras estás en silencio, este servidor convierte en voz lo que escribes, y los demás lo oyen como tuyo. No guarda nada de ello.",
  byListeners:
    "El servidor no lee esta sala, o no tiene voz. Lo leen en alto los navegadores de los demás, si lo han activado en sus ajustes.",
  readAloud: "Leer en alto a los robots y los textos hablados",
  readAloudHint:
    "Con la voz propia de este navegador, en lugar de la del servidor. Algunos navegadores envían para ello las palabras a su fabricante.",
};

export const esSpeechProblems: typeof speechProblems = {
  "speech-unmuted": () => ({
    what: "Se ha escrito, pero no se ha dicho: tu micrófono está encendido.",
    todo: "Siléncialo para que se oiga lo que escribes.",
  }),
  "speech-too-fast": () => ({
    what: "Se ha escrito, pero no se ha dicho: era demasiado de una vez.",
    todo: "Espera a que se haya dicho lo que escribiste antes.",
  }),
  "speech-too-long": () => ({
    what: "Se ha escrito, pero no se ha dicho: es demasiado largo.",
    todo: "Escribe como mucho 500 caracteres cada vez.",
  }),
  "speech-silenced": () => ({
    what: "Se ha escrito, pero no se ha dicho: ahora mismo nadie te oye.",
    todo: "Levanta la mano o pregunta a quien modera la sala.",
  }),
  "speech-failed": () => ({
    what: "Eso no se ha dicho.",
    todo: "Los demás pueden leer lo que escribes. Prueba otra vez dentro de un momento.",
  }),
};
