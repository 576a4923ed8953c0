import type { GameTable } from "../../games/ground/game-table.ts";
import type { Person } from "../../state/room-view.ts";
import { gamesText } from "../../text/games-text.ts";

/** A player as the page shows them. */
export interface ShownPlayer {
  readonly id: string;
  readonly name: string;
  readonly hue: number;
  readonly isSelf: boolean;
  readonly speaking: boolean;
  /** Whether they play, but their line is away. */
  readonly away: boolean;
  readonly gone: boolean;
}

/** Who has ever sat at this table, in its order. Who has left the room keeps the name that they sat down with. */
export function playersOf(table: GameTable, people: readonly Person[]): readonly ShownPlayer[] {
  return (table.state?.players ?? []).map(({ id, nickname, gone }) => {
    const person = people.find((one) => one.id === id);
    return {
      id,
      name: person?.nickname ?? nickname,
      hue: person?.hue ?? 0,
      isSelf: id === table.self,
      speaking: person?.speaking ?? false,
      away: gone === "no" && person?.connection !== "connected",
      gone: gone !== "no",
    };
  });
}

export function nameOf(players: readonly ShownPlayer[], id: string): string {
  return players.find((player) => player.id === id)?.name ?? gamesText.somebody;
}
