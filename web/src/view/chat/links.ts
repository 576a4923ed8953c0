/** A piece of a message: words, or an address that can be opened. */
export interface Piece {
  readonly text: string;
  /** Of a link, as the browser will open it; undefined for words. */
  readonly href: string | undefined;
}

export const MAX_LINKS = 50;

const ADDRESS = /https?:\/\/[^\s<>"`{}|\\^]+/giu;
/** What follows an address in a sentence. */
const TRAILING = /[.,;:!?'"…)\]]$/u;

/** Splits a message into words and links. Only http and https become links, and none that hides a name before its host. */
export function pieces(message: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  let links = 0;
  for (const { 0: match, index } of message.matchAll(ADDRESS)) {
    const address = trimmed(match);
    const href = hrefOf(address);
    if (!href) continue;
    if (++links > MAX_LINKS) break;
    if (index > from) found.push({ text: message.slice(from, index), href: undefined });
    found.push({ text: address, href });
    from = index + address.length;
  }
  if (from < message.length) found.push({ text: message.slice(from), href: undefined });
  return found;
}

function trimmed(match: string): string {
  let address = match;
  while (TRAILING.test(address) && !closesWhatItOpened(address)) address = address.slice(0, -1);
  return address;
}

function closesWhatItOpened(address: string): boolean {
  const [open, close] = address.endsWith(")")
    ? ["(", ")"]
    : address.endsWith("]")
      ? ["[", "]"]
      : [];
  return open !== undefined && address.split(open).length >= address.split(close ?? "").length;
}

function hrefOf(address: string): string | undefined {
  try {
    const { href, hostname, username, password } = new URL(address);
    const isHost = hostname.includes(".") || hostname === "localhost";
    return isHost && username === "" && password === "" ? href : undefined;
  } catch {
    return undefined;
  }
}
