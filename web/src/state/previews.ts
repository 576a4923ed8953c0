import { HEAD_BYTES, kindOf } from "../files/file-kind.ts";
import type { FilePreview } from "./files-view.ts";

/** Pictures and sounds above this are saved, not shown. */
export const MAX_PREVIEW_BYTES = 32 << 20;
/** Addresses that are held at once; beyond, those made first are let go. */
export const MAX_PREVIEWS = 100;

/** Addresses of what can be shown: by content alone, and under a type that runs nothing. */
export class Previews {
  readonly #changed: () => void;
  readonly #shown = new Map<string, FilePreview | undefined>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Undefined for what is not shown, or not looked at yet. */
  of(hash: string, file: Blob): FilePreview | undefined {
    if (!this.#shown.has(hash)) {
      this.#shown.set(hash, undefined);
      if (file.size <= MAX_PREVIEW_BYTES) void this.#look(hash, file);
    }
    return this.#shown.get(hash);
  }

  forget(hash: string): void {
    const preview = this.#shown.get(hash);
    if (preview) URL.revokeObjectURL(preview.address);
    this.#shown.delete(hash);
  }

  clear(): void {
    for (const hash of [...this.#shown.keys()]) this.forget(hash);
  }

  async #look(hash: string, file: Blob): Promise<void> {
    const head = await file
      .slice(0, HEAD_BYTES)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0));
    const type = kindOf(new Uint8Array(head));
    if (!type || !this.#shown.has(hash)) return;
    const [kind] = type.split("/");
    const address = URL.createObjectURL(new Blob([file], { type }));
    this.#shown.set(hash, { kind: kind === "audio" ? "audio" : "image", address });
    const shown = [...this.#shown].filter(([, preview]) => preview);
    const [oldest] = shown;
    if (shown.length > MAX_PREVIEWS && oldest) {
      URL.revokeObjectURL(oldest[1]?.address ?? "");
      this.#shown.set(oldest[0], undefined);
    }
    this.#changed();
  }
}
