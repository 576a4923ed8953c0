import { useState } from "react";
import {
  type LanguageChoice,
  languageChoice,
  setLanguageChoice,
} from "../../state/language-choice.ts";
import { LANGUAGES, OWN_NAMES } from "../../text/languages.ts";
import { text } from "../../text/text.ts";
import { Choice } from "../parts/choice.tsx";
import styles from "./settings.module.css";

/** In which language the page speaks. Each is named in its own, so that whoever reads no other finds it. */
export function LanguageSelect() {
  const [choice, setChoice] = useState(languageChoice);
  const [away, setAway] = useState(false);
  const choose = async (wanted: LanguageChoice) => {
    const before = choice;
    setChoice(wanted);
    try {
      await setLanguageChoice(wanted);
      setAway(false);
    } catch {
      setChoice(before);
      setAway(true);
    }
  };
  return (
    <div className={styles.choice}>
      <Choice
        label={text.settings.language}
        value={choice}
        options={[
          ["", text.settings.languageOfBrowser],
          ...LANGUAGES.map((language) => [language, OWN_NAMES[language], language] as const),
        ]}
        onChoose={(wanted) => void choose(wanted)}
      />
      {away && (
        <p className={styles.hint} role="status">
          {text.settings.languageAway}
        </p>
      )}
    </div>
  );
}
