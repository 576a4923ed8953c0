import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Bytes, equal, toBase64Url } from "../../src/crypto/bytes.ts";
import { FileExchange, MAX_TAKES } from "../../src/files/file-exchange.ts";
import { MAX_HELD, MAX_RANGES_OF_ONE } from "../../src/files/file-giver.ts";
import type { FileOffer } from "../../src/files/file-offer.ts";
import {
  ASK_LATER_MILLIS,
  ASK_MILLIS,
  ASKED_ALONE,
  STUCK_MILLIS,
  WINDOW_BYTES,
} from "../../src/files/file-take.ts";
import { fileMessageBytes, MAX_CHUNK_BYTES, readFileMessage } from "../../src/files/file-wire.ts";
import { digest, MemoryDesk } from "./support/memory-desk.ts";
import { settle } from "./support/settle.ts";

interface Sent {
  readonly from: number;
  readonly to: number | readonly number[] | undefined;
  readonly bytes: Bytes;
}

/** Members of a room whose side lines are joined by the test, which can hold back and lose what goes over them. */
class Room {
  readonly members = new Map<number, FileExchange>();
  readonly desks = new Map<number, MemoryDesk>();
  readonly log: Sent[] = [];
  readonly closed = new Set<number>();
  held: Sent[] | undefined;
  spans = false;
  /** So many pieces come through, then they wait. */
  pieces = Number.POSITIVE_INFINITY;

  async #wayFor(): Promise<void> {
    while (this.pieces < 1) await turn();
    this.pieces--;
  }

  add(number: number): FileExchange {
    const desk = new MemoryDesk();
    const room = this;
    const exchange = new FileExchange({
      line: {
        open: () => {},
        get isOpen() {
          return !room.closed.has(number);
        },
        send: async (bytes, { to }) => {
          if (readFileMessage(bytes)?.kind === "chunk") await room.#wayFor();
          if (room.closed.has(number)) throw new Error("line-lost");
          const sent = { from: number, to, bytes: bytes.slice() };
          room.log.push(sent);
          if (room.held) room.held.push(sent);
          else room.#deliver(sent);
        },
      },
      desk,
      others: () => [...this.members.keys()].filter((one) => one !== number),
      idOf: (member) => `id ${member}`,
      changed: () => {},
    });
    this.members.set(number, exchange);
    this.desks.set(number, desk);
    return exchange;
  }

  /** What was held back comes, but for what is to be lost. */
  release(lost: (sent: Sent) => boolean = () => false): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const sent of held) if (!lost(sent)) this.#deliver(sent);
  }

  cut(number: number): void {
    this.closed.add(number);
  }

  heal(number: number): void {
    this.closed.delete(number);
    this.members.get(number)?.opened();
  }

  kinds(from: number): string[] {
    return this.log
      .filter((sent) => sent.from === from)
      .map(({ bytes }) => readFileMessage(bytes)?.kind ?? "?");
  }

  #deliver({ from, to, bytes }: Sent): void {
    const sender = this.members.get(from);
    if (to === undefined && this.spans) {
      sender?.missed(0, "spans");
      return;
    }
    const numbers = to === undefined ? [...this.members.keys()] : [to].flat();
    for (const number of numbers) {
      const isThere = this.members.has(number) && !this.closed.has(number);
      if (number === from) continue;
      if (isThere) this.members.get(number)?.received(from, bytes.slice());
      else if (to !== undefined) sender?.missed(number, "absent");
    }
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

let room: Room;
let ann: FileExchange;
let bob: FileExchange;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  room = new Room();
  ann = room.add(1);
  bob = room.add(2);
});

afterEach(() => {
  vi.useRealTimers();
});

async function somefile(length: number): Promise<{ offer: FileOffer; file: Blob; bytes: Bytes }> {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
  const hash = toBase64Url(await digest(bytes));
  const offer = { name: "some.bin", size: length, type: "", hash };
  return { offer, file: new Blob([bytes]), bytes };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20_000 && !condition(); turns++) {
    await turn();
  }
  expect(condition()).toBe(true);
}

