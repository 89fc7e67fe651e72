/**
 * A Vitest reporter that writes what build/test.mjs adds up, to the file named in PARKWISE_TOTALS: how
 * many tests passed, and which failed or were skipped. A test may be skipped only with its reason
 * (`context.skip("why")`); one without counts as failed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @typedef {{ passed: number, failures: string[], skips: { name: string, reason: string }[] }} Totals */

export default class TotalsReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.PARKWISE_TOTALS;
    if (file === undefined) return;
    /** @type {Totals} */
    const totals = { passed: 0, failures: [], skips: [] };
    for (const module of modules) {
      // A file that cannot be loaded, or a failing hook, has no test of its own that fails.
      if (module.errors().length > 0) totals.failures.push(`${module.moduleId} (could not run)`);
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) totals.failures.push(`${suite.fullName} (its hooks or set-up failed)`);
      }
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") totals.passed += 1;
        else if (result.state === "skipped" && result.note) {
          totals.skips.push({ name: test.fullName, reason: result.note });
        } else if (result.state === "skipped") totals.failures.push(`${test.fullName} (skipped without a reason)`);
        else totals.failures.push(test.fullName);
      }
    }
    if (unhandledErrors.length > 0) totals.failures.push(`${unhandledErrors.length} errors outside of any test`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(totals));
  }
}
