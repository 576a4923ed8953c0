import type { ActLine } from "../state/moderation-view.ts";
import type { moderation, moderationProblems } from "./en-moderation.ts";

/** Spanish words of how a room is run; a part of `es`. */

export const esModeration: typeof moderation = {
  title: "Moderación",
  close: "Cerrar",
  owner: "titular",
  moderator: "modera",
  silenced: "en silencio para todos",
  forAll: "Para todos",
  acts: {
    mute: "Silenciar para todos",
    unmute: "Dejar que hable",
    kick: "Expulsar",
    ban: "Vetar",
    name: "Que modere",
    unname: "Que ya no modere",
    "hand-over": "Entregarle la sala",
    speak: "Invitar a hablar",
    audience: "De vuelta al público",
    lower: "Bajarle la mano",
  },
  putOut: "Expulsar o vetar",
  putOutSealed: "Desde entonces, quien sea nuevo llama a la puerta: el enlace lo sigue teniendo.",
  putOutWhat: (nickname) =>
    `Si expulsas a ${nickname}, puede volver. Si le vetas, no puede mientras la sala esté abierta, y durante una hora no entra nadie nuevo desde su red.`,
  handOverWhat: (nickname) =>
    `La sala será de ${nickname}. Seguirás moderando, pero solo esa persona podrá devolvértela.`,
  cancel: "Cancelar",
  who: (moderator) => `Ahora modera esta sala ${moderator}.`,
  whoYou: "Moderas esta sala.",
  rule: "La sala es de quien la abrió, mientras esté aquí. Puede nombrar a quienes moderen y entregarla. Si no está, modera una de esas personas o quien lleve más tiempo aquí.",
  locked: "Cerrar la sala con llave",
  lockedHint: "No entra nadie nuevo. Quien está aquí puede volver.",
  lockedShort: "Con llave",
  isLocked: "La sala está cerrada con llave.",
  lobby: "Sala de espera",
  lobbyHint: "Quien es nuevo llama a la puerta y espera a que alguien que modera le deje entrar.",
  stage: "Escenario",
  stageHint: "Solo se oye a quien modera y a quien se invita. Los demás levantan la mano.",
  slow: "Chat lento",
  slowChoice: (seconds) => {
    if (seconds === 0) return "No";
    return seconds < 60
      ? `Un mensaje cada ${seconds} segundos`
      : `Un mensaje cada ${seconds / 60 === 1 ? "minuto" : `${seconds / 60} minutos`}`;
  },
  slowNow: (seconds) => `El chat va lento: un mensaje tuyo cada ${seconds} segundos.`,
  removeMessage: "Quitar para todos",
  removeMessageOf: (nickname) => `Quitar para todos: mensaje de ${nickname}`,
  knocking: "En la puerta",
  knocks: (nickname) => `${nickname} llama a la puerta.`,
  knocksMore: (amount) =>
    amount === 1 ? "Hay una persona más en la puerta." : `Hay ${amount} personas más en la puerta.`,
  admit: "Dejar entrar",
  admitWhom: (nickname) => `Dejar entrar: ${nickname}`,
  turnAway: "Rechazar",
  turnAwayWhom: (nickname) => `Rechazar: ${nickname}`,
  waiting: "Estás en la puerta.",
  waitingTodo: "Quien modera esta sala ve tu apodo y puede dejarte entrar. Sigue solo.",
  hand: "Alzar mano",
  handDown: "Bajar mano",
  handUp: (place) => `mano levantada, número ${place}`,
  hands: (names) => `Manos levantadas: ${names.join(", ")}`,
  handsMore: (names, more) => `Manos levantadas: ${names.join(", ")} y ${more} más`,
  audience: "Estás entre el público. Levanta la mano para hablar.",
  audienceHandUp: "Tienes la mano levantada: quien modera puede invitarte a hablar.",
  stepDown: "Volver al público",
  banned: "Con veto",
  unban: "Dejar volver",
  unbanWhom: (nickname) => `Dejar volver: ${nickname}`,
  log: "Lo que se hizo",
  nothing: "Nada por ahora.",
  somebody: "Alguien",
  you: "tú",
  line: (line) => lineOf(line),
};

