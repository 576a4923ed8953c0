import { likenessOf } from "../../crypto/likeness.ts";
import type { ChatMessage, Person } from "../../state/room-view.ts";

/** How much of a fingerprint stands beside a name: its first group. */
const GROUP_CHARACTERS = 4;

/**
 * What tells authors apart whose names could be taken for each other, by member id: the beginning of the key's fingerprint, or for
 * one who has left, of the member id, which is made of the key, too. Pure.
 */
export function namesakes(
  messages: readonly Pick<ChatMessage, "author" | "nickname">[],
  people: readonly Pick<Person, "id" | "nickname" | "fingerprint">[],
): ReadonlyMap<string, string> {
  const fingerprints = new Map(people.map(({ id, fingerprint }) => [id, fingerprint]));
  const bearers = new Map<string, Map<string, string>>();
  const bear = (id: string, nickname: string) => {
    const likeness = likenessOf(nickname);
    const mark = (fingerprints.get(id) || id).slice(0, GROUP_CHARACTERS);
    bearers.set(likeness, (bearers.get(likeness) ?? new Map()).set(id, mark));
  };
  for (const { author, nickname } of messages) bear(author, nickname);
  for (const { id, nickname } of people) bear(id, nickname);
  const marks = new Map<string, string>();
  for (const ids of bearers.values()) {
    if (new Set(ids.values()).size < 2) continue; // one person, on two devices perhaps
    for (const [id, mark] of ids) marks.set(id, mark);
  }
  return marks;
}
