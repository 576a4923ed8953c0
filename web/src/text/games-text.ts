import { enGames } from "./en-games.ts";

/** The words of the games in the page's language, as `text` is of all else. */
export const gamesText = enGames;
