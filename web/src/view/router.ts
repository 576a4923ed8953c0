import { useSyncExternalStore } from "react";

/** The pages by path, over the History API. Public rooms are `/r/<name>`, sealed ones `/s/<id>`; `/s/` makes one. */
export type Page =
  | { readonly kind: "home" }
  | { readonly kind: "room"; readonly name: string }
  | { readonly kind: "sealed"; readonly id: string }
  | { readonly kind: "make" }
  | { readonly kind: "unknown" };

const ROOM_PATH = /^\/r\/([^/]+)\/?$/;
const SEALED_PATH = /^\/s\/([A-Za-z0-9_-]+)\/?$/;
export const MAKE_PATH = "/s/";

export function pageOf(path: string): Page {
  if (path === "/" || path === "/index.html") return { kind: "home" };
  if (path === MAKE_PATH) return { kind: "make" };
  const id = SEALED_PATH.exec(path)?.[1];
  if (id !== undefined) return { kind: "sealed", id };
  const name = ROOM_PATH.exec(path)?.[1];
  if (name === undefined) return { kind: "unknown" };
  try {
    return { kind: "room", name: decodeURIComponent(name) };
  } catch {
    return { kind: "unknown" }; // a broken escape such as /r/%E0
  }
}

export function roomPath(name: string): string {
  return `/r/${encodeURIComponent(name)}`;
}

const listeners = new Set<() => void>();

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("popstate", notify);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("popstate", notify);
  };
}

export function navigate(path: string): void {
  window.history.pushState(null, "", path);
  notify();
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname);
}
