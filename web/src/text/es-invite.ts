import type { enInvite } from "./en-invite.ts";

const moment = new Intl.DateTimeFormat("es", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});

function people(amount: number): string {
  return amount === 1 ? "una persona" : `${amount} personas`;
}

const again = "Pide otra a quien te la envió.";

/** Spanish words about inviting to a room that is not public, and about coming by an invite. */
export const esInvite: typeof enInvite = {
  title: "Invitar",
  close: "Cerrar",
  link: "El enlace de la sala",
  linkWhat: {
    unlisted: "Quien lo tenga puede venir, cuantas veces quiera, hasta que alguien haga uno nuevo.",
    private: "Quien lo tenga, y también la contraseña, puede venir cuantas veces quiera.",
  },

  make: "Una invitación",
  makeWhat:
    "Su enlace deja entrar solo a unas cuantas personas, y solo por un tiempo. No contiene nada que abra la sala: eso lo entrega alguien de dentro, así que tiene que haber alguien.",
  forWhom: "Para",
  uses: (amount) => people(amount),
  until: "Durante",
  hours: (amount) => (amount === 1 ? "una hora" : amount === 24 ? "un día" : "una semana"),
  doMake: "Crear invitación",
  made: (uses, endMillis) =>
    `Para ${people(uses)}, hasta el ${moment.format(endMillis)}. El enlace solo se muestra ahora.`,
  qr: "La invitación como código QR",

  open: "Invitaciones abiertas",
  line: (uses, used, endMillis, by) => {
    const came = used === 0 ? "" : used === 1 ? ", vino 1" : `, vinieron ${used}`;
    const from = by === undefined ? "" : ` (${by})`;
    return `Para ${people(uses)}${came}, hasta el ${moment.format(endMillis)}${from}`;
  },
  revoke: "Retirarla",
  revokeWhich: (line) => `Retirarla: ${line}`,

  asking: "Tienes una invitación.",
  askingTodo: "Alguien de dentro te da las llaves. Un momento.",
  waiting: "Ahora no hay nadie que pueda dejarte entrar.",
  waitingTodo:
    "Esta página espera y sigue sola. Si tarda, pide a quien te invitó que abra la sala.",
  asBefore: "Entrar como antes",
  home: "Otra sala",
  faults: {
    "invite-forged": {
      what: "Esta invitación no está completa.",
      todo: "Copia el enlace entero, o pide otra.",
    },
    "invite-expired": { what: "Esta invitación ha caducado.", todo: again },
    "invite-spent": {
      what: "Esta invitación ya está gastada.",
      todo: `Otra persona vino con ella. ${again}`,
    },
    "invite-revoked": { what: "Esta invitación se retiró.", todo: again },
    banned: {
      what: "Tienes vetada la entrada a esta sala.",
      todo: "Quien la modera puede volver a dejarte entrar.",
    },
    "address-banned": {
      what: "Se vetó a alguien de tu red en esta sala.",
      todo: "Por eso, durante un rato no entra nadie nuevo desde ahí. Inténtalo más tarde.",
    },
    "room-locked": {
      what: "Esta sala está cerrada con llave.",
      todo: "Pide a alguien de dentro que la abra, y abre el enlace otra vez.",
    },
    "room-full": {
      what: "Esta sala está llena.",
      todo: "Abre el enlace otra vez cuando alguien se haya ido.",
    },
    "no-crypto": {
      what: "Este navegador es demasiado viejo para esta página.",
      todo: "Abre el enlace en un Firefox, Chrome, Edge o Safari actual.",
    },
    failed: {
      what: "El servidor dijo que no.",
      todo: "Vuelve a cargar la página e inténtalo otra vez.",
    },
  },
};
