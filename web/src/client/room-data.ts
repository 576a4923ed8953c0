/** Bytes and text between the members of a room, over data channels (protocol/data.md). */
import { type Bytes, concat } from "../crypto/bytes.ts";
import type { BodySeal } from "./chat-log.ts";
import {
  DATA_PROTOCOL,
  dataBytes,
  MAX_RECIPIENTS,
  type MissedReason,
  PART_BYTES,
  type Part,
  partBytes,
  readNotice,
  readPart,
  sendFrame,
} from "./data-wire.ts";
import { ClientError } from "./errors.ts";
import { InTurn } from "./in-turn.ts";

/** Longest message, in bytes; a string counts as UTF-8. */
export const MAX_MESSAGE_BYTES = 16 << 20;
/** Bytes of unfinished messages that are held, of all senders together. */
export const MAX_UNFINISHED_BYTES = 64 << 20;
/** `send` waits while more than this waits in the browser. */
export const HIGH_WATER_BYTES = 1 << 20;
const LOW_WATER_BYTES = 1 << 18;
/** What sealed content of data is bound to, as chat is to its document. */
const DOC = "data";

export interface SendOptions {
  /** Member numbers, up to 32; left out: all others in the room. */
  readonly to?: number | readonly number[];
  /** False: may be lost or overtaken, at most 16,000 bytes, never waits for a lost packet. True if left out. */
  readonly reliable?: boolean;
  /** Goes to the others' side lines. False if left out. */
  readonly side?: boolean;
}

/** What shares the channels with the messages of `send`, and is kept apart from them. */
export interface SideLine {
  received(from: number, bytes: Bytes): void;
  /** There are channels (again): what was under way over former ones did not come. */
  opened(): void;
  /** As `RoomDataEvents.missed`, which hears of it too. */
  missed(member: number, reason: MissedReason): void;
}

export interface RoomDataOptions {
  /** Channels are not opened before they are needed: by the first `open` or `send`. Who has none gets nothing. */
  readonly lazy?: boolean;
}

export interface RoomDataEvents {
  /** A message has come whole. */
  received(from: number, data: Bytes | string): void;
  /** A member did not get what we sent: it has no data channel, or takes nothing. Number 0: nobody got it. */
  missed?(member: number, reason: MissedReason): void;
}

/** Bytes of a message that is not whole yet. */
interface Unfinished {
  readonly message: number;
  readonly text: boolean;
  readonly side: boolean;
  readonly parts: Bytes[];
  bytes: number;
}

/** Who is in the room. */
interface People {
  readonly byNumber: ReadonlyMap<number, { readonly id: string }>;
}

export class RoomData {
  readonly #events: RoomDataEvents;
  #seal: BodySeal | undefined;
  #people: People = { byNumber: new Map() };
  #sending = new InTurn();
  /** Ends what waits for channels of a former connection: closed by us, they tell nobody. */
  #former = new AbortController();
  readonly #receiving = new InTurn();
  readonly #unfinished = new Map<number, Unfinished>();
  #held = 0;
  #messages = 0;
  #reliable: RTCDataChannel | undefined;
  #loose: RTCDataChannel | undefined;
  #wanted: boolean;
  onWanted: () => void = () => {};
  side: SideLine | undefined;

  constructor(events: RoomDataEvents, { lazy = false }: RoomDataOptions = {}) {
    this.#events = events;
    this.#wanted = !lazy;
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  /** Channels are needed from now on, on every connection. */
  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.onWanted();
  }

  /** The client says where it belongs: in a sealed room all of it goes through the seal. */
  bind(seal: BodySeal | undefined, people: People): this {
    this.#seal = seal;
    this.#people = people;
    return this;
  }

  /** Whether what is sent now goes out. */
  get isOpen(): boolean {
    return this.#reliable?.readyState === "open";
  }

  /** Opens the channels of a new connection, before its offer; those of a former one are let go. */
  attach(peer: RTCPeerConnection): void {
    this.#former.abort();
    this.#former = new AbortController();
    this.#sending = new InTurn();
    this.#unfinished.clear();
    this.#held = 0;
    this.#reliable = this.#open(peer, "reliable", {});
    this.#loose = this.#open(peer, "loose", { ordered: false, maxRetransmits: 0 });
  }

