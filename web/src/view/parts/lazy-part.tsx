import { type ComponentType, useEffect, useState } from "react";

/** A component in a chunk of its own. */
export interface LazyPart<P extends object> {
  (props: P): React.JSX.Element | null;
  /** Fetches it before it is needed, so that it is there when the line is not. */
  prefetch(): void;
}

/**
 * Shows nothing until the chunk is there. Unlike React.lazy it does not throw when the server cannot be reached: the part
 * stays away, and the next time it is wanted it is fetched again.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>): LazyPart<P> {
  let loaded: ComponentType<P> | undefined;
  const fetchPart = async () => {
    try {
      loaded ??= await load();
    } catch {
      // no line now
    }
    return loaded;
  };
  function Part(props: P) {
    const [Shown, setShown] = useState(() => loaded);
    useEffect(() => {
      if (Shown) return;
      let wanted = true;
      void fetchPart().then((part) => {
        if (wanted) setShown(() => part);
      });
      return () => {
        wanted = false;
      };
    }, [Shown]);
    return Shown ? <Shown {...props} /> : null;
  }
  Part.prefetch = () => void fetchPart();
  return Part;
}
