import type { VoiceGuard } from "../sealing/voice-sealing.ts";
import { type CreatePeer, type DataEnd, type Offer, VoiceConnection } from "./voice-connection.ts";

/** `idle`: not in a room, or without voice. `unreachable`: tried for long, still trying. */
export type VoiceState = "idle" | "connecting" | "connected" | "reconnecting" | "unreachable";

export interface VoiceEvents {
  stateChanged(): void;
  /** New receivers; those before are to be played until these are heard (`keeps`), or let go at once. The same again: now at the latest. */
  slotsChanged(slots: readonly RTCRtpReceiver[], keeps: boolean): void;
  /** Sends an offer to the server and brings its answer. */
  negotiate(offer: Offer): Promise<string>;
}

export const VOICE_SLOTS = 6;
/** A prepared connection older than this gathered its addresses too long ago. */
export const PREPARED_MILLIS = 120_000;
/** An ICE restart that did not help by then is given up for a new connection. */
export const RESTART_PATIENCE_MILLIS = 4_000;
/** A new connection is given this long, then twice as long each time, up to the last. */
export const CONNECT_PATIENCE_MILLIS = 5_000;
export const LAST_PATIENCE_MILLIS = 20_000;
/** So many attempts without a way through, and the person is told. */
export const ATTEMPTS_UNTIL_UNREACHABLE = 2;
/** A room that moves is heard over its former node for so long at most, where that still has it. */
export const FORMER_MILLIS = 6_000;
/** So long after we are with the next node, the others are, too. */
export const OVERLAP_MILLIS = 1_500;
/** A line for data that was not agreed on is asked for again. */
export const COMPLETE_AGAIN_MILLIS = 2_000;

/**
 * Keeps voice going: one connection, mended by an ICE restart or replaced, around the same microphone track. Mending waits for a
 * line to the server: between `lineLost` and the next `entered` nothing is tried. Where the room moves, the former connection
 * speaks and hears on until the others are with the next node, too.
 */
export class Voice {
  readonly #createPeer: CreatePeer;
  readonly #events: VoiceEvents;
  readonly #guard: VoiceGuard | undefined;
  readonly #data: DataEnd | undefined;
  #connection: VoiceConnection | undefined;
  #former: VoiceConnection | undefined;
  #formerTimer: ReturnType<typeof setTimeout> | undefined;
  #overlaps = false;
  #madeMillis = 0;
  #track: MediaStreamTrack | null = null;
  #state: VoiceState = "idle";
  #lineUp = false;
  /** The server has ended the transport: an ICE restart would reach nobody. */
  #lost = false;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #againTimer: ReturnType<typeof setTimeout> | undefined;
  #mending = false;

  constructor(
    events: VoiceEvents,
    createPeer: CreatePeer = (config) => new RTCPeerConnection(config),
    guard?: VoiceGuard,
    data?: DataEnd,
  ) {
    this.#events = events;
    this.#createPeer = createPeer;
    this.#guard = guard;
    this.#data = data;
    if (data) data.onWanted = () => this.#openData(data);
  }

  get state(): VoiceState {
    return this.#state;
  }

  /** What `offerToEnter` would give, where it is there already. */
  get preparedOffer(): Offer | undefined {
    return this.#isStale ? undefined : this.#connection?.preparedOffer;
  }

