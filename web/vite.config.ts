import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { boardFiles } from "./board-files.ts";
import { firstLoad } from "./first-load.ts";
import { offlineFiles } from "./offline-files.ts";

export default defineConfig({
  plugins: [react(), boardFiles(), offlineFiles(), firstLoad()],
  resolve: {
    // Written for React and run by Preact (docs/decisions/0090-the-page-runs-on-preact.md).
    alias: {
      "react/jsx-runtime": "preact/jsx-runtime",
      "react/jsx-dev-runtime": "preact/jsx-dev-runtime",
      "react-dom/client": "preact/compat/client",
      "react-dom": "preact/compat",
      react: "preact/compat",
    },
  },
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
