import { type Description, NO_DESCRIPTION } from "../crypto/description.ts";
import { readRoomChange } from "./directory-wire.ts";
import { type EnterResult, read } from "./wire.ts";

/** What the room says of itself, and which identity may change that. */
export class RoomSign {
  #description: Description = NO_DESCRIPTION;
  #moderator = "";

  get description(): Description {
    return this.#description;
  }

  /** An identity. */
  get moderator(): string {
    return this.#moderator;
  }

  entered({ description, moderator }: EnterResult): void {
    this.#description = description;
    this.#moderator = moderator;
  }

  /** Takes a `room.changed`; false when it could not be read. */
  changed(params: unknown): boolean {
    const change = read(params, readRoomChange);
    if (!change) return false;
    const { moderator, ...description } = change;
    this.#description = { ...this.#description, ...description };
    this.#moderator = moderator ?? this.#moderator;
    return true;
  }
}
