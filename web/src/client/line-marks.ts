/** One emoji at a line. */
export interface Reaction {
  readonly emoji: string;
  /** Member ids. */
  readonly by: readonly string[];
}

/** So many different emoji of one person count at one line: the ones they touched last. */
export const MAX_REACTIONS_EACH = 8;

interface Edit {
  readonly sequence: number;
  readonly text: string;
  pending: boolean;
}

interface Touch {
  readonly sequence: number;
  readonly logical: number;
  readonly emoji: string;
  readonly on: boolean;
}

/**
 * What was put to one line after it was said. It is the same for everybody in whatever order it comes: of one person's words on
 * one thing the highest sequence counts, and what was taken back stays so.
 */
export class LineMarks {
  readonly #edits: Edit[] = [];
  readonly #touches = new Map<string, readonly Touch[]>();
  #deleted: { readonly sequence: number; pending: boolean } | undefined;

  /** Whether the author took the line back. */
  get isDeleted(): boolean {
    return this.#deleted !== undefined;
  }

  /** Whether the server knows that too: the words need not be kept. */
  get isGone(): boolean {
    return this.#deleted?.pending === false;
  }

  /** What the author made of it; undefined where it stands as it was said. */
  get text(): string | undefined {
    return this.#edits.at(-1)?.text;
  }

  /** Those whose first came first stand first. */
  get reactions(): readonly Reaction[] {
    const first = new Map<string, number>();
    const by = new Map<string, string[]>();
    for (const [person, touches] of this.#touches) {
      for (const { emoji, logical, on } of touches) {
        if (!on) continue;
        first.set(emoji, Math.min(logical, first.get(emoji) ?? Number.POSITIVE_INFINITY));
        by.set(emoji, [...(by.get(emoji) ?? []), person]);
      }
    }
    return [...by]
      .map(([emoji, people]) => ({ emoji, by: people.sort() }))
      .sort(
        (a, b) =>
          (first.get(a.emoji) ?? 0) - (first.get(b.emoji) ?? 0) || (a.emoji < b.emoji ? -1 : 1),
      );
  }

  edit(sequence: number, text: string, pending: boolean): void {
    this.#edits.push({ sequence, text, pending });
    this.#edits.sort((a, b) => a.sequence - b.sequence);
    this.#prune();
  }

  delete(sequence: number, pending: boolean): void {
    if (this.#deleted?.pending === false) return;
    this.#deleted = { sequence, pending };
  }

  react(person: string, touch: Touch): void {
    const former = this.#touches.get(person) ?? [];
    const same = former.find(({ emoji }) => emoji === touch.emoji);
    if (same && same.sequence > touch.sequence) return;
    const touches = [...former.filter((one) => one !== same), touch];
    touches.sort((a, b) => b.sequence - a.sequence);
    this.#touches.set(person, touches.slice(0, MAX_REACTIONS_EACH));
  }

  /** What the line's author put there with this sequence has reached the server. */
  settle(sequence: number): void {
    if (this.#deleted?.sequence === sequence) this.#deleted.pending = false;
    for (const edit of this.#edits) if (edit.sequence === sequence) edit.pending = false;
    this.#prune();
  }

  /** What this person put there never was. */
  drop(person: string, sequence: number): void {
    if (this.#deleted?.sequence === sequence) this.#deleted = undefined;
    const index = this.#edits.findIndex((edit) => edit.sequence === sequence);
    if (index >= 0) this.#edits.splice(index, 1);
    const touches = this.#touches.get(person) ?? [];
    this.#touches.set(
      person,
      touches.filter((touch) => touch.sequence !== sequence),
    );
  }

  /** An older wording is kept only while the server may yet refuse the newer. */
  #prune(): void {
    const settled = this.#edits.findLastIndex(({ pending }) => !pending);
    if (settled > 0) this.#edits.splice(0, settled);
  }
}
