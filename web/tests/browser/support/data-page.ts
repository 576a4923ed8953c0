/** The client library without a page, put into one of the server's own origin. */
import path from "node:path";
import { build } from "vite";

const PAGES = path.resolve(import.meta.dirname, "..");

/** A script that leaves `window.dataBench` behind. */
export const dataPageScript = (): Promise<string> => pageScript("data-page");

/** A script that leaves `window.boardBench` behind. */
export const boardPageScript = (): Promise<string> => pageScript("board-page");

async function pageScript(name: string): Promise<string> {
  const results = await build({
    configFile: false,
    logLevel: "error", // of import.meta, which a script has not: it is the worker's of a sealed room, and these are public
    build: {
      write: false,
      lib: { entry: path.join(PAGES, name, "main.ts"), formats: ["iife"], name: "benchPage" },
    },
  });
  for (const result of Array.isArray(results) ? results : [results]) {
    if (!("output" in result)) continue;
    const chunk = result.output.find((file) => file.type === "chunk" && file.isEntry);
    if (chunk?.type === "chunk") return chunk.code;
  }
  throw new Error(`the page of ${name} was not built`);
}
