/** How far a client's writing had come at which place of the log: what a snapshot must not fall behind. */

/** Entries of one client that are remembered. */
export const MAX_STEPS = 64;
const MAX_CLIENTS = 5_000;

interface Step {
  readonly cursor: number;
  /** Where the entry begins. */
  readonly clock: number;
}

export class EntryClocks {
  readonly #steps = new Map<number, Step[]>();

  /** An entry at this cursor begins at this clock of its author's client. */
  add(client: number, cursor: number, clock: number): void {
    let steps = this.#steps.get(client);
    if (!steps) {
      if (this.#steps.size >= MAX_CLIENTS) return;
      steps = [];
      this.#steps.set(client, steps);
    }
    steps.push({ cursor, clock });
    if (steps.length > MAX_STEPS) steps.shift();
  }

  /** Whether a state that claims to hold all up to a cursor does, as far as we know; `all` is how far we are ourselves. */
  covers(
    state: ReadonlyMap<number, number>,
    before: number,
    all: ReadonlyMap<number, number>,
  ): boolean {
    return [...all].every(([client, clock]) => {
      const later = this.#steps.get(client)?.find(({ cursor }) => cursor > before);
      return (state.get(client) ?? 0) >= (later?.clock ?? clock);
    });
  }

  /** The log has begun anew. */
  clear(): void {
    this.#steps.clear();
  }
}
