import type { FileOffer } from "../../files/file-offer.ts";
import type { ChatMessage } from "../../state/room-view.ts";
import { text as words } from "../../text/text.ts";

/** The chat to keep elsewhere. Pure. */

export function asText(title: string, messages: readonly ChatMessage[]): string {
  const byKey = new Map(messages.map((message) => [message.key, message]));
  const lines = messages.map((message) => {
    const answered = byKey.get(message.reply ?? "");
    const parts = [
      `[${stamp(message.time)}] ${message.nickname}:`,
      answered && `(to ${answered.nickname})`,
      message.file ? fileWords(message.file) : message.text.replaceAll("\n", "\n    "),
      message.edited && "(edited)",
      message.reactions.map(({ emoji, by }) => `${emoji} ${by.length}`).join(" "),
    ];
    return parts.filter(Boolean).join(" ");
  });
  return `${[title, ...lines].join("\n")}\n`;
}

export function asJson(title: string, messages: readonly ChatMessage[]): string {
  const lines = messages.map(
    ({ key, author, nickname, time, text, file, edited, reply, reactions }) => ({
      key,
      author,
      nickname,
      time: new Date(time).toISOString(),
      ...(file ? { file } : { text }),
      edited,
      reply,
      reactions: reactions.map(({ emoji, by }) => ({ emoji, by })),
    }),
  );
  return `${JSON.stringify({ title, messages: lines }, undefined, 2)}\n`;
}

function fileWords({ name, size }: FileOffer): string {
  return `[${name}, ${words.files.size(size)}]`;
}

/** What a file system takes, whatever the room is called. */
export function fileName(title: string, extension: string): string {
  const words = title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return `${words || "chat"}.${extension}`;
}

/** As this device writes a time, to the minute. */
function stamp(time: number): string {
  const format = { dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(undefined, format).format(time);
}
