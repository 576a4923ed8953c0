import * as Y from "yjs";
import { type BoardElement, readElement, type StoredElement, storeElement } from "./element.ts";
import {
  MAX_BIN,
  MAX_BOARD_BYTES,
  MAX_ELEMENTS,
  MAX_FOREIGN_BYTES,
  MAX_PENDING_BYTES,
  MAX_UPDATE_BYTES,
} from "./limits.ts";

/** Why an update was not taken. Nothing of it was. */
export type UpdateDrop = "malformed" | "foreign-client" | "foreign-content" | "too-large" | "full";

/** What somebody did to the board. */
export interface BoardChange {
  /** Elements that are others now, or gone. */
  readonly elements: ReadonlySet<string>;
  /** Pieces of images have come. */
  readonly images: boolean;
}

/** Elements by id; what they are is `element.ts`. */
const ELEMENTS = "e";
/** Pieces of images, by hash and number. */
const IMAGES = "f";
const ROOTS: ReadonlySet<string> = new Set([ELEMENTS, IMAGES]);
const MAX_KEY = 80;
const MAX_CLOCK = 2 ** 31;
const LOCAL = Symbol("local");

/**
 * The board as a Yjs document. Sans I/O: what was written comes out as updates to sign and send, and updates of others, with the
 * client ids that are theirs, go in. An update that writes under somebody else's id is refused whole.
 */
export class BoardDoc {
  readonly #doc: Y.Doc;
  readonly #elements: Y.Map<unknown>;
  readonly #images: Y.Map<unknown>;
  /** What others have taken away, so that it can be brought back: by id, the newest last. */
  readonly #bin = new Map<string, { readonly by: string; readonly stored: unknown }>();
  /** Never too low: what came, since it was measured. */
  #bytes = 0;
  #changed: (change: BoardChange) => void;
  #author = "";

