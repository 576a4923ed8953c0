/** An RTCPeerConnection that negotiates with nobody: the test says how its path stands. */
const FINGERPRINT = Array.from({ length: 31 }, () => "00").join(":");

export class FakeReceiver {
  readonly track = { kind: "audio" };
  sources: { source: number; timestamp: number; audioLevel?: number }[] = [];

  getContributingSources() {
    return this.sources;
  }

  getSynchronizationSources() {
    return [];
  }
}

export class FakePeer {
  static count = 0;
  connectionState: RTCPeerConnectionState = "new";
  iceConnectionState: RTCIceConnectionState = "new";
  onconnectionstatechange: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  localDescription: { sdp: string } | null = null;
  readonly answers: string[] = [];
  readonly restarts: boolean[] = [];
  readonly directions: string[] = [];
  readonly receivers: FakeReceiver[] = [];
  track: unknown = null;
  closed = false;
  readonly #number = ++FakePeer.count;
  #ice = 0;

  addTransceiver(kind: string, { direction }: { direction: string }) {
    this.directions.push(`${kind} ${direction}`);
    const receiver = new FakeReceiver();
    this.receivers.push(receiver);
    const sender = {
      track: null as unknown,
      replaceTrack: async (track: unknown) => {
        sender.track = track;
        this.track = track;
      },
    };
    return { receiver, sender };
  }

  /** Labels of the data channels that were opened. */
  readonly channels: string[] = [];

  createDataChannel(label: string) {
    this.channels.push(label);
    return { readyState: "connecting", addEventListener: () => {} };
  }

  async createOffer(options: { iceRestart?: boolean }) {
    this.restarts.push(options.iceRestart === true);
    this.#ice++;
    const last = this.#number.toString(16).padStart(2, "0");
    return {
      sdp: `peer ${this.#number} ice ${this.#ice}\r\na=fingerprint:sha-256 ${FINGERPRINT}:${last}\r\n`,
    };
  }

  async setLocalDescription(description: { sdp: string }) {
    this.localDescription = description;
  }

  async setRemoteDescription({ sdp }: { sdp: string }) {
    if (sdp === "nonsense") throw new DOMException("No answer", "OperationError");
    this.answers.push(sdp);
  }

  /** The path's state as the browser finds it. */
  become(state: "connected" | "disconnected" | "failed"): void {
    this.connectionState = state;
    this.iceConnectionState = state;
    this.onconnectionstatechange?.();
  }

  close(): void {
    this.closed = true;
    this.connectionState = "closed";
  }
}

/** All peers that were made, the newest last. */
export class FakePeers {
  readonly all: FakePeer[] = [];

  readonly create = (): RTCPeerConnection => {
    const peer = new FakePeer();
    this.all.push(peer);
    return peer as unknown as RTCPeerConnection;
  };

  get last(): FakePeer {
    const peer = this.all.at(-1);
    if (!peer) throw new Error("no peer was made");
    return peer;
  }
}
