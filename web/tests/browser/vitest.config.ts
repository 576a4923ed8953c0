import { defineConfig } from "vitest/config";

/** These need the whole machine: a dozen voices, a capture of all that passes. */
const ALONE = ["twelve.test.ts", "sealed-capture.test.ts"];

const common = {
  root: import.meta.dirname,
  testTimeout: 90_000,
  hookTimeout: 120_000,
  environment: "node",
};

/** Browser tests: real browsers against the real server. Most of their time is waiting, so two files run at a time. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    projects: [
      {
        test: {
          ...common,
          name: "two at a time",
          include: ["**/*.test.ts"],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: "alone",
          include: ALONE,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
