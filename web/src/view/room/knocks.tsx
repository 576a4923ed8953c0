import type { KnockView } from "../../state/moderation-view.ts";
import type { RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./knocks.module.css";

/** Shown at once; who else knocks comes up when these are answered. */
const SHOWN = 2;

/** Who is at the door, for those who may let them in. */
export function Knocks({ store, knocks }: { store: RoomStore; knocks: readonly KnockView[] }) {
  const more = knocks.length - SHOWN;
  return (
    <section aria-label={text.moderation.knocking} aria-live="polite">
      {knocks.slice(0, SHOWN).map(({ identity, nickname, fingerprint }) => (
        <div key={identity} className={styles.knock}>
          <p>
            <bdi>{text.moderation.knocks(nickname ?? text.moderation.somebody)}</bdi>{" "}
            <span className={styles.fingerprint} title={text.person.fingerprintHint}>
              {fingerprint}
            </span>
          </p>
          <Button
            look="main"
            aria-label={text.moderation.admitWhom(nickname ?? fingerprint)}
            onClick={() => void store.acts.answer(identity, true)}
          >
            {text.moderation.admit}
          </Button>
          <Button
            look="quiet"
            aria-label={text.moderation.turnAwayWhom(nickname ?? fingerprint)}
            onClick={() => void store.acts.answer(identity, false)}
          >
            {text.moderation.turnAway}
          </Button>
        </div>
      ))}
      {more > 0 && <p className={styles.more}>{text.moderation.knocksMore(more)}</p>}
    </section>
  );
}
