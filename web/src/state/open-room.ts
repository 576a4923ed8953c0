import type { RoomStore } from "./room-view.ts";

/**
 * Opens the room of `/r/<name>` for a page. The store starts in phase "idle" (pre-join), already opening its line to the
 * server, so that Join is quick; nothing of the room is entered before `join`. Where the page was reloaded for a new build while
 * it was in this room, it joins again by itself. A name that is none gives phase "refused" with problem "room-name-invalid".
 */
export function openRoom(_name: string): RoomStore {
  throw new Error("lands next");
}
