/**
 * Two ends of one call in one page: ours, which is the VoiceConnection that people get, sealed; and the far end, which stands for
 * the server and whoever is behind it. What the far end's network brought is kept as it came.
 */
import { VoiceConnection } from "../../../src/client/voice-connection.ts";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import { FrameOpener } from "../../../src/sealing/frames.ts";
import type { VoiceCounts } from "../../../src/sealing/voice-messages.ts";
import {
  canSealVoice,
  VoiceSealing,
  type VoiceWorker,
} from "../../../src/sealing/voice-sealing.ts";

const SAMPLE_RATE = 48_000;
const FFT = 4096;

export interface CallOptions {
  /** Our key id; left out: no key. */
  readonly kid?: number;
  /** What the far end says: under this key id, `clear`, or nothing. */
  readonly far?: number | "clear";
  /** What we open of it, and by the right key or another one. */
  readonly openKid?: number;
  readonly wrongKey?: boolean;
  /** A worker that handles no frame. */
  readonly deafWorker?: boolean;
}

/** What of the frames that the network brought is what it should be. */
export interface Wire {
  readonly frames: number;
  /** By the key id that opened them. */
  readonly openedBy: Readonly<Record<string, number>>;
  /** Not opened by any of our keys: plaintext, most likely. */
  readonly strange: number;
}

const baseKey = (kid: number): Bytes => new Uint8Array(16).fill(kid % 251);

class Call {
  readonly frames: Bytes[] = [];
  readonly ours: VoiceSealing;
  readonly theirs = new VoiceSealing();
  readonly connection: VoiceConnection;
  readonly far = new RTCPeerConnection();
  near: RTCPeerConnection | undefined;
  readonly context = new AudioContext({ sampleRate: SAMPLE_RATE });
  readonly gain = this.context.createGain();
  readonly kids: number[] = [];
  readonly #analyser = this.context.createAnalyser();

  constructor({ deafWorker }: CallOptions) {
    const deaf = () => new Worker(new URL("./deaf-worker.ts", import.meta.url), { type: "module" });
    this.ours = deafWorker ? new VoiceSealing(deaf() as VoiceWorker) : new VoiceSealing();
    const createPeer = (configuration: RTCConfiguration) => {
      this.near = new RTCPeerConnection(configuration);
      return this.near;
    };
    this.connection = new VoiceConnection(createPeer, 2, () => {}, this.ours);
  }

  async start(options: CallOptions): Promise<void> {
    if (options.kid !== undefined) this.seal(options.kid);
    if (options.openKid !== undefined) {
      const key = baseKey(options.wrongKey ? options.openKid + 1 : options.openKid);
      this.ours.open(options.openKid, 7, key);
    }
    const { sdp } = await this.connection.offer();
    await this.far.setRemoteDescription({ type: "offer", sdp: dtx(sdp) });
    const [microphone, slot] = this.far.getTransceivers();
    if (!microphone || !slot) throw new Error("no lines");
    const tap = new Worker(new URL("./tap-worker.ts", import.meta.url), { type: "module" });
    tap.onmessage = ({ data }: MessageEvent<Bytes>) => this.frames.push(data);
    microphone.receiver.transform = new RTCRtpScriptTransform(tap, {});
    if (options.far !== undefined) {
      slot.direction = "sendonly";
      if (options.far !== "clear") {
        this.theirs.guardSender(slot.sender);
        this.theirs.seal(options.far, baseKey(options.far));
      }
      await slot.sender.replaceTrack(this.tone(1000));
    }
    await this.far.setLocalDescription();
    await gathered(this.far);
    await this.connection.accept(dtx(this.far.localDescription?.sdp ?? ""));
    await gathered(this.near);
    for (const line of (this.near?.localDescription?.sdp ?? "").split("\r\n")) {
      if (line.startsWith("a=candidate:")) {
        await this.far.addIceCandidate({ candidate: line.slice(2), sdpMLineIndex: 0 });
      }
    }
    this.listen();
    await this.connection.send(this.tone(440, this.gain));
    await connected(this.far);
  }

  seal(kid: number): void {
    this.kids.push(kid);
    this.ours.seal(kid, baseKey(kid));
  }

  tone(frequency: number, gain = this.context.createGain()): MediaStreamTrack {
    const oscillator = this.context.createOscillator();
    oscillator.frequency.value = frequency;
    const out = this.context.createMediaStreamDestination();
    oscillator.connect(gain).connect(out);
    oscillator.start();
    void this.context.resume();
    return out.stream.getAudioTracks()[0] as MediaStreamTrack;
  }

  /** Decibels of the far end's tone at our ear, and of everything together. */
  ear(): { readonly tone: number; readonly loudest: number } {
    const bins = new Float32Array(FFT / 2);
    this.#analyser.getFloatFrequencyData(bins);
    const bin = Math.round((1000 * FFT) / SAMPLE_RATE);
    return { tone: Math.max(...bins.slice(bin - 1, bin + 2)), loudest: Math.max(...bins) };
  }

  /** Looks at what the network brought, since the last look. */
  async wire(): Promise<Wire> {
    const openers = new Map<number, FrameOpener>();
    for (const kid of this.kids) {
      const opener = new FrameOpener();
      await opener.add(kid, 1, baseKey(kid));
      openers.set(kid, opener);
    }
    const openedBy: Record<string, number> = {};
    let strange = 0;
    // Firefox sends a packet for a frame without content, too; there is nothing in it to seal.
    const frames = this.frames.splice(0).filter(({ length }) => length > 0);
    for (const frame of frames) {
      let by: number | undefined;
      for (const [kid, opener] of openers) {
        if ("plaintext" in (await opener.open(frame, 0))) by = kid;
      }
      if (by === undefined) strange++;
      else openedBy[by] = (openedBy[by] ?? 0) + 1;
    }
    return { frames: frames.length, openedBy, strange };
  }

  counts(): Promise<VoiceCounts> {
    return this.ours.counts();
  }

  listen(): void {
    this.#analyser.fftSize = FFT;
    this.#analyser.smoothingTimeConstant = 0;
    const tracks = this.connection.slots.map(({ track }) => track);
    const puller = new Audio();
    puller.muted = true;
    puller.srcObject = new MediaStream(tracks);
    void puller.play().catch(() => {});
    for (const track of tracks) {
      this.context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    }
  }

  heard(): number | undefined {
    const [slot] = this.connection.slots;
    return slot && this.ours.heardOn(slot)?.member;
  }

  close(): void {
    this.connection.close();
    this.far.close();
    this.ours.close();
    this.theirs.close();
    void this.context.close();
  }
}

/** Both ends want silence to cost next to nothing. */
function dtx(sdp: string): string {
  return sdp.replaceAll("useinbandfec=1", "useinbandfec=1;usedtx=1");
}

function gathered(peer: RTCPeerConnection | undefined): Promise<void> {
  return new Promise((resolve) => {
    const look = () => peer?.iceGatheringState === "complete" && resolve();
    peer?.addEventListener("icegatheringstatechange", look);
    look();
  });
}

function connected(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => peer.connectionState === "connected" && resolve();
    peer.addEventListener("connectionstatechange", look);
    look();
  });
}

const bench = {
  canSealVoice,
  call: undefined as Call | undefined,
  async start(options: CallOptions): Promise<void> {
    bench.call?.close();
    bench.call = new Call(options);
    await bench.call.start(options);
  },
  get current(): Call {
    if (!bench.call) throw new Error("no call");
    return bench.call;
  },
};

declare global {
  interface Window {
    sealingBench: typeof bench;
  }
}

window.sealingBench = bench;
