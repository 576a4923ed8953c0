import { sha256 } from "hash-wasm";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import { concat } from "../../../src/crypto/bytes.ts";
import { DeskError, type DeskFault, type FileDesk } from "../../../src/files/file-desk.ts";

/** Keeps files in memory, and fails where a test wants it to. */
export class MemoryDesk implements FileDesk {
  openFault: DeskFault | undefined;
  writeFault: DeskFault | undefined;
  /** Of files that were opened: how they ended. */
  readonly ends: ("finished" | "discarded")[] = [];
  written = 0;
  closed = false;

  async hash(file: Blob): Promise<Bytes> {
    return await digest(new Uint8Array(await file.arrayBuffer()));
  }

  async open() {
    if (this.openFault) throw new DeskError(this.openFault);
    const parts: Bytes[] = [];
    return {
      write: async (bytes: Bytes) => {
        if (this.writeFault) throw new DeskError(this.writeFault);
        parts.push(bytes);
        this.written += bytes.length;
      },
      finish: async () => {
        this.ends.push("finished");
        return { hash: await digest(concat(...parts)), file: new Blob(parts) };
      },
      discard: () => void this.ends.push("discarded"),
    };
  }

  close(): void {
    this.closed = true;
  }
}

export async function digest(bytes: Bytes): Promise<Bytes> {
  const hex = await sha256(bytes);
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
