/** Which of the compared figures are best and worst. */

export type Mark = "best" | "worst" | null;

/** Differences below this are none. */
const SAME = 1e-9;

/**
 * Marks for numbers of which larger is better; null ones are not known and take no part. Figures that
 * are printed alike are marked alike. No marks where fewer than two are known or all are the same.
 *
 * @param printed the figures as the reader sees them
 */
export function marksOf(worth: readonly (number | null)[], printed: readonly string[]): readonly Mark[] {
  const known = worth.filter((value) => value !== null);
  const best = Math.max(...known);
  const worst = Math.min(...known);
  const none = worth.map(() => null);
  if (known.length < 2 || best - worst <= SAME) return none;
  const textsOf = (end: number): ReadonlySet<string> =>
    new Set(printed.filter((_, at) => Math.abs((worth[at] ?? Number.NaN) - end) <= SAME));
  const bestTexts = textsOf(best);
  const worstTexts = textsOf(worst);
  if ([...bestTexts].some((text) => worstTexts.has(text))) return none;
  return worth.map((value, at) => {
    if (value === null) return null;
    const text = printed[at] ?? "";
    if (best - value <= SAME || bestTexts.has(text)) return "best";
    return value - worst <= SAME || worstTexts.has(text) ? "worst" : null;
  });
}
