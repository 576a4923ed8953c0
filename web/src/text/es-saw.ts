import type { saw } from "./en-saw.ts";

/** Spanish words of "What the server saw"; a part of `es`. */

const seconds = new Intl.NumberFormat("es", {
  ...{ style: "unit", unit: "second", unitDisplay: "long", maximumFractionDigits: 1 },
});
const bytes = new Intl.NumberFormat("es", { style: "unit", unit: "byte", unitDisplay: "long" });

export const esSaw: typeof saw = {
  title: "Lo que vio el servidor",
  close: "Cerrar",
  intro:
    "Esto es lo que el servidor tiene de ti en este momento, según su propia respuesta, que se le pide cada dos segundos.",
  asking: "Preguntando al servidor.",
  sealed: "cifrado: no puede leerlo",
  groups: {
    who: "Quién eres",
    line: "Tu conexión",
    said: "Lo que dices",
    room: "La sala",
    other: "Más nuevo que esta página",
  },
  kinds: {
    profile: "Apodo",
    identity: "Tu clave pública",
    device: "La clave pública de este dispositivo",
    certificate: "Tu firma para este dispositivo",
    "member-id": "Tu identificador en las salas",
    number: "Tu número en esta sala",
    address: "Tu dirección, tal como cuenta para los límites",
    "address-mark": "Tu dirección, como marca para vetos",
    "address-ban": "No entra nadie nuevo desde tu dirección durante",
    origin: "La página desde la que viniste",
    session: "El número al azar de esta conexión",
    line: "Si estás en línea",
    "last-heard": "Última señal de tu navegador",
    "message-allowance": "Hasta que puedas volver a pedir con normalidad",
    allowance: "Hasta que puedas volver a escribir con normalidad",
    voice: "Conexión de voz",
    muted: "Micrófono silenciado",
    talked: "Has hablado, y se te ha oído, durante",
    "talk-left": "Puedes hablar todavía",
    "log-entries": "Mensajes tuyos",
    "log-bytes": "Su tamaño",
    "log-sequence": "Número de tu mensaje más reciente",
    "last-message": "Desde tu último mensaje en el chat",
    "sealing-key": "La clave con la que los demás cifran para ti",
    "voice-key": "Nombre de la clave de tu voz",
    room: "El identificador de la sala",
    "room-words": "Su nombre, tema, etiquetas e idioma",
    chain: "Su descripción cifrada, con claves y enlaces",
    "acts-by": "Lo que hiciste con la sala",
    "acts-about": "Lo que se hizo contigo",
    hand: "Tienes la mano levantada",
  },
  kept: {
    connection: "mientras dure esta conexión",
    member: "mientras estés aquí, y medio minuto más",
    room: "hasta que se vaya la última persona",
    ban: "hasta que acabe el veto, o la sala",
    beyond: "también después de la sala, hasta que terminen otras 10.000",
  },
  answers: { true: "sí", false: "no" },
  time: (millis) => seconds.format(millis / 1000),
  bytes: (amount) => bytes.format(amount),
  besides: "Además",
  media:
    "Tu voz pasa por él: guarda más o menos un segundo, para reenviar lo que se perdió. Junto con la conexión tiene direcciones, cantidad y volumen de los paquetes, y a quién has silenciado para ti, hasta que te vas.",
  logs: "En su registro no se escribe ningún apodo, ningún texto, ningún nombre de sala ni ninguna dirección completa, y en su disco nada de ti.",
};
