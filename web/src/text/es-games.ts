import type { GamesText } from "./en-games.ts";
import { count } from "./es-counts.ts";

/** Spanish words of the games. */
const number = new Intl.NumberFormat("es");
const names = new Intl.DisplayNames("es", { type: "language" });
const list = new Intl.ListFormat("es", { style: "long", type: "conjunction" });

export const esGames: GamesText = {
  title: "Juego",
  close: "Volver a la mesa",
  loading: "El juego está en camino.",
  somebody: "Alguien",
  you: "tú",
  stop: "Terminar el juego",
  stopSure: "Terminarlo para todos",
  stopNot: "Seguir jugando",
  leave: "Levantarme",
  join: "Sentarme",
  watching: "Estás mirando.",
  away: "ausente",
  gone: "se fue",

  lobby: {
    hosted: "Decir en voz alta lo que pasa",
    hostedHint:
      "Lo dice este navegador, solo para ti: el servidor no puede leer esta sala y ningún robot suyo puede presentar si quien es dueño no lo deja entrar. Algunos navegadores envían esas palabras a su fabricante.",
    layOut: "Ponerlo en la mesa",
    start: "Empezar",
    again: "Jugar otra vez",
    players: "Jugadores",
    opened: (name) => `${name} lo ha puesto en la mesa.`,
    starts: (name) => `${name} empieza la partida.`,
    more: "Hacen falta dos. Quien esté en la sala puede sentarse.",
  },

  draw: {
    name: "Dibuja y adivina",
    rules: [
      "Una persona dibuja una palabra que nadie más ve.",
      "Los demás escriben lo que ven. Quien la adivine primero gana 10 puntos, la siguiente persona 9, luego 8.",
      "Quien dibuja gana 2 puntos por cada persona que la adivine.",
      "Sin letras ni números. Dibuja todo el mundo, por turnos.",
    ],
    language: "Palabras en",
    languageName: (tag) => names.of(tag) ?? tag,
    theme: "Tema",
    themes: { animals: "Animales", food: "Comida", things: "Cosas" },
    rounds: "Rondas",
    roundsOf: (rounds) => count(rounds, "ronda", "rondas"),
    seconds: "Tiempo para dibujar",
    secondsOf: (seconds) => count(seconds, "segundo", "segundos"),
    settings: (language, theme, rounds, seconds) =>
      `${theme}, en ${names.of(language) ?? language}. ${count(rounds, "ronda", "rondas")}, ${count(seconds, "segundo", "segundos")} por dibujo.`,

    round: (round, rounds) => `Ronda ${number.format(round)} de ${number.format(rounds)}`,
    left: (seconds) =>
      seconds === 1 ? "Queda 1 segundo" : `Quedan ${count(seconds, "segundo", "segundos")}`,
    choose: "Elige qué dibujar",
    dealing: "Las palabras están en camino.",
    chooses: (name) => `${name} elige una palabra.`,
    yourWord: "Dibuja",
    wordOf: (lengths) =>
      lengths.length === 1
        ? `Una palabra de ${count(lengths[0] ?? 0, "letra", "letras")}`
        : `${count(lengths.length, "palabra", "palabras")}, de ${list.format(lengths.map((one) => number.format(one)))} letras`,
    pass: "Saltar esta palabra",
    sheetOf: (name) => `Lo que dibuja ${name}`,
    ownSheet:
      "Tu hoja. Con el teclado: las flechas mueven el lápiz, con Mayús más lejos; Espacio lo apoya o lo levanta.",
    penDown: "El lápiz está apoyado.",
    penUp: "El lápiz está levantado.",
    full: "La hoja está llena. Bórrala para seguir.",
    tools: "Herramientas de dibujo",
    colours: "Colores",
    colour: [
      "Tinta",
      "Rojo",
      "Naranja",
      "Amarillo",
      "Verde",
      "Azul",
      "Violeta",
      "Marrón",
      "Rosa",
      "Goma",
    ],
    widths: "Grosores",
    width: ["Fino", "Medio", "Grueso", "Muy grueso"],
    undo: "Deshacer",
    wipe: "Borrar todo",

    guess: "Tu respuesta",
    send: "Probar",
    say: "Decirlo",
    sayAgain: "Pulsa otra vez para decirlo.",
    saying: "Mientras tanto estás en silencio. Di lo que ves: se envía en cuanto se entiende.",
    sayFailed: "Tu navegador no escucha. Escribe lo que ves.",
    guessing: (guess) => `“${guess}” va de camino a quien dibuja.`,
    close: (guess) => `¡“${guess}” está cerca!`,
    wrong: (guess) => `No es “${guess}”.`,
    right: "¡Acertaste!",
    notSent: "Esa respuesta no sirve. Escribe de 1 a 40 caracteres.",
    feed: "Respuestas",
    said: (name, guess) => `${name}: ${guess}`,
    hasIt: (name) => `${name} acertó.`,
    isClose: (name) => `${name} está cerca.`,
    scores: "Puntos",
    points: (points) => count(points, "punto", "puntos"),
    draws: "dibuja",
    has: "acertó",

    ends: {
      "": "",
      time: "Se acabó el tiempo.",
      all: "Todo el mundo acertó.",
      idle: "No se dibujó nada.",
      passed: "Se saltó la palabra.",
      gone: "Quien dibujaba se ha ido.",
      false: "Lo que se mostró no es la palabra que se dibujó. Este turno no cuenta.",
    },
    itWas: (word) => `Era “${word}”.`,
    noWord: "La palabra queda en secreto.",

    winner: (name) => `¡Ha ganado ${name}!`,
    winners: (all) => `¡Han ganado ${list.format(all)}!`,
    stoppedBy: (name) => `${name} terminó la partida.`,
    album: "Lo que se dibujó",
    drawn: (name, word) => (word === "" ? `De ${name}` : `${word}, de ${name}`),
    save: "Guardar como imagen",
    saveFailed: "No se pudo crear la imagen. Inténtalo otra vez.",
    fileTitle: (room) => `${room}: dibuja y adivina`,
  },
};
