/** A new build of the page: reload once, and be in the room again without a click. Lives in sessionStorage, with the tab. */

const KEY = "free4chat.rejoin";
/** A marker older than this is of a reload that never came back. */
const FRESH_MILLIS = 60_000;

interface Marker {
  readonly room: string;
  readonly build: string;
  readonly time: number;
  readonly joined: boolean;
  readonly microphone: boolean;
}

/** Reloads the page for a build, but once only: if it comes back as the former one, it stays. False when it stays. */
export function reloadOnce(
  build: string,
  was: Pick<Marker, "room" | "joined" | "microphone">,
  reload: () => void = () => location.reload(),
): boolean {
  if (readMarker()?.build === build) return false;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...was, build, time: Date.now() }));
  } catch {
    return false; // without a marker it might reload for ever
  }
  reload();
  return true;
}

/** How the person was in this room when the page was reloaded; told once. */
export function takeRejoin(room: string): { readonly microphone: boolean } | undefined {
  const marker = readMarker();
  if (!marker?.joined || marker.room !== room) return undefined;
  if (Date.now() - marker.time > FRESH_MILLIS) return undefined;
  sessionStorage.setItem(KEY, JSON.stringify({ ...marker, joined: false }));
  return { microphone: marker.microphone };
}

function readMarker(): Marker | undefined {
  try {
    const marker: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return typeof marker === "object" && marker !== null ? (marker as Marker) : undefined;
  } catch {
    return undefined;
  }
}
