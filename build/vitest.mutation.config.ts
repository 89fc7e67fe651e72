/** The tests that mutation testing runs: the decision library's own, without browsers or builds. */
import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.join(import.meta.dirname, "..");

export default defineConfig({
  root,
  cacheDir: path.join(root, ".cache/vitest-mutation"),
  test: {
    environment: "node",
    include: ["shared/ranking/**/*.test.ts"],
    setupFiles: ["tests/support/mutation.ts"],
    testTimeout: 20_000,
  },
});