async function content(exchange: FileExchange, hash: string): Promise<Bytes> {
  return new Uint8Array((await exchange.file(hash)?.arrayBuffer()) ?? new ArrayBuffer(0));
}

describe("a file", () => {
  test("comes from who has it, whole and checked, and both see how far it is", async () => {
    const { offer, file, bytes } = await somefile(MAX_CHUNK_BYTES * 3 + 17);
    ann.hold(offer.hash, file);
    expect(bob.fetch(offer)).toBe(true);
    await until(() => bob.take(offer.hash)?.state === "here");
    expect(equal(await content(bob, offer.hash), bytes)).toBe(true);
    await until(() => ann.given(offer.hash).get(2)?.done === true);
    expect(ann.given(offer.hash).get(2)?.bytes).toBe(bytes.length);
    expect(room.kinds(1).filter((kind) => kind === "chunk")).toHaveLength(4);
  });

  test("comes from whoever has taken it, when its sender has gone", async () => {
    const { offer, file, bytes } = await somefile(1_000);
    ann.hold(offer.hash, file);
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.state === "here");
    room.members.delete(1);
    const carla = room.add(3);
    carla.fetch(offer);
    await until(() => carla.take(offer.hash)?.state === "here");
    expect(equal(await content(carla, offer.hash), bytes)).toBe(true);
  });

  test("that nobody has is said to be nowhere, and comes when somebody has it", async () => {
    const { offer, file } = await somefile(1_000);
    bob.fetch(offer);
    for (let asks = 0; asks < ASKED_ALONE; asks++) {
      await settle();
      expect(bob.take(offer.hash)?.state).toBe("asking");
      await vi.advanceTimersByTimeAsync(ASK_MILLIS);
    }
    expect(bob.take(offer.hash)?.state).toBe("alone");
    ann.hold(offer.hash, file);
    await vi.advanceTimersByTimeAsync(ASK_LATER_MILLIS);
    await until(() => bob.take(offer.hash)?.state === "here");
  });

  test("that is not what was offered is thrown away, and who gave it is not asked again", async () => {
    const { offer, bytes } = await somefile(1_000);
    const other = bytes.slice();
    other[500] = ~(other[500] ?? 0);
    ann.hold(offer.hash, new Blob([other]));
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.state === "failed");
    expect(bob.take(offer.hash)?.fault).toBe("wrong-content");
    expect(bob.file(offer.hash)).toBeUndefined();
    expect(room.kinds(2)).not.toContain("done");
    const given = room.kinds(1).length;
    bob.fetch(offer);
    await vi.advanceTimersByTimeAsync(ASK_LATER_MILLIS * 4);
    expect(bob.take(offer.hash)?.state).toBe("alone");
    expect(room.kinds(1).slice(given)).not.toContain("chunk");
    room.add(3).hold(offer.hash, new Blob([bytes]));
    await vi.advanceTimersByTimeAsync(ASK_LATER_MILLIS);
    await until(() => bob.take(offer.hash)?.state === "here");
    expect(room.kinds(3)).toContain("chunk");
  });

  test("that two gave parts of blames neither: they are asked where nobody else answers", async () => {
    const { offer, file, bytes } = await somefile(WINDOW_BYTES * 2);
    const carla = room.add(3);
    const other = bytes.slice();
    other[5] = ~(other[5] ?? 0);
    ann.hold(offer.hash, new Blob([other]));
    room.pieces = 10;
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.bytes === MAX_CHUNK_BYTES * 10);
    carla.hold(offer.hash, file);
    ann.release(offer.hash);
    room.pieces = Number.POSITIVE_INFINITY;
    await until(() => bob.take(offer.hash)?.fault === "wrong-content");
    bob.fetch(offer);
    await settle();
    expect(bob.take(offer.hash)?.state).toBe("asking");
    await vi.advanceTimersByTimeAsync(ASK_MILLIS);
    await until(() => bob.take(offer.hash)?.state === "here");
  });

  test("that is longer or shorter than was said does not come", async () => {
    const { offer, file } = await somefile(1_000);
    ann.hold(offer.hash, file);
    bob.fetch({ ...offer, size: 700 });
    await until(() => bob.take(offer.hash)?.state === "failed");
    expect(room.desks.get(2)?.written).toBe(700);
    bob.fetch({ ...offer, size: 2_000 });
    await until(() => bob.take(offer.hash)?.bytes === 1_000);
    await vi.advanceTimersByTimeAsync(STUCK_MILLIS + ASK_MILLIS * 4);
    expect(bob.file(offer.hash)).toBeUndefined();
  });

  test("that does not fit the disk says so, at the start or on the way", async () => {
    const { offer, file } = await somefile(1_000);
    ann.hold(offer.hash, file);
    const desk = room.desks.get(2) as MemoryDesk;
    desk.openFault = "too-large-here";
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.fault === "too-large-here");
    desk.openFault = undefined;
    desk.writeFault = "no-space";
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.fault === "no-space");
    expect(desk.ends).toEqual(["discarded"]);
  });
});

