import type { Bytes } from "../crypto/bytes.ts";
import type { Retention } from "./chat-keeper.ts";
import type { ErrorCode } from "./errors.ts";

/** Where a document that stands in the log beside the chat is, and how it is written. */
export interface DocumentPlace {
  readonly roomId: Bytes;
  /** Our member id. */
  readonly author: string;
  /** Under which this browser keeps it: the room's and our own id. */
  readonly name: string;
  readonly retention: Retention;
  /** Seals, signs and sends; gives the entry's sequence. */
  append(doc: string, body: Bytes): Promise<number>;
}

/** A document that travels by the room's log beside the chat. */
export interface LogDocument {
  opened(place: DocumentPlace): void;
  /** Verified, and seen for the first time; `body` is undefined where it was sealed before we came. */
  received(doc: string, author: string, sequence: number, body: Bytes | undefined): void;
  /** An entry of our own has reached the server. */
  acknowledged(sequence: number): void;
  /** The server does not take an entry of our own. */
  refused(sequence: number, code: ErrorCode): void;
  setRetention(retention: Retention): void;
  /** Our copy is to be forgotten. */
  clear(): void;
  /** The line is gone, or the room is left: what waits to be kept is. */
  flush(): void;
}
