import { useEffect, useRef, useState } from "react";
import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { changesOfPeople } from "./changes.ts";

/** Says who came and who left to screen readers, politely. */
export function Announcer({ people, ready }: { people: readonly Person[]; ready: boolean }) {
  const known = useRef<readonly Person[] | undefined>(undefined);
  const [words, setWords] = useState("");
  useEffect(() => {
    if (!ready) return; // a lost line is not everybody leaving
    const before = known.current;
    known.current = people;
    if (!before) return;
    const { joined, left } = changesOfPeople(before, people);
    const parts = [];
    if (joined.length > 0) parts.push(text.room.joined(joined));
    if (left.length > 0) parts.push(text.room.left(left));
    if (parts.length > 0) setWords(`${parts.join(". ")}.`);
  }, [people, ready]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {words}
    </p>
  );
}
