import type { Plugin, Rollup } from "vite";

const WORKER = "service-worker";
/** Kept when somebody has opened it, not before: the board's drawing program, which is larger than all the rest. */
const LARGE = /\/src\/(view\/)?board\/|emoji-set/;
/** Beside scripts and styles. */
const STATIC = ["/icon.svg", "/icon-192.png", "/manifest.webmanifest"];

/** Tells the service worker what the page is made of. */
export function offlineFiles(): Plugin {
  return {
    name: "offline-files",
    config: ({ build }) => {
      if (build?.rollupOptions?.input) return {}; // a page of the tests
      const entryFileNames = ({ name }: { readonly name: string }) =>
        name === WORKER ? `${WORKER}.js` : "assets/[name]-[hash].js";
      const input = { index: "index.html", [WORKER]: "src/offline/service-worker.ts" };
      return { build: { rollupOptions: { input, output: { entryFileNames } } } };
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[`${WORKER}.js`];
        if (worker?.type !== "chunk") return;
        const files = JSON.stringify([...STATIC, ...filesOf(bundle)]);
        worker.code = `const PAGE_FILES=${files};\n${worker.code}`;
      },
    },
  };
}

/** What the page's entry reaches, in whichever way, with styles, fonts and workers. */
function filesOf(bundle: Rollup.OutputBundle): readonly string[] {
  const reached = new Set<string>();
  const go = (name: string) => {
    const chunk = bundle[name];
    if (reached.has(name) || chunk?.type !== "chunk") return;
    if (LARGE.test(chunk.facadeModuleId ?? "")) return;
    reached.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) reached.add(style);
    for (const other of [...chunk.imports, ...chunk.dynamicImports]) go(other);
  };
  for (const file of Object.values(bundle)) {
    if (file.type === "chunk" && file.isEntry && file.name === "index") go(file.fileName);
    else if (/(-(worker|worklet)-[\w-]+\.js|atkinson[\w-]+\.woff2)$/.test(file.fileName)) {
      reached.add(file.fileName);
    }
  }
  return [...reached].sort().map((name) => `/${name}`);
}
