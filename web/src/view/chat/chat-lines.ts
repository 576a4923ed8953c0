import type { ChatMessage } from "../../state/room-view.ts";

/** How messages stand on the page: days apart, and what one author says in a row under one name. Pure. */

export type ChatLine =
  | { readonly kind: "day"; readonly key: string; readonly time: number }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly message: ChatMessage;
      readonly named: boolean;
    };

/** After this pause an author is named again. */
const PAUSE_MILLIS = 5 * 60_000;

export function chatLines(messages: readonly ChatMessage[]): readonly ChatLine[] {
  const lines: ChatLine[] = [];
  let before: ChatMessage | undefined;
  for (const message of messages) {
    const newDay = !before || !sameDay(before.time, message.time);
    if (newDay) lines.push({ kind: "day", key: `day ${message.key}`, time: message.time });
    const named =
      newDay ||
      before?.author !== message.author ||
      before.nickname !== message.nickname ||
      Math.abs(message.time - before.time) > PAUSE_MILLIS;
    lines.push({ kind: "message", key: message.key, message, named });
    before = message;
  }
  return lines;
}

export function sameDay(a: number, b: number): boolean {
  return startOfDay(a) === startOfDay(b);
}

/** How many days ago, by this device's calendar; negative for an author whose clock is ahead. */
export function daysAgo(time: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

export function sameYear(a: number, b: number): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}
