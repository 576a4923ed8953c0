import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import type { IconName } from "../parts/icon.tsx";

/** The name, and what tells it from the same one beside it. */
export function tellingName({ nickname, namesake, fingerprint }: Person): string {
  return namesake ? text.person.namesake(nickname, fingerprint.slice(0, 4)) : nickname;
}

/** A seat in words, for those who do not see it: nickname first. */
export function seatWords(person: Person): string {
  const words = [
    person.isSelf ? text.person.you(tellingName(person)) : tellingName(person),
    ...stateWords(person),
  ];
  return words.join(", ");
}

export function stateWords(person: Person): readonly string[] {
  const words: string[] = [];
  if (person.robot !== undefined) words.push(text.person.robot);
  if (person.stranger !== "no") words.push(text.person.stranger);
  if (person.connection === "reconnecting") words.push(text.person.reconnecting);
  if (person.hand > 0) words.push(text.moderation.handUp(person.hand));
  if (person.rank !== "none") words.push(text.moderation[person.rank]);
  if (person.silenced) words.push(text.moderation.silenced);
  if (person.resting) words.push(text.floor.resting);
  if (person.mutedForMe) words.push(text.person.silenced);
  if (!person.hasMedia) words.push(text.person.writesOnly);
  else if (person.muted && !person.silenced) words.push(text.person.microphoneOff);
  return words;
}

/** The one small sign on a seat: what the listener did comes before what the person did. */
export function seatBadge(person: Person): IconName | undefined {
  if (person.stranger !== "no") return "about";
  if (person.connection === "reconnecting") return "clock";
  if (person.hand > 0) return "hand";
  if (person.mutedForMe) return "speaker-off";
  if (!person.hasMedia) return "write";
  if (person.muted || person.silenced || person.resting) return "microphone-off";
  return undefined;
}
