import styles from "./working.module.css";

/**
 * Something takes as long as it takes. The bar moves and shows no share: of Argon2id, which most of the wait is, hash-wasm tells
 * nothing before it is done, and a share that is guessed from other devices would be wrong on slow ones, where one looks at it.
 */
export function Working({ label }: { label: string }) {
  return (
    <div className={styles.working} role="status">
      <progress className={styles.progress} aria-label={label} />
      <p>{label}</p>
    </div>
  );
}
