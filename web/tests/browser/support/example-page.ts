/** Builds the example of the client library, and gives it to browsers as a page of the server's own origin. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContext } from "playwright-core";
import { build } from "vite";

const WEB = path.resolve(import.meta.dirname, "../../..");
const BUILT = path.join(WEB, ".cache/example");

export async function buildExample(): Promise<void> {
  await build({
    root: path.join(WEB, "example"),
    configFile: false,
    logLevel: "error",
    base: "./",
    build: { outDir: BUILT, emptyOutDir: true, modulePreload: { polyfill: false } },
    worker: { format: "es" },
  });
}

/** Gives the address under which this browser finds it. */
export async function serveExample(context: BrowserContext, origin: string): Promise<string> {
  const address = `${origin}/example/`;
  const types: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript" };
  await context.route(`${address}**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice("/example/".length) || "index.html";
    const contentType = types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    await route.fulfill({ body: await readFile(path.join(BUILT, name)), contentType });
  });
  return address;
}
