/** Runs the browser tests and closes with one line, `N passed, N failed`. Arguments: names of files to run; none: all. */
import path from "node:path";
import { startVitest } from "vitest/node";

const vitest = await startVitest("test", process.argv.slice(2), {
  config: path.join(import.meta.dirname, "vitest.config.ts"),
  watch: false,
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
console.log(`browsers: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
