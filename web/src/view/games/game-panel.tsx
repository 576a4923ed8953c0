import { useEffect, useRef, useState } from "react";
import { DrawHand } from "../../games/draw-and-guess/hand.ts";
import { type Play, readSettings, type Settings } from "../../games/draw-and-guess/play.ts";
import type { GameTable } from "../../games/ground/game-table.ts";
import { isIn, type TableState } from "../../games/ground/table-state.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { SpokenWord } from "../../state/spoken-word.ts";
import { gamesText } from "../../text/games-text.ts";
import { Button } from "../parts/button.tsx";
import { DrawEnd } from "./draw/end.tsx";
import { DrawGame } from "./draw/game.tsx";
import styles from "./game.module.css";
import { Lobby } from "./lobby.tsx";
import { nameOf, playersOf } from "./players.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useTable } from "./use-table.ts";

interface GamePanelProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onClose: () => void;
}

/** The game in the centre of the table. */
export function GamePanel({ store, state, onClose }: GamePanelProps) {
  const table = useTable(store);
  const part = useRef<HTMLElement>(null);
  useKeptFocus(part);
  useEffect(() => {
    void store.games?.want();
  }, [store]);
  return (
    <section ref={part} className={styles.game} aria-label={gamesText.title}>
      {table ? (
        <Table store={store} table={table} state={state} onClose={onClose} />
      ) : (
        <>
          <Header onClose={onClose} title={gamesText.draw.name} />
          <p role="status">{gamesText.loading}</p>
        </>
      )}
    </section>
  );
}

interface TableProps {
  readonly store: RoomStore;
  readonly table: GameTable;
  readonly state: RoomState;
  readonly onClose: () => void;
}

function Table({ store, table, state, onClose }: TableProps) {
  const game = table.state;
  const hand = table.hand instanceof DrawHand ? table.hand : undefined;
  const players = playersOf(table, state.people);
  const settings = readSettings(game?.settings);
  const [spoken] = useState(() => new SpokenWord(store));
  const [isNew, setNew] = useState(""); // the game that is over and cleared away
  const open = (wanted: Settings) => table.open("draw-and-guess", wanted, state.nickname);
  const isEmpty = !game || !settings || isNew === game.id;
  return (
    <>
      <Header
        onClose={onClose}
        title={gamesText.draw.name}
        isSeated={game !== undefined && game.phase !== "over" && isIn(game, table.self)}
      >
        {game && game.phase !== "over" && (
          <Seat table={table} game={game} nickname={state.nickname} />
        )}
      </Header>
      {isEmpty || game.phase === "lobby" ? (
        <Lobby
          table={table}
          game={isEmpty ? undefined : game}
          settings={settings}
          players={players}
          hosted={state.sealed && state.speech.canRead ? state.speech.readAloud : undefined}
          onHosted={(on) => store.speech.setReadAloud(on)}
          onOpen={open}
        />
      ) : game.phase === "playing" && hand ? (
        <DrawGame
          table={table}
          hand={hand}
          play={game.play as Play}
          players={players}
          language={settings.language}
          spoken={spoken}
        />
      ) : (
        <DrawEnd
          title={state.title}
          play={game.play as Play | null}
          hand={hand}
          players={players}
          stoppedBy={game.stoppedBy === "" ? undefined : nameOf(players, game.stoppedBy)}
          onAgain={() => setNew(game.id)}
        />
      )}
    </>
  );
}

interface HeaderProps {
  readonly title: string;
  /** What is to be pressed needs the line on a phone. */
  readonly isSeated?: boolean;
  readonly onClose: () => void;
  readonly children?: React.ReactNode;
}

function Header({ title, isSeated = false, onClose, children }: HeaderProps) {
  return (
    <header className={styles.header} data-seated={isSeated}>
      <h2 tabIndex={-1} className={styles.title}>
        {title}
      </h2>
      <div className={styles.tools}>
        {children}
        <Button look="quiet" icon="close" iconOnly onClick={onClose}>
          {gamesText.close}
        </Button>
      </div>
    </header>
  );
}

interface SeatProps {
  readonly table: GameTable;
  readonly game: TableState;
  readonly nickname: string;
}

/** Sitting down, getting up, and ending it for everybody, which is asked twice. */
function Seat({ table, game, nickname }: SeatProps) {
  const [isEnding, setEnding] = useState(false);
  if (!isIn(game, table.self)) {
    return (
      <Button look="main" onClick={() => table.join(nickname)}>
        {gamesText.join}
      </Button>
    );
  }
  if (isEnding) {
    return (
      <>
        <Button onClick={() => table.stop()}>{gamesText.stopSure}</Button>
        <Button look="quiet" onClick={() => setEnding(false)}>
          {gamesText.stopNot}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button look="quiet" onClick={() => table.leave()}>
        {gamesText.leave}
      </Button>
      <Button look="quiet" onClick={() => setEnding(true)}>
        {gamesText.stop}
      </Button>
    </>
  );
}
