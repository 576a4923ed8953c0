import type { enBoard } from "./en-board.ts";
import { count } from "./es-counts.ts";

/** Spanish words of the board; a part of `es`. */
export const esBoard: typeof enBoard = {
  title: "Pizarra",
  open: "Pizarra",
  openLong: "Abrir la pizarra",
  close: "Cerrar la pizarra",
  loading: "La pizarra está en camino.",
  savePng: "Guardar como PNG",
  saveSvg: "Guardar como SVG",
  saveFailed: "No se pudo crear la imagen. Inténtalo otra vez.",
  follow: (name) => `Seguir a ${name}`,
  viewOnly: "Estás entre el público: puedes mirar. Quien modera puede dejarte dibujar.",
  showKept: "Mostrar la pizarra",
  kept: "Esta es la pizarra tal como la guardó este navegador. Sin conexión solo se puede mirar; lo que dibujaste mientras tanto sale cuando entres.",
  full: "La pizarra está llena. Quita algo, o guárdala como imagen y dibuja en otra sala.",
  behind: "Lo que dibujas espera a que haya conexión.",
  unread: "Se dibujó algo antes de que llegaras. Aparecerá cuando te lo pase alguien que lo tenga.",
  tookAway: (name, amount) => `${name} quitó ${count(amount, "cosa", "cosas")}.`,
  bringBack: "Volver a ponerlo",
  read: "Cerrar",
  somebody: "Alguien",
  faults: {
    "image-kind": "La pizarra acepta PNG, JPEG, GIF y WebP. Esto no es nada de eso.",
    "image-large": "Esta imagen es demasiado grande para la pizarra, incluso reducida.",
    "board-full": "La pizarra está llena: no queda sitio para esta imagen.",
  },
};
