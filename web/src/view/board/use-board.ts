import { useEffect, useState } from "react";
import type { Board } from "../../board/board.ts";
import type { RoomStore } from "../../state/room-view.ts";

/** The room's board, once it is here. */
export function useBoard(store: RoomStore): Board | undefined {
  const [board, setBoard] = useState<Board | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void store.board?.ready?.then((ready) => {
      if (wanted) setBoard(ready);
    });
    return () => {
      wanted = false;
    };
  }, [store]);
  return board;
}
