/** What the server says of keys (protocol/epochs.md), read into types. */
import type { Fields } from "../client/wire.ts";
import type { Bytes } from "../crypto/bytes.ts";

/** Under which key id a member's voice is sealed. */
export interface MediaKey {
  readonly epoch: number;
  readonly kid: number;
}

export interface SealedMember {
  readonly number: number;
  /** Certificate, sealing key, signature. */
  readonly shown: Bytes;
  readonly key: MediaKey | undefined;
}

export interface SealResult {
  readonly members: readonly SealedMember[];
  readonly commit: Bytes | undefined;
}

export function readSealResult(fields: Fields): SealResult {
  return {
    members: fields.list("members").map(readSealJoined),
    commit: fields.has("commit") ? fields.bytes("commit") : undefined,
  };
}

export function readSealJoined(fields: Fields): SealedMember {
  const isNamed = fields.has("epoch") && fields.has("kid");
  return {
    number: fields.count("number"),
    shown: fields.bytes("shown"),
    key: isNamed ? { epoch: fields.count("epoch"), kid: fields.count("kid") } : undefined,
  };
}

export function readMediaKey(fields: Fields): MediaKey & { readonly number: number } {
  return { number: fields.count("number"), epoch: fields.count("epoch"), kid: fields.count("kid") };
}
