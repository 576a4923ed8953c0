import { enGames, type GamesText } from "./en-games.ts";
import { addWords } from "./languages.ts";

/** The words of the games in the page's language, as `text` is of all else. */
export let gamesText: GamesText = enGames;

addWords(
  enGames,
  {
    es: async () => (await import("./es-games.ts")).esGames,
    zh: async () => (await import("./zh-games.ts")).zhGames,
  },
  (words) => {
    gamesText = words;
  },
);