  constructor(client: number, changed: (change: BoardChange) => void = () => {}) {
    this.#doc = new Y.Doc();
    this.#doc.clientID = client;
    this.#changed = changed;
    this.#elements = this.#doc.getMap(ELEMENTS);
    this.#images = this.#doc.getMap(IMAGES);
    this.#elements.observe((event, { origin }) => {
      if (origin !== LOCAL) this.#keepDeleted(event);
    });
    this.#doc.on("afterTransaction", ({ changed, origin }: Y.Transaction) => {
      if (origin === LOCAL) return;
      const ids = [...(changed.get(this.#elements as never) ?? [])].filter((id) => id !== null);
      const images = changed.has(this.#images as never);
      if (ids.length > 0 || images) this.#changed({ elements: new Set(ids), images });
    });
  }

  /** Under which we write. */
  get client(): number {
    return this.#doc.clientID;
  }

  /** What stands on the board, by id. What breaks the rules of elements is not there. */
  element(id: string): BoardElement | undefined {
    return readElement(id, this.#elements.get(id));
  }

  /** Ids of all that stands on the board. */
  get ids(): readonly string[] {
    return [...this.#elements.keys()].slice(0, MAX_ELEMENTS);
  }

  get isFull(): boolean {
    return this.bytes > MAX_BOARD_BYTES;
  }

  /** Of the whole document, what was taken away included. */
  get bytes(): number {
    if (this.#bytes > MAX_BOARD_BYTES) this.#bytes = this.encode().length;
    return this.#bytes;
  }

  /**
   * Writes elements, and takes away those that are deleted. Gives updates to send, each small enough for an entry; what cannot
   * be written (too large, no kind of ours) is left out.
   */
  write(elements: readonly BoardElement[]): readonly Uint8Array[] {
    return elements.flatMap((element) => {
      if (element.isDeleted) {
        return this.#elements.has(element.id)
          ? this.#transact(() => this.#elements.delete(element.id))
          : [];
      }
      const stored = storeElement(element);
      return stored && weigh(stored) <= MAX_UPDATE_BYTES
        ? this.#transact(() => this.#elements.set(element.id, stored))
        : [];
    });
  }

  /** Puts pieces of an image on the board. */
  writeImage(hash: string, pieces: readonly Uint8Array[]): readonly Uint8Array[] {
    return pieces.flatMap((piece, index) =>
      this.#images.has(`${hash}.${index}`)
        ? []
        : this.#transact(() => this.#images.set(`${hash}.${index}`, piece)),
    );
  }

  /** The pieces of an image, as far as they are here without a gap. */
  image(hash: string): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const piece = this.#images.get(`${hash}.${pieces.length}`);
      if (!(piece instanceof Uint8Array)) return pieces;
      pieces.push(piece);
    }
  }

  /** Brings back what one member has taken away, as it was then. Gives updates to send. */
  bringBack(author: string): readonly Uint8Array[] {
    const gone = [...this.#bin].filter(([id, { by }]) => by === author && !this.#elements.has(id));
    for (const [id] of gone) this.#bin.delete(id);
    const updates = gone.flatMap(([id, { stored }]) =>
      this.#transact(() => this.#elements.set(id, stored)),
    );
    if (gone.length > 0)
      this.#changed({ elements: new Set(gone.map(([id]) => id)), images: false });
    return updates;
  }

  /** How much others have taken away, put back or not. */
  get binned(): number {
    return this.#bin.size;
  }

  /** Who has taken away what could be brought back, and how much. */
  get bin(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [id, { by }] of this.#bin)
      if (!this.#elements.has(id)) counts.set(by, (counts.get(by) ?? 0) + 1);
    return counts;
  }

  /** Takes an update that `author` has signed, who may write under `client` alone. */
  take(update: Uint8Array, client: number, author: string): UpdateDrop | undefined {
    const drop = this.#refusal(update, client);
    if (drop) return drop;
    this.#apply(update, author);
    return undefined;
  }

  /** Takes a whole state that is believed: our own copy, or one that others have vouched for. */
  merge(state: Uint8Array): UpdateDrop | undefined {
    const drop = this.#refusal(state, undefined);
    if (drop) return drop;
    this.#apply(state, "");
    return undefined;
  }

  /** All there is, for `merge`. */
  encode(): Uint8Array<ArrayBuffer> {
    const { store } = this.#doc;
    const { pendingStructs, pendingDs } = store;
    Object.assign(store, { pendingStructs: null, pendingDs: null }); // what waits is not part of the state
    const state = new Uint8Array(Y.encodeStateAsUpdate(this.#doc));
    Object.assign(store, { pendingStructs, pendingDs });
    return state;
  }

  /** Highest clock of each client, as Yjs encodes it; and what of it is deleted. */
  get mark(): { readonly vector: ReadonlyMap<number, number>; readonly deleted: string } {
    const snapshot = Y.snapshot(this.#doc);
    const deleted = [...snapshot.ds.clients]
      .filter(([, ranges]) => ranges.length > 0)
      .sort(([a], [b]) => a - b)
      .map(([client, ranges]) => `${client}:${ranges.map(({ clock, len }) => `${clock}+${len}`)}`);
    return { vector: snapshot.sv, deleted: deleted.join(" ") };
  }

  /** What `other`, a whole state, would have that is not here; undefined for what is malformed. */
  with(other: Uint8Array): BoardDoc | undefined {
    const merged = new BoardDoc(0);
    const drop = merged.merge(other) ?? merged.merge(this.encode());
    return drop === undefined ? merged : undefined;
  }

  /** What is shown, as text that is the same wherever the same is shown. */
  get content(): string {
    const shown = [...this.#elements.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    const images = [...this.#images.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([shown, images], (_, value) =>
      value instanceof Uint8Array ? Array.from(value) : plain(value),
    );
  }

  close(): void {
    this.#changed = () => {};
    this.#doc.destroy();
  }

  #transact(work: () => void): readonly Uint8Array[] {
    const updates: Uint8Array[] = [];
    const collect = (update: Uint8Array) => updates.push(update);
    this.#doc.on("update", collect);
    this.#doc.transact(work, LOCAL);
    this.#doc.off("update", collect);
    for (const { length } of updates) this.#bytes += length;
    return updates;
  }

  #apply(update: Uint8Array, author: string): void {
    this.#author = author;
    Y.applyUpdate(this.#doc, update);
    this.#author = "";
    this.#bytes += update.length;
    const { store } = this.#doc;
    const waiting = store.pendingStructs?.update.length ?? 0;
    if (waiting + (store.pendingDs?.length ?? 0) > MAX_PENDING_BYTES) {
      store.pendingStructs = null;
      store.pendingDs = null;
    }
  }

  #refusal(update: Uint8Array, client: number | undefined): UpdateDrop | undefined {
    if (client !== undefined && update.length > MAX_UPDATE_BYTES + 1_000) return "too-large";
    if (this.bytes + update.length > MAX_FOREIGN_BYTES) return "full";
    let structs: readonly (Y.Item | Y.GC | { readonly id: Y.ID; readonly length: number })[];
    try {
      ({ structs } = Y.decodeUpdate(update));
    } catch {
      return "malformed";
    }
    for (const struct of structs) {
      if (client !== undefined && struct.id.client !== client) return "foreign-client";
      if (struct.id.clock + struct.length > MAX_CLOCK) return "malformed";
      if (struct instanceof Y.Item ? !isOurs(struct) : !(struct instanceof Y.GC))
        return "foreign-content";
    }
    return undefined;
  }

  #keepDeleted(event: Y.YMapEvent<unknown>): void {
    if (this.#author === "") return;
    for (const [id, { action, oldValue }] of event.changes.keys) {
      if (action === "add") this.#bin.delete(id);
      if (action !== "delete") continue;
      this.#bin.delete(id);
      this.#bin.set(id, { by: this.#author, stored: oldValue });
      const [oldest] = this.#bin.keys();
      if (this.#bin.size > MAX_BIN && oldest !== undefined) this.#bin.delete(oldest);
    }
  }
}

/** The clocks that an update of one client goes from and to; undefined for one that only takes away. */
export function updateRange(
  update: Uint8Array,
): { readonly start: number; readonly end: number } | undefined {
  const { structs } = Y.decodeUpdate(update);
  const [first] = structs;
  const last = structs.at(-1);
  return first && last && { start: first.id.clock, end: last.id.clock + last.length };
}

/** Whether something in an update is a value in one of our two maps, or was. */
function isOurs({ parent, parentSub, origin, rightOrigin, content }: Y.Item): boolean {
  const placed = parent === null ? origin !== null || rightOrigin !== null : isRoot(parent);
  const named = parent === null || (parentSub !== null && parentSub.length <= MAX_KEY);
  const whole = content instanceof Y.ContentAny && content.arr.length === 1;
  const bytes = content instanceof Y.ContentBinary;
  return placed && named && (whole || bytes || content instanceof Y.ContentDeleted);
}

function isRoot(parent: unknown): boolean {
  return typeof parent === "string" && ROOTS.has(parent);
}

/** About what it will be in an update. */
function weigh(stored: StoredElement): number {
  const points = stored.pt instanceof Uint8Array ? stored.pt.length : 0;
  return points + new TextEncoder().encode(JSON.stringify({ ...stored, pt: "" })).length;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
