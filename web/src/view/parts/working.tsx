import styles from "./working.module.css";

/** Something takes as long as it takes. */
export function Working({ label }: { label: string }) {
  return (
    <div className={styles.working} role="status">
      <progress className={styles.progress} aria-label={label} />
      <p>{label}</p>
    </div>
  );
}