describe("on its way a file", () => {
  test("is paused and goes on where it was", async () => {
    const { offer, file, bytes } = await somefile(WINDOW_BYTES * 2);
    ann.hold(offer.hash, file);
    room.pieces = 10;
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.bytes === MAX_CHUNK_BYTES * 10);
    bob.pause(offer.hash);
    room.pieces = Number.POSITIVE_INFINITY;
    await settle();
    const rest = bob.take(offer.hash)?.bytes;
    expect(rest).toBe(MAX_CHUNK_BYTES * 10);
    await vi.advanceTimersByTimeAsync(STUCK_MILLIS * 2);
    expect(bob.take(offer.hash)).toMatchObject({ state: "paused", bytes: rest });
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.state === "here");
    expect(equal(await content(bob, offer.hash), bytes)).toBe(true);
    expect(room.desks.get(2)?.written).toBe(bytes.length);
  });

  test("survives a lost line on either side, and no byte is written twice", async () => {
    const { offer, file, bytes } = await somefile(WINDOW_BYTES * 2);
    ann.hold(offer.hash, file);
    room.pieces = 0;
    bob.fetch(offer);
    for (const number of [2, 1]) {
      const before = bob.take(offer.hash)?.bytes ?? 0;
      room.pieces = 10;
      await until(() => bob.take(offer.hash)?.bytes === before + MAX_CHUNK_BYTES * 10);
      room.cut(number);
      room.pieces = Number.POSITIVE_INFINITY;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(bob.take(offer.hash)?.state).not.toBe("here");
      room.pieces = 0;
      room.heal(number);
      await vi.advanceTimersByTimeAsync(ASK_LATER_MILLIS);
    }
    room.pieces = Number.POSITIVE_INFINITY;
    await until(() => bob.take(offer.hash)?.state === "here");
    expect(equal(await content(bob, offer.hash), bytes)).toBe(true);
    expect(room.desks.get(2)?.written).toBe(bytes.length);
  });

  test("with a hole in it is asked for again from there", async () => {
    const { offer, file, bytes } = await somefile(MAX_CHUNK_BYTES * 6);
    ann.hold(offer.hash, file);
    bob.fetch(offer);
    room.held = [];
    await until(() => (room.held?.length ?? 0) >= 1);
    room.release();
    room.held = [];
    await until(() => room.kinds(1).filter((kind) => kind === "chunk").length >= 3);
    const [lost] = room.held.filter(({ from }) => from === 1).slice(1);
    room.release((sent) => sent === lost);
    await vi.advanceTimersByTimeAsync(STUCK_MILLIS + ASK_MILLIS);
    await until(() => bob.take(offer.hash)?.state === "here");
    expect(equal(await content(bob, offer.hash), bytes)).toBe(true);
  });

  test("goes on from another when who gave it has gone, or has it no more", async () => {
    const { offer, file, bytes } = await somefile(WINDOW_BYTES * 2);
    const carla = room.add(3);
    ann.hold(offer.hash, file);
    room.pieces = 10;
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.bytes === MAX_CHUNK_BYTES * 10);
    carla.hold(offer.hash, file);
    ann.release(offer.hash);
    room.pieces = Number.POSITIVE_INFINITY;
    await until(() => bob.take(offer.hash)?.state === "here");
    expect(equal(await content(bob, offer.hash), bytes)).toBe(true);
    expect(room.kinds(3)).toContain("chunk");
  });

  test("is cancelled: nothing of it is kept, and it may be fetched anew", async () => {
    const { offer, file } = await somefile(WINDOW_BYTES * 2);
    ann.hold(offer.hash, file);
    room.pieces = 10;
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.bytes === MAX_CHUNK_BYTES * 10);
    bob.cancel(offer.hash);
    room.pieces = Number.POSITIVE_INFINITY;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bob.take(offer.hash)).toBeUndefined();
    expect(room.desks.get(2)?.ends).toEqual(["discarded"]);
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.state === "here");
  });

  test("is asked for by the window, whatever its length", async () => {
    const { offer } = await somefile(WINDOW_BYTES * 4);
    room.held = [];
    bob.fetch(offer);
    await settle();
    bob.received(1, fileMessageBytes({ kind: "have", hash: offer.hash }));
    await settle();
    const asked = room.log
      .map(({ bytes }) => readFileMessage(bytes))
      .reduce((sum, message) => sum + (message?.kind === "get" ? message.length : 0), 0);
    expect(asked).toBe(WINDOW_BYTES);
  });

  test("takes bytes from nobody else than who was asked, and only where they belong", async () => {
    const { offer, bytes } = await somefile(1_000);
    room.held = [];
    bob.fetch(offer);
    await settle();
    bob.received(1, fileMessageBytes({ kind: "have", hash: offer.hash }));
    const chunk = (offset: number, from: Bytes) =>
      fileMessageBytes({ kind: "chunk", hash: offer.hash, offset, bytes: from });
    bob.received(3, chunk(0, bytes));
    bob.received(1, chunk(1, bytes.slice(1)));
    bob.received(1, chunk(0, new Uint8Array(1_001)));
    await settle();
    expect(bob.take(offer.hash)).toMatchObject({ state: "taking", bytes: 0 });
    bob.received(1, chunk(0, bytes));
    await until(() => bob.take(offer.hash)?.state === "here");
  });
});

