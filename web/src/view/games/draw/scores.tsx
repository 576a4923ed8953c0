import type { Play } from "../../../games/draw-and-guess/play.ts";
import { gamesText } from "../../../text/games-text.ts";
import type { ShownPlayer } from "../players.ts";
import styles from "./draw.module.css";

interface ScoresProps {
  readonly play: Play;
  readonly players: readonly ShownPlayer[];
}

/** Who plays, how many points each has, and who has it already. */
export function Scores({ play, players }: ScoresProps) {
  const words = gamesText.draw;
  const ranked = rank(play, players);
  return (
    <ul className={styles.scores} aria-label={words.scores}>
      {ranked.map(({ id, name, hue, speaking, away, gone }) => (
        <li key={id} data-hue={hue} className={styles.score} data-gone={gone}>
          <span className={styles.disc} data-speaking={speaking} aria-hidden="true" />
          <bdi className={styles.name}>{name}</bdi>
          <span className={styles.soft}>{stateOf(play, id, away, gone)}</span>
          <span className={styles.points}>
            <span aria-hidden="true">{play.scores[id] ?? 0}</span>
            <span className="visually-hidden">{words.points(play.scores[id] ?? 0)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Most points first; of equals, who sat down first. */
export function rank(play: Play, players: readonly ShownPlayer[]): readonly ShownPlayer[] {
  return players
    .filter(({ id }) => id in play.scores)
    .toSorted((a, b) => (play.scores[b.id] ?? 0) - (play.scores[a.id] ?? 0));
}

function stateOf(play: Play, id: string, away: boolean, gone: boolean): string {
  if (gone) return gamesText.gone;
  if (away) return gamesText.away;
  if (id === play.drawer) return gamesText.draw.draws;
  return play.guessed.includes(id) ? gamesText.draw.has : "";
}
