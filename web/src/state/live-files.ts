import type { ChatLine } from "../client/chat.ts";
import type { RoomClient } from "../client/room-client.ts";
import { RoomData } from "../client/room-data.ts";
import { toBase64Url } from "../crypto/bytes.ts";
import { nicknameOf } from "../crypto/profile.ts";
import { DeskError, type FileDesk, WorkerDesk } from "../files/file-desk.ts";
import { FileExchange } from "../files/file-exchange.ts";
import { type FileOffer, MAX_FILE_BYTES, safeFileName, safeType } from "../files/file-offer.ts";
import type { FileActions, FilesView, FileView, OfferFault, PreparedFile } from "./files-view.ts";
import { Previews } from "./previews.ts";

/** Small pictures and sounds come without being asked for. */
export const AUTO_BYTES = 2 << 20;
/** So many at once, and so many in one visit: who floods the chat shall not fill a disk or a data plan. */
const AUTO_AT_ONCE = 3;
const MAX_AUTO_FILES = 100;
/** Files that are read and not offered yet. */
export const MAX_PREPARING = 10;
/** Progress is shown so often. */
const SHOW_MILLIS = 200;

interface Preparing extends PreparedFile {
  readonly abort: AbortController;
}

type Client = Pick<RoomClient, "write" | "memberId" | "members" | "self" | "phase">;

