/**
 * Set-up of the tests under mutation testing, and only there (build/vitest.mutation.config.ts): a property that fails
 * ends at its first counterexample, because a mutant needs to be caught, not explained, and shrinking takes longer than
 * finding. Properties without a seed of their own get a fixed one, so that a mutant's fate does not depend on luck;
 * those without a number of runs get fewer than the usual 100.
 */
import fc from "fast-check";

fc.configureGlobal({ endOnFailure: true, seed: 4, numRuns: 20 });
