/**
 * Sizes of samples and numbers of runs in tests that draw: as written, but a tenth where the tests run once for every
 * mutant (build/vitest.mutation.config.ts sets MUTATION_TESTING; nothing else does). Tolerances must follow the size.
 */
export const mutationRun = process.env.MUTATION_TESTING !== undefined;

/** @param size a whole number of samples or runs */
export function sampleSize(size: number): number {
  return mutationRun ? Math.ceil(size / 10) : size;
}
