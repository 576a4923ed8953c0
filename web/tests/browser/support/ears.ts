/**
 * What is injected into a page before its own scripts: a microphone that is a pure tone, and ears that measure the spectrum of
 * every track received. It touches only standard browser interfaces, so the page under test is the one that people get.
 */

/** One look at the ears: decibels at each watched frequency, of all tracks together. */
export interface Sample {
  readonly time: number; // ms since 1970, of the page's high-resolution clock
  readonly decibels: readonly number[];
  /** Of what the page plays to its loudspeaker; empty before `watchPlayed`. */
  readonly played: readonly number[];
}

export interface Ears {
  readonly peers: RTCPeerConnection[];
  readonly samples: Sample[];
  /** Decibels at each watched frequency of what the page itself plays to its loudspeaker now. */
  played(): number[];
  /** From now on samples tell that, too. */
  watchPlayed(): void;
  /** How many microphones are open now. */
  openMicrophones(): number;
  /** 0 to 1: how loud this page's tone is. */
  setLoudness(loudness: number): void;
  /**
   * Times (ms since 1970) at which sound set in after silence; filled once `watchOnsets` was called: in the tracks received, or in
   * what the page plays.
   */
  readonly onsets: number[];
  watchOnsets(where?: "tracks" | "loudspeaker"): void;
  /** Sounds 100 ms of the tone; returns when it set in, ms since 1970. */
  burst(): number;
  /** When Join was clicked and when the first voice packet came in; filled once `watchJoin` was called. */
  readonly join: { clicked: number; firstPacket: number };
  watchJoin(): void;
  /** Clicks the button of this name; returns when. */
  clickTime(name: string): number;
  /** Numbers of the members who were heard on any slot within the last `millis`. */
  contributors(millis: number): number[];
}

declare global {
  interface Window {
    ears: Ears;
  }
}

export interface EarsOptions {
  readonly tone: number; // Hz
  readonly watch: readonly number[]; // Hz
  readonly loudness: number; // 0 to 1
}

