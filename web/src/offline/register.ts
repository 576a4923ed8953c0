/** Lets the browser keep the page, where it keeps anything: not in a private window of Firefox, and not from a page that is being developed. */
export function keepPage(): void {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  if (!workers.controller) workers.addEventListener("controllerchange", keepLoaded, { once: true });
  workers.register("/service-worker.js").catch(() => {}); // it works on, while there is a server
}

/** What was fetched before the worker was there goes through it once more, out of the browser's own cache: a board that is open is kept, too. */
function keepLoaded(): void {
  for (const { name } of performance.getEntriesByType("resource")) {
    const url = new URL(name, location.href);
    const isAsset = url.origin === location.origin && url.pathname.startsWith("/assets/");
    if (isAsset) fetch(url).catch(() => {}); // it is fetched again when it is wanted
  }
}
