import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** "sheet" fills a phone from below; "page" stands in the middle. */
  readonly look?: "page" | "sheet";
}

/** A native modal dialog: the browser keeps the focus inside, and it comes back to where it was. Mounted means open. */
export function Dialog({ title, closeLabel, onClose, children, look = "page" }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      isThere.current = false; // what it tells of closing would close the next one
      element?.close();
      // One that is taken away open gives nothing back by itself.
      const isLost = document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it natively; the click is on the backdrop
    <dialog
      ref={dialog}
      className={`${styles.dialog} ${styles[look]}`}
      aria-label={title}
      onClose={() => isThere.current && onClose()}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className={styles.inner}>
        <div className={styles.header}>
          <h2 className={styles.title}>{title}</h2>
          <Button look="quiet" icon="close" iconOnly onClick={() => dialog.current?.close()}>
            {closeLabel}
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