  get #isStale(): boolean {
    return performance.now() - this.#madeMillis > PREPARED_MILLIS;
  }

  /** Makes the first connection and its offer ahead of time. */
  prepare(): void {
    if (this.#connection && (this.#state !== "idle" || !this.#isStale)) return;
    this.#renew()
      .offer()
      .catch(() => {}); // shows again when it is needed
  }

  /** The offer to enter with: an ICE restart of what is there, or a new connection. */
  async offerToEnter(how: "restart" | "new"): Promise<Offer> {
    this.prepare();
    if (how === "new" && this.#state !== "idle") this.#renew(true);
    const connection = this.#connection ?? this.#renew();
    return connection.restartOffer();
  }

  /** The room answered what `offerToEnter` gave. */
  async entered(answer: string): Promise<void> {
    this.#lineUp = true;
    this.#lost = false;
    if (this.#state === "idle") this.#setState("connecting");
    this.#expect(CONNECT_PATIENCE_MILLIS);
    try {
      await this.#connection?.accept(answer);
    } catch {
      // An answer that this browser does not understand: the timer tries a new connection.
    }
    this.#look();
  }

  /** The room is entered, but our transport there is another: only a new connection fits. */
  async enteredAnew(): Promise<void> {
    this.#lineUp = true;
    this.#lost = true;
    this.#setState("reconnecting");
    await this.#mend();
  }

  /** No line to the server: voice may well go on, mending waits. */
  lineLost(): void {
    this.#lineUp = false;
    clearTimeout(this.#timer);
  }

  /** The server says that our transport has ended. */
  transportLost(): void {
    if (this.#state === "idle") return;
    this.#lost = true;
    if (this.#state !== "unreachable") this.#setState("reconnecting");
    // At once the first time, then with the patience that the attempts have earned.
    if (this.#attempts === 0) void this.#mend();
  }

  /** Ends voice; `prepare` makes it ready again. */
  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#againTimer);
    this.#againTimer = undefined;
    this.#lineUp = false;
    this.#endFormer();
    this.#connection?.close();
    this.#connection = undefined;
    this.#attempts = 0;
    this.#setState("idle");
    this.#events.slotsChanged([], false);
  }

  /** What others hear; null: nothing is sent. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    void (track ? this.#former?.send(track) : this.#former?.hush())?.catch(() => {});
    await this.#connection?.send(track).catch(() => {}); // closed meanwhile: the next one gets the track
  }

  /** Voice goes on as it is: the same transport gets one line more. */
  #openData(data: DataEnd): void {
    this.#connection?.attach(data);
    void this.#complete();
  }

  async #complete(): Promise<void> {
    const connection = this.#connection;
    const mayOffer = this.#lineUp && !this.#mending && this.#state === "connected";
    if (!connection?.isIncomplete || !mayOffer || this.#againTimer !== undefined) return;
    this.#mending = true;
    try {
      const answer = await this.#events.negotiate(await connection.offer());
      if (connection === this.#connection) await connection.accept(answer);
    } catch {
      connection.offerAgain();
      this.#againTimer = setTimeout(() => {
        this.#againTimer = undefined;
        void this.#complete();
      }, COMPLETE_AGAIN_MILLIS);
    } finally {
      this.#mending = false;
      this.#look();
    }
  }

  /** `keeps`: what still works goes on beside the new one, for a moment. */
  #renew(keeps = false): VoiceConnection {
    if (keeps && !this.#former && this.#state === "connected") {
      this.#former = this.#connection;
      this.#overlaps = false;
      this.#endFormerIn(FORMER_MILLIS);
    } else {
      this.#connection?.close();
    }
    const changed = () => {
      if (connection === this.#connection) this.#look();
    };
    const connection = new VoiceConnection(
      this.#createPeer,
      VOICE_SLOTS,
      changed,
      this.#guard,
      this.#data,
    );
    this.#connection = connection;
    this.#madeMillis = performance.now();
    if (this.#track) void connection.send(this.#track).catch(() => {});
    this.#events.slotsChanged(connection.slots, this.#former !== undefined);
    return connection;
  }

  #endFormerIn(millis: number): void {
    clearTimeout(this.#formerTimer);
    this.#formerTimer = setTimeout(() => this.#endFormer(), millis);
  }

  #endFormer(): void {
    clearTimeout(this.#formerTimer);
    if (!this.#former) return;
    this.#events.slotsChanged(this.#connection?.slots ?? [], false);
    this.#former.close();
    this.#former = undefined;
  }

  #look(): void {
    if (this.#state === "idle" || !this.#connection) return;
    const state = this.#connection.state;
    if (state === "connected" && !this.#lost) {
      clearTimeout(this.#timer);
      this.#attempts = 0;
      this.#setState("connected");
      if (this.#former && !this.#overlaps) {
        this.#overlaps = true;
        this.#endFormerIn(OVERLAP_MILLIS);
      }
      void this.#complete();
    } else if (state === "disconnected" || state === "failed") {
      if (this.#state === "connected") this.#setState("reconnecting");
      if (this.#attempts === 0) void this.#mend();
    }
  }

  /** One attempt: a restart where the server still has the other end and it is the first attempt, else a new connection. */
  async #mend(): Promise<void> {
    if (!this.#lineUp || this.#mending || this.#state === "idle") return;
    this.#mending = true;
    const restart = !this.#lost && this.#attempts === 0 && this.#connection !== undefined;
    this.#attempts++;
    if (this.#attempts > ATTEMPTS_UNTIL_UNREACHABLE) this.#setState("unreachable");
    this.#expect(restart ? RESTART_PATIENCE_MILLIS : this.#patienceMillis());
    try {
      const connection = restart && this.#connection ? this.#connection : this.#renew();
      const offer = await connection.restartOffer();
      if (!restart) this.#lost = false;
      const answer = await this.#events.negotiate(offer);
      if (connection === this.#connection) await connection.accept(answer);
    } catch {
      // The line went, or the server is busy: the timer or the next `entered` goes on.
    } finally {
      this.#mending = false;
      this.#look();
    }
  }

  #patienceMillis(): number {
    return Math.min(CONNECT_PATIENCE_MILLIS * 2 ** (this.#attempts - 1), LAST_PATIENCE_MILLIS);
  }

  #expect(patienceMillis: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#mend(), patienceMillis);
  }

  #setState(state: VoiceState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChanged();
  }
}
