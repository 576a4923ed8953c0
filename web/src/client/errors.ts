/** Whom an error concerns: the network (it comes back by itself), the server's refusal, this browser, or us (a bug). */
export type ErrorCategory = "network" | "refusal" | "browser" | "bug";

/** Reasons a server gives (protocol/README.md, "Errors"), and those of this side. */
export type ErrorCode =
  | "not-json"
  | "invalid-request"
  | "unknown-method"
  | "invalid-params"
  | "unsupported-version"
  | "hello-required"
  | "not-entered"
  | "already-entered"
  | "identity-invalid"
  | "proof-invalid"
  | "room-name-invalid"
  | "room-full"
  | "server-full"
  | "too-many-messages"
  | "too-large"
  | "offer-unacceptable"
  | "profile-invalid"
  | "unknown-member"
  | "busy"
  | "not-moderator"
  | "description-invalid"
  | "too-many-rooms"
  | "denied"
  | "descriptor-invalid"
  | "sealed-room"
  | "not-sealed"
  | "epoch-stale"
  | "act-malformed"
  | "act-forged"
  | "act-wrong-room"
  | "act-known"
  | "act-unlinked"
  | "act-not-allowed"
  | "act-of-another"
  | "acts-full"
  | "act-without-subject"
  | "banned"
  | "address-banned"
  | "room-locked"
  | "knocking"
  | "lobby-full"
  | "slow-mode"
  | "acts-of-another-life"
  | "invite-forged"
  | "invite-unanswered"
  | "invite-expired"
  | "invite-spent"
  | "invite-revoked"
  | "invite-settled"
  | "room-elsewhere" // it moved between hello and enter
  | "robot-unknown"
  | "too-many-robots"
  | "robot-sealed"
  | "voice-sealed"
  | "voice-unavailable"
  | "voice-silenced"
  | "voice-unmuted"
  | "voice-failed"
  // of this side
  | "cannot-seal"
  | "line-lost"
  | "timeout"
  | "malformed-answer"
  | "chain-refused" // a sealed room as it was before, or another branch of it
  | "words-too-long"
  | "no-crypto"
  | "unknown";

const REFUSALS: ReadonlySet<string> = new Set<ErrorCode>([
  "unsupported-version",
  "identity-invalid",
  "proof-invalid",
  "room-name-invalid",
  "room-full",
  "server-full",
  "too-many-messages",
  "too-large",
  "unknown-member",
  "busy",
  "not-moderator",
  "too-many-rooms",
  "denied",
  "descriptor-invalid",
  "epoch-stale",
  "act-known",
  "act-unlinked",
  "act-not-allowed",
  "acts-full",
  "act-without-subject",
  "banned",
  "address-banned",
  "room-locked",
  "knocking",
  "lobby-full",
  "slow-mode",
  "acts-of-another-life",
  "invite-forged",
  "invite-unanswered",
  "invite-expired",
  "invite-spent",
  "invite-revoked",
  "invite-settled",
  "room-elsewhere",
  "robot-unknown",
  "too-many-robots",
  "robot-sealed",
  "voice-sealed",
  "voice-unavailable",
  "voice-silenced",
  "voice-unmuted",
  "voice-failed",
]);

const BUGS: ReadonlySet<string> = new Set<ErrorCode>([
  "not-json",
  "invalid-request",
  "unknown-method",
  "invalid-params",
  "hello-required",
  "not-entered",
  "already-entered",
  "offer-unacceptable",
  "profile-invalid",
  "description-invalid",
  "sealed-room",
  "not-sealed",
  "act-malformed",
  "act-forged",
  "act-wrong-room",
  "act-of-another",
]);

/** Anything that did not work. The message is for engineers; people see words chosen by the code. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  /** How long the server asks us to wait. */
  readonly retryMillis: number | undefined;

  constructor(code: ErrorCode, category: ErrorCategory, message: string, retryMillis?: number) {
    super(message);
    this.code = code;
    this.category = category;
    this.retryMillis = retryMillis;
  }
}

/** Reads a JSON-RPC error object. */
export function errorFromWire(error: unknown): ClientError {
  const { message, data } = (error ?? {}) as { message?: unknown; data?: unknown };
  const { reason, retryMillis } = (data ?? {}) as { reason?: unknown; retryMillis?: unknown };
  const known = typeof reason === "string" && (REFUSALS.has(reason) || BUGS.has(reason));
  const code = known ? (reason as ErrorCode) : "unknown";
  return new ClientError(
    code,
    BUGS.has(code) ? "bug" : "refusal",
    typeof message === "string" ? message : "The server gave no message",
    typeof retryMillis === "number" ? retryMillis : undefined,
  );
}

export function codeOf(error: unknown): ErrorCode {
  return error instanceof ClientError ? error.code : "unknown";
}

/** Whether to come again later: a full or busy server may have room then, for one who was in. */
export function isWorthWaiting(error: unknown, wasIn: boolean): boolean {
  if (error instanceof ClientError && error.category === "network") return true;
  const code = codeOf(error);
  if (code === "busy" || code === "too-many-messages" || code === "room-elsewhere") return true;
  return wasIn && (code === "room-full" || code === "server-full");
}

export function notInRoom(): ClientError {
  return new ClientError("line-lost", "network", "Not in the room");
}
