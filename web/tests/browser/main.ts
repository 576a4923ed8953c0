/**
 * Runs the browser tests and closes with one line, `N passed, N failed`. Arguments: `--figures` measures instead, `--long` soaks;
 * anything else names files to run.
 */
import path from "node:path";
import { startVitest } from "vitest/node";

const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

if (process.argv.includes("--figures")) {
  const figures =
    names.length > 0
      ? names
      : [
          "figures",
          "sealed-figures",
          "data-figures",
          "board-figures",
          "cluster-figures",
          "rooms-figures",
          "span-figures",
          "placement-figures",
          "node-cost-figures",
        ];
  for (const name of figures) await import(`./${name}.ts`);
  console.log(`${figures.length} passed, 0 failed`);
  process.exit(0);
}

const vitest = await startVitest("test", names, {
  config: path.join(import.meta.dirname, "vitest.config.ts"),
  watch: false,
  env: { LONG: process.argv.includes("--long") ? "yes" : "" },
});
let passed = 0;
let failed = 0;
for (const module of vitest.state.getTestModules()) {
  if (module.state() === "failed" && [...module.children.allTests()].length === 0) failed++;
  for (const test of module.children.allTests()) {
    if (test.result().state === "passed") passed++;
    else failed++;
  }
}
await vitest.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
