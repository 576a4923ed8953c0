/** What is done to each frame of voice between encoder and network, and between network and decoder. */
import { type FrameDrop, FrameOpener, FrameSealer } from "./frames.ts";
import type {
  FromVoiceWorker,
  ToVoiceWorker,
  TransformRole,
  VoiceCounts,
} from "./voice-messages.ts";

/** While somebody is heard on a slot, the page is told so often. */
export const HEARD_MILLIS = 100;

/** The part of RTCEncodedAudioFrame that is used. */
export interface EncodedFrame {
  data: ArrayBuffer;
}

interface SlotHeard {
  member: number;
  toldMillis: number;
}

/**
 * Seals and opens frames. Nothing passes by accident: a frame that is not sealed, or not opened, is dropped, and so is every frame
 * while there is no key. Only frames without content pass as they are: they say that nothing is sent (DTX), and carry nothing.
 */
export class VoiceTransform {
  readonly #sealer = new FrameSealer();
  readonly #opener = new FrameOpener();
  readonly #slots = new Map<number, SlotHeard>();
  readonly #tell: (message: FromVoiceWorker) => void;
  readonly #now: () => number;
  readonly #dropped: Record<FrameDrop, number> = {
    "no-key": 0,
    malformed: 0,
    "unknown-key": 0,
    replayed: 0,
    unauthentic: 0,
  };
  #sealed = 0;
  #opened = 0;
  #empty = 0;

  constructor(tell: (message: FromVoiceWorker) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  async handle(message: ToVoiceWorker): Promise<void> {
    switch (message.kind) {
      case "seal":
        return await this.#sealer.use(message.kid, message.baseKey);
      case "stop":
        return this.#sealer.stop();
      case "open":
        return await this.#opener.add(message.kid, message.member, message.baseKey);
      case "retire":
        return this.#opener.retire(message.kid, this.#now() + message.millis);
      case "count":
        return this.#tell({ kind: "counts", counts: this.counts });
    }
  }

  get counts(): VoiceCounts {
    const dropped = { ...this.#dropped };
    return { sealed: this.#sealed, opened: this.#opened, empty: this.#empty, dropped };
  }

  /** Changes a frame in place; false when it must be dropped. */
  async pass(role: TransformRole, frame: EncodedFrame): Promise<boolean> {
    if (frame.data.byteLength === 0) {
      this.#empty++;
      return true;
    }
    return role.role === "seal" ? await this.#seal(frame) : await this.#open(role.slot, frame);
  }

  async #seal(frame: EncodedFrame): Promise<boolean> {
    const sealed = await this.#sealer.seal(new Uint8Array(frame.data));
    if (!sealed) return this.#drop("no-key");
    frame.data = sealed.buffer;
    this.#sealed++;
    return true;
  }

  async #open(slot: number, frame: EncodedFrame): Promise<boolean> {
    const opened = await this.#opener.open(new Uint8Array(frame.data), this.#now());
    if ("drop" in opened) return this.#drop(opened.drop);
    frame.data = opened.plaintext.buffer;
    this.#opened++;
    this.#heard(slot, opened.member);
    return true;
  }

  #drop(reason: FrameDrop): false {
    this.#dropped[reason]++;
    return false;
  }

  #heard(slot: number, member: number): void {
    const now = this.#now();
    const before = this.#slots.get(slot);
    if (before?.member === member && now - before.toldMillis < HEARD_MILLIS) return;
    this.#slots.set(slot, { member, toldMillis: now });
    this.#tell({ kind: "heard", slot, member });
  }
}