/** Of oneself the verb is another, and "te" stands where a name would stand at the end. */
function lineOf({ kind, on, by, whom, bySelf, ofSelf, alone }: ActLine): string {
  const name = by ?? "Alguien";
  const other = whom ?? "alguien";
  /** "Ana silenció", "Silenciaste". */
  const did = (theirs: string, yours: string) =>
    bySelf ? yours.charAt(0).toUpperCase() + yours.slice(1) : `${name} ${theirs}`;
  /** "Ana te silenció para todos", "Silenciaste a Ben para todos". */
  const didTo = (theirs: string, yours: string, rest = "") => {
    const end = rest === "" ? "" : ` ${rest}`;
    if (ofSelf) return `${bySelf ? "Tú" : name} te ${bySelf ? yours : theirs}${end}`;
    return `${did(theirs, yours)} a ${other}${end}`;
  };
  switch (kind) {
    case "mute":
      return didTo("silenció", "silenciaste", "para todos");
    case "unmute":
      return alone
        ? did("volvió a activar su micrófono", "volviste a activar tu micrófono")
        : didTo("devolvió la palabra", "devolviste la palabra");
    case "kick":
      return didTo("expulsó", "expulsaste");
    case "ban":
      return didTo("vetó", "vetaste");
    case "unban":
      return didTo("dejó volver", "dejaste volver");
    case "lock":
      return on
        ? did("cerró la sala con llave", "cerraste la sala con llave")
        : did("abrió la cerradura de la sala", "abriste la cerradura de la sala");
    case "lobby":
      return on
        ? did("puso una sala de espera", "pusiste una sala de espera")
        : did("quitó la sala de espera", "quitaste la sala de espera");
    case "admit":
      return didTo("dejó entrar", "dejaste entrar");
    case "turn-away":
      return didTo("rechazó", "rechazaste", "en la puerta");
    case "slow":
      return on
        ? did("puso el chat lento", "pusiste el chat lento")
        : did("dejó correr el chat", "dejaste correr el chat");
    case "delete":
      return did("quitó un mensaje", "quitaste un mensaje");
    case "stage":
      return on
        ? did("montó un escenario", "montaste un escenario")
        : did("desmontó el escenario", "desmontaste el escenario");
    case "floor":
      return on
        ? did("repartió el tiempo de palabra", "repartiste el tiempo de palabra")
        : did("dejó que todos hablen cuanto quieran", "dejaste que todos hablen cuanto quieran");
    case "replay":
      return on
        ? did("activó la repetición al instante", "activaste la repetición al instante")
        : did("desactivó la repetición al instante", "desactivaste la repetición al instante");
    case "robots":
      return on
        ? did("dejó entrar a robots del servidor", "dejaste entrar a robots del servidor")
        : did("cerró la puerta a los robots", "cerraste la puerta a los robots");
    case "speaker":
      if (on) return didTo("invitó", "invitaste", "a hablar");
      return alone
        ? did("volvió al público", "volviste al público")
        : didTo("sentó", "sentaste", "entre el público");
    case "invite":
      return did("creó una invitación", "creaste una invitación");
    case "revoke":
      return did("retiró una invitación", "retiraste una invitación");
    case "redeem":
      return did("dejó entrar a alguien con invitación", "dejaste entrar a alguien con invitación");
    case "hand":
      return did("levantó la mano", "levantaste la mano");
    case "moderator":
      if (on) return didTo("nombró", "nombraste", "para moderar");
      return alone
        ? did("ya no modera", "ya no moderas")
        : didTo("retiró", "retiraste", "la moderación");
    case "summary":
      return did("resumió lo que se hizo antes", "resumiste lo que se hizo antes");
    case "owner":
      return didTo("entregó la sala", "entregaste la sala");
  }
}

/** Problems that come of how a room is run. */
export const esModerationProblems: typeof moderationProblems = {
  removed: () => ({
    what: "Te expulsaron de esta sala.",
    todo: "Puedes volver. Quien modera la sala puede expulsarte otra vez, o vetarte.",
  }),
  "removed-for-good": () => ({
    what: "Te vetaron en esta sala.",
    todo: "No puedes volver mientras esté abierta. Elige otra sala.",
  }),
  banned: () => ({
    what: "Tienes vetada la entrada a esta sala.",
    todo: "Quien la modera puede volver a dejarte entrar. Elige otra sala.",
  }),
  "address-banned": () => ({
    what: "Se vetó a alguien de tu red en esta sala.",
    todo: "Por eso, durante un rato no entra nadie nuevo desde ahí. Inténtalo más tarde, o elige otra sala.",
  }),
  "room-locked": () => ({
    what: "Esta sala está cerrada con llave.",
    todo: "Pide a alguien de dentro que la abra, e inténtalo otra vez.",
  }),
  "muted-for-all": () => ({
    what: "Tu micrófono está silenciado para todos.",
    todo: "Quien modera la sala puede devolverte la palabra. Mientras, puedes escribir.",
  }),
  "turned-away": () => ({
    what: "No te dejaron entrar.",
    todo: "Puedes llamar otra vez, o elegir otra sala.",
  }),
  "lobby-full": () => ({
    what: "Hay demasiada gente en la puerta de esta sala.",
    todo: "Inténtalo dentro de unos minutos.",
  }),
  audience: () => ({
    what: "Estás entre el público.",
    todo: "Levanta la mano: quien modera la sala puede invitarte a hablar.",
  }),
  "may-speak": () => ({
    what: "Ya puedes hablar.",
    todo: "Activa el micrófono cuando quieras.",
  }),
  "act-not-allowed": () => ({
    what: "Eso ya no te corresponde.",
    todo: "Pídeselo a quien modera la sala.",
  }),
  "act-too-fast": () => ({
    what: "Eso fue mucho de golpe.",
    todo: "Espera un momento e inténtalo otra vez.",
  }),
  "acts-full": () => ({
    what: "Se ha hecho tanto aquí que no cabe más.",
    todo: "Abre una sala nueva.",
  }),
  "act-failed": () => ({
    what: "Eso no se hizo.",
    todo: "Espera a tener conexión e inténtalo otra vez.",
  }),
  "robot-unknown": () => ({
    what: "Este servidor no tiene ese robot, o no funciona.",
    todo: "Elige otro.",
  }),
  "too-many-robots": () => ({
    what: "Hay aquí tantos robots como caben.",
    todo: "Despide antes a uno.",
  }),
  "robot-failed": () => ({
    what: "Un robot no funcionaba, y se retiró.",
    todo: "Quien modera la sala puede añadirlo otra vez.",
  }),
};
