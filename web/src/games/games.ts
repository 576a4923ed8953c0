/** The games that there are, and the table that they are played at. Fetched when somebody plays. */
import type { DocumentPlace } from "../client/log-document.ts";
import type { Company } from "../client/room-documents.ts";
import { DrawHand } from "./draw-and-guess/hand.ts";
import { Hosting, type HostingParts } from "./draw-and-guess/hosting.ts";
import { drawAndGuess } from "./draw-and-guess/rules.ts";
import { type Clock, GameTable } from "./ground/game-table.ts";
import type { Catalogue, Game } from "./ground/rules.ts";

const GAMES: readonly Game[] = [{ rules: drawAndGuess, makeHand: (place) => new DrawHand(place) }];

export const CATALOGUE: Catalogue = new Map(GAMES.map((game) => [game.rules.name, game]));

const CLOCK: Clock = {
  now: () => performance.now(),
  after: (millis, task) => {
    const timer = setTimeout(task, millis);
    return () => clearTimeout(timer);
  },
};

/** The table of one room, as this browser sees it. */
export function openGames(place: DocumentPlace, company: Company): Promise<GameTable> {
  return GameTable.open(place, {
    catalogue: CATALOGUE,
    company,
    clock: CLOCK,
    random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  });
}

/** Has what happens in a game told to this page's own listener. */
export function hostGames(parts: Omit<HostingParts, "clock">): Hosting {
  return new Hosting({ ...parts, clock: CLOCK });
}
