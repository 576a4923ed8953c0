import { useId } from "react";
import { Button } from "./button.tsx";
import styles from "./field.module.css";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined; // what is wrong with it, in words
  readonly roll?: { readonly label: string; readonly onRoll: () => void };
  readonly type?: "text" | "password";
  readonly autoComplete?: string;
  readonly onBlur?: () => void;
}

/** A line of text with its name above, and a dice beside it where one may be rolled. */
export function Field({
  label,
  value,
  onChange,
  hint,
  fault,
  roll,
  type = "text",
  autoComplete = "off",
  onBlur,
}: FieldProps) {
  const id = useId();
  const note = fault ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.line}>
        <input
          id={id}
          className={styles.input}
          type={type}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
        />
        {roll && (
          <Button look="quiet" icon="dice" iconOnly className={styles.dice} onClick={roll.onRoll}>
            {roll.label}
          </Button>
        )}
      </div>
      {note !== undefined && (
        <p id={`${id}-note`} className={fault === undefined ? styles.hint : styles.fault}>
          {note}
        </p>
      )}
    </div>
  );
}
