import { type ComponentType, useEffect, useState } from "react";
import { wordsThere } from "../../text/languages.ts";
import { text } from "../../text/text.ts";
import styles from "./lazy-part.module.css";

/** A component in a chunk of its own. */
export interface LazyPart<P extends object> {
  (props: P): React.JSX.Element | null;
  /** Fetches it before it is needed, so that it is there when the line is not. */
  prefetch(): void;
}

const RETRY_MILLIS = 2000;

/**
 * Shows nothing until the chunk is there. Unlike React.lazy it does not throw when the server cannot be reached: it says so
 * and goes on trying.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): LazyPart<P> {
  let loaded: ComponentType<P> | undefined;
  const fetchPart = async () => {
    const part = loaded ?? (await load());
    await wordsThere(); // some bring words of their own
    loaded = part;
    return part;
  };
  function Part(props: P) {
    const [Shown, setShown] = useState(() => loaded);
    const [failures, setFailures] = useState(0);
    useEffect(() => {
      if (Shown) return;
      let wanted = true;
      let timer: ReturnType<typeof setTimeout> | undefined;
      fetchPart().then(
        (part) => {
          if (wanted) setShown(() => part);
        },
        () => {
          if (wanted) timer = setTimeout(() => setFailures(failures + 1), RETRY_MILLIS);
        },
      );
      return () => {
        wanted = false;
        clearTimeout(timer);
      };
    }, [Shown, failures]);
    if (Shown) return <Shown {...props} />;
    return failures > 0 ? <Waiting /> : null;
  }
  Part.prefetch = () => {
    fetchPart().catch(() => {
      // tried again when it is wanted
    });
  };
  return Part;
}

function Waiting() {
  const { what, todo } = text.problem("server-away");
  return (
    <p className={styles.waiting} role="status">
      {what} {todo}
    </p>
  );
}
