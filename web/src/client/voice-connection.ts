import type { Bytes } from "../crypto/bytes.ts";
import type { VoiceGuard } from "../sealing/voice-sealing.ts";
import { ClientError } from "./errors.ts";
import { fingerprintOf } from "./sdp.ts";

export interface Offer {
  readonly sdp: string;
  /** Of our DTLS certificate. */
  readonly fingerprint: Bytes;
}

/** Of silence before nothing is sent: six frames. */
export const SILENCE_MILLIS = 120;

/** Opens data channels on a connection. */
export interface DataEnd {
  /** False: nobody has needed them yet, and none are offered. */
  readonly wanted: boolean;
  /** Who is told when they are wanted. */
  onWanted: () => void;
  attach(peer: RTCPeerConnection): void;
}

export type CreatePeer = (configuration: RTCConfiguration) => RTCPeerConnection;

/**
 * One RTCPeerConnection and its one negotiation (protocol/media.md): a sendonly line for the microphone, then the voice slots.
 * Each has a certificate of its own, so the server can tell a new connection from an ICE restart.
 */
export class VoiceConnection {
  readonly #peer: RTCPeerConnection;
  readonly #microphone: RTCRtpTransceiver;
  /** The voice slots, in the order of their lines. */
  readonly slots: readonly RTCRtpReceiver[];
  #answered = false;
  #offer: Promise<Offer> | undefined;
  #madeOffer: Offer | undefined;
  #attached = false;
  /** What was added after the last offer has to be agreed on. */
  #incomplete = false;
  #sending = 0;

  /**
   * `guard` seals and opens all voice of a sealed room; left out in a public one, whose frames go untouched. `data` opens its
   * channels if they are wanted; left out, none are offered.
   */
  constructor(
    createPeer: CreatePeer,
    slotCount: number,
    stateChanged: () => void,
    guard?: VoiceGuard,
    data?: DataEnd,
  ) {
    this.#peer = createPeer({ bundlePolicy: "max-bundle", rtcpMuxPolicy: "require" });
    this.#microphone = this.#peer.addTransceiver("audio", { direction: "sendonly" });
    // In this task and before there is a track: a transform that comes later lets the first frames out in the clear.
    guard?.guardSender(this.#microphone.sender);
    this.slots = Array.from({ length: slotCount }, () => {
      const { receiver } = this.#peer.addTransceiver("audio", { direction: "recvonly" });
      guard?.guardReceiver(receiver);
      return receiver;
    });
    if (data?.wanted) this.attach(data);
    this.#peer.onconnectionstatechange = stateChanged;
    this.#peer.oniceconnectionstatechange = stateChanged;
  }

  /** `connected`, not yet (`new`, `connecting`), or in trouble (`disconnected`, `failed`, `closed`). */
  get state(): RTCPeerConnectionState {
    // Chromium tells of a broken path first in the ICE state.
    const ice = this.#peer.iceConnectionState;
    if (ice === "disconnected" || ice === "failed") return ice;
    return this.#peer.connectionState;
  }

  /** The first offer, once it is made and as long as it was not answered. */
  get preparedOffer(): Offer | undefined {
    return this.#answered ? undefined : this.#madeOffer;
  }

  /** The offer that was not answered yet, made at once when it is not there. */
  offer(): Promise<Offer> {
    this.#offer ??= this.#makeOffer({});
    return this.#offer;
  }

  /** An offer with new ICE credentials on the same DTLS association; the first offer where none was answered yet. */
  restartOffer(): Promise<Offer> {
    if (!this.#answered) return this.offer();
    this.#offer = this.#makeOffer({ iceRestart: true });
    return this.#offer;
  }

  /** Adds the line for data channels, which costs nothing before; `isIncomplete` until it is offered. */
  attach(data: DataEnd): void {
    if (this.#attached) return;
    this.#attached = true;
    this.#incomplete = true;
    data.attach(this.#peer);
  }

  /** Something is to be offered that was not yet: `offer` does, once the former offer was answered. */
  get isIncomplete(): boolean {
    return this.#answered && this.#incomplete && this.#offer === undefined;
  }

  /** The offer that was made got no answer: its like is made anew. */
  offerAgain(): void {
    this.#offer = undefined;
    this.#incomplete = this.#attached;
  }

  async accept(answer: string): Promise<void> {
    await this.#peer.setRemoteDescription({ type: "answer", sdp: answer });
    this.#answered = true;
    this.#offer = undefined;
  }

  /**
   * What others hear; null: nothing is sent. A track that is merely disabled would go on sending 50 packets a second. But a voice
   * that breaks off is drawn out by the listeners' concealment, up to a second of it: so a few frames of silence go before the end.
   */
  async send(track: MediaStreamTrack | null): Promise<void> {
    const { sender } = this.#microphone;
    const former = sender.track;
    const turn = ++this.#sending;
    if (track) {
      track.enabled = true;
    } else if (former) {
      former.enabled = false;
      await new Promise((resolve) => setTimeout(resolve, SILENCE_MILLIS));
      if (turn !== this.#sending) return;
    }
    try {
      await sender.replaceTrack(track);
    } finally {
      if (former && turn === this.#sending) former.enabled = true; // the meter goes on with it
    }
  }

  /** Sends nothing from this moment on. */
  async hush(): Promise<void> {
    this.#sending++;
    await this.#microphone.sender.replaceTrack(null);
  }

  close(): void {
    this.#peer.onconnectionstatechange = null;
    this.#peer.oniceconnectionstatechange = null;
    this.#peer.close();
  }

  async #makeOffer(options: RTCOfferOptions): Promise<Offer> {
    this.#incomplete = false;
    await this.#peer.setLocalDescription(await this.#peer.createOffer(options));
    // The server needs no candidates of ours: it answers checks. So nobody waits for gathering.
    const sdp = this.#peer.localDescription?.sdp ?? "";
    const fingerprint = fingerprintOf(sdp);
    if (!fingerprint) throw new ClientError("unknown", "browser", "The offer has no fingerprint");
    this.#madeOffer = { sdp, fingerprint };
    return this.#madeOffer;
  }
}
