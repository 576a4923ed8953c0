import { useEffect, useState } from "react";
import type { DrawHand } from "../../../games/draw-and-guess/hand.ts";
import type { Play } from "../../../games/draw-and-guess/play.ts";
import type { GameTable } from "../../../games/ground/game-table.ts";
import type { SpokenWord } from "../../../state/spoken-word.ts";
import { gamesText } from "../../../text/games-text.ts";
import { Button } from "../../parts/button.tsx";
import { nameOf, type ShownPlayer } from "../players.ts";
import styles from "./draw.module.css";
import { Feed } from "./feed.tsx";
import { GuessForm } from "./guess-form.tsx";
import { Scores } from "./scores.tsx";
import { OwnSheet, WatchedSheet } from "./sheet.tsx";

interface DrawGameProps {
  readonly table: GameTable;
  readonly hand: DrawHand;
  readonly play: Play;
  readonly players: readonly ShownPlayer[];
  /** What the words are in. */
  readonly language: string;
  readonly spoken: SpokenWord;
}

/** A turn: what is drawn, what is guessed, how it stands. */
export function DrawGame({ table, hand, play, players, language, spoken }: DrawGameProps) {
  const drawer = nameOf(players, play.drawer);
  const draws = play.drawer === table.self;
  const plays = play.order.includes(table.self);
  const guesses = plays && !draws && play.phase === "drawing";
  return (
    <div className={styles.turn}>
      <TurnLine table={table} hand={hand} play={play} drawer={drawer} />
      <div className={styles.field}>
        {draws && play.phase === "choosing" ? (
          <Choosing hand={hand} />
        ) : draws && play.phase === "drawing" ? (
          <OwnSheet hand={hand} key={play.turn} />
        ) : (
          <WatchedSheet hand={hand} drawer={drawer} />
        )}
        {guesses && (
          <GuessForm
            hand={hand}
            play={play}
            self={table.self}
            language={language}
            spoken={spoken}
          />
        )}
        {!plays && <p className={styles.note}>{gamesText.watching}</p>}
      </div>
      <div className={styles.side}>
        <Scores play={play} players={players} />
        <Feed play={play} players={players} />
      </div>
    </div>
  );
}

interface TurnLineProps {
  readonly table: GameTable;
  readonly hand: DrawHand;
  readonly play: Play;
  readonly drawer: string;
}

/** What is going on, and how long it goes on. */
function TurnLine({ table, hand, play, drawer }: TurnLineProps) {
  const words = gamesText.draw;
  const draws = play.drawer === table.self;
  return (
    <div className={styles.line}>
      <span className={styles.soft}>{words.round(play.round, play.rounds)}</span>
      <p className={styles.what} role="status">
        {play.phase === "choosing" && !draws && <bdi>{words.chooses(drawer)}</bdi>}
        {play.phase === "drawing" &&
          (draws ? <OwnWord hand={hand} /> : <Blanks lengths={play.lengths} />)}
        {play.phase === "showing" && <bdi>{endWords(play)}</bdi>}
      </p>
      <TimeLeft table={table} />
    </div>
  );
}

function OwnWord({ hand }: { readonly hand: DrawHand }) {
  return (
    <>
      <span className={styles.soft}>{gamesText.draw.yourWord}</span>{" "}
      <strong className={styles.word}>
        <bdi>{hand.word}</bdi>
      </strong>{" "}
      <Button look="quiet" onClick={() => hand.pass()}>
        {gamesText.draw.pass}
      </Button>
    </>
  );
}

/** How long the word is, as lines to write on. */
function Blanks({ lengths }: { readonly lengths: readonly number[] }) {
  return (
    <>
      <span className={styles.blanks} aria-hidden="true">
        {lengths.map((length) => "_".repeat(length)).join("\u2002")}
      </span>
      <span className="visually-hidden">{gamesText.draw.wordOf(lengths)}</span>
    </>
  );
}

/** The three words that there are to choose from. */
function Choosing({ hand }: { readonly hand: DrawHand }) {
  const words = gamesText.draw;
  const { choices } = hand;
  return (
    <div className={styles.choosing}>
      <h3 className={styles.question}>{choices.length > 0 ? words.choose : words.dealing}</h3>
      <div className={styles.cards}>
        {choices.map((word) => (
          <Button key={word} className={styles.card} onClick={() => void hand.choose(word)}>
            <bdi>{word}</bdi>
          </Button>
        ))}
      </div>
    </div>
  );
}

const TICK_MILLIS = 250;

function TimeLeft({ table }: { readonly table: GameTable }) {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), TICK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil(table.leftMillis / 1000);
  return (
    <span className={styles.time} data-short={seconds <= 10}>
      <span aria-hidden="true">{seconds}</span>
      <span className="visually-hidden">{gamesText.draw.left(seconds)}</span>
    </span>
  );
}

function endWords({ end, word, bond }: Play): string {
  const words = gamesText.draw;
  const what = word !== "" ? words.itWas(word) : bond !== "" && end === "gone" ? words.noWord : "";
  return [words.ends[end], what].filter((part) => part !== "").join(" ");
}
