/** Which of the compared figures are best and worst. */

export type Mark = "best" | "worst" | null;

/** Differences below this are none. */
const SAME = 1e-9;

/**
 * Marks for numbers of which larger is better; null ones are not known and take no part. No marks
 * where fewer than two are known or all are the same.
 */
export function marksOf(worth: readonly (number | null)[]): readonly Mark[] {
  const known = worth.filter((value) => value !== null);
  const best = Math.max(...known);
  const worst = Math.min(...known);
  if (known.length < 2 || best - worst <= SAME) return worth.map(() => null);
  return worth.map((value) =>
    value === null ? null : best - value <= SAME ? "best" : value - worst <= SAME ? "worst" : null,
  );
}
