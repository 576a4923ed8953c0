/** What the service worker keeps, and for which addresses it answers. Pure. */

const PREFIX = "free4chat.page.";

/** Another one for each build. */
export function cacheName(files: readonly string[]): string {
  let hash = 0xcbf29ce484222325n; // FNV-1a: a name, not a proof
  for (const letter of files.join(" ")) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return PREFIX + hash.toString(16);
}

/** Addresses that the page itself shows; all others are the server's own. */
export function isPage(path: string): boolean {
  return path === "/" || /^\/(r|s)\/[^/]*$/.test(path);
}

/** What never changes under its name, or belongs to the build. */
export function isCacheable(path: string, files: readonly string[]): boolean {
  return path.startsWith("/assets/") || files.includes(path);
}
