import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

const PACKAGE = path.join(import.meta.dirname, "node_modules/@excalidraw/excalidraw/dist/prod");
/** Under which the page serves them: see view/board/asset-path.ts. */
const SERVED = "assets/board/fonts";
/** 13 MB of Chinese handwriting: the device's own font stands in for it. */
const LEFT_OUT: ReadonlySet<string> = new Set(["Xiaolai"]);
/** Where it would fall back to, within a template string. */
const ELSEWHERE = "`https://esm.sh/";
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is put into a template string
const HERE = "`${location.origin}/assets/board/";

/** What the board's drawing program needs, from this server alone: its fonts, and no address of another to fall back to. */
export function boardFiles(): Plugin {
  return {
    name: "board-files",
    transform(code, id) {
      if (!id.includes("/@excalidraw/excalidraw/") || !code.includes(ELSEWHERE)) return undefined;
      return { code: code.replaceAll(ELSEWHERE, HERE), map: null };
    },
    generateBundle() {
      for (const family of readdirSync(path.join(PACKAGE, "fonts"))) {
        if (LEFT_OUT.has(family)) continue;
        for (const file of readdirSync(path.join(PACKAGE, "fonts", family)))
          this.emitFile({
            type: "asset",
            fileName: `${SERVED}/${family}/${file}`,
            source: readFileSync(path.join(PACKAGE, "fonts", family, file)),
          });
      }
    },
  };
}
