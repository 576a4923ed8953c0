/** Lets the browser keep the page, where it keeps anything: not in a private window of Firefox, and not from a page that is being developed. */
export function keepPage(): void {
  navigator.serviceWorker?.register("/service-worker.js").catch(() => {}); // it works on, while there is a server
}
