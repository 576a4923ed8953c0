import { CryptoMissing } from "../crypto/credentials.ts";
import { ClientError, codeOf, type ErrorCode, isWorthWaiting } from "./errors.ts";
import type { Fault, Phase } from "./room-client-types.ts";
import { CLOSE_SUPERSEDED, CLOSE_TOO_MANY_SOCKETS } from "./signalling.ts";

const MAX_PROOFS = 3;
/** Losses in a row after which we say that the server is away. */
const AWAY_AFTER_LOSSES = 2;

/** What to do when hello or enter did not work. */
export type Remedy =
  | { readonly kind: "knock" } // wait for those inside
  | { readonly kind: "none" } // the loss itself is told elsewhere
  | { readonly kind: "again"; readonly renew: boolean; readonly afterMillis: number | undefined }
  | { readonly kind: "refused"; readonly code: ErrorCode };

/** Remembers what went wrong on the way in, and says when to go on trying. */
export class Recovery {
  #everEntered = false;
  #losses = 0;
  #proofs = 0;
  #lostMillis = 0;

  /** Somebody wants in, or wants in again. */
  begin(): void {
    this.#proofs = 0;
    this.#losses = 0;
  }

  entered(): void {
    this.#everEntered = true;
    this.#losses = 0;
  }

  /** Milliseconds since the line was lost while we were in. */
  awayMillis(nowMillis: number): number {
    return nowMillis - this.#lostMillis;
  }

  /** The line was lost while somebody wants in. Gives what to show; "superseded": do not come back. */
  lost(
    nowMillis: number,
    closeCode: number,
    wasIn: boolean,
  ): { readonly phase: Phase; readonly fault?: Fault } {
    if (closeCode === CLOSE_SUPERSEDED) return { phase: "superseded" };
    if (wasIn) this.#lostMillis = nowMillis;
    this.#losses++;
    const phase = this.#everEntered ? "reconnecting" : "connecting";
    if (closeCode === CLOSE_TOO_MANY_SOCKETS) return { phase, fault: "too-many-connections" };
    return this.#losses >= AWAY_AFTER_LOSSES ? { phase, fault: "server-away" } : { phase };
  }

  failed(error: unknown): Remedy {
    const code = error instanceof CryptoMissing ? "no-crypto" : codeOf(error);
    if (code === "knocking") return { kind: "knock" };
    if (code === "line-lost") return { kind: "none" };
    const isAboutProof = code === "identity-invalid" || code === "proof-invalid";
    const isAgain = isAboutProof
      ? this.#proofs++ < MAX_PROOFS
      : isWorthWaiting(error, this.#everEntered);
    if (!isAgain) return { kind: "refused", code };
    const afterMillis = error instanceof ClientError ? error.retryMillis : 0;
    return { kind: "again", renew: code === "identity-invalid", afterMillis };
  }
}
