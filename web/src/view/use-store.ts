import { useSyncExternalStore } from "react";
import type { RoomState, RoomStore } from "../state/room-view.ts";

/** The room's state; renders again when it changes. Levels are not in it, see table/voice-painter.ts. */
export function useRoomState(store: RoomStore): RoomState {
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.getState(),
  );
}
