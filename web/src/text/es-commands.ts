import type { enCommands } from "./en-commands.ts";

/** Spanish words of what can be done by typing "/" in the chat; a part of `es`. */
export const esCommands: typeof enCommands = {
  title: "Comandos",
  lines: {
    me: { words: "lo que haces", what: "Dilo con tu nombre delante" },
    shrug: { words: "", what: "Di ¯\\_(ツ)_/¯" },
    nick: { words: "apodo", what: "Cambia tu apodo" },
    topic: { words: "sobre qué", what: "Di de qué va la sala" },
    mute: { words: "", what: "Silencia tu micrófono" },
    unmute: { words: "", what: "Activa tu micrófono" },
    hand: { words: "", what: "Levanta la mano, o bájala" },
    link: { words: "", what: "Copia el enlace de la sala" },
    save: { words: "", what: "Guarda el chat como texto" },
    clear: { words: "", what: "Borra la copia del chat en este navegador" },
  },
  unknown: (name) =>
    `No existe el comando /${name}. Para escribirlo tal cual, empieza con dos barras.`,
  needsWords: (name, words) => `Escribe algo más: /${name} ${words}`,
  done: {
    nick: "Ya tienes otro apodo.",
    topic: "La sala ya tiene otro tema.",
    link: "Enlace copiado.",
    clear: "Tu copia está borrada.",
  },
  faults: {
    nick: "Ese apodo no sirve: de 1 a 32 caracteres, ninguno oculto.",
    topic: "No se guardó. Como mucho 120 caracteres, ninguno oculto.",
    link: "No se pudo copiar. Tu navegador no se lo permite a la página.",
  },
};
