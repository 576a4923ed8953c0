import { useEffect, useState, useSyncExternalStore } from "react";
import type { GameTable } from "../../games/ground/game-table.ts";
import type { RoomStore } from "../../state/room-view.ts";

const never = () => () => {};

/** The games' table, once somebody plays; renders again when anything on it changes. */
export function useTable({ games }: Pick<RoomStore, "games">): GameTable | undefined {
  const [table, setTable] = useState<GameTable | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    const look = () =>
      void games?.ready?.then((ready) => {
        if (wanted) setTable(ready);
      });
    look();
    const unlisten = games?.listen(look);
    return () => {
      wanted = false;
      unlisten?.();
    };
  }, [games]);
  useSyncExternalStore(
    table ? (listener) => table.listen(listener) : never,
    () => table?.version ?? 0,
  );
  return table;
}