/** Runs in the page. Must not refer to anything outside itself. */
export function installEars(options: EarsOptions): void {
  const FFT = 4096;
  const SAMPLE_MILLIS = 10;
  const KEPT_SAMPLES = 6_000;
  const gains: { node: GainNode; context: AudioContext }[] = [];
  let loudness = options.loudness;
  let analyser: AnalyserNode | undefined; // of all tracks together: each look costs the same in a room of any size
  let watchesOnsets = false;
  let watchesPlayed = false;
  const receivers: RTCRtpReceiver[] = [];
  const microphones: MediaStreamTrack[] = [];
  const clock = () => performance.timeOrigin + performance.now();
  const NativePeer = window.RTCPeerConnection;
  if (!NativePeer || !navigator.mediaDevices) return;
  const ears: Ears = {
    peers: [],
    samples: [],
    played: () => decibelsOf(loudspeakers.values()),
    watchPlayed() {
      watchesPlayed = true;
    },
    openMicrophones: () => microphones.filter((track) => track.readyState === "live").length,
    setLoudness(value) {
      loudness = value;
      for (const { node, context } of gains) node.gain.setValueAtTime(value, context.currentTime);
    },
    onsets: [],
    join: { clicked: Number.NaN, firstPacket: Number.NaN },
    watchOnsets(where = "tracks") {
      if (watchesOnsets) return;
      watchesOnsets = true;
      const block = new Float32Array(FFT); // a shorter one would get the oldest part of it
      let quietSince = 0;
      const isSound = (value: number) => value > 0.02 || value < -0.02;
      setInterval(() => {
        const [played] = loudspeakers.values();
        (where === "tracks" ? analyser : played)?.getFloatTimeDomainData(block);
        const first = block.findIndex(isSound);
        if (first < 0) return;
        const now = clock();
        if (now - quietSince > 60) ears.onsets.push(now - ((block.length - first) * 1000) / 48_000);
        quietSince = now;
      }, 4);
    },
    burst() {
      for (const { node, context } of gains) {
        node.gain.setValueAtTime(0.8, context.currentTime);
        node.gain.setValueAtTime(0, context.currentTime + 0.1);
      }
      return clock();
    },
    watchJoin() {
      document.addEventListener(
        "click",
        () => {
          if (Number.isNaN(ears.join.clicked)) ears.join.clicked = clock();
        },
        { capture: true },
      );
      const look = async () => {
        for (const peer of ears.peers) {
          // Statistics cost the page milliseconds: they are read when there can be something in them.
          if (!["connected", "completed"].includes(peer.iceConnectionState)) continue;
          for (const report of (await peer.getStats()).values()) {
            if (report.type === "inbound-rtp" && report.packetsReceived > 0) {
              ears.join.firstPacket = clock();
              return;
            }
          }
        }
        setTimeout(look, 5);
      };
      void look();
    },
    clickTime(name) {
      const button = [...document.querySelectorAll("button")].find(
        (element) =>
          (element.getAttribute("aria-label") ?? element.textContent ?? "").trim() === name,
      );
      if (!button) throw new Error(`no button ${name}`);
      button.click();
      return clock();
    },
    contributors(millis) {
      const now = clock();
      const numbers = new Set<number>();
      for (const receiver of receivers) {
        for (const source of receiver.getContributingSources()) {
          const time =
            source.timestamp > 1e12 ? source.timestamp : source.timestamp + performance.timeOrigin;
          if (now - time <= millis) numbers.add(source.source >>> 0);
        }
      }
      return [...numbers].sort((a, b) => a - b);
    },
  };
  window.ears = ears;

  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext({ sampleRate: 48_000 });
    const oscillator = context.createOscillator();
    oscillator.frequency.value = options.tone;
    const gain = context.createGain();
    gain.gain.value = loudness;
    const out = context.createMediaStreamDestination();
    oscillator.connect(gain).connect(out);
    oscillator.start();
    gains.push({ node: gain, context });
    await context.resume();
    microphones.push(...out.stream.getAudioTracks());
    return out.stream;
  };

  let listening: AudioContext | undefined;
  const listen = (track: MediaStreamTrack) => {
    listening ??= new AudioContext({ sampleRate: 48_000 });
    if (!analyser) {
      analyser = listening.createAnalyser();
      analyser.fftSize = FFT;
      analyser.smoothingTimeConstant = 0;
    }
    void listening.resume();
    const stream = new MediaStream([track]);
    // Chromium decodes a remote track only while an element pulls it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    void element.play().catch(() => undefined);
    listening.createMediaStreamSource(stream).connect(analyser);
  };
  const bins = new Float32Array(FFT / 2);
  const decibelsOf = (heard: Iterable<AnalyserNode>) => {
    const decibels = options.watch.map(() => -200);
    for (const node of heard) {
      node.getFloatFrequencyData(bins);
      options.watch.forEach((frequency, index) => {
        const bin = Math.round((frequency * FFT) / node.context.sampleRate);
        for (let near = bin - 1; near <= bin + 1; near++) {
          decibels[index] = Math.max(decibels[index] ?? -200, bins[near] ?? -200);
        }
      });
    }
    return decibels;
  };
  setInterval(() => {
    const decibels = decibelsOf(analyser ? [analyser] : []);
    const played = watchesPlayed ? ears.played() : [];
    ears.samples.push({ time: clock(), decibels, played });
    if (ears.samples.length > KEPT_SAMPLES) ears.samples.splice(0, KEPT_SAMPLES / 2);
  }, SAMPLE_MILLIS);

  // Whatever goes to a loudspeaker is heard here, too.
  const loudspeakers = new Map<BaseAudioContext, AnalyserNode>();
  const connect = AudioNode.prototype.connect as (...to: unknown[]) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
    if (to[0] instanceof AudioDestinationNode) {
      let node = loudspeakers.get(this.context);
      if (!node) {
        node = this.context.createAnalyser();
        node.fftSize = FFT;
        node.smoothingTimeConstant = 0;
        loudspeakers.set(this.context, node);
      }
      connect.call(this, node);
    }
    return connect.apply(this, to);
  } as typeof AudioNode.prototype.connect;

  window.RTCPeerConnection = class extends NativePeer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      ears.peers.push(this);
      this.addEventListener("track", (event) => {
        receivers.push(event.receiver);
        listen(event.track);
      });
    }
  } as typeof RTCPeerConnection;
}

/** Louder than this at its frequency, a tone is heard; at 0.5 loudness it reads about -12 dB. */
export const HEARD_DECIBELS = -45;
/** Quieter than this, it is not. */
export const SILENT_DECIBELS = -70;
