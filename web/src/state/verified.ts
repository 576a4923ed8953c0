/** Whom this browser's person has compared safety numbers with: kept here, told nobody. By identity and room: the number is of both. */

export const MAX_VERIFIED = 2_000;
const KEY = "free4chat.verified";

const listeners = new Set<() => void>();
let verified: ReadonlySet<string> | undefined;

export function subscribeVerified(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Another set after each change. */
export function verifiedPeople(): ReadonlySet<string> {
  verified ??= new Set(load());
  return verified;
}

export function verifiedKey(roomId: string, identity: string): string {
  return `${roomId} ${identity}`;
}

/** The newest are kept. */
export function setVerified(key: string, on: boolean): void {
  const others = [...verifiedPeople()].filter((one) => one !== key);
  verified = new Set((on ? [...others, key] : others).slice(-MAX_VERIFIED));
  try {
    localStorage.setItem(KEY, JSON.stringify([...verified]));
  } catch {
    // without storage it is known as long as the page lives
  }
  for (const listener of listeners) listener();
}

function load(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
