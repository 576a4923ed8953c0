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
  /** When all that the server has told us was received: up to which cursor. */
  caughtUp(): Promise<number>;
  /** Says that a snapshot can take the place of entries. */
  settle(snapshot: Settled): Promise<void>;
  /** Shows the others something in passing, sealed where the room is. */
  tell(body: Bytes): Promise<void>;
}

/** A snapshot, and what it stands for. */
export interface Settled {
  readonly doc: string;
  /** The last of the entries that it holds, by cursor. */
  readonly before: number;
  /** Where it begins, by cursor. */
  readonly from: number;
  readonly hash: Bytes;
}

/** What somebody wrote in a document. */
export interface ReceivedEntry {
  readonly doc: string;
  readonly author: string;
  readonly cursor: number;
  readonly body: Bytes | undefined;
}

/** A document that travels by the room's log beside the chat. */
export interface LogDocument {
  opened(place: DocumentPlace): void;
  /** Verified, and seen for the first time; `body` is undefined where it was sealed before we came. */
  received(entry: ReceivedEntry): void;
  /** The room was entered (again). */
  entered(resumed: boolean): void;
  /** Where an entry of our own stands in the log. */
  placed(sequence: number, cursor: number): void;
  /** A snapshot has taken the place of entries. */
  settled(snapshot: Settled): void;
  /** What a member shows in passing. */
  told(author: string, body: Bytes): void;
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
