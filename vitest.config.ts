/**
 * Two kinds of tests: `unit` (in Node, beside the modules) and `e2e` (real processes and real Chromium,
 * on what `npm run build` made).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { messages } from "./build/vite-messages.mjs";

const root = import.meta.dirname;
const standIn = path.join(root, "tests/support/electron-standin.ts");
// Requiring the npm package "electron" downloads its binary; tests get the stand-in instead.
const alias = existsSync(standIn) ? { electron: standIn } : {};

export default defineConfig({
  cacheDir: path.join(root, ".cache/vitest"),
  test: {
    projects: [
      {
        plugins: [messages()],
        resolve: { alias },
        define: { __APP_VERSION__: JSON.stringify("0.0.0-test") },
        test: {
          name: "unit",
          environment: "node",
          include: [
            "{shared,renderer,electron,build}/**/*.test.{ts,tsx}",
            "tests/*.test.ts",
            "tests/support/**/*.test.ts",
          ],
          testTimeout: 20_000,
        },
      },
      {
        plugins: [messages()],
        resolve: { alias },
        test: {
          name: "e2e",
          environment: "node",
          include: ["tests/{e2e,desktop,faults}/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/support/require-build.ts"],
          // Real browsers on small machines: one file at a time, generous limits.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
