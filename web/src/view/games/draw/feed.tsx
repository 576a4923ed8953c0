import { useEffect, useRef } from "react";
import type { Play } from "../../../games/draw-and-guess/play.ts";
import { gamesText } from "../../../text/games-text.ts";
import { nameOf, type ShownPlayer } from "../players.ts";
import styles from "./draw.module.css";

interface FeedProps {
  readonly play: Play;
  readonly players: readonly ShownPlayer[];
}

/** What was guessed: what is wrong can be read, what is right or close is nobody's business. */
export function Feed({ play, players }: FeedProps) {
  const words = gamesText.draw;
  const feed = useRef<HTMLDivElement>(null);
  const newest = play.said.at(-1);
  useEffect(() => {
    if (newest) feed.current?.scrollTo({ top: feed.current.scrollHeight });
  }, [newest]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
    <div ref={feed} className={styles.feed} role="log" aria-label={words.feed} tabIndex={0}>
      <ol>
        {play.said.map(({ by, verdict, text }, index) => {
          const name = nameOf(players, by);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
            <li key={`${play.turn} ${index}`} data-verdict={verdict}>
              <bdi>
                {verdict === "right"
                  ? words.hasIt(name)
                  : verdict === "close"
                    ? words.isClose(name)
                    : words.said(name, text)}
              </bdi>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
