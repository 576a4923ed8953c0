import { useState } from "react";
import type { DrawHand } from "../../../games/draw-and-guess/hand.ts";
import { SHEET } from "../../../games/draw-and-guess/ink.ts";
import type { Play } from "../../../games/draw-and-guess/play.ts";
import { gamesText } from "../../../text/games-text.ts";
import { Button } from "../../parts/button.tsx";
import { nameOf, type ShownPlayer } from "../players.ts";
import styles from "./draw.module.css";
import { saveAlbum } from "./save-album.ts";
import { rank } from "./scores.tsx";
import { Strokes } from "./strokes.tsx";

interface DrawEndProps {
  /** The room's. */
  readonly title: string;
  /** Null where it was ended before it began. */
  readonly play: Play | null;
  readonly hand: DrawHand | undefined;
  readonly players: readonly ShownPlayer[];
  readonly stoppedBy: string | undefined;
  readonly onAgain: () => void;
}

/** How it ended, and what was drawn, to take home. */
export function DrawEnd({ title, play, hand, players, stoppedBy, onAgain }: DrawEndProps) {
  const words = gamesText.draw;
  const [failed, setFailed] = useState(false);
  const ranked = play ? rank(play, players) : [];
  const album = hand?.album ?? [];
  const points = (id: string) => play?.scores[id] ?? 0;
  const best = ranked.filter(
    ({ id }) => points(id) > 0 && points(id) === points(ranked[0]?.id ?? ""),
  );
  const lines = ranked.map(({ id, name }) => `${name}: ${words.points(points(id))}`);
  const captions = album.map(({ drawer, word }) => words.drawn(nameOf(players, drawer), word));
  const save = () => {
    setFailed(false);
    saveAlbum(words.fileTitle(title), lines, album, captions).catch(() => setFailed(true));
  };
  return (
    <div className={styles.end}>
      <div role="status">
        {stoppedBy !== undefined && (
          <p>
            <bdi>{words.stoppedBy(stoppedBy)}</bdi>
          </p>
        )}
        {best.length > 0 && (
          <p className={styles.winner}>
            <bdi>
              {best.length === 1
                ? words.winner(best[0]?.name ?? "")
                : words.winners(best.map(({ name }) => name))}
            </bdi>
          </p>
        )}
      </div>
      <ol className={styles.ranking} aria-label={words.scores}>
        {ranked.map(({ id, name, hue }) => (
          <li key={id} data-hue={hue} className={styles.score}>
            <span className={styles.disc} aria-hidden="true" />
            <bdi className={styles.name}>{name}</bdi>
            <span className={styles.points}>{words.points(points(id))}</span>
          </li>
        ))}
      </ol>
      <div className={styles.endButtons}>
        <Button look="main" onClick={onAgain}>
          {gamesText.lobby.again}
        </Button>
        {album.length > 0 && <Button onClick={save}>{words.save}</Button>}
      </div>
      {failed && (
        <p className={styles.note} role="status">
          {words.saveFailed}
        </p>
      )}
      {album.length > 0 && (
        <>
          <h3 className={styles.question}>{words.album}</h3>
          <ul className={styles.album}>
            {album.map(({ turn, strokes }, index) => (
              <li key={turn}>
                <figure className={styles.picture}>
                  <svg
                    viewBox={`0 0 ${SHEET.width} ${SHEET.height}`}
                    className={styles.sheet}
                    aria-hidden="true"
                    focusable="false"
                  >
                    <Strokes strokes={strokes} />
                  </svg>
                  <figcaption>
                    <bdi>{captions[index]}</bdi>
                  </figcaption>
                </figure>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
