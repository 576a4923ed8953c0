import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { boardFiles } from "./board-files.ts";
import { offlineFiles } from "./offline-files.ts";

export default defineConfig({
  plugins: [react(), boardFiles(), offlineFiles()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000, // the board is large, and loaded when somebody opens it
    modulePreload: { polyfill: false },
  },
  // No test is about how long it takes itself: a busy machine must not fail one.
  test: {
    include: ["tests/unit/**/*.test.{ts,tsx}"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
