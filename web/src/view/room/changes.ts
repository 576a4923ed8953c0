import type { Person } from "../../state/room-view.ts";

type Known = Pick<Person, "id" | "nickname" | "isSelf">;

/** The nicknames of those who came and of those who left; never oneself. */
export function changesOfPeople(
  before: readonly Known[],
  after: readonly Known[],
): { readonly joined: readonly string[]; readonly left: readonly string[] } {
  const was = new Set(before.map((person) => person.id));
  const is = new Set(after.map((person) => person.id));
  const others = (people: readonly Known[], known: ReadonlySet<string>) =>
    people
      .filter((person) => !person.isSelf && !known.has(person.id))
      .map((person) => person.nickname);
  return { joined: others(after, was), left: others(before, is) };
}
