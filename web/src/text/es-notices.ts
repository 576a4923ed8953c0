import type { enNotices } from "./en-notices.ts";
import { count } from "./es-counts.ts";

/** Spanish words of notices about what is written while the tab is hidden; a part of `es`. */
export const esNotices: typeof enNotices = {
  title: "Avisarme mientras no veo esta pestaña",
  when: {
    never: "Nunca",
    mentions: "Cuando alguien escriba mi apodo",
    all: "De cada mensaje",
  },
  words: "Mostrar lo escrito",
  wordsSealed: "Entonces lo ve tu sistema, y puede mostrarlo con la pantalla bloqueada.",
  refused:
    "Tu navegador no se lo permite a esta página. Permítele las notificaciones y elige otra vez.",
  body: ({ nickname, words, mentioned, others }) => {
    const more = others > 0 ? ` (y ${count(others, "más", "más")})` : "";
    if (words !== undefined) return `${nickname}: ${words}${more}`;
    return `${nickname} ${mentioned ? "escribió tu apodo" : "escribió"}${more}`;
  },
  tab: (unseen, title) => (unseen > 0 ? `(${unseen}) ${title}` : title),
};
