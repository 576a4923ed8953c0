/**
 * The keys of voice in a sealed room, as the worker holds them: the one key that our frames are sealed under, and those that the
 * others' are opened by. Time comes in as a parameter.
 */
import type { Bytes } from "../crypto/bytes.ts";
import { deriveFrameKey, type FrameKey, openFrame, readHeader, sealFrame } from "./sframe.ts";

/** Key ids are random numbers of 48 bits with the highest byte not zero: always six bytes on the wire. */
export const KID_BYTES = 6;
/** Frames of a key that may come late, or twice. */
export const REPLAY_WINDOW = 1024;
/** After so many frames (two years of talk) a key is used no more. */
export const MAX_COUNTER = 2 ** 32 - 1;
/** 200 members, each with the key of this epoch and those of the few before; over it the oldest goes. */
export const MAX_OPENING_KEYS = 1024;

/** Why a frame was not passed on. */
export type FrameDrop = "no-key" | "malformed" | "unknown-key" | "replayed" | "unauthentic";

export type Opened =
  | { readonly member: number; readonly plaintext: Bytes }
  | { readonly drop: FrameDrop };

/** A random key id. */
export function randomKid(
  random: (bytes: Bytes) => Bytes = (b) => crypto.getRandomValues(b),
): number {
  const bytes = random(new Uint8Array(KID_BYTES));
  bytes[0] = (bytes[0] as number) || 1;
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** Seals our frames. A key id is used by one sealer and never again: its counter is here alone. */
export class FrameSealer {
  #current: { readonly kid: bigint; readonly key: FrameKey; counter: number } | undefined;
  #turn = 0;

  /** From now on frames are sealed under this key; the one that is in use already goes on counting. */
  async use(kid: number, baseKey: Bytes): Promise<void> {
    const turn = ++this.#turn;
    const wanted = BigInt(kid);
    if (this.#current?.kid === wanted) return;
    const key = await deriveFrameKey(baseKey, wanted);
    if (turn === this.#turn) this.#current = { kid: wanted, key, counter: 0 };
  }

  /** From now on nothing is sealed, and so nothing sent. */
  stop(): void {
    this.#turn++;
    this.#current = undefined;
  }

  /** Undefined without a key: the frame must not go out. */
  async seal(plaintext: Uint8Array<ArrayBuffer>): Promise<Bytes | undefined> {
    const current = this.#current;
    if (!current || current.counter > MAX_COUNTER) return undefined;
    const counter = BigInt(current.counter++);
    return await sealFrame(current.key, current.kid, counter, plaintext);
  }
}

interface OpeningKey {
  readonly member: number;
  readonly key: FrameKey;
  readonly seen: ReplayWindow;
  untilMillis: number;
}

/** Opens the others' frames: each once, and only under a key that we were given for its member. */
export class FrameOpener {
  readonly #keys = new Map<bigint, OpeningKey>();

  async add(kid: number, member: number, baseKey: Bytes): Promise<void> {
    const id = BigInt(kid);
    const held = this.#keys.get(id);
    if (held?.member === member) return; // its replay window must stay
    const key = await deriveFrameKey(baseKey, id);
    const untilMillis = Number.POSITIVE_INFINITY;
    this.#keys.set(id, { member, key, seen: new ReplayWindow(), untilMillis });
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > MAX_OPENING_KEYS && oldest !== undefined) this.#keys.delete(oldest);
  }

  /** A key of a former epoch: what is on its way is still heard, then nothing more. */
  retire(kid: number, untilMillis: number): void {
    const held = this.#keys.get(BigInt(kid));
    if (held) held.untilMillis = Math.min(held.untilMillis, untilMillis);
  }

  async open(frame: Uint8Array<ArrayBuffer>, nowMillis: number): Promise<Opened> {
    const header = readHeader(frame);
    if (!header) return { drop: "malformed" };
    const held = this.#keys.get(header.kid);
    if (!held) return { drop: "unknown-key" };
    if (nowMillis > held.untilMillis) {
      this.#keys.delete(header.kid);
      return { drop: "unknown-key" };
    }
    const counter = Number(header.counter);
    if (counter > MAX_COUNTER || !held.seen.isNew(counter)) return { drop: "replayed" };
    const plaintext = await openFrame(held.key, header, frame);
    if (!plaintext) return { drop: "unauthentic" };
    // Asked again: another slot may have brought the same frame while this one was opened.
    if (!held.seen.take(counter)) return { drop: "replayed" };
    return { member: held.member, plaintext };
  }
}

/** Which of the newest counters were seen; older ones count as seen. */
export class ReplayWindow {
  readonly #seen = new Uint8Array(REPLAY_WINDOW);
  #newest = -1;

  isNew(counter: number): boolean {
    if (counter > this.#newest) return true;
    if (counter <= this.#newest - REPLAY_WINDOW) return false;
    return this.#seen[counter % REPLAY_WINDOW] === 0;
  }

  /** Notes an authentic counter; false when it is not new. */
  take(counter: number): boolean {
    if (!this.isNew(counter)) return false;
    if (counter > this.#newest) {
      const from = Math.max(this.#newest + 1, counter - REPLAY_WINDOW + 1);
      for (let skipped = from; skipped < counter; skipped++) {
        this.#seen[skipped % REPLAY_WINDOW] = 0;
      }
      this.#newest = counter;
    }
    this.#seen[counter % REPLAY_WINDOW] = 1;
    return true;
  }
}
