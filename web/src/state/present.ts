import type { Playback } from "../client/playback.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { Acquaintances } from "./acquaintances.ts";
import type { Listening } from "./listening.ts";
import { people, type SelfView } from "./people.ts";
import type { Person } from "./room-view.ts";
import { standingOf } from "./standing.ts";

/** What this browser knows of the people in the room, beside what the server says. */
export interface Knowledge {
  readonly listening: Listening;
  readonly playback: Playback;
  readonly acquaintances: Acquaintances;
}

/** Who is in the room, as the page shows them. */
export function present(
  client: RoomClient,
  self: SelfView,
  { listening, playback, acquaintances }: Knowledge,
  before: readonly Person[],
): readonly Person[] {
  acquaintances.see(client.members, client.identity);
  const local = {
    mutedForMe: (id: string) => listening.isMuted(id),
    volume: (id: string) => listening.volume(id),
    speaking: (number: number) => playback.isSpeaking(number),
    standing: (identity: string) => standingOf(client, identity),
    bearing: (identity: string) => acquaintances.of(identity),
  };
  return people(client.members, self, local, before);
}
