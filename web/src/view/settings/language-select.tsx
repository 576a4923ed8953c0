import { useId, useState } from "react";
import {
  type LanguageChoice,
  languageChoice,
  setLanguageChoice,
} from "../../state/language-choice.ts";
import { LANGUAGES, OWN_NAMES } from "../../text/languages.ts";
import { text } from "../../text/text.ts";
import styles from "./settings.module.css";

/** In which language the page speaks. Each is named in its own, so that whoever reads no other finds it. */
export function LanguageSelect() {
  const id = useId();
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
      <label htmlFor={id} className={styles.label}>
        {text.settings.language}
      </label>
      <select
        id={id}
        className={styles.select}
        value={choice}
        onChange={(event) => void choose(event.target.value as LanguageChoice)}
      >
        <option value="">{text.settings.languageOfBrowser}</option>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {OWN_NAMES[language]}
          </option>
        ))}
      </select>
      {away && (
        <p className={styles.hint} role="status">
          {text.settings.languageAway}
        </p>
      )}
    </div>
  );
}
