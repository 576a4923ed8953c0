/** Microphones and a Web Audio that make no sound; the test says how loud it is and what is plugged in. */

export class FakeTrack {
  readonly kind = "audio";
  readyState: "live" | "ended" = "live";
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;
  readonly deviceId: string;

  constructor(deviceId: string) {
    this.deviceId = deviceId;
  }

  getSettings() {
    return { deviceId: this.deviceId };
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** The device goes away. */
  unplug(): void {
    this.readyState = "ended";
    this.onended?.();
  }
}

interface Asked {
  readonly deviceId?: { readonly exact: string };
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

export class FakeDevices extends EventTarget {
  microphones = ["built-in"];
  speakers: string[] = ["speakers"];
  /** Name of the DOMException that every request meets. */
  refusal: string | undefined;
  readonly asked: Asked[] = [];
  readonly tracks: FakeTrack[] = [];

  async getUserMedia({ audio }: { audio: Asked }) {
    this.asked.push(audio);
    if (this.refusal !== undefined) throw new DOMException("No", this.refusal);
    const wanted = audio.deviceId?.exact ?? this.microphones[0];
    if (wanted === undefined) throw new DOMException("None", "NotFoundError");
    if (!this.microphones.includes(wanted)) throw new DOMException("Gone", "OverconstrainedError");
    const track = new FakeTrack(wanted);
    this.tracks.push(track);
    return { getTracks: () => [track], getAudioTracks: () => [track] };
  }

  async enumerateDevices() {
    return [
      ...this.microphones.map((deviceId) => ({ kind: "audioinput", deviceId, label: deviceId })),
      ...this.speakers.map((deviceId) => ({ kind: "audiooutput", deviceId, label: deviceId })),
    ];
  }

  /** What is plugged in is another. */
  plug(microphones: string[]): void {
    this.microphones = microphones;
    this.dispatchEvent(new Event("devicechange"));
  }

  get live(): FakeTrack[] {
    return this.tracks.filter((track) => track.readyState === "live");
  }
}

class FakeParam {
  value = 1;
  setTargetAtTime(value: number): void {
    this.value = value;
  }
  setValueAtTime(): void {}
  linearRampToValueAtTime(): void {}
}

class FakeNode {
  readonly gain = new FakeParam();
  readonly frequency = new FakeParam();
  readonly context: FakeAudioContext;
  fftSize = 0;
  onended: (() => void) | null = null;

  constructor(context: FakeAudioContext) {
    this.context = context;
  }

  connect<T>(other: T): T {
    return other;
  }
  disconnect(): void {}
  start(): void {
    this.context.notes++;
  }
  stop(): void {}
  getFloatTimeDomainData(samples: Float32Array): void {
    samples.fill(FakeAudioContext.amplitude);
  }
}

export class FakeAudioContext {
  /** What microphones hear. */
  static amplitude = 0;
  /** False: the browser holds sound back until a click. */
  static allowed = true;
  static made: FakeAudioContext[] = [];
  state: AudioContextState = "suspended";
  onstatechange: (() => void) | null = null;
  readonly destination = new FakeNode(this);
  readonly currentTime = 0;
  readonly gains: FakeNode[] = [];
  sink = "";
  notes = 0;

  constructor() {
    FakeAudioContext.made.push(this);
  }

  async resume(): Promise<void> {
    if (!FakeAudioContext.allowed) await new Promise(() => {});
    this.state = "running";
    this.onstatechange?.();
  }

  async setSinkId(id: string): Promise<void> {
    if (id === "gone") throw new DOMException("Gone", "NotFoundError");
    this.sink = id;
  }

  async close(): Promise<void> {
    this.state = "closed";
  }

  createGain(): FakeNode {
    const gain = new FakeNode(this);
    this.gains.push(gain);
    return gain;
  }
  createAnalyser = () => new FakeNode(this);
  createOscillator = () => new FakeNode(this);
  createMediaStreamSource: () => FakeNode = () => new FakeNode(this);
}

/** Gives this test fresh devices and audio. */
export function installAudio(): FakeDevices {
  const devices = new FakeDevices();
  FakeAudioContext.amplitude = 0;
  FakeAudioContext.allowed = true;
  FakeAudioContext.made = [];
  define(globalThis.navigator, "mediaDevices", devices);
  define(globalThis, "AudioContext", FakeAudioContext);
  define(globalThis, "MediaStream", class {});
  define(
    globalThis,
    "Audio",
    class {
      srcObject: unknown = null;
      muted = false;
      async play(): Promise<void> {}
    },
  );
  return devices;
}

export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}
