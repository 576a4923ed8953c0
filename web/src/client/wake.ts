/** Calls back when the network or the page may be back: the moments not to wait for a timer. */
export function onWake(listener: () => void): () => void {
  const whenVisible = () => {
    if (document.visibilityState === "visible") listener();
  };
  window.addEventListener("online", listener);
  window.addEventListener("pageshow", listener);
  document.addEventListener("resume", listener); // thawed (Page Lifecycle)
  document.addEventListener("visibilitychange", whenVisible);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("pageshow", listener);
    document.removeEventListener("resume", listener);
    document.removeEventListener("visibilitychange", whenVisible);
  };
}
