import type { enSealed } from "./en-sealed.ts";

/** Spanish words of rooms that are not public. */
export const esSealed: typeof enSealed = {
  kinds: { unlisted: "Sala no listada", private: "Sala privada" },

  make: {
    title: "Sala nueva",
    name: "Título",
    nameHint: "Solo lo lee quien está en la sala.",
    kind: "Quién puede venir",
    public: "Pública",
    publicHint: "Cualquiera. Aparece en el inicio mientras haya gente.",
    unlisted: "No listada",
    unlistedHint: "Quien tenga el enlace. No aparece en ninguna lista.",
    private: "Privada",
    privateHint: "Quien tenga el enlace y la contraseña.",
    password: "Contraseña",
    passwordHint: "Al menos 8 caracteres. Dila por un medio distinto del enlace.",
    sealed:
      "Lo que se dice, se escribe y se muestra en ella va cifrado: este servidor no puede leerlo ni oírlo.",
    language: "Idioma",
    limit: "Máximo de personas a la vez",
    limitHint: "De 2 a 200. Déjalo vacío para tantas como admita el servidor.",
    make: "Crear la sala",
    making: "Creando la sala",
    home: "Atrás",
    faults: {
      title: "De 1 a 60 caracteres, ninguno oculto.",
      password: "De 8 a 128 caracteres.",
      limit: "Un número de 2 a 200, o nada.",
      failed: "No se pudo crear la sala. Vuelve a cargar la página e inténtalo otra vez.",
    },
  },

  strength: {
    short: "Demasiado corta.",
    weak: "Fácil de adivinar. Mejor unas cuantas palabras que no tengan que ver entre sí.",
    fair: "Aceptable. Con otra palabra será fuerte.",
    strong: "Fuerte.",
  },

  open: {
    title: "Esta sala tiene contraseña",
    wrong: "No se abrió. Escribe la contraseña otra vez.",
    password: "Contraseña",
    open: "Seguir",
    opening: "Un momento. Está hecho lento a propósito, para que nadie pruebe contraseñas.",
    fault: "Las contraseñas tienen de 8 a 128 caracteres.",
    home: "Otra sala",
  },

  noSecret: {
    title: "Este enlace no está completo.",
    todo: "Falta la parte que va tras #, y este navegador no ha estado en la sala. Pide el enlace entero.",
  },

  otherPassword: "Escribir la contraseña otra vez",

  mayNot: (owner) =>
    owner === undefined
      ? "Esto solo puede cambiarlo el titular de la sala, en el navegador donde se creó. Si se ha perdido, ya no puede nadie; quien modera sigue moderando."
      : `Esto solo puede cambiarlo ${owner}, titular de la sala.`,

  change: {
    name: "Título",
    topicHint: "Solo lo lee quien está en la sala.",
    password: "Contraseña nueva",
    passwordHint: "Déjalo vacío para mantener la actual. Quien está dentro no tiene que salir.",
    newLink: "Crear un enlace nuevo",
    newLinkHint: "El actual deja de abrir la sala. Quien está dentro se queda.",
    newLinkPassword: "Para un enlace nuevo, escribe también una contraseña: la misma u otra.",
    follower: "Enlace de la sala que sigue",
    followerHint: "Para seguir como otro tipo de sala, crea esa sala y pega aquí su enlace.",
    heir: "Titular",
    heirHint: "El nuevo titular podrá cambiar todo esto, y tú ya no.",
    heirSelf: "Tú",
    listed: "Nada de esto aparece en ninguna lista.",
    faults: {
      title: "De 1 a 60 caracteres, ninguno oculto.",
      topic: "Como mucho 120 caracteres, ninguno oculto, y no demasiado en total.",
      tags: "Hasta cinco etiquetas distintas de 2 a 24 caracteres, ninguno oculto.",
      language: "Elige un idioma de la lista.",
      password:
        "De 8 a 128 caracteres. Para un enlace nuevo también hay que escribir la contraseña.",
      follower: "Esto no es el enlace de una sala de este servidor.",
      "not-owner": "Se cambió mientras tanto, o ya no te toca cambiarlo.",
      busy: "Has guardado muchas veces seguidas. Espera un momento y guarda otra vez.",
      failed: "No se guardó. Espera a tener conexión y guarda otra vez.",
    },
  },

  moved: "Esta sala continúa en otro sitio.",
  follow: "Ir allí",
};
