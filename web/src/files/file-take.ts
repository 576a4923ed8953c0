import { type Bytes, toBase64Url } from "../crypto/bytes.ts";
import { DeskError, type DeskFault, type FileDesk, type FileSink } from "./file-desk.ts";
import type { FileOffer } from "./file-offer.ts";
import { type FileMessage, MAX_RANGE_BYTES } from "./file-wire.ts";

/** Bytes that are asked for and have not been written: so much a slow disk can make us hold. */
export const WINDOW_BYTES = 4 << 20;
const RANGE_BYTES = MAX_RANGE_BYTES / 2;
/** Who has it is asked again after so long, later less often. */
export const ASK_MILLIS = 3_000;
export const ASK_LATER_MILLIS = 10_000;
/** So often nobody answered, and the person is told. */
export const ASKED_ALONE = 3;
/** Who gives nothing for so long is given up for another. */
export const STUCK_MILLIS = 20_000;

/** `wrong-content`: what came is not what was offered. */
export type TakeFault = DeskFault | "wrong-content";

/** `asking`: nobody gives it yet. `alone`: nobody answers. */
export type TakeState = "asking" | "alone" | "taking" | "paused" | "here" | "failed";

/** Who gave something else than a file, by member id: it outlasts their numbers, and the take. */
export interface Distrust {
  /** Gave all of it alone: they are not asked for it again. */
  readonly liars: Set<string>;
  /** Gave a part of it: they are asked where nobody else answers. */
  readonly suspects: Set<string>;
}

export interface TakePorts {
  readonly desk: FileDesk;
  readonly distrust: Distrust;
  /** Of a member in the room. */
  idOf(member: number): string | undefined;
  /** There is a line to ask over; `lineAnew` tells when. */
  isOpen(): boolean;
  /** To one member, or to all. */
  say(message: FileMessage, to: number | undefined): void;
  changed(): void;
  /** It is here, whole and checked. */
  taken(offer: FileOffer, file: Blob): void;
}

/**
 * One file on its way to us. We ask, and get what we asked for, from one member at a time and in order: so a hash can go along,
 * and a pause, a lost line or a member who leaves costs nothing that is written already.
 */
