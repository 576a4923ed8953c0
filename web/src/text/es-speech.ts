import type { captions, speech, speechProblems } from "./en-speech.ts";

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

export const esCaptions: typeof captions = {
  show: "Subtítulos",
  showHint:
    "Lo que dicen los robots, y las personas que los tienen activados, aparece en palabras junto a su asiento.",
  own: "Subtitular lo que digo",
  ownHint:
    "Mientras tu micrófono está abierto, tu navegador escucha y convierte lo que dices en palabras para los demás. No se guarda nada.",
  place: {
    device: "Tu navegador lo hace en este dispositivo.",
    maker: "Para eso, tu navegador envía tu voz a su fabricante.",
  },
  byServer: "Dejar que este servidor oiga lo que digo",
  byServerHint:
    "Mientras tu micrófono está abierto, tu voz va también a un servicio externo que la escribe, elegido por quien lleva este servidor: como subtítulos para todos, y para los robots, que pueden responder. Este servidor no guarda nada. Termina cuando lo desactivas o te vas.",
};

export const esSpeechProblems: typeof speechProblems = {
  "captions-refused": () => ({
    what: "Tu navegador no puede escuchar para los subtítulos.",
    todo: "Permítele el micrófono y el reconocimiento de voz, y vuelve a activarlos.",
  }),
  "captions-no-language": () => ({
    what: "Tu navegador no sabe escribir el idioma de esta sala.",
    todo: "Se te oye igual. Escribe lo importante.",
  }),
  "captions-failed": () => ({
    what: "Los subtítulos de lo que dices se han parado.",
    todo: "Se te oye igual. Vuelve a activarlos en los ajustes.",
  }),
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