/** Files in the chat of one room: offers them, fetches them, and says how they stand. */
export class LiveFiles implements FileActions {
  readonly data = new RoomData({ received: () => {} }, { lazy: true });
  readonly #client: () => Client;
  readonly #canFetch: boolean;
  readonly #failed: (fault: OfferFault) => void;
  readonly #changed: () => void;
  readonly #desk: FileDesk;
  readonly #previews: Previews;
  #exchange: FileExchange;
  #lines: readonly ChatLine[] = [];
  #preparing: readonly Preparing[] = [];
  #ids = 0;
  readonly #auto = new Set<string>();
  #view: FilesView = { preparing: [], of: new Map() };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    client: () => Client,
    canFetch: boolean,
    events: { readonly failed: (fault: OfferFault) => void; readonly changed: () => void },
    desk: FileDesk = new WorkerDesk(),
  ) {
    this.#client = client;
    this.#canFetch = canFetch;
    this.#failed = events.failed;
    this.#changed = events.changed;
    this.#desk = desk;
    this.#previews = new Previews(() => this.#changedSoon());
    this.#exchange = this.#makeExchange();
  }

  offer(files: readonly File[]): void {
    for (const file of files) {
      if (this.#preparing.length >= MAX_PREPARING) {
        this.#failed("too-many-files");
        return;
      }
      if (file.size === 0) this.#failed("file-empty");
      else if (file.size > MAX_FILE_BYTES) this.#failed("file-too-large");
      else void this.#prepare(file);
    }
  }

  stopOffering(id: number): void {
    this.#preparing.find((one) => one.id === id)?.abort.abort();
  }

  fetch(key: string): void {
    const offer = this.#offerOf(key);
    if (!offer || !this.#canFetch) return;
    if (!this.#exchange.fetch(offer)) this.#failed("too-many-files");
  }

  pause(key: string): void {
    const offer = this.#offerOf(key);
    if (offer) this.#exchange.pause(offer.hash);
  }

  cancel(key: string): void {
    const offer = this.#offerOf(key);
    if (offer) this.#exchange.cancel(offer.hash);
  }

  get(key: string): { readonly offer: FileOffer; readonly content: Blob } | undefined {
    const offer = this.#offerOf(key);
    const content = offer && this.#exchange.file(offer.hash);
    // As bytes, whatever it is: no browser opens it in the place of saving it.
    return content && { offer, content: new Blob([content], { type: "application/octet-stream" }) };
  }

  /** How the files of these lines stand; the same object while nothing has changed. */
  view(lines: readonly ChatLine[]): FilesView {
    if (lines !== this.#lines) {
      this.#forgetGone(lines);
      this.#lines = lines;
      this.#fetchSmall();
    }
    const of = new Map<string, FileView>();
    for (const { key, file } of lines) {
      if (file) of.set(key, this.#keep(key, this.#viewOf(file)));
    }
    const same =
      of.size === this.#view.of.size && [...of].every(([k, v]) => this.#view.of.get(k) === v);
    if (!same || this.#view.preparing !== this.#preparing) {
      this.#view = { preparing: this.#preparing, of: same ? this.#view.of : of };
    }
    return this.#view;
  }

  /** We are out: nothing is given or fetched any more, and nothing is kept. */
  letGo(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { abort } of this.#preparing) abort.abort();
    this.#previews.clear();
    this.#exchange.close();
    this.#exchange = this.#makeExchange();
    this.#auto.clear();
    this.#lines = [];
  }

  #makeExchange(): FileExchange {
    const exchange = new FileExchange({
      line: this.data,
      desk: this.#desk,
      others: () => [...this.#client().members.keys()].filter((one) => one !== this.#client().self),
      idOf: (number) => this.#client().members.get(number)?.id,
      changed: () => {
        this.#fetchSmall();
        this.#changedSoon();
      },
    });
    this.data.side = exchange;
    return exchange;
  }

  async #prepare(file: File): Promise<void> {
    const abort = new AbortController();
    const id = ++this.#ids;
    const name = safeFileName(file.name);
    this.#preparing = [...this.#preparing, { id, name, size: file.size, bytes: 0, abort }];
    this.#changed();
    const progress = (bytes: number) => {
      this.#preparing = this.#preparing.map((one) => (one.id === id ? { ...one, bytes } : one));
      this.#changedSoon();
    };
    const exchange = this.#exchange;
    try {
      const hash = toBase64Url(await this.#desk.hash(file, progress, abort.signal));
      if (abort.signal.aborted || exchange !== this.#exchange) return; // left meanwhile
      exchange.hold(hash, file);
      const offer = { name, size: file.size, type: safeType(file.type), hash };
      await this.#client().write({ kind: "file", file: offer });
    } catch (error) {
      const wanted = !abort.signal.aborted;
      if (wanted && error instanceof DeskError) this.#failed("file-unreadable");
    } finally {
      this.#preparing = this.#preparing.filter((one) => one.id !== id);
      this.#changed();
    }
  }

  #offerOf(key: string): FileOffer | undefined {
    return this.#lines.find((line) => line.key === key)?.file;
  }

  #viewOf(offer: FileOffer): FileView {
    const { hash, size } = offer;
    const here = this.#exchange.file(hash);
    const take = this.#exchange.take(hash);
    const members = this.#client().members;
    const takers = [...this.#exchange.given(hash)].flatMap(([number, { bytes, done }]) => {
      const member = members.get(number);
      return member ? [{ nickname: nicknameOf(member.profile), bytes, done }] : [];
    });
    const preview = here && this.#previews.of(hash, here);
    if (here) return { state: "here", bytes: size, fault: undefined, preview, takers };
    const state = take?.state ?? (this.#canFetch ? "offered" : "impossible");
    return { state, bytes: take?.bytes ?? 0, fault: take?.fault, preview, takers };
  }

  #keep(key: string, view: FileView): FileView {
    const before = this.#view.of.get(key);
    return before && JSON.stringify(before) === JSON.stringify(view) ? before : view;
  }

  /** What its author took back, or who moderates took out, is not given any more either. */
  #forgetGone(lines: readonly ChatLine[]): void {
    const left = new Set(lines.map(({ file }) => file?.hash));
    for (const { file } of this.#lines) {
      if (!file || left.has(file.hash)) continue;
      this.#exchange.release(file.hash);
      this.#previews.forget(file.hash);
    }
  }

  #fetchSmall(): void {
    if (!this.#canFetch || this.#client().phase !== "connected" || savesData()) return;
    for (const { file } of this.#lines.toReversed()) {
      if (this.#exchange.active >= AUTO_AT_ONCE || this.#auto.size >= MAX_AUTO_FILES) return;
      if (!file || file.size > AUTO_BYTES || !isShown(file) || this.#auto.has(file.hash)) continue;
      this.#auto.add(file.hash);
      this.#exchange.fetch(file);
    }
  }

  #changedSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed();
    }, SHOW_MILLIS);
  }
}

function isShown({ type }: FileOffer): boolean {
  return /^(image|audio)\//.test(type) && !type.includes("svg");
}

/** Who saves data decides about each file. */
function savesData(): boolean {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
