import { useId, useRef, useState } from "react";
import type { DrawHand } from "../../../games/draw-and-guess/hand.ts";
import type { Play } from "../../../games/draw-and-guess/play.ts";
import { gamesText } from "../../../text/games-text.ts";
import { Button } from "../../parts/button.tsx";
import fields from "../../parts/field.module.css";
import { TAKES_FOCUS } from "../use-kept-focus.ts";
import styles from "./draw.module.css";

interface GuessFormProps {
  readonly hand: DrawHand;
  readonly play: Play;
  readonly self: string;
}

/** Where one guesses, and what has become of one's last guess. */
export function GuessForm({ hand, play, self }: GuessFormProps) {
  const words = gamesText.draw;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [sent, setSent] = useState({ turn: 0, guess: "" });
  const [isRefused, setRefused] = useState(false);
  const guess = sent.turn === play.turn ? sent.guess : "";
  const send = async () => {
    const text = typed.trim();
    field.current?.focus();
    if (text === "") return;
    const isSent = await hand.guess(text);
    setRefused(!isSent);
    if (!isSent) return;
    setSent({ turn: play.turn, guess: text });
    setTyped((now) => (now.trim() === text ? "" : now));
  };
  if (play.guessed.includes(self)) {
    return (
      <p className={styles.note} role="status">
        {words.right}
      </p>
    );
  }
  return (
    <form
      className={styles.guess}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p id={`${id}-note`} className={styles.note} role="status">
        {isRefused ? words.notSent : guess !== "" && noteOf(play, self, guess)}
      </p>
      <div className={styles.guessLine}>
        <input
          {...TAKES_FOCUS}
          ref={field}
          id={id}
          className={fields.input}
          aria-label={words.guess}
          aria-describedby={`${id}-note`}
          placeholder={words.guess}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          dir="auto"
        />
        <Button look="main" type="submit">
          {words.send}
        </Button>
      </div>
    </form>
  );
}

function noteOf({ made, judged, said }: Play, self: string, guess: string): string {
  const words = gamesText.draw;
  if ((judged[self] ?? 0) < (made[self] ?? 0)) return words.guessing(guess);
  const newest = said.findLast(({ by }) => by === self);
  if (!newest) return words.guessing(guess);
  return newest.verdict === "close" ? words.close(guess) : words.wrong(guess);
}
