/** Reads files to hash them, and writes those that come: on the disk where there is one, in memory else. */
import { createSHA256 } from "hash-wasm";
import type { Bytes } from "../crypto/bytes.ts";
import { type DeskAnswer, DeskError, type DeskRequest } from "./file-desk.ts";

/** Read at once. */
const READ_BYTES = 4 << 20;
/** What is no longer stays in memory. */
const SMALL_BYTES = 8 << 20;
/** What is no longer is kept in memory where there is no disk (a private window, an old browser). */
export const MEMORY_BYTES = 256 << 20;

/** Where the bytes of one file go. */
interface Place {
  write(bytes: Bytes): void;
  file(): Promise<Blob> | Blob;
  forget(): void;
}

/** What only workers have, and the types of a page do not know. */
interface SyncAccess {
  write(bytes: Bytes, options: { readonly at: number }): number;
  flush(): void;
  close(): void;
}

interface DiskFile {
  createSyncAccessHandle(): Promise<SyncAccess>;
}

interface Writing {
  readonly hasher: Awaited<ReturnType<typeof createSHA256>>;
  readonly place: Place;
}

const writings = new Map<number, Writing>();
/** What is being hashed, and what of it is not wanted any more. */
const hashing = new Set<number>();
const discarded = new Set<number>();
/** One after the other: so they are answered in the order of asking. */
let turn: Promise<void> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<DeskRequest>) => {
  const { id, kind } = data;
  // Reading a large file must not hold up those that come.
  if (kind === "hash") void handle(data);
  else if (hashing.has(id)) discarded.add(id);
  else turn = turn.then(() => handle(data));
});

async function handle(request: DeskRequest): Promise<void> {
  const { id } = request;
  try {
    const answer = await does(request);
    if (answer) post(answer);
  } catch (error) {
    writings.get(id)?.place.forget();
    writings.delete(id);
    post({ id, kind: "failed", fault: error instanceof DeskError ? error.fault : faultOf(error) });
  }
}

async function does(request: DeskRequest): Promise<DeskAnswer | undefined> {
  const { id, kind } = request;
  if (kind === "hash") return { id, kind: "done", hash: await hashOf(id, request.file) };
  if (kind === "open") {
    const hasher = await createSHA256();
    const place = await placeFor(request.folder, String(id), request.size);
    writings.set(id, { hasher: hasher.init(), place });
    return { id, kind: "done" };
  }
  const writing = writings.get(id);
  if (kind === "discard") {
    writing?.place.forget();
    writings.delete(id);
    return undefined;
  }
  if (!writing) throw new DeskError("storage");
  if (kind === "write") {
    writing.place.write(request.bytes);
    writing.hasher.update(request.bytes);
    return { id, kind: "done" };
  }
  writings.delete(id);
  const hash = new Uint8Array(writing.hasher.digest("binary"));
  return { id, kind: "done", hash, file: await writing.place.file() };
}

async function hashOf(id: number, file: Blob): Promise<Bytes> {
  hashing.add(id);
  const hasher = (await createSHA256()).init();
  for (let at = 0; at < file.size && !discarded.has(id); at += READ_BYTES) {
    let piece: ArrayBuffer;
    try {
      piece = await file.slice(at, at + READ_BYTES).arrayBuffer();
    } catch {
      hashing.delete(id);
      throw new DeskError("unreadable");
    }
    hasher.update(new Uint8Array(piece));
    post({ id, kind: "progress", bytes: Math.min(at + READ_BYTES, file.size) });
  }
  hashing.delete(id);
  discarded.delete(id);
  return new Uint8Array(hasher.digest("binary"));
}

async function placeFor(folder: string, name: string, size: number): Promise<Place> {
  if (size <= SMALL_BYTES) return inMemory();
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => {})) ?? {};
  const hasDisk = typeof FileSystemFileHandle !== "undefined";
  const canWrite = hasDisk && "createSyncAccessHandle" in FileSystemFileHandle.prototype;
  if (canWrite) {
    const root = await navigator.storage.getDirectory().catch(() => undefined);
    if (root) {
      if (quota > 0 && quota - usage < size) throw new DeskError("no-space");
      return await onDisk(root, folder, name);
    }
  }
  if (size > MEMORY_BYTES) throw new DeskError("too-large-here");
  return inMemory();
}

function inMemory(): Place {
  const parts: Bytes[] = [];
  return {
    write: (bytes) => void parts.push(bytes),
    file: () => new Blob(parts),
    forget: () => {},
  };
}

async function onDisk(
  root: FileSystemDirectoryHandle,
  folder: string,
  name: string,
): Promise<Place> {
  const directory = await root.getDirectoryHandle(folder, { create: true });
  const handle = await directory.getFileHandle(name, { create: true });
  const access = await (handle as unknown as DiskFile).createSyncAccessHandle();
  let at = 0;
  return {
    write: (bytes) => {
      const written = access.write(bytes, { at });
      at += written;
      if (written < bytes.length) throw new DeskError("no-space");
    },
    file: async () => {
      access.flush();
      access.close();
      return await handle.getFile();
    },
    forget: () => {
      access.close();
      void directory.removeEntry(name).catch(() => {});
    },
  };
}

function faultOf(error: unknown): "no-space" | "storage" {
  return error instanceof DOMException && error.name === "QuotaExceededError"
    ? "no-space"
    : "storage";
}

function post(answer: DeskAnswer): void {
  postMessage(answer);
}
