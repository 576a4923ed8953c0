import type { RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { useTable } from "./use-table.ts";

interface GameDoorProps {
  readonly store: RoomStore;
  readonly onOpen: () => void;
}

/** From the table to the game; says when one is on. */
export function GameDoor({ store, onOpen }: GameDoorProps) {
  const phase = useTable(store)?.state?.phase;
  const isOn = phase === "lobby" || phase === "playing";
  return (
    <Button data-door="game" icon="dice" look={isOn ? "main" : "plain"} onClick={onOpen}>
      {isOn ? text.room.gameOn : text.room.play}
    </Button>
  );
}
