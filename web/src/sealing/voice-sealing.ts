/** The page's side of sealed voice: installs the transforms, hands keys to the worker, knows who is heard. */
import type { Bytes } from "../crypto/bytes.ts";
import type {
  FromVoiceWorker,
  ToVoiceWorker,
  TransformRole,
  VoiceCounts,
} from "./voice-messages.ts";

/** What the voice connection needs: call it in the task that made the transceiver, before there is a track. */
export interface VoiceGuard {
  guardSender(sender: RTCRtpSender): void;
  guardReceiver(receiver: RTCRtpReceiver): void;
}

/** Whose frames were opened last, and when. */
export interface Heard {
  readonly member: number;
  readonly atMillis: number;
}

/** The part of a Worker that is used. */
export interface VoiceWorker {
  onmessage: ((event: MessageEvent<FromVoiceWorker>) => void) | null;
  postMessage(message: ToVoiceWorker): void;
  terminate(): void;
}

/** Attaches a transform of this worker to a sender or receiver. */
export type AttachTransform = (
  target: RTCRtpSender | RTCRtpReceiver,
  worker: VoiceWorker,
  role: TransformRole,
) => void;

/**
 * Whether this browser can seal voice. Where it cannot, a sealed room must not be joined: encoded transforms fail open, so there
 * is nothing to fall back on.
 */
export function canSealVoice(scope: object = globalThis): boolean {
  const { RTCRtpScriptTransform, RTCRtpSender, RTCRtpReceiver, Worker } = scope as Record<
    string,
    { readonly prototype?: object } | undefined
  >;
  return (
    typeof RTCRtpScriptTransform === "function" &&
    typeof Worker === "function" &&
    "transform" in (RTCRtpSender?.prototype ?? {}) &&
    "transform" in (RTCRtpReceiver?.prototype ?? {})
  );
}

/** Undefined where this browser cannot seal voice. */
export function makeVoiceSealing(): VoiceSealing | undefined {
  return canSealVoice() ? new VoiceSealing() : undefined;
}

export class VoiceSealing implements VoiceGuard {
  readonly #worker: VoiceWorker;
  readonly #attach: AttachTransform;
  readonly #now: () => number;
  readonly #slots = new WeakMap<RTCRtpReceiver, number>();
  readonly #heard = new Map<number, Heard>();
  #slotCount = 0;
  #counting: ((counts: VoiceCounts) => void)[] = [];

  constructor(
    worker: VoiceWorker = startWorker(),
    attach: AttachTransform = attachScript,
    now: () => number = () => performance.now(),
  ) {
    this.#worker = worker;
    this.#attach = attach;
    this.#now = now;
    worker.onmessage = ({ data }) => this.#told(data);
  }

  guardSender(sender: RTCRtpSender): void {
    this.#attach(sender, this.#worker, { role: "seal" });
  }

  guardReceiver(receiver: RTCRtpReceiver): void {
    const slot = ++this.#slotCount;
    this.#slots.set(receiver, slot);
    this.#attach(receiver, this.#worker, { role: "open", slot });
  }

  /** Seals what we say under this key from now on. */
  seal(kid: number, baseKey: Bytes): void {
    this.#worker.postMessage({ kind: "seal", kid, baseKey });
  }

  /** Seals nothing more: nothing is sent. */
  stop(): void {
    this.#worker.postMessage({ kind: "stop" });
  }

  /** Opens a member's frames of this key id. */
  open(kid: number, member: number, baseKey: Bytes): void {
    this.#worker.postMessage({ kind: "open", kid, member, baseKey });
  }

  /** Opens by that key for so long only. */
  retire(kid: number, millis: number): void {
    this.#worker.postMessage({ kind: "retire", kid, millis });
  }

  /** Whose frames a receiver opened last; undefined before the first. */
  heardOn(receiver: RTCRtpReceiver): Heard | undefined {
    return this.#heard.get(this.#slots.get(receiver) ?? 0);
  }

  counts(): Promise<VoiceCounts> {
    return new Promise((resolve) => {
      this.#counting.push(resolve);
      this.#worker.postMessage({ kind: "count" });
    });
  }

  close(): void {
    this.#worker.onmessage = null;
    this.#worker.terminate();
  }

  #told(message: FromVoiceWorker): void {
    if (message.kind === "heard") {
      this.#heard.set(message.slot, { member: message.member, atMillis: this.#now() });
      return;
    }
    const waiting = this.#counting;
    this.#counting = [];
    for (const resolve of waiting) resolve(message.counts);
  }
}

function startWorker(): VoiceWorker {
  return new Worker(new URL("./voice-worker.ts", import.meta.url), { type: "module" });
}

const attachScript: AttachTransform = (target, worker, role) => {
  target.transform = new RTCRtpScriptTransform(worker as Worker, role);
};
