import type { FileActions, PreparedFile } from "../../state/files-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./files.module.css";

interface PreparingFilesProps {
  readonly files: readonly PreparedFile[];
  readonly actions: FileActions;
}

/** Files that are read before they are offered. */
export function PreparingFiles({ files, actions }: PreparingFilesProps) {
  if (files.length === 0) return null;
  return (
    <ul className={styles.preparing}>
      {files.map(({ id, name, size, bytes }) => (
        <li key={id} className={styles.prepared}>
          <span className={styles.preparedName}>{text.files.reading(name, bytes / size)}</span>
          <Button look="quiet" icon="close" iconOnly onClick={() => actions.stopOffering(id)}>
            {text.files.stopReading(name)}
          </Button>
        </li>
      ))}
    </ul>
  );
}
