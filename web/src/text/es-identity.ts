import type { enIdentity } from "./en-identity.ts";

/** Spanish words about being the same person in another browser. */
export const esIdentity: typeof enIdentity = {
  title: "Tu identidad",
  close: "Cerrar",
  you: (fingerprint) => `Eres ${fingerprint}.`,
  what: "Los nombres se pueden repetir, esto no: así te conocen las salas. Vive solo en este navegador, que es quien la crea.",
  notKept: "Esta ventana no guarda nada: tu identidad termina con ella.",
  take: "Llevarla a otro dispositivo",
  bring: "Traer una aquí",
  back: "Atrás",

  takeWhat:
    "Recibes un archivo y un código QR. Quien tenga uno de los dos y la contraseña eres tú, así que guárdalos por separado.",
  passphrase: "Contraseña",
  passphraseHint: "Al menos 8 caracteres. Nadie puede consultarla ni cambiarla después.",
  again: "La misma contraseña otra vez",
  differ: "No son iguales.",
  make: "Crear archivo y código",
  making: "Un momento. Está hecho lento a propósito, para que nadie pruebe contraseñas.",
  qr: "Tu identidad como código QR",
  made: "En el otro dispositivo, abre esta página, elige Traer una aquí y dale el archivo o una foto del código.",
  download: "Guardar el archivo",
  fileName: "free4chat-identidad.txt",
  copy: "Copiar como texto",
  copied: "Copiado.",
  copyFailed: "No se copió. Guarda el archivo.",

  bringWhat: "Elige el archivo, o una imagen del código QR si este navegador sabe leerla.",
  choose: "Elegir archivo o imagen",
  paste: "O pega el texto",
  noCode:
    "En esta imagen no hay ningún código que este navegador sepa leer. Usa el archivo o el texto.",
  open: "Abrirla",
  isOurs: "Ya eres esta persona aquí. No ha cambiado nada.",
  replace: (brought, former) =>
    `A partir de ahora serías ${brought} aquí. ${former}, quien eres ahora, desaparecería de este navegador: las salas que tienes o moderas como ${former} no te conocerían.`,
  saveFirst: (former) => `Guardar ${former} antes`,
  doReplace: "Reemplazarla",
  done: (fingerprint) => `Ahora eres ${fingerprint}. Para eso hay que volver a cargar la página.`,
  reload: "Volver a cargarla",

  faults: {
    "no-identity":
      "Esto no es una identidad de free4chat. Elige el archivo que se guardó, o pega todo su texto.",
    "other-version":
      "La creó una versión más nueva de esta página. Vuelve a cargar esta e inténtalo otra vez.",
    damaged: "Falta una parte, o ha cambiado. Cópiala o escanéala otra vez, entera.",
    passphrase: "De 8 a 128 caracteres.",
    "wrong-passphrase": "Esta contraseña no la abre. Escríbela otra vez.",
    "not-kept":
      "Este navegador no guarda nada aquí, así que no puede guardar una identidad. Prueba fuera de una ventana privada.",
  },
};
