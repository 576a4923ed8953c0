import { defineConfig } from "vitest/config";

/** Browser tests: real browsers against the real server, one file after the other. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["**/*.test.ts"],
    fileParallelism: false,
    maxConcurrency: 2, // of the tests that are marked so
    testTimeout: 90_000,
    hookTimeout: 120_000,
    environment: "node",
  },
});
