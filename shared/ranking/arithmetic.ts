/** Arithmetic that keeps its last digits and its range: sums, norms and comparisons of doubles. */

/** Two results closer than this, relative to the larger, are equal: rounding must not make a rank. */
export const RELATIVE_TOLERANCE = 1e-12;

/**
 * Sum with the rounding errors carried along (Neumaier, ZAMM 54, 1974, 39-51), so that the order of
 * the terms does not show in the result.
 */
export function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Largest absolute value; 0 of an empty list. */
export function largestMagnitude(values: readonly number[]): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/**
 * A power of two that brings values from the ends of the double range to where their sums and squares
 * are safe; 1 for ordinary values. Multiplying by it is exact.
 */
export function safeUnit(values: readonly number[]): number {
  const largest = largestMagnitude(values);
  if (largest > 2 ** 400) return 2 ** -600;
  return largest < 2 ** -400 ? 2 ** 600 : 1;
}

/** Euclidean length, whose squares neither overflow nor vanish. */
export function euclideanNorm(values: readonly number[]): number {
  const unit = safeUnit(values);
  return Math.sqrt(sum(values.map((value) => (value * unit) ** 2))) / unit;
}

/**
 * Whether two results are the same up to rounding: closer than 1e-12 of the larger. `scale` is the
 * size of the terms that were added up, for results of a cancellation (a difference of two flows).
 */
export function nearlyEqual(a: number, b: number, scale = 0): boolean {
  return Math.abs(a - b) <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b), scale);
}

/** Smallest and largest value of a list that is not empty. */
export function extent(values: readonly number[]): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
