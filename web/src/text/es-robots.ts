import type { RobotsText } from "./en-robots.ts";

/** Spanish words about robots in a room. */
const names = new Intl.DisplayNames("es", { type: "language" });

export const esRobots: RobotsText = {
  title: "Robots",
  close: "Volver a la sala",
  intro:
    "Mientras está aquí, un robot lee lo que se escribe en esta sala y oye como mucho a quien lo acepta. Todo queda en este servidor, salvo que el asiento del robot diga otra cosa. Lo que dice se escribe, y suena donde este servidor tiene voz.",
  sealedIntro:
    "Esta sala está cifrada. A un robot de este servidor se le dan las claves mientras está aquí, así que quien lleva el servidor podría oíros y leeros durante ese tiempo; el candado lo dice a todos. Solo quien es dueño de la sala puede dejar entrar robots, y quien modera puede cerrarles la puerta otra vez.",
  letIn: "Dejar entrar a robots de este servidor",
  shutOut: "Cerrar la puerta a los robots",
  lock: {
    state: "cifrada, pero un robot de este servidor puede oír y leer",
    short: "Oye un robot",
    warning:
      "Hay un robot de este servidor en la sala, porque quien es su dueño lo permite, y tiene las claves: hasta que se vaya, quien lleva este servidor podría oír y leer lo que se dice y se escribe aquí.",
  },
  language: "Habla en",
  languageName: (tag) => names.of(tag) ?? tag,
  add: (name) => `Añadir ${name}`,
  here: "Aquí ahora",
  none: "No hay ningún robot aquí.",
  sendAway: (name) => `Despedir a ${name}`,
  kinds: {
    companion: {
      name: "el acompañante",
      what: "Robin da la bienvenida a quien llega, contesta cuando se le nombra y saca un tema si hace rato que nadie escribe.",
    },
    host: {
      name: "el presentador",
      what: "Quill presenta «dibuja y adivina»: dice quién dibuja, quién lo ha acertado, cuánto tiempo queda y el final. Se le dice lo que se juega, y no la palabra antes de que se muestre.",
    },
    guesser: {
      name: "el que adivina",
      what: "Pip completa la mesa de «dibuja y adivina»: se sienta cuando se pone, adivina al ritmo de una persona y pasa cuando le tocaría dibujar. No ve el dibujo: sabe cuánto mide la palabra, de qué trata y qué se ha dicho sin acertar.",
    },
    dice: {
      name: "los dados",
      what: "Escribe “roll”, “roll d20” o “roll 3d6”, y todo el mundo ve qué sale.",
    },
  },
};
