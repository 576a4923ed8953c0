/** Where a new room had best be in a cluster (protocol/README.md, "Nodes"): its id is drawn until it is there. */
import type { Bytes } from "../crypto/bytes.ts";

export interface OpenShards {
  /** Into how many parts ids fall. */
  readonly count: number;
  readonly best: ReadonlySet<number>;
}

/** An id that is nowhere good after so many is taken all the same. */
export const MAX_TRIES = 64;
export const MAX_SHARDS = 4096;
const ASK_MILLIS = 2_000;

/** What an answer of `/api/nodes` proposes; undefined where it proposes nothing, or nothing that can be. */
export function readOpenShards(value: unknown): OpenShards | undefined {
  const { shards } = (value ?? {}) as { shards?: unknown };
  const { count, best } = (shards ?? {}) as { count?: unknown; best?: unknown };
  if (!isWithin(count, 1, MAX_SHARDS) || !Array.isArray(best)) return undefined;
  const numbers = best.filter((each) => isWithin(each, 0, count - 1));
  return numbers.length > 0 ? { count, best: new Set(numbers) } : undefined;
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** Asks the page's server; undefined where it does not answer in time: a room is made all the same. */
export async function askOpenShards(): Promise<OpenShards | undefined> {
  try {
    const signal = AbortSignal.timeout(ASK_MILLIS);
    const answer = await fetch("/api/nodes", { cache: "no-store", signal });
    return readOpenShards(await answer.json());
  } catch {
    return undefined;
  }
}

/** Whether a room of this id is where it had best be. */
export function isWellPlaced(roomId: Bytes, shards: OpenShards | undefined): boolean {
  if (!shards) return true;
  const word = new DataView(roomId.buffer, roomId.byteOffset).getUint32(0);
  return shards.best.has(word % shards.count);
}
