import { onWake } from "../client/wake.ts";

/** What becomes of the page, for what must let go and come back with it. */
export interface PageLife {
  hidden(): void;
  shown(): void;
  networkGone(): void;
}

/** Tells until the returned function is called. */
export function watchPage(life: PageLife): () => void {
  const hidden = () => life.hidden();
  const network = () => life.networkGone();
  window.addEventListener("pagehide", hidden);
  window.addEventListener("offline", network);
  const unwake = onWake(() => life.shown());
  return () => {
    window.removeEventListener("pagehide", hidden);
    window.removeEventListener("offline", network);
    unwake();
  };
}
