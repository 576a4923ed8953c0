/** The client library with data channels, put into a page of the server's own origin. */
import path from "node:path";
import { build } from "vite";

const ENTRY = path.resolve(import.meta.dirname, "../data-page/main.ts");

/** A script that leaves `window.dataBench` behind. */
export async function dataPageScript(): Promise<string> {
  const results = await build({
    configFile: false,
    logLevel: "error", // of import.meta, which a script has not: it is the worker's of a sealed room, and this one is public
    build: { write: false, lib: { entry: ENTRY, formats: ["iife"], name: "dataPage" } },
  });
  for (const result of Array.isArray(results) ? results : [results]) {
    if (!("output" in result)) continue;
    const chunk = result.output.find((file) => file.type === "chunk" && file.isEntry);
    if (chunk?.type === "chunk") return chunk.code;
  }
  throw new Error("the page of data was not built");
}
