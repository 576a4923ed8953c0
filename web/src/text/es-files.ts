import type { enFiles, fileProblems } from "./en-files.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const list = new Intl.ListFormat("es", { style: "long", type: "conjunction" });
const percent = new Intl.NumberFormat("es", { style: "percent", maximumFractionDigits: 0 });

/** Spanish words about files; a part of `es`. */
export const esFiles: typeof enFiles = {
  attach: "Compartir un archivo",
  drop: "Suéltalo para compartirlo con todos los que están aquí",
  reading: (name, share) => `Leyendo ${name}, ${percent.format(share)}`,
  stopReading: (name) => `Dejar de compartir ${name}`,
  size: (bytes) => {
    const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
    const amount = bytes / 1_000 ** step;
    return new Intl.NumberFormat("es", {
      style: "unit",
      unit: UNITS[step] ?? "byte",
      unitDisplay: step === 0 ? "long" : "short",
      maximumFractionDigits: amount < 10 ? 1 : 0,
    }).format(amount);
  },
  percent: (share) => percent.format(share),
  fetch: "Traer",
  fetchNamed: (name) => `Traer ${name}`,
  again: "Otra vez",
  pause: "Pausa",
  goOn: "Seguir",
  cancel: "Cancelar",
  save: "Guardar",
  saveNamed: (name) => `Guardar ${name}`,
  picture: (name, nickname) => `Imagen ${name} de ${nickname}`,
  sound: (name, nickname) => `Sonido ${name} de ${nickname}`,
  asking: "Preguntando quién lo tiene",
  alone: "Ahora mismo nadie lo tiene aquí. Llegará cuando alguien lo tenga.",
  paused: "En pausa",
  impossible:
    "Este navegador no puede traer archivos. Usa un Chrome, Edge, Firefox o Safari actual.",
  takenBy: (names) => `${list.format(names)} ya lo ${names.length > 1 ? "tienen" : "tiene"}`,
  takes: (name, share) => `${name}: ${percent.format(share)}`,
  faults: {
    "wrong-content":
      "Lo que llegó no es lo que se ofreció, así que no se guardó nada. Inténtalo otra vez, o vuelve a pedirlo.",
    "no-space": "No cabe en este dispositivo. Haz sitio y vuelve a intentarlo.",
    "too-large-here":
      "Esta ventana guarda archivos de hasta 256 MB. Abre la sala en una ventana que no sea privada.",
    storage: "Este navegador no pudo guardarlo. Inténtalo otra vez.",
    unreadable: "No se pudo leer. Inténtalo otra vez.",
  },
};

/** What a file does that is not shared. */
export const esFileProblems: typeof fileProblems = {
  "file-empty": () => ({
    what: "Este archivo está vacío.",
    todo: "Comparte uno que tenga algo dentro.",
  }),
  "file-too-large": () => ({
    what: "Este archivo pesa más de 2 GB.",
    todo: "Compártelo por partes.",
  }),
  "file-unreadable": () => ({
    what: "No se pudo leer este archivo.",
    todo: "Elígelo otra vez: puede que haya cambiado. Una carpeta hay que comprimirla antes.",
  }),
  "too-many-files": () => ({
    what: "Son muchos archivos a la vez.",
    todo: "Espera a que pasen algunos y sigue.",
  }),
};
