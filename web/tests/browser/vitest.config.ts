import { defineConfig } from "vitest/config";

/** Browser tests: real browsers against the real server; each file has its own of both. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    // One file at a time: three browsers and a server keep two cores busy, two files at once only wait for each other.
    fileParallelism: false,
    maxConcurrency: 2, // of the tests that are marked so
    testTimeout: 300_000, // what a test waits for has its own limit; this one ends what hangs
    hookTimeout: 120_000,
    environment: "node",
  },
});
