/**
 * Sizes of samples and numbers of runs in tests that draw: as written, but a tenth where the tests run once for every
 * mutant (build/vitest.mutation.config.ts sets MUTATION_TESTING; nothing else does). Tolerances must follow the size.
 */
const share = process.env.MUTATION_TESTING === undefined ? 1 : 0.1;

/** @param size a whole number of samples or runs */
export function sampleSize(size: number): number {
  return Math.ceil(size * share);
}
