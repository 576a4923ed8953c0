import { codeOf } from "../client/errors.ts";
import type { RoomClient } from "../client/room-client.ts";
import { checkDescription, type Description } from "../crypto/description.ts";
import type { DescribeFault } from "./room-view.ts";

/** Has the room described as somebody typed it; gives what went wrong, if anything did. */
export async function describeRoom(
  client: Pick<RoomClient, "describe">,
  typed: Description,
): Promise<DescribeFault | undefined> {
  const checked = checkDescription(typed);
  if (!checked.ok) return checked.field;
  try {
    await client.describe(checked.description);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === "not-moderator") return code;
    return code === "busy" || code === "too-many-messages" ? "busy" : "failed";
  }
}
