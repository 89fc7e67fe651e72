import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import TotalsReporter from "./vitest-totals.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "parkwise-totals-"));
const file = path.join(folder, "deep/totals.json");
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

type Modules = Parameters<TotalsReporter["onTestRunEnd"]>[0];

function module(tests: readonly object[], errors: readonly object[] = [], suiteErrors: readonly object[] = []): object {
  const all = tests.map((result, index) => ({ fullName: `test ${index}`, result: () => result }));
  return {
    moduleId: "x.test.ts",
    errors: () => errors,
    children: {
      allTests: () => all,
      allSuites: () => [{ fullName: "suite", errors: () => suiteErrors }],
    },
  };
}

test("adds up passes and failures, keeps reasons, and counts a silent skip as a failure", () => {
  vi.stubEnv("PARKWISE_TOTALS", file);
  const run = [
    module([{ state: "passed" }, { state: "failed" }, { state: "skipped", note: "no display" }, { state: "skipped" }]),
    module([], [new Error("cannot be loaded")]),
    module([{ state: "passed" }, { state: "pending" }], [], [new Error("beforeAll")]),
  ];
  new TotalsReporter().onTestRunEnd(run as unknown as Modules, ["unhandled"]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    passed: 2,
    failures: [
      "test 1",
      "test 3 (skipped without a reason)",
      "x.test.ts (could not run)",
      "suite (its hooks or set-up failed)",
      "test 1",
      "1 errors outside of any test",
    ],
    skips: [{ name: "test 2", reason: "no display" }],
  });
});