describe("limits", () => {
  test("of files on their way, and of those that can be asked for", async () => {
    const offers = Array.from({ length: MAX_TAKES + 1 }, (_, index) => ({
      ...{ name: "x", size: 9, type: "" },
      hash: toBase64Url(new Uint8Array(32).fill(index)),
    }));
    expect(offers.map((offer) => bob.fetch(offer))).toEqual([
      ...Array(MAX_TAKES).fill(true),
      false,
    ]);
    for (let index = 0; index <= MAX_HELD; index++) {
      const hash = toBase64Url(Uint8Array.from({ length: 32 }, () => index));
      ann.hold(index < 256 ? hash : "", new Blob(["x"]));
    }
    expect(ann.file(toBase64Url(new Uint8Array(32)))).toBeUndefined();
    expect(ann.file(toBase64Url(new Uint8Array(32).fill(MAX_HELD)))).toBeDefined();
  });

  test("of what one member waits for", async () => {
    const { offer, file } = await somefile(1_000_000);
    ann.hold(offer.hash, file);
    room.held = [];
    for (let index = 0; index < MAX_RANGES_OF_ONE * 4; index++) {
      const get = { kind: "get", hash: offer.hash, offset: index, length: 1 } as const;
      ann.received(2, fileMessageBytes(get));
    }
    for (let turns = 0; turns < 50; turns++) await settle();
    // One was being read already when the others came.
    expect(room.held).toHaveLength(MAX_RANGES_OF_ONE + 1);
  });

  test("in a room of several parts members are named", async () => {
    const { offer, file } = await somefile(1_000);
    room.spans = true;
    ann.hold(offer.hash, file);
    bob.fetch(offer);
    await until(() => bob.take(offer.hash)?.state === "here");
  });
});
