/**
 * Keeps the page itself, so that it opens without a server: no room, no address and nothing that was said is in its cache.
 * Documents come from the server where it answers; what carries a hash in its name never changes, and comes from the cache.
 */
import { cacheName, isCacheable, isPage } from "./offline-rules.ts";

/** Put in by the build (offline-files.ts): what the page is made of, but for what few people open. */
declare const PAGE_FILES: readonly string[];

/** The one document, for whatever address it is asked. */
const DOCUMENT = "/index.html";
/** A server that has not answered by then is taken for away. */
const PATIENCE_MILLIS = 5_000;
/** Files that are kept beside those, as people open them. */
const MAX_KEPT_FILES = 400;

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetch extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetch) => void): void;
}

const scope = globalThis as unknown as Scope;
const CACHE = cacheName(PAGE_FILES);

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && isPage(url.pathname)) event.respondWith(page(request));
  else if (isCacheable(url.pathname, PAGE_FILES)) event.respondWith(file(url.pathname, request));
});

/** All of it or nothing: a document without its scripts would be a trap. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...PAGE_FILES]);
  const answer = await fetch(DOCUMENT, { cache: "no-store" });
  const document = await answer.clone().text();
  const scripts = [...document.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    ([, name]) => name,
  );
  if (!answer.ok || scripts.some((name) => !PAGE_FILES.includes(name ?? ""))) {
    throw new Error("The server has another build by now"); // which brings its own service worker
  }
  await cache.put(DOCUMENT, answer);
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

async function page(request: Request): Promise<Response> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), PATIENCE_MILLIS);
  });
  const fresh = fetch(request).catch(() => undefined);
  const answer = await Promise.race([fresh, late]);
  if (answer) return answer;
  const kept = await (await caches.open(CACHE)).match(DOCUMENT);
  return kept ?? (await fresh) ?? Response.error();
}

async function file(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && (await cache.keys()).length < PAGE_FILES.length + MAX_KEPT_FILES) {
    await cache.put(path, answer.clone());
  }
  return answer;
}
