/** Where files are read and kept: a worker, so that neither hashing nor a disk holds the page up. */
import type { Bytes } from "../crypto/bytes.ts";

/** Why a file could not be read or kept. */
export type DeskFault =
  | "no-space" // the disk, or this site's share of it, is full
  | "too-large-here" // this browser keeps files in memory only
  | "storage" // the disk failed
  | "unreadable"; // the file has changed or gone since it was chosen

export class DeskError extends Error {
  readonly fault: DeskFault;

  constructor(fault: DeskFault) {
    super(fault);
    this.fault = fault;
  }
}

/** A file that is being written, from its beginning to its end. */
export interface FileSink {
  /** Resolves when it is written. Rejects with a DeskError. */
  write(bytes: Bytes): Promise<void>;
  /** What was written, and its SHA-256. */
  finish(): Promise<{ readonly hash: Bytes; readonly file: Blob }>;
  discard(): void;
}

export interface FileDesk {
  /** SHA-256 of all of it. Rejects with a DeskError. */
  hash(file: Blob, progress: (bytes: number) => void, signal: AbortSignal): Promise<Bytes>;
  /** Rejects with a DeskError where so much cannot be kept. */
  open(size: number): Promise<FileSink>;
  /** Forgets all files it has kept. */
  close(): void;
}

export type DeskRequest =
  | { readonly id: number; readonly kind: "hash"; readonly file: Blob }
  | { readonly id: number; readonly kind: "open"; readonly folder: string; readonly size: number }
  | { readonly id: number; readonly kind: "write"; readonly bytes: Bytes }
  | { readonly id: number; readonly kind: "finish" | "discard" };

export type DeskAnswer =
  | { readonly id: number; readonly kind: "progress"; readonly bytes: number }
  | { readonly id: number; readonly kind: "done"; readonly hash?: Bytes; readonly file?: Blob }
  | { readonly id: number; readonly kind: "failed"; readonly fault: DeskFault };

/** In the private file system of this origin; each tab has a folder there, with a lock of the same name. */
export const FILES_FOLDER = "free4chat.files";

interface Waiting {
  readonly resolve: (answer: Extract<DeskAnswer, { kind: "done" }>) => void;
  readonly reject: (error: DeskError) => void;
  readonly progress?: ((bytes: number) => void) | undefined;
}

export class WorkerDesk implements FileDesk {
  #folder = "";
  #worker: Worker | undefined;
  #letGo: () => void = () => {};
  #ids = 0;
  /** Of each id, what is answered first was asked first. */
  readonly #waiting = new Map<number, Waiting[]>();

  async hash(file: Blob, progress: (bytes: number) => void, signal: AbortSignal): Promise<Bytes> {
    const id = ++this.#ids;
    const cancel = () => this.#post({ id, kind: "discard" });
    signal.addEventListener("abort", cancel);
    try {
      const { hash } = await this.#ask({ id, kind: "hash", file }, progress);
      if (!hash || signal.aborted) throw new DeskError("unreadable");
      return hash;
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  async open(size: number): Promise<FileSink> {
    const id = ++this.#ids;
    this.#start();
    await this.#ask({ id, kind: "open", folder: this.#folder, size });
    return {
      write: async (bytes) => void (await this.#ask({ id, kind: "write", bytes })),
      finish: async () => {
        const { hash, file } = await this.#ask({ id, kind: "finish" });
        if (!hash || !file) throw new DeskError("storage");
        return { hash, file };
      },
      discard: () => this.#post({ id, kind: "discard" }),
    };
  }

  close(): void {
    if (!this.#worker) return;
    this.#worker.terminate();
    this.#worker = undefined;
    for (const waiting of [...this.#waiting.values()].flat()) {
      waiting.reject(new DeskError("storage"));
    }
    this.#waiting.clear();
    this.#letGo();
    void forgetFolder(this.#folder);
  }

  #ask(
    request: DeskRequest,
    progress?: (bytes: number) => void,
  ): Promise<Extract<DeskAnswer, { kind: "done" }>> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(request.id) ?? [];
      this.#waiting.set(request.id, [...waiting, { resolve, reject, progress }]);
      this.#post(request);
    });
  }

  #post(request: DeskRequest): void {
    const bytes = request.kind === "write" ? [request.bytes.buffer] : [];
    const worker = request.kind === "hash" ? this.#start() : this.#worker;
    worker?.postMessage(request, bytes);
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    // Written in one: so the build sees that there is a worker to be made.
    const worker = new Worker(new URL("./file-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<DeskAnswer>) => this.#heard(data);
    worker.onerror = () => this.close();
    this.#worker = worker;
    this.#folder = `${FILES_FOLDER}.${crypto.randomUUID()}`;
    const living = new Promise<void>((resolve) => {
      this.#letGo = resolve;
    });
    void globalThis.navigator.locks?.request(this.#folder, () => living).catch(() => {});
    return worker;
  }

  #heard(answer: DeskAnswer): void {
    const [first, ...others] = this.#waiting.get(answer.id) ?? [];
    if (answer.kind === "progress") {
      first?.progress?.(answer.bytes);
      return;
    }
    if (others.length > 0) this.#waiting.set(answer.id, others);
    else this.#waiting.delete(answer.id);
    if (answer.kind === "done") first?.resolve(answer);
    else first?.reject(new DeskError(answer.fault));
  }
}

/** Forgets what tabs have left behind that are no more. */
export async function forgetOldFiles(): Promise<void> {
  try {
    const { held = [] } = await navigator.locks.query();
    const living = new Set(held.map(({ name }) => name));
    const root = await navigator.storage.getDirectory();
    for await (const name of root.keys()) {
      if (name.startsWith(`${FILES_FOLDER}.`) && !living.has(name)) await forgetFolder(name);
    }
  } catch {
    // A browser without such a file system keeps nothing.
  }
}

async function forgetFolder(name: string): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(name, { recursive: true });
  } catch {
    // Nothing was kept, or it is still open: the next page that starts forgets it.
  }
}
