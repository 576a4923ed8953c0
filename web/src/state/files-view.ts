import type { FileOffer } from "../files/file-offer.ts";
import type { TakeFault } from "../files/file-take.ts";

/** How files stand that were shared in the chat, and what a person can do with them. */

/** `offered`: nobody has asked for it here. `alone`: asked for, and nobody here has it. */
export type FileState =
  | "offered"
  | "asking"
  | "alone"
  | "taking"
  | "paused"
  | "here"
  | "failed"
  | "impossible"; // this browser has no data channels

/** Something that can be shown or played, by its content. */
export interface FilePreview {
  readonly kind: "image" | "audio";
  readonly address: string; // blob:
}

/** Somebody who takes a file from us. */
export interface FileTaker {
  readonly nickname: string;
  readonly bytes: number;
  readonly done: boolean;
}

export interface FileView {
  readonly state: FileState;
  readonly bytes: number; // that have come
  readonly fault: TakeFault | undefined;
  readonly preview: FilePreview | undefined;
  readonly takers: readonly FileTaker[];
}

/** A file that is read before it is offered. */
export interface PreparedFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly bytes: number; // that were read
}

export interface FilesView {
  readonly preparing: readonly PreparedFile[];
  readonly of: ReadonlyMap<string, FileView>; // by the message's key
}

export const NO_FILES: FilesView = { preparing: [], of: new Map() };

/** Why a file was not offered. */
export type OfferFault = "file-empty" | "file-too-large" | "file-unreadable" | "too-many-files";

/** Messages by their keys. What fails shows at the message, or as a problem. */
export interface FileActions {
  /** Offers files to everybody in the room. */
  offer(files: readonly File[]): void;
  /** Stops reading one that is not offered yet. */
  stopOffering(id: number): void;
  /** Fetches one, or goes on with it. */
  fetch(key: string): void;
  pause(key: string): void;
  cancel(key: string): void;
  /** The file, to be saved under its name; undefined while it is not here. */
  get(key: string): { readonly offer: FileOffer; readonly content: Blob } | undefined;
}
