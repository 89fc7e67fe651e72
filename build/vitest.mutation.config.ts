/** The tests that mutation testing runs: the decision library's own, without browsers or builds. */
import { statSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = path.join(import.meta.dirname, "..");

/** Small files first: a mutant's run ends with the first failure, and the long files are those that draw samples. */
class SmallFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const size = new Map(files.map(({ moduleId }) => [moduleId, statSync(moduleId).size]));
    return files.toSorted((a, b) => (size.get(a.moduleId) ?? 0) - (size.get(b.moduleId) ?? 0));
  }
}

export default defineConfig({
  root,
  cacheDir: path.join(root, ".cache/vitest-mutation"),
  test: {
    environment: "node",
    include: ["shared/ranking/**/*.test.ts"],
    // Statistical tests draw a tenth of their samples (tests/support/sample-size.ts): instrumented code is slow.
    env: { MUTATION_TESTING: "1" },
    setupFiles: ["tests/support/mutation.ts"],
    sequence: { sequencer: SmallFilesFirst },
    testTimeout: 20_000,
  },
});
