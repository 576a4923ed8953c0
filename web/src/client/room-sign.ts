import { type Description, NO_DESCRIPTION } from "../crypto/description.ts";
import type { RoomChange } from "./directory-wire.ts";
import type { EnterResult } from "./wire.ts";

/** What the room says of itself. */
export class RoomSign {
  #description: Description = NO_DESCRIPTION;

  get description(): Description {
    return this.#description;
  }

  entered({ description }: EnterResult): void {
    this.#description = description;
  }

  changed({ moderator: _, ...description }: RoomChange): void {
    this.#description = { ...this.#description, ...description };
  }
}
