/** Files between the members of a room, by their SHA-256: who has one gives it to who asks (protocol/data.md). */
import type { MissedReason } from "../client/data-wire.ts";
import type { SideLine } from "../client/room-data.ts";
import type { Bytes } from "../crypto/bytes.ts";
import type { FileDesk } from "./file-desk.ts";
import { FileGiver, type FileLine, type Given } from "./file-giver.ts";
import type { FileOffer } from "./file-offer.ts";
import { type Distrust, FileTake, type TakeFault, type TakeState } from "./file-take.ts";
import { type FileMessage, fileMessageBytes, readFileMessage } from "./file-wire.ts";

/** Files that are on their way to us at once. */
export const MAX_TAKES = 16;
/** Files of which something is remembered; beyond, those that came first are forgotten. */
const MAX_REMEMBERED = 400;
/** Members that one message names at most, where a room has several parts. */
const NAMED_AT_ONCE = 32;

/** How a file stands that we wanted. */
export interface TakeView {
  readonly state: TakeState;
  readonly bytes: number;
  readonly fault: TakeFault | undefined;
}

/** What of `RoomData` is needed. */
export interface DataLine {
  open(): void;
  readonly isOpen: boolean;
  send(
    bytes: Bytes,
    options: { readonly to?: number | readonly number[]; readonly side: true },
  ): Promise<void>;
}

export interface ExchangeOptions {
  readonly line: DataLine;
  readonly desk: FileDesk;
  /** Numbers of the others in the room. */
  readonly others: () => readonly number[];
  /** Member id of somebody in the room. */
  readonly idOf: (member: number) => string | undefined;
  /** Anything that can be read from the exchange is another. */
  readonly changed: () => void;
}

export class FileExchange implements SideLine {
  readonly #options: ExchangeOptions;
  readonly #giver: FileGiver;
  readonly #takes = new Map<string, FileTake>();
  /** By hash and size: a size that lies must not blame who gives the file. */
  readonly #distrust = new Map<string, Distrust>();
  /** The room has parts with several workers: what is sent to all goes to nobody, and members are named. */
  #spans = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { line } = options;
    const files: FileLine = {
      open: () => line.open(),
      get isOpen() {
        return line.isOpen;
      },
      send: (bytes, to) => this.#send(bytes, to),
    };
    this.#giver = new FileGiver(files, options.changed);
  }

  /** Can be asked of us from now on. */
  hold(hash: string, file: Blob): void {
    this.#giver.hold(hash, file);
  }

  /** Cannot be asked of us any more; what came of it is discarded. */
  release(hash: string): void {
    this.#giver.release(hash);
    this.cancel(hash);
  }

  /** The file, if it is here. */
  file(hash: string): Blob | undefined {
    return this.#giver.held(hash);
  }

  /** How far members have come with a file of ours, by number. */
  given(hash: string): ReadonlyMap<number, Given> {
    return this.#giver.given(hash);
  }

  /** Undefined for one that we have not asked for. */
  take(hash: string): TakeView | undefined {
    const take = this.#takes.get(hash);
    return take && { state: take.state, bytes: take.bytes, fault: take.fault };
  }

  /** Files that are on their way. */
  get active(): number {
    return [...this.#takes.values()].filter(({ isActive }) => isActive).length;
  }

  /** Fetches a file, or goes on with it. False when so many are on their way that it has to wait. */
  fetch(offer: FileOffer): boolean {
    const { hash } = offer;
    const former = this.#takes.get(hash);
    if (this.file(hash) || former?.isActive) return true;
    if (this.active >= MAX_TAKES) return false;
    this.#options.line.open();
    if (former?.state === "paused") {
      former.resume();
      return true;
    }
    const { desk, changed, idOf } = this.#options;
    const take = new FileTake(offer, {
      ...{ desk, changed, idOf },
      distrust: this.#distrustOf(`${hash} ${offer.size}`),
      isOpen: () => this.#options.line.isOpen,
      say: (message, to) => this.#say(message, to),
      taken: (taken, file) => {
        this.hold(taken.hash, file);
        changed();
      },
    });
    this.#takes.delete(hash);
    this.#takes.set(hash, take);
    const [oldest] = this.#takes.keys();
    if (this.#takes.size > MAX_REMEMBERED && oldest !== undefined) this.cancel(oldest);
    changed();
    return true;
  }

  pause(hash: string): void {
    this.#takes.get(hash)?.pause();
  }

  cancel(hash: string): void {
    this.#takes.get(hash)?.cancel();
    if (this.#takes.delete(hash)) this.#options.changed();
  }

  close(): void {
    for (const take of this.#takes.values()) take.cancel();
    this.#takes.clear();
    this.#options.desk.close();
  }

  opened(): void {
    this.#spans = false;
    this.#giver.lineAnew();
    for (const take of this.#takes.values()) take.lineAnew();
  }

  missed(member: number, reason: MissedReason): void {
    if (member !== 0 || reason !== "spans") {
      for (const take of this.#takes.values()) take.missed(member);
    } else if (!this.#spans) {
      this.#spans = true;
      for (const take of this.#takes.values()) take.lineAnew();
    }
  }

  received(from: number, bytes: Bytes): void {
    const message = readFileMessage(bytes);
    if (!message) return;
    if (message.kind === "who" || message.kind === "get" || message.kind === "done") {
      this.#giver.received(from, message);
    } else {
      this.#takes.get(message.hash)?.received(from, message);
    }
  }

  #distrustOf(file: string): Distrust {
    const distrust = this.#distrust.get(file) ?? { liars: new Set(), suspects: new Set() };
    this.#distrust.delete(file);
    this.#distrust.set(file, distrust);
    const [oldest] = this.#distrust.keys();
    if (this.#distrust.size > MAX_REMEMBERED) this.#distrust.delete(oldest ?? "");
    return distrust;
  }

  #say(message: FileMessage, to: number | undefined): void {
    if (this.#options.line.isOpen) this.#send(fileMessageBytes(message), to).catch(() => {}); // asked again
  }

  async #send(bytes: Bytes, to: number | undefined): Promise<void> {
    const { line, others } = this.#options;
    if (to !== undefined) {
      await line.send(bytes, { to, side: true });
    } else if (!this.#spans) {
      await line.send(bytes, { side: true });
    } else {
      const numbers = others();
      for (let at = 0; at < numbers.length; at += NAMED_AT_ONCE) {
        await line.send(bytes, { to: numbers.slice(at, at + NAMED_AT_ONCE), side: true });
      }
    }
  }
}
