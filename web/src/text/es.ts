import type { ProblemCode } from "../state/room-view.ts";
import type { Text } from "./en.ts";
import { esBoard } from "./es-board.ts";
import { esChat, esChatCopy } from "./es-chat.ts";
import { esCommands } from "./es-commands.ts";
import { count } from "./es-counts.ts";
import { esFileProblems, esFiles } from "./es-files.ts";
import { esFloor } from "./es-floor.ts";
import { esHeard } from "./es-heard.ts";
import { esIdentity } from "./es-identity.ts";
import { esInvite } from "./es-invite.ts";
import { esModeration, esModerationProblems } from "./es-moderation.ts";
import { esNotices } from "./es-notices.ts";
import { esReplay, esReplayProblems } from "./es-replay.ts";
import { esSeal } from "./es-seal.ts";
import { esSealed } from "./es-sealed.ts";
import { esCaptions, esSpeech, esSpeechProblems } from "./es-speech.ts";
import type { ProblemText } from "./problem-text.ts";

/** Every word people see, in Spanish: to a friend ("tú"), in words of both sides of the ocean. */

const list = new Intl.ListFormat("es", { style: "long", type: "conjunction" });
const number = new Intl.NumberFormat("es");
const percent = new Intl.NumberFormat("es", { style: "percent", maximumFractionDigits: 0 });
const relativeDay = new Intl.RelativeTimeFormat("es", { numeric: "auto" });
const languageNames = new Intl.DisplayNames("es", { type: "language" });

const problems: Record<ProblemCode, () => ProblemText> = {
  "room-full": () => ({
    what: "Esta sala está llena.",
    todo: "Inténtalo otra vez cuando alguien se haya ido, o elige otra sala.",
  }),
  "server-full": () => ({
    what: "Este servidor está lleno.",
    todo: "Inténtalo otra vez dentro de unos minutos.",
  }),
  "too-many-rooms": () => ({
    what: "Desde tu red se han abierto tantas salas como se puede.",
    todo: "Entra en una sala que esté abierta, o inténtalo dentro de un minuto.",
  }),
  "room-name-invalid": () => ({
    what: "Este nombre de sala no sirve.",
    todo: "Usa de 1 a 40 caracteres, ninguno oculto.",
  }),
  "cannot-seal": () => ({
    what: "Este navegador no puede cifrar tu voz, así que no puede entrar en esta sala.",
    todo: "Abre el enlace en un Chrome, Edge o Firefox actual.",
  }),
  "nickname-invalid": () => ({
    what: "Este apodo no sirve.",
    todo: "Usa de 1 a 24 caracteres, ninguno oculto.",
  }),
  "message-too-long": () => ({
    what: "Este mensaje es demasiado largo.",
    todo: "Envíalo en partes de 2.000 caracteres como mucho.",
  }),
  "message-forbidden": () => ({
    what: "Este mensaje contiene caracteres ocultos.",
    todo: "Escríbelo de nuevo, o pégalo como texto sin formato.",
  }),
  "too-many-messages": () => ({
    what: "Eso fue mucho de golpe.",
    todo: "Espera un momento y sigue.",
  }),
  "too-many-connections": () => ({
    what: "Llegan demasiadas conexiones desde tu red.",
    todo: "Cierra las pestañas de esta página que no necesites.",
  }),
  "microphone-denied": () => ({
    what: "Tu navegador no deja que esta página use el micrófono.",
    todo: "Permítelo junto a la dirección, arriba, e inténtalo otra vez. Mientras, puedes escuchar y escribir.",
  }),
  "microphone-missing": () => ({
    what: "No se encontró ningún micrófono.",
    todo: "Conecta uno e inténtalo otra vez. Mientras, puedes escuchar y escribir.",
  }),
  "microphone-busy": () => ({
    what: "Otro programa tiene ocupado el micrófono.",
    todo: "Ciérralo allí e inténtalo otra vez.",
  }),
  "microphone-lost": () => ({
    what: "El micrófono ha desaparecido.",
    todo: "Vuelve solo cuando acabe la llamada o cuando lo conectes. O elige otro.",
  }),
  "speaker-failed": () => ({
    what: "Este altavoz no suena.",
    todo: "Elige otro en los ajustes.",
  }),
  "autoplay-blocked": () => ({
    what: "Tu navegador retiene el sonido hasta que hagas clic.",
    todo: "Un clic y oyes a todo el mundo.",
  }),
  "no-webrtc": () => ({
    what: "Este navegador no sirve para hablar.",
    todo: "Aquí puedes leer y escribir. Para hablar, abre el enlace en un Firefox, Chrome, Edge o Safari actual.",
  }),
  "no-crypto": () => ({
    what: "Este navegador es demasiado viejo para esta página.",
    todo: "Abre el enlace en un Firefox, Chrome, Edge o Safari actual.",
  }),
  "insecure-page": () => ({
    what: "Los navegadores solo dan el micrófono a páginas seguras.",
    todo: "Abre esta página por su dirección https. Mientras, puedes leer y escribir.",
  }),
  "voice-unreachable": () => ({
    what: "Tu red no deja pasar la voz.",
    todo: "El chat sigue y la voz lo sigue intentando. Puede ayudar otra red, o apagar la VPN.",
  }),
  offline: () => ({
    what: "No tienes red.",
    todo: "Sigue solo cuando la red vuelva.",
  }),
  "server-away": () => ({
    what: "El servidor no responde.",
    todo: "Se sigue intentando solo.",
  }),
  ...esModerationProblems,
  ...esReplayProblems,
  ...esSpeechProblems,
  ...esFileProblems,
  denied: () => ({
    what: "Esta sala no se abre.",
    todo: "El enlace o la contraseña están mal o se cambiaron, o se fueron todos y el servidor olvidó la sala. Pregunta a quien te dio el enlace: si alguien que estuvo dentro viene, la sala vuelve.",
  }),
  "chain-refused": () => ({
    what: "Este servidor muestra la sala como era antes.",
    todo: "Has visto un estado más nuevo, así que no entraste. Pregunta a los demás si ven lo mismo.",
  }),
  refused: () => ({
    what: "El servidor dijo que no.",
    todo: "Inténtalo otra vez, o elige otra sala.",
  }),
};

