import { BoardDoc } from "../../../src/board/board-doc.ts";
import { boardClient } from "../../../src/board/client-id.ts";
import type { BoardElement } from "../../../src/board/element.ts";
import { toBase64Url } from "../../../src/crypto/bytes.ts";

export const ROOM = new Uint8Array(16).fill(7);

/** A generator of numbers below 1 that a seed decides. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function memberId(number: number): string {
  return toBase64Url(new Uint8Array(16).fill(number));
}

export function rectangle(id: string, change: Partial<BoardElement> = {}): BoardElement {
  return {
    ...{ id, type: "rectangle", version: 1, versionNonce: 7, isDeleted: false, index: "a0" },
    ...{ x: 10.5, y: 20, width: 100, height: 50, seed: 12_345 },
    ...change,
  };
}

export function stroke(id: string, points: readonly (readonly [number, number])[]): BoardElement {
  return rectangle(id, { type: "freedraw", points, pressures: [], simulatePressure: true });
}

/** One member with a document, and what it has written. */
export class Drawer {
  readonly author: string;
  readonly doc: BoardDoc;
  readonly client: number;

  private constructor(author: string, client: number) {
    this.author = author;
    this.client = client;
    this.doc = new BoardDoc(client);
  }

  static async make(number: number, instance = 1): Promise<Drawer> {
    const author = memberId(number);
    return new Drawer(author, await boardClient(ROOM, author, instance));
  }

  /** What this one has signed. */
  sign(updates: readonly Uint8Array[]): Signed[] {
    return updates.map((update) => ({ author: this.author, client: this.client, update }));
  }

  write(...elements: BoardElement[]): Signed[] {
    return this.sign(this.doc.write(elements));
  }

  take({ update, client, author }: Signed) {
    return this.doc.take(update, client, author);
  }
}

/** An update, and whose it is: what signatures and the derived client id come to. */
export interface Signed {
  readonly author: string;
  readonly client: number;
  readonly update: Uint8Array;
}
