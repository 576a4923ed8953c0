import { type ChatWriting, isEmoji, refOf } from "../client/chat-body.ts";
import type { Retention } from "../client/chat-keeper.ts";
import type { RoomClient } from "../client/room-client.ts";
import { checkMessage } from "../crypto/names.ts";
import { problemOfMessage } from "./problems.ts";
import type { Problem } from "./room-view.ts";

/** What a person can do in the chat; messages by their keys. What fails shows as a problem. */
export interface ChatActions {
  /** Says something, as an answer to a message perhaps. False when nothing was said: what was typed must not be lost. */
  say(text: string, reply?: string): boolean;
  /** Words a message of one's own anew. False when it was not. */
  edit(key: string, text: string): boolean;
  /** Takes a message of one's own back. */
  delete(key: string): void;
  /** Puts an emoji to a message, or takes one's own away. */
  react(key: string, emoji: string, on: boolean): void;
  setRetention(retention: Retention): void;
  /** Clears the copy in this browser. */
  clear(): void;
}

type Writer = Pick<RoomClient, "write" | "memberId" | "chat">;

export class LiveChat implements ChatActions {
  readonly #client: Writer;
  readonly #isIn: () => boolean;
  readonly #failed: (problem: Problem) => void;
  readonly #wrote: (text: string) => boolean;

  /** `wrote` is told of what is said; true: it is to be read aloud by who listens. */
  constructor(
    client: Writer,
    isIn: () => boolean,
    failed: (problem: Problem) => void,
    wrote: (text: string) => boolean = () => false,
  ) {
    this.#client = client;
    this.#isIn = isIn;
    this.#failed = failed;
    this.#wrote = wrote;
  }

  say(typed: string, reply?: string): boolean {
    const text = this.#checked(typed);
    if (text === undefined || !this.#isIn()) return false;
    const ref = reply === undefined ? undefined : refOf(reply);
    const aloud = this.#wrote(text) ? { aloud: true as const } : {};
    const line = ref ? { text, reply: ref } : { text };
    return this.#write({ kind: "text", ...line, ...aloud });
  }

  edit(key: string, typed: string): boolean {
    const text = this.#checked(typed);
    const of = this.#ownSequence(key);
    return text !== undefined && of !== undefined && this.#write({ kind: "edit", of, text });
  }

  delete(key: string): void {
    const of = this.#ownSequence(key);
    if (of !== undefined) this.#write({ kind: "delete", of });
  }

  react(key: string, emoji: string, on: boolean): void {
    const to = refOf(key);
    if (to && isEmoji(emoji)) this.#write({ kind: "react", to, emoji, on });
  }

  setRetention(retention: Retention): void {
    this.#client.chat.setRetention(retention);
  }

  clear(): void {
    this.#client.chat.clear();
  }

  #checked(typed: string): string | undefined {
    const checked = checkMessage(typed);
    if (checked.ok) return checked.text;
    const problem = problemOfMessage(checked.fault);
    if (problem) this.#failed(problem);
    return undefined;
  }

  #ownSequence(key: string): number | undefined {
    const ref = refOf(key);
    return ref?.author === this.#client.memberId ? ref.sequence : undefined;
  }

  #write(writing: ChatWriting): boolean {
    if (!this.#isIn()) return false;
    this.#client.write(writing).catch(() => this.#failed({ code: "message-too-long" }));
    return true;
  }
}