const DAY_MILLIS = 86_400_000;

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

export const es: Text = {
  language: "es",
  product: "free4chat",

  home: {
    tagline: "Salas de voz en el navegador. Abre un enlace y habla.",
    room: "Nombre de la sala",
    rollRoom: "Otro nombre de sala",
    nickname: "Apodo",
    rollNickname: "Otro apodo",
    enter: "Entrar",
    sealed: "Crear una sala no listada o privada",
    recent: "Salas en las que estuviste",
    visited: (time, now = Date.now()) => {
      const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY_MILLIS);
      if (days > -7) return relativeDay.format(Math.min(0, days), "day");
      if (days > -60) return relativeDay.format(Math.round(days / 7), "week");
      return relativeDay.format(Math.round(days / 30), "month");
    },
    forget: (room) => `Quitar ${room} de esta lista`,
    promise: "Sin cuenta. No queda nada cuando se va la última persona.",
    roomHint: "Quien conozca el nombre puede entrar.",
  },

  directory: {
    title: "Salas públicas",
    total: (amount) => `Hay ${count(amount, "sala abierta", "salas abiertas")}.`,
    loading: "Buscando salas.",
    away: "El servidor no responde. Se sigue intentando solo.",
    offline: "No tienes red. La lista sigue cuando vuelva.",
    empty: "No hay ninguna sala pública abierta.",
    emptyTodo: "Abre una.",
    nothing: "Ninguna sala abierta es así.",
    nothingTodo: "Mostrar todas las salas",
    search: "Buscar por nombre y tema",
    language: "Idioma",
    everyLanguage: "Todos los idiomas",
    anyLanguage: "Cualquier idioma",
    languageName: (tag) => languageNames.of(tag) ?? tag,
    tags: "Etiquetas",
    withTag: (tag) => `Solo salas con ${tag}`,
    withoutTag: (tag) => `Ya no solo ${tag}`,
    surprise: "Sorpréndeme",
    next: "Más salas",
    first: "Volver a las más animadas",
    people: (amount) => count(amount, "persona", "personas"),
    talking: "hablando",
    justOpened: "recién abierta",
    open: (minutes) => {
      if (minutes < 60) return `abierta hace ${count(minutes, "minuto", "minutos")}`;
      const hours = Math.floor(minutes / 60);
      if (hours < 48) return `abierta hace ${count(hours, "hora", "horas")}`;
      return `abierta hace ${count(Math.floor(hours / 24), "día", "días")}`;
    },
  },

  describe: {
    title: "Sobre esta sala",
    close: "Cerrar",
    topic: "Tema",
    topicHint: "De qué se habla. Lo puede leer cualquiera.",
    noTopic: "Nadie ha dicho de qué va esta sala.",
    tags: "Etiquetas",
    tagsHint: "Hasta cinco, separadas por comas.",
    language: "Idioma",
    save: "Guardar",
    saving: "Guardando",
    listed:
      "El inicio muestra esta sala a todo el mundo, con estas palabras y cuánta gente hay aquí.",
    mayNot: (moderator) => `Puede cambiarlo ${moderator}, que modera la sala.`,
    mayNotNobody: "Puede cambiarlo quien modera la sala.",
    faults: {
      topic: "Como mucho 120 caracteres, ninguno oculto.",
      tags: "Hasta cinco etiquetas distintas de 2 a 24 caracteres, ninguno oculto.",
      language: "Elige un idioma de la lista.",
      "not-moderator": "Ahora puede cambiarlo otra persona. Pídeselo.",
      busy: "Has guardado muchas veces seguidas. Espera un momento y guarda otra vez.",
      failed: "No se guardó. Espera a tener conexión y guarda otra vez.",
    },
  },

  sealed: esSealed,
  seal: esSeal,

  faults: {
    room: {
      empty: "La sala necesita un nombre.",
      "too-long": "40 caracteres como mucho.",
      "forbidden-character": "Este nombre contiene un carácter oculto. Escríbelo de nuevo.",
    },
    nickname: {
      empty: "Necesitas un apodo.",
      "too-long": "24 caracteres como mucho.",
      "forbidden-character": "Este apodo contiene un carácter oculto. Escríbelo de nuevo.",
    },
  },

  join: {
    nickname: "Apodo",
    rollNickname: "Otro apodo",
    join: "Entrar",
    joinWithout: "Entrar sin micrófono",
    test: "Probar el micrófono",
    testing: "Di algo. El anillo sigue tu voz.",
    level: "Nivel del micrófono",
    asking: "Tu navegador pregunta por el micrófono. Permítelo para que te oigan.",
    chatOnly: "Este navegador no sirve para hablar, así que entras a leer y escribir.",
    home: "Otra sala",
  },

  room: {
    play: "Jugar",
    gameOn: "Al juego",
    robots: "Robots",
    people: "Personas",
    everyone: (amount) => count(amount, "persona", "personas"),
    more: (amount) => `y ${number.format(amount)} más`,
    you: "tú",
    mute: "Silenciar",
    unmute: "Activar",
    chat: "Chat",
    unread: (amount) => count(amount, "mensaje nuevo", "mensajes nuevos"),
    leave: "Salir",
    copyLink: "Copiar enlace",
    copied: "Enlace copiado",
    copyFailed: "No se pudo copiar. Tu navegador no se lo permite a la página.",
    share: "Compartir",
    settings: "Ajustes",
    alone: "Eres la primera persona.",
    invite: "Envía el enlace a quien quieras que venga.",
    qr: "Código QR del enlace a esta sala",
    muted: "Tu micrófono está silenciado.",
    mutedHint: (key) => `Tu micrófono está silenciado. Mantén ${key} para hablar, o actívalo.`,
    mutedForAll: "Quien modera la sala te ha silenciado para todos.",
    mutedForAllFree: "Te silenciaron para todos. Ya puedes activar el micrófono.",
    mutedSpeaking: "Estás hablando con el micrófono silenciado.",
    talking: "Se te oye mientras mantengas la tecla.",
    noMicrophone: "Entraste sin micrófono.",
    useMicrophone: "Usar el micrófono",
    asking: "Tu navegador pregunta por el micrófono. Permítelo para que te oigan.",
    hearThem: "Activar el sonido",
    joined: (names) => `${names.length > 1 ? "Entraron" : "Entró"} ${list.format(names)}`,
    left: (names) => `${names.length > 1 ? "Se fueron" : "Se fue"} ${list.format(names)}`,
    titleMuted: (title) => `En silencio · ${title}`,
  },

  connection: {
    label: "Conexión",
    idle: "Sin conexión",
    connecting: "Conectando",
    knocking: "En la puerta",
    connected: "Con conexión",
    reconnecting: "Reconectando",
    superseded: "Abierta en otra pestaña",
    left: "Fuera",
    refused: "Sin conexión",
    offline: "Sin red",
  },

  person: {
    microphoneOff: "micrófono apagado",
    reconnecting: "reconectando",
    writesOnly: "sin voz",
    robot: "un robot",
    robotHears: "Lee lo que se escribe aquí, en este servidor, que no se lo pasa a nadie.",
    robotThinks:
      "Lo que se escribe aquí va, con los apodos, a un servicio externo que piensa por él, elegido por quien lleva este servidor.",
    robotDeaf: "No oye a nadie.",
    robotListens:
      "Oye a quien lo acepta en los ajustes; su voz va a un servicio externo que la escribe, elegido por quien lleva este servidor.",
    robotSpeaks:
      "Lo que dice va a un servicio externo que le pone la voz, elegido por quien lleva este servidor.",
    sendAway: "Despedirlo",
    silenced: "en silencio para ti",
    speaking: "hablando",
    you: (nickname) => `${nickname} (tú)`,
    volume: "Volumen",
    volumeValue: (volume) => percent.format(volume),
    muteForMe: "Silenciar para mí",
    unmuteForMe: "Volver a oír",
    muteForMeHint: "Solo tú dejas de oír a esta persona.",
    close: "Cerrar",
    self: "Eres tú.",
    fingerprint: "Huella",
    fingerprintHint: "Sale de su clave. Los nombres se pueden repetir, esto no.",
    namesake: (nickname, fingerprint) => `${nickname} · ${fingerprint}`,
    stranger: "nuevo con este nombre",
    strangers: {
      another: (nickname) =>
        `No es la persona que conociste aquí como ${nickname}: la clave es otra. Puede ser un dispositivo nuevo sin la identidad de antes, u otra persona.`,
      "another-compared": (nickname) =>
        `No es la persona llamada ${nickname} con quien comparaste el número de seguridad: la clave es otra. Pregunta por otro medio antes de fiarte.`,
    },
    acceptName: "Sé quién es",
  },

  floor: esFloor,
  heard: esHeard,
  replay: esReplay,
  speech: esSpeech,
  captions: esCaptions,
  moderation: esModeration,

  board: esBoard,
  commands: esCommands,
  notices: esNotices,
  chat: esChat,
  files: esFiles,
  chatCopy: esChatCopy,

  emojiGroups: {
    smileys_emotion: "Caras",
    people_body: "Personas",
    animals_nature: "Naturaleza",
    food_drink: "Comida",
    travel_places: "Viajes",
    activities: "Actividades",
    objects: "Objetos",
    symbols: "Símbolos",
    flags: "Banderas",
  },

  identity: esIdentity,
  invite: esInvite,

  settings: {
    title: "Ajustes",
    close: "Cerrar los ajustes",
    you: "Tú",
    nickname: "Apodo",
    language: "Idioma de la página",
    languageOfBrowser: "El del navegador",
    languageAway: "Las palabras no llegaron. Elige otra vez cuando tengas conexión.",
    sound: "Sonido",
    microphone: "Micrófono",
    loudspeaker: "Altavoz",
    standard: "El del sistema",
    unnamedDevice: (index) => `Dispositivo ${number.format(index)}`,
    original: "Sonido original",
    originalHint:
      "Apaga la reducción de ruido, la cancelación de eco y el control de volumen. Para música, con auriculares.",
    pushToTalk: "Tecla para hablar en silencio",
    pushToTalkHint: "Mantenla mientras hablas con el micrófono silenciado.",
    pressKey: "Pulsa una tecla",
    sounds: "Sonidos al entrar y salir",
    wakeLock: "Dejar la pantalla encendida",
    keys: "M silencia y activa, H levanta la mano.",
  },

  gone: {
    superseded: "Estás aquí en otra pestaña.",
    supersededTodo: "Esta pestaña está en silencio. Puedes traer la sala aquí.",
    takeOver: "Seguir aquí",
    left: (room) => `Saliste de ${room}.`,
    again: "Entrar otra vez",
    home: "Otra sala",
    retry: "Intentar otra vez",
  },

  notFound: {
    title: "Aquí no hay nada.",
    todo: "Los enlaces de las salas empiezan por /r/.",
    home: "Ir al inicio",
  },

  keys: {
    Space: "Espacio",
    ControlLeft: "Ctrl izquierdo",
    ControlRight: "Ctrl derecho",
    ShiftLeft: "Mayús izquierda",
    ShiftRight: "Mayús derecha",
    AltLeft: "Alt izquierdo",
    AltRight: "Alt derecho",
    MetaLeft: "Meta izquierda",
    MetaRight: "Meta derecha",
    Backquote: "Acento grave",
    CapsLock: "Bloq Mayús",
  },

  actions: {
    retry: "Intentar otra vez",
    "take-over": "Seguir aquí",
    "choose-microphone": "Elegir micrófono",
    "unlock-audio": "Activar el sonido",
  },

  problem: (code) => problems[code](),
};
