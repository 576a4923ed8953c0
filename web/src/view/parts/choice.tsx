import { useId } from "react";
import styles from "./choice.module.css";

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  /** What each is called; and in which language, where that is another than the page's. */
  readonly options: readonly (readonly [T, string, lang?: string])[];
  readonly onChoose: (value: T) => void;
  readonly hint?: string;
  /** "beside": name and choice in one line, where there is room for both. */
  readonly look?: "below" | "beside";
}

/** One of some, by the browser's own list. */
export function Choice<T extends string | number>({
  label,
  value,
  options,
  onChoose,
  hint,
  look = "below",
}: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={styles.choice} data-look={look}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={value}
        onChange={({ target }) => {
          const option = options[target.selectedIndex];
          if (option) onChoose(option[0]);
        }}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      >
        {options.map(([option, name, lang]) => (
          <option key={option} value={option} lang={lang}>
            {name}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
