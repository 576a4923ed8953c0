import { delay } from "./delay.ts";

/** Browsers that can send an AudioContext to another loudspeaker (Chromium). */
interface SinkContext extends AudioContext {
  setSinkId?(id: string): Promise<void>;
}

/**
 * The one AudioContext of the page and its loudspeaker. It is made at the first gesture or join, not before: a context that
 * starts without either stays silent. Where only elements can choose a loudspeaker (Firefox), one element plays the mix.
 */
export class AudioOutput {
  readonly #changed: () => void;
  #context: SinkContext | undefined;
  /** Where only elements can choose a loudspeaker: the mix goes through these two. */
  #routed: MediaStreamAudioDestinationNode | undefined;
  #element: HTMLAudioElement | undefined;
  readonly #inputs = new Set<AudioNode>();
  #speaker = "";
  #blocked = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get context(): AudioContext {
    if (!this.#context) {
      const context: SinkContext = new AudioContext({ latencyHint: "interactive" });
      context.onstatechange = () => this.#look();
      this.#context = context;
      if (this.#speaker !== "") void this.chooseSpeaker(this.#speaker).catch(() => {});
    }
    return this.#context;
  }

  get isMade(): boolean {
    return this.#context !== undefined;
  }

  /** The browser holds sound back until the next click. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** Whether people can choose a loudspeaker here. */
  static get choosable(): boolean {
    return (
      (typeof AudioContext !== "undefined" && "setSinkId" in AudioContext.prototype) ||
      (typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype)
    );
  }

  /** Starts sound, or finds that it is blocked. From a click it always starts. */
  async unlock(): Promise<void> {
    const context = this.context;
    await Promise.race([context.resume(), delay(BLOCKED_AFTER_MILLIS)]).catch(() => {});
    await this.#element?.play().catch(() => {});
    this.#look();
  }

  /** Connects a source for as long as it sounds; returns what disconnects it. */
  connect(node: AudioNode): () => void {
    this.#inputs.add(node);
    node.connect(this.#routed ?? this.context.destination);
    return () => {
      this.#inputs.delete(node);
      node.disconnect();
    };
  }

  /** Rejects when the loudspeaker is gone. "" is the system's choice. */
  async chooseSpeaker(deviceId: string): Promise<void> {
    this.#speaker = deviceId;
    const context = this.#context;
    if (!context) return;
    if (context.setSinkId) await context.setSinkId(deviceId);
    else if ("setSinkId" in HTMLMediaElement.prototype) await this.#playThroughElement(deviceId);
  }

  async close(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    if (this.#element) this.#element.srcObject = null;
    this.#element = this.#routed = undefined;
    this.#inputs.clear();
    await context?.close().catch(() => {});
  }

  async #playThroughElement(deviceId: string): Promise<void> {
    if (!this.#element) {
      if (deviceId === "") return;
      this.#routed = this.context.createMediaStreamDestination();
      this.#element = new Audio();
      this.#element.srcObject = this.#routed.stream;
      for (const node of this.#inputs) {
        node.disconnect();
        node.connect(this.#routed);
      }
    }
    await this.#element.setSinkId(deviceId);
    await this.#element.play();
  }

  #look(): void {
    const blocked = this.#context !== undefined && this.#context.state !== "running";
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#changed();
  }
}

/** Long enough for a context that is allowed to start. */
const BLOCKED_AFTER_MILLIS = 500;