  /**
   * Resolves when all of it is with the browser's transport, which holds little: a receiver that takes nothing makes it wait.
   * Messages go out one after the other. Rejects with a ClientError: `line-lost` without a connection, `too-large`.
   */
  async send(data: Bytes | string, options: SendOptions = {}): Promise<void> {
    const bytes = dataBytes(data);
    const text = typeof data === "string";
    const { to = [], reliable = true, side = false } = options;
    this.open();
    const members = typeof to === "number" ? [to] : to;
    const limit = reliable ? MAX_MESSAGE_BYTES : PART_BYTES;
    if (bytes.length > limit || members.length > MAX_RECIPIENTS) {
      throw new ClientError("too-large", "refusal", `${bytes.length} to ${members.length}`);
    }
    if (options.to !== undefined && members.length === 0) return;
    const channel = reliable ? this.#reliable : this.#loose;
    if (channel?.readyState !== "open") throw lost();
    if (!reliable && channel.bufferedAmount > HIGH_WATER_BYTES) return; // it may be lost: here, then
    const turn = reliable ? this.#sending : new InTurn();
    await turn.run(() => this.#sendParts(channel, members, { text, side }, bytes));
  }

  async #sendParts(
    channel: RTCDataChannel,
    members: readonly number[],
    kind: Pick<Part, "text" | "side">,
    bytes: Bytes,
  ): Promise<void> {
    const { signal } = this.#former;
    const message = this.#messages++ >>> 0;
    const count = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
    for (let index = 0; index < count; index++) {
      const part = partBytes({
        ...kind,
        first: index === 0,
        last: index === count - 1,
        message,
        index,
        bytes: bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
      });
      const payload = this.#seal ? await this.#seal.sealBody(DOC, part) : part;
      await roomIn(channel, signal);
      channel.send(sendFrame(members, payload));
    }
  }

  #open(peer: RTCPeerConnection, label: string, options: RTCDataChannelInit): RTCDataChannel {
    const channel = peer.createDataChannel(label, { ...options, protocol: DATA_PROTOCOL });
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    channel.onmessage = ({ data }) => {
      const current = channel === this.#reliable || channel === this.#loose;
      if (current && data instanceof ArrayBuffer) this.#heard(new Uint8Array(data));
    };
    channel.onopen = () => {
      if (channel === this.#reliable) this.side?.opened();
    };
    return channel;
  }

  #heard(frame: Bytes): void {
    const notice = readNotice(frame);
    if (notice?.kind === "missed") {
      this.#events.missed?.(notice.member, notice.reason);
      this.side?.missed(notice.member, notice.reason);
    } else if (notice) {
      const { from, payload } = notice;
      const seal = this.#seal;
      if (!seal) {
        this.#take(from, payload);
        return;
      }
      const author = this.#people.byNumber.get(from)?.id;
      if (author === undefined) return;
      void this.#receiving.run(async () => {
        const opened = await seal.openBody(DOC, author, payload);
        if (opened) this.#take(from, opened);
      });
    }
  }

  #take(from: number, payload: Bytes): void {
    const part = readPart(payload);
    if (!part) return;
    if (part.first && part.last) {
      this.#tell(from, part, part.bytes);
      return;
    }
    const before = this.#unfinished.get(from);
    const fits = before && !part.first && before.message === part.message;
    // A part that is missing takes its message with it: half of it is of no use to anybody.
    if (before && !(fits && before.parts.length === part.index)) this.#drop(from, before);
    if (part.first) this.#begin(from, part);
    else if (this.#unfinished.get(from)) this.#goOn(from, part);
  }

  #begin(from: number, { message, text, side, bytes }: Part): void {
    this.#forgetLeavers();
    if (this.#held + bytes.length > MAX_UNFINISHED_BYTES) return;
    this.#held += bytes.length;
    this.#unfinished.set(from, { message, text, side, parts: [bytes], bytes: bytes.length });
  }

  #goOn(from: number, { bytes, last }: Part): void {
    const message = this.#unfinished.get(from);
    if (!message) return;
    const tooLong = message.bytes + bytes.length > MAX_MESSAGE_BYTES;
    if (tooLong || this.#held + bytes.length > MAX_UNFINISHED_BYTES) {
      this.#drop(from, message);
      return;
    }
    message.parts.push(bytes);
    message.bytes += bytes.length;
    this.#held += bytes.length;
    if (last) {
      this.#drop(from, message);
      this.#tell(from, message, concat(...message.parts));
    }
  }

  /** What somebody had begun who has left will not be ended. */
  #forgetLeavers(): void {
    for (const [from, message] of this.#unfinished) {
      if (!this.#people.byNumber.has(from)) this.#drop(from, message);
    }
  }

  #drop(from: number, message: Unfinished): void {
    this.#held -= message.bytes;
    this.#unfinished.delete(from);
  }

  #tell(from: number, { text, side }: Pick<Part, "text" | "side">, bytes: Bytes): void {
    if (side) this.side?.received(from, bytes);
    else this.#events.received(from, text ? new TextDecoder().decode(bytes) : bytes);
  }
}

function lost(): ClientError {
  return new ClientError("line-lost", "network", "There is no data channel");
}

/** Waits until the browser has sent most of what was given to it. */
async function roomIn(channel: RTCDataChannel, former: AbortSignal): Promise<void> {
  const isOpen = () => channel.readyState === "open" && !former.aborted;
  while (isOpen() && channel.bufferedAmount > HIGH_WATER_BYTES) {
    await new Promise<void>((resolve) => {
      const waiting = new AbortController();
      const go = () => {
        waiting.abort();
        resolve();
      };
      const { signal } = waiting;
      channel.addEventListener("bufferedamountlow", go, { signal });
      channel.addEventListener("close", go, { signal });
      former.addEventListener("abort", go, { signal });
    });
  }
  if (!isOpen()) throw lost();
}
