import { useState } from "react";
import {
  DEFAULTS,
  LEAST_ROUNDS,
  MOST_ROUNDS,
  type Settings,
} from "../../games/draw-and-guess/play.ts";
import { drawAndGuess } from "../../games/draw-and-guess/rules.ts";
import { DECK_LANGUAGES, THEMES } from "../../games/draw-and-guess/words.ts";
import type { GameTable } from "../../games/ground/game-table.ts";
import type { TableState } from "../../games/ground/table-state.ts";
import { gamesText } from "../../text/games-text.ts";
import { languageNow } from "../../text/languages.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Switch } from "../parts/switch.tsx";
import styles from "./game.module.css";
import { nameOf, type ShownPlayer } from "./players.ts";

const SECONDS = [40, 60, 80, 120] as const;
const ROUNDS = Array.from({ length: MOST_ROUNDS - LEAST_ROUNDS + 1 }, (_, i) => LEAST_ROUNDS + i);

interface LobbyProps {
  readonly table: GameTable;
  /** Undefined before one is laid on the table. */
  readonly game: TableState | undefined;
  readonly settings: Settings | undefined;
  readonly players: readonly ShownPlayer[];
  /** Whether this browser says what is going on; undefined where that is not for it to do. */
  readonly hosted: boolean | undefined;
  readonly onHosted: (on: boolean) => void;
  readonly onOpen: (settings: Settings) => void;
}

/** Before a game: what it is, who plays, how. */
export function Lobby(props: LobbyProps) {
  const { table, game, settings, players, hosted, onHosted, onOpen } = props;
  const words = gamesText.lobby;
  const { language, theme, rounds, seconds } = settings ?? DEFAULTS;
  const present = players.filter(({ gone }) => !gone);
  return (
    <div className={styles.lobby}>
      <ol className={styles.rules}>
        {gamesText.draw.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ol>
      {game ? (
        <div className={styles.seats}>
          <p>
            <bdi>{words.opened(nameOf(players, game.opener))}</bdi>{" "}
            {gamesText.draw.settings(language, gamesText.draw.themes[theme], rounds, seconds)}
          </p>
          <ul className={styles.players} aria-label={words.players}>
            {present.map(({ id, name, hue, away }) => (
              <li key={id} data-hue={hue} className={styles.player}>
                <span className={styles.disc} aria-hidden="true" />
                <bdi>{name}</bdi>
                {away && <span className={styles.soft}>{gamesText.away}</span>}
              </li>
            ))}
          </ul>
          {present.length < drawAndGuess.least && <p className={styles.soft}>{words.more}</p>}
          {game.referee === table.self ? (
            <Button
              look="main"
              className={styles.wide}
              disabled={present.length < drawAndGuess.least}
              onClick={() => table.start()}
            >
              {words.start}
            </Button>
          ) : (
            <p className={styles.soft}>
              <bdi>{words.starts(nameOf(players, game.referee))}</bdi>
            </p>
          )}
        </div>
      ) : (
        <Choices from={settings ?? { ...DEFAULTS, language: languageNow() }} onOpen={onOpen} />
      )}
      {hosted !== undefined && (
        <Switch label={words.hosted} hint={words.hostedHint} on={hosted} onChange={onHosted} />
      )}
    </div>
  );
}

interface ChoicesProps {
  readonly from: Settings;
  readonly onOpen: (settings: Settings) => void;
}

function Choices({ from, onOpen }: ChoicesProps) {
  const [chosen, setChosen] = useState(from);
  const words = gamesText.draw;
  const choose = (change: Partial<Settings>) => setChosen({ ...chosen, ...change });
  return (
    <form
      className={styles.seats}
      onSubmit={(event) => {
        event.preventDefault();
        onOpen(chosen);
      }}
    >
      <div className={styles.choices}>
        <Choice
          label={words.language}
          value={chosen.language}
          options={DECK_LANGUAGES.map((tag) => [tag, words.languageName(tag)])}
          onChoose={(language) => choose({ language })}
        />
        <Choice
          label={words.theme}
          value={chosen.theme}
          options={THEMES.map((theme) => [theme, words.themes[theme]])}
          onChoose={(theme) => choose({ theme })}
        />
        <Choice
          label={words.rounds}
          value={chosen.rounds}
          options={ROUNDS.map((rounds) => [rounds, words.roundsOf(rounds)])}
          onChoose={(rounds) => choose({ rounds })}
        />
        <Choice
          label={words.seconds}
          value={chosen.seconds}
          options={SECONDS.map((seconds) => [seconds, words.secondsOf(seconds)])}
          onChoose={(seconds) => choose({ seconds })}
        />
      </div>
      <Button look="main" type="submit" className={styles.wide}>
        {gamesText.lobby.layOut}
      </Button>
    </form>
  );
}
