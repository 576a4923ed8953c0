import type { AudioOutput } from "./audio-output.ts";
import { levelOfAmplitude, SmoothLevel } from "./levels.ts";

/** `off`: not asked for. `lost`: unplugged or taken (a phone call); it comes back by itself. */
export type MicrophoneState = "off" | "asking" | "on" | "denied" | "missing" | "busy" | "lost";

export interface MicrophoneEvents {
  /** The state, the track or the list of devices is another. */
  changed(): void;
}

export interface MicrophoneChoice {
  /** "" is the system's choice. */
  readonly deviceId: string;
  /** No noise suppression, no echo cancellation, no gain control. */
  readonly originalSound: boolean;
}

/** After a device came or went, the system needs a moment until it can be opened. */
const SETTLE_MILLIS = 300;
const METER_SAMPLES = 1024;

/**
 * The microphone: opened with the person's choice, swapped without a gap, and found again by itself when it was unplugged. It
 * measures its own level, also while muted, for the meter and the hint "you are muted".
 */
export class Microphone {
  readonly #output: AudioOutput;
  readonly #events: MicrophoneEvents;
  readonly #level = new SmoothLevel();
  readonly #samples = new Float32Array(METER_SAMPLES);
  #choice: MicrophoneChoice;
  #state: MicrophoneState = "off";
  #stream: MediaStream | undefined;
  #meter: { source: MediaStreamAudioSourceNode; analyser: AnalyserNode } | undefined;
  #opening = 0;
  #settleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(output: AudioOutput, events: MicrophoneEvents, choice: MicrophoneChoice) {
    this.#output = output;
    this.#events = events;
    this.#choice = choice;
    navigator.mediaDevices?.addEventListener?.("devicechange", this.#devicesChanged);
  }

  get state(): MicrophoneState {
    return this.#state;
  }

  /** What can be sent; null while there is none. */
  get track(): MediaStreamTrack | null {
    return this.#state === "on" ? (this.#stream?.getAudioTracks()[0] ?? null) : null;
  }

  /** What the microphone takes in, for who measures it; undefined while it is closed, or cannot be measured. */
  get source(): AudioNode | undefined {
    return this.#state === "on" ? this.#meter?.source : undefined;
  }

  /** Asks for the microphone. Never rejects: what comes of it is in `state`. */
  async open(): Promise<void> {
    if (this.#stream && this.#state === "on") return;
    await this.#reopen("asking");
  }

  /** Swaps to another device or other processing; while closed, only remembers. */
  async choose(choice: MicrophoneChoice): Promise<void> {
    this.#choice = choice;
    if (this.#state !== "off") await this.#reopen(this.#state);
  }

  close(): void {
    this.#opening++;
    clearTimeout(this.#settleTimer);
    this.#release();
    this.#setState("off");
  }

  /** Closes for good. */
  dispose(): void {
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.#devicesChanged);
    this.close();
  }

  /** Measures; about 20 times a second. True when speaking started or stopped. */
  poll(nowMillis: number): boolean {
    const before = this.#level.speaking;
    this.#level.measure(this.#measure(), nowMillis);
    return before !== this.#level.speaking;
  }

  level(nowMillis: number): number {
    return this.#level.at(nowMillis);
  }

  get speaking(): boolean {
    return this.#level.speaking;
  }

  async #reopen(meanwhile: MicrophoneState): Promise<void> {
    const turn = ++this.#opening;
    this.#setState(meanwhile);
    let stream: MediaStream;
    try {
      stream = await openStream(this.#choice);
    } catch (error) {
      if (turn !== this.#opening) return;
      this.#release();
      this.#setState(stateAfter(error));
      return;
    }
    if (turn !== this.#opening) {
      stop(stream);
      return;
    }
    this.#release();
    this.#take(stream);
    this.#setState("on", true);
  }

  #take(stream: MediaStream): void {
    this.#stream = stream;
    const track = stream.getAudioTracks()[0];
    if (!track) return;
    track.onended = () => this.#lose();
    // The system took the microphone for a while: a phone call on iOS.
    track.onmute = () => this.#setState("lost");
    track.onunmute = () => this.#setState("on");
    try {
      const context = this.#output.context;
      const analyser = context.createAnalyser();
      analyser.fftSize = METER_SAMPLES;
      const source = context.createMediaStreamSource(stream);
      source.connect(analyser);
      this.#meter = { source, analyser };
      void this.#output.unlock();
    } catch {
      // Firefox refuses a device of another sample rate: voice works, the meter stays at rest.
    }
  }

  #release(): void {
    this.#meter?.source.disconnect();
    this.#meter = undefined;
    if (this.#stream) stop(this.#stream);
    this.#stream = undefined;
  }

  /** Unplugged: another device takes over if there is one, else we wait for one to come. */
  #lose(): void {
    this.#release();
    this.#setState("lost");
    this.#reopenSoon();
  }

  readonly #devicesChanged = (): void => {
    this.#events.changed();
    void this.#considerDevices();
  };

  async #considerDevices(): Promise<void> {
    const unhappy = this.#state === "lost" || this.#state === "missing" || this.#state === "busy";
    if (unhappy || (this.#state === "on" && (await this.#chosenIsBack()))) this.#reopenSoon();
  }

  /** The chosen device was away, another stood in, and now it is there again. */
  async #chosenIsBack(): Promise<boolean> {
    const chosen = this.#choice.deviceId;
    const used = this.#stream?.getAudioTracks()[0]?.getSettings().deviceId;
    if (chosen === "" || used === chosen) return false;
    return (await listDevices("audioinput")).some((device) => device.deviceId === chosen);
  }

  #reopenSoon(): void {
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => void this.#reopen(this.#state), SETTLE_MILLIS);
  }

  #measure(): number {
    if (!this.#meter) return 0;
    this.#meter.analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return levelOfAmplitude(Math.sqrt(sum / METER_SAMPLES));
  }

  #setState(state: MicrophoneState, always = false): void {
    if (state === this.#state && !always) return;
    this.#state = state;
    this.#events.changed();
  }
}

/** Whether the microphone opens without asking the person; false where the browser does not tell. */
export async function isMicrophoneAllowed(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: "microphone" as PermissionName });
    return state === "granted";
  } catch {
    return false;
  }
}

/** Empty where the browser has no devices to tell of. */
export async function listDevices(kind: MediaDeviceKind): Promise<readonly MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
  return devices.filter((device) => device.kind === kind);
}

async function openStream(choice: MicrophoneChoice): Promise<MediaStream> {
  const devices = navigator.mediaDevices;
  if (!devices) throw new DOMException("This page may not use a microphone", "SecurityError");
  const processing = {
    echoCancellation: !choice.originalSound,
    noiseSuppression: !choice.originalSound,
    autoGainControl: !choice.originalSound,
  };
  if (choice.deviceId !== "") {
    try {
      const deviceId = { exact: choice.deviceId };
      return await devices.getUserMedia({ audio: { ...processing, deviceId } });
    } catch (error) {
      // The chosen one is away: any other is better than none. A refusal stays one.
      if (nameOf(error) === "NotAllowedError") throw error;
    }
  }
  return await devices.getUserMedia({ audio: processing });
}

function stateAfter(error: unknown): MicrophoneState {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "missing";
  }
}

function nameOf(error: unknown): string {
  return error instanceof DOMException ? error.name : "";
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
  }
}
