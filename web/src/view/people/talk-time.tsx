import type { Person } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import styles from "./people.module.css";

interface TalkTimeProps {
  readonly person: Person;
  readonly people: readonly Person[];
}

/** How long somebody has talked: in words, and as a hairline that is as long as their share of who has talked most. */
export function TalkTime({ person: { talkedSeconds }, people }: TalkTimeProps) {
  if (talkedSeconds === 0) return null;
  const most = Math.max(...people.map((one) => one.talkedSeconds), talkedSeconds);
  return (
    <>
      <p className={styles.note}>{text.floor.talked(talkedSeconds)}</p>
      <span
        className={styles.talked}
        style={{ inlineSize: `${(100 * talkedSeconds) / most}%` }}
        aria-hidden="true"
      />
    </>
  );
}