export class FileTake {
  readonly offer: FileOffer;
  readonly #ports: TakePorts;
  #state: TakeState = "asking";
  #fault: TakeFault | undefined;
  #sink: FileSink | undefined;
  #holder: number | undefined;
  /** They gave nothing. */
  readonly #shunned = new Set<number>();
  /** Whose bytes are in it. */
  readonly #givers = new Set<string>();
  #asked = 0;
  #received = 0;
  #written = 0;
  #asks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(offer: FileOffer, ports: TakePorts) {
    this.offer = offer;
    this.#ports = ports;
    void this.#begin();
  }

  get state(): TakeState {
    return this.#state;
  }

  get fault(): TakeFault | undefined {
    return this.#fault;
  }

  get bytes(): number {
    return this.#written;
  }

  /** It takes bytes, or would if somebody gave any. */
  get isActive(): boolean {
    return this.#state === "asking" || this.#state === "alone" || this.#state === "taking";
  }

  pause(): void {
    if (!this.isActive) return;
    this.#holder = undefined;
    clearTimeout(this.#timer);
    this.#become("paused");
  }

  resume(): void {
    if (this.#state !== "paused") return;
    this.#asks = 0;
    this.#ask();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#sink?.discard();
    this.#sink = undefined;
    this.#state = "failed";
  }

  /** The channels are others, and members may have other numbers. */
  lineAnew(): void {
    this.#shunned.clear();
    this.#asks = 0;
    if (this.isActive) this.#ask();
  }

  received(from: number, message: FileMessage): void {
    if (message.kind === "have") this.#have(from);
    else if (message.kind === "gone") this.missed(from);
    else if (message.kind === "chunk") this.#take(from, message.offset, message.bytes);
  }

  /** A member is not there, or has it no more. */
  missed(member: number): void {
    if (member !== this.#holder || this.#state !== "taking") return;
    this.#shunned.add(member);
    this.#ask();
  }

  async #begin(): Promise<void> {
    try {
      const sink = await this.#ports.desk.open(this.offer.size);
      if (this.#state === "failed") {
        sink.discard();
        return;
      }
      this.#sink = sink;
      if (this.#state === "asking") this.#ask();
    } catch (error) {
      this.#fail(error instanceof DeskError ? error.fault : "storage");
    }
  }

  #ask(): void {
    this.#holder = undefined;
    clearTimeout(this.#timer);
    const mayAsk = this.#sink !== undefined && this.#ports.isOpen();
    if (mayAsk) this.#asks++;
    this.#become(this.#asks > ASKED_ALONE ? "alone" : "asking");
    if (!mayAsk) return;
    this.#watch(this.#asks > ASKED_ALONE ? ASK_LATER_MILLIS : ASK_MILLIS, () => {
      this.#shunned.clear();
      this.#ask();
    });
    this.#ports.say({ kind: "who", hash: this.offer.hash }, undefined);
  }

  #have(from: number): void {
    const isOpen = this.#state === "asking" || this.#state === "alone";
    if (!isOpen || !this.#sink || this.#shunned.has(from) || !this.#mayAsk(from)) return;
    this.#asks = 0;
    this.#holder = from;
    this.#asked = this.#received;
    this.#become("taking");
    this.#giveUpLater();
    this.#askOn();
  }

  #mayAsk(member: number): boolean {
    const id = this.#ports.idOf(member);
    if (id === undefined) return false;
    const { liars, suspects } = this.#ports.distrust;
    return !liars.has(id) && (this.#asks > 1 || !suspects.has(id));
  }

  #askOn(): void {
    const { size, hash } = this.offer;
    while (this.#holder !== undefined && this.#asked < size) {
      const length = Math.min(RANGE_BYTES, size - this.#asked);
      if (this.#asked + length - this.#written > WINDOW_BYTES) return;
      this.#ports.say({ kind: "get", hash, offset: this.#asked, length }, this.#holder);
      this.#asked += length;
    }
  }

  #take(from: number, offset: number, bytes: Bytes): void {
    const sink = this.#sink;
    const fits = offset === this.#received && offset + bytes.length <= this.#asked;
    if (!sink || from !== this.#holder || this.#state !== "taking" || !fits) return;
    this.#received += bytes.length;
    this.#givers.add(this.#ports.idOf(from) ?? "");
    this.#giveUpLater();
    const { length } = bytes; // after it is written it is not ours any more
    sink.write(bytes.slice()).then(
      () => this.#wrote(sink, length),
      (error) => this.#fail(error instanceof DeskError ? error.fault : "storage"),
    );
  }

  #wrote(sink: FileSink, length: number): void {
    this.#written += length;
    if (this.#written < this.offer.size) {
      this.#askOn();
      this.#ports.changed();
    } else if (this.#sink === sink) {
      void this.#finish(sink);
    }
  }

  async #finish(sink: FileSink): Promise<void> {
    clearTimeout(this.#timer);
    const giver = this.#holder;
    try {
      const { hash, file } = await sink.finish();
      if (this.#sink !== sink) return; // cancelled meanwhile
      if (toBase64Url(hash) !== this.offer.hash) {
        this.#distrustGivers();
        this.#fail("wrong-content");
        return;
      }
      this.#sink = undefined;
      this.#become("here");
      if (giver !== undefined) this.#ports.say({ kind: "done", hash: this.offer.hash }, giver);
      this.#ports.taken(this.offer, file);
    } catch (error) {
      this.#fail(error instanceof DeskError ? error.fault : "storage");
    }
  }

  #distrustGivers(): void {
    const { liars, suspects } = this.#ports.distrust;
    const blamed = this.#givers.size === 1 ? liars : suspects;
    for (const id of this.#givers) blamed.add(id);
  }

  #fail(fault: TakeFault): void {
    if (this.#state === "failed") return;
    this.cancel();
    this.#fault = fault;
    this.#ports.changed();
  }

  #giveUpLater(): void {
    this.#watch(STUCK_MILLIS, () => {
      if (this.#holder !== undefined) this.#shunned.add(this.#holder);
      this.#ask();
    });
  }

  #watch(millis: number, late: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(late, millis);
  }

  #become(state: TakeState): void {
    this.#state = state;
    this.#ports.changed();
  }
}
