import { useId, useRef, useState } from "react";
import type { DrawHand } from "../../../games/draw-and-guess/hand.ts";
import type { Play } from "../../../games/draw-and-guess/play.ts";
import type { SpokenWord } from "../../../state/spoken-word.ts";
import { gamesText } from "../../../text/games-text.ts";
import { text as pageText } from "../../../text/text.ts";
import { Button } from "../../parts/button.tsx";
import fields from "../../parts/field.module.css";
import { TAKES_FOCUS } from "../use-kept-focus.ts";
import styles from "./draw.module.css";
import { type Spoken, useSpokenWord } from "./use-spoken-word.ts";

interface GuessFormProps {
  readonly hand: DrawHand;
  readonly play: Play;
  readonly self: string;
  readonly language: string;
  readonly spoken: SpokenWord;
}

/** Where one guesses, and what has become of one's last guess. */
export function GuessForm({ hand, play, self, language, spoken }: GuessFormProps) {
  const words = gamesText.draw;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [sent, setSent] = useState({ turn: 0, guess: "" });
  const [isRefused, setRefused] = useState(false);
  const guess = sent.turn === play.turn ? sent.guess : "";
  const send = async (text: string) => {
    field.current?.focus();
    if (text === "") return;
    const isSent = await hand.guess(text);
    setRefused(!isSent);
    if (!isSent) return;
    setSent({ turn: play.turn, guess: text });
    setTyped((now) => (now.trim() === text ? "" : now));
  };
  const voice = useSpokenWord(spoken, language, setTyped, (text) => {
    setTyped(text);
    void send(text);
  });
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
        void send(typed.trim());
      }}
    >
      <p id={`${id}-note`} className={styles.note} role="status">
        {voiceNote(voice) ||
          (isRefused ? words.notSent : guess !== "" && noteOf(play, self, guess))}
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
        {spoken.canHear && (
          <Button
            icon="microphone"
            iconOnly
            aria-pressed={voice.listening === "yes"}
            aria-describedby={`${id}-note`}
            onClick={voice.toggle}
          >
            {words.say}
          </Button>
        )}
        <Button look="main" type="submit">
          {words.send}
        </Button>
      </div>
    </form>
  );
}

/** What there is to know of saying it; "" for nothing. */
function voiceNote({ listening, place }: Spoken): string {
  const { sayAgain, saying, sayFailed } = gamesText.draw;
  if (listening === "asks" && place) return `${pageText.captions.place[place]} ${sayAgain}`;
  if (listening === "yes") return saying;
  return listening === "failed" ? sayFailed : "";
}

function noteOf({ made, judged, said }: Play, self: string, guess: string): string {
  const words = gamesText.draw;
  if ((judged[self] ?? 0) < (made[self] ?? 0)) return words.guessing(guess);
  const newest = said.findLast(({ by }) => by === self);
  if (!newest) return words.guessing(guess);
  return newest.verdict === "close" ? words.close(guess) : words.wrong(guess);
}
