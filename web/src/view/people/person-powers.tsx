import { useState } from "react";
import type { PersonAct } from "../../state/moderation-view.ts";
import type { Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./people.module.css";

/** Done at once; what cannot be taken back asks first. */
const AT_ONCE: readonly PersonAct[] = [
  "speak",
  "audience",
  "lower",
  "mute",
  "unmute",
  "name",
  "unname",
];

type Question = "put-out" | "hand-over";

/** What one can do about somebody for everybody: nothing, for most. */
export function PersonPowers({ store, person }: { store: RoomStore; person: Person }) {
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const { powers, number, nickname } = person;
  const isSealed = store.getState().sealed !== undefined;
  if (powers.length === 0) return null;
  const button = (act: PersonAct) => (
    <Button
      key={act}
      onClick={() => {
        setQuestion(undefined);
        void store.acts.about(number, act);
      }}
    >
      {text.moderation.acts[act]}
    </Button>
  );
  if (question !== undefined) {
    const acts: readonly PersonAct[] = question === "put-out" ? ["kick", "ban"] : ["hand-over"];
    const what =
      question === "put-out"
        ? text.moderation.putOutWhat(nickname)
        : text.moderation.handOverWhat(nickname);
    return (
      <fieldset className={styles.powers} aria-label={text.moderation.forAll}>
        <p role="status">
          {what}
          {question === "put-out" && isSealed && ` ${text.moderation.putOutSealed}`}
        </p>
        <div className={styles.answers}>
          {acts.map(button)}
          <Button look="quiet" autoFocus onClick={() => setQuestion(undefined)}>
            {text.moderation.cancel}
          </Button>
        </div>
      </fieldset>
    );
  }
  return (
    <fieldset className={styles.powers} aria-label={text.moderation.forAll}>
      <p className={styles.note}>{text.moderation.forAll}</p>
      {AT_ONCE.filter((act) => powers.includes(act)).map(button)}
      {powers.includes("kick") && (
        <Button onClick={() => setQuestion("put-out")}>{text.moderation.putOut}</Button>
      )}
      {powers.includes("hand-over") && (
        <Button onClick={() => setQuestion("hand-over")}>
          {text.moderation.acts["hand-over"]}
        </Button>
      )}
    </fieldset>
  );
}
