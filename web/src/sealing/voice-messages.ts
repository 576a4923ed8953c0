/** What the page and its voice worker say to each other. */
import type { Bytes } from "../crypto/bytes.ts";
import type { FrameDrop } from "./frames.ts";

export type ToVoiceWorker =
  /** Seal what we say under this key from now on. */
  | { readonly kind: "seal"; readonly kid: number; readonly baseKey: Bytes }
  /** Seal nothing more: nothing is sent. */
  | { readonly kind: "stop" }
  /** Open a member's frames of this key id. */
  | {
      readonly kind: "open";
      readonly kid: number;
      readonly member: number;
      readonly baseKey: Bytes;
    }
  /** That key is of a former epoch: open by it for so long only. */
  | { readonly kind: "retire"; readonly kid: number; readonly millis: number }
  /** Answer with `counts`. */
  | { readonly kind: "count" };

export interface VoiceCounts {
  readonly sealed: number;
  readonly opened: number;
  /** Frames without content (DTX), passed as they are. */
  readonly empty: number;
  readonly dropped: Readonly<Record<FrameDrop, number>>;
}

export type FromVoiceWorker =
  /** Whose frames a slot opens now, by their key; told at each change, and again while it goes on. */
  | { readonly kind: "heard"; readonly slot: number; readonly member: number }
  | { readonly kind: "counts"; readonly counts: VoiceCounts };

/** What a transform is for. */
export type TransformRole =
  | { readonly role: "seal" }
  | { readonly role: "open"; readonly slot: number };
