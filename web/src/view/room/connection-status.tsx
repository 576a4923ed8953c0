import type { ConnectionPhase } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import styles from "./room-header.module.css";

interface ConnectionStatusProps {
  readonly phase: ConnectionPhase;
  readonly offline: boolean;
}

/** How the line stands, always in words. */
export function ConnectionStatus({ phase, offline }: ConnectionStatusProps) {
  const lost = offline && phase !== "connected";
  return (
    <output
      className={styles.status}
      aria-label={text.connection.label}
      data-steady={phase === "connected"}
    >
      {lost ? text.connection.offline : text.connection[phase]}
    </output>
  );
}
