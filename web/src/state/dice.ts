import { adjectives, nouns } from "../crypto/plain-words.ts";

/** A friendly nickname such as "Brave Otter". */
export function rollNickname(): string {
  return `${capital(pick(adjectives))} ${capital(pick(nouns))}`;
}

/** A room name that is easy to say, and hard enough to meet by chance: "quiet-amber-harbour-42". */
export function rollRoomName(): string {
  const number = 10 + random(90);
  return `${pick(adjectives)}-${pick(adjectives)}-${pick(nouns)}-${number}`;
}

function pick(words: readonly string[]): string {
  return words[random(words.length)] as string;
}

function random(below: number): number {
  const [value] = crypto.getRandomValues(new Uint32Array(1));
  return (value as number) % below;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
