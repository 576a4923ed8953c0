import type { Member } from "./wire.ts";

/** "Mute for me": whose voice the server shall not send us, by member id. It must be told of each who comes. */
export class ListenMutes {
  readonly #ids: Set<string>;
  readonly #tell: (mute: { readonly member: number; readonly muted: boolean }) => void;

  constructor(
    ids: readonly string[],
    tell: (mute: { readonly member: number; readonly muted: boolean }) => void,
  ) {
    this.#ids = new Set(ids);
    this.#tell = tell;
  }

  set(id: string, muted: boolean, present: Iterable<Member>): void {
    if (muted) this.#ids.add(id);
    else this.#ids.delete(id);
    for (const member of present)
      if (member.id === id) this.#tell({ member: member.number, muted });
  }

  /** Somebody is here; ourselves we never mute. */
  apply({ id, number }: Member): void {
    if (this.#ids.has(id)) this.#tell({ member: number, muted: true });
  }
}
