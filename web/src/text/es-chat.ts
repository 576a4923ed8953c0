import type { enChat, enChatCopy } from "./en-chat.ts";
import { count } from "./es-counts.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("es", { weekday: "long", day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat("es", { dateStyle: "long" });
const relativeDay = new Intl.RelativeTimeFormat("es", { numeric: "auto" });
const list = new Intl.ListFormat("es", { style: "long", type: "conjunction" });

/** Spanish words about the copy of a chat that this browser keeps; a part of `es`. */
export const esChatCopy: typeof enChatCopy = {
  title: "Guardar el chat de esta sala en este navegador",
  retention: {
    session: "Hasta cerrar esta pestaña",
    day: "Durante un día",
    keep: "Para siempre",
  },
  hint: "Los demás deciden sobre sus propias copias.",
  asText: "Guardar como texto",
  asJson: "Guardar como JSON",
  clear: "Borrar mi copia",
  clearNow: "Borrarla para siempre",
};

/** Spanish words of the chat; a part of `es`. */
export const esChat: typeof enChat = {
  title: "Chat",
  message: "Mensaje",
  send: "Enviar",
  close: "Cerrar el chat",
  empty: "Aún no hay mensajes. Quien llegue después leerá lo que se escribió antes.",
  emoji: "Emoji",
  emojiGroup: "Tipo de emoji",
  searchEmoji: "Buscar (en inglés)",
  noEmoji: "Ningún emoji se llama así.",
  loadingEmoji: "Un momento.",
  pending: "enviando",
  you: "Tú",
  newBelow: "Hay mensajes nuevos abajo",
  tooLong: (over) => `${count(over, "carácter", "caracteres")} de más`,
  time: (time) => clock.format(time),
  day: (time, days, sameYear) => {
    const words =
      days === 0 || days === 1
        ? relativeDay.format(-days, "day")
        : (sameYear ? day : dayWithYear).format(time);
    return words.charAt(0).toUpperCase() + words.slice(1);
  },
  kept: "El chat tal como lo guardó este navegador",
  keptHint:
    "No hay conexión con el servidor, así que solo se puede leer. Entra, y lo que escribas saldrá cuando vuelva la conexión.",
  edited: "editado",
  more: (nickname) => `Más sobre el mensaje de ${nickname}`,
  react: (emoji) => `Reaccionar con ${emoji}`,
  otherEmoji: "Otro emoji",
  reply: "Responder",
  edit: "Editar",
  delete: "Borrar",
  deleteWhat: "Se borra para todos los que están aquí, y no vuelve.",
  deleteNow: "Borrarlo",
  keep: "Dejarlo",
  copy: "Copiar el texto",
  answers: (nickname, words) => `En respuesta a ${nickname}: ${words}`,
  answersGone: "En respuesta a un mensaje que no está aquí",
  replyTo: (nickname) => `Responder a ${nickname}`,
  editing: "Edita tu mensaje",
  stop: "Déjalo",
  save: "Guardar",
  reactions: (names, others) => {
    const all =
      others > 0
        ? [
            ...names,
            names.length > 0
              ? count(others, "persona más", "personas más")
              : count(others, "persona", "personas"),
          ]
        : names;
    return list.format(all);
  },
};
