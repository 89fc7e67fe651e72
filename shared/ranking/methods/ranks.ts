/** From scores to ranks. */
import { nearlyEqual } from "../arithmetic";

/**
 * Competition ranks: 1 is best, ties share the better rank (1, 2, 2, 4). A rank is one more than the
 * number of scores that are better by more than rounding (1e-12 of the larger score, or of `scale`).
 *
 * @param scores finite numbers
 * @param best which end of the scale is best
 * @param scale size of the terms behind the scores, where they are differences that may cancel to 0
 */
export function rankScores(scores: readonly number[], best: "highest" | "lowest", scale = 0): number[] {
  const sign = best === "highest" ? 1 : -1;
  const merit = scores.map((score) => sign * score);
  const order = merit.map((_, i) => i).sort((a, b) => (merit[b] as number) - (merit[a] as number));
  const ranks = new Array<number>(scores.length).fill(0);
  let better = 0;
  for (const i of order) {
    // Who is better than one alternative is better than the next too, so `better` only grows.
    while (!nearlyEqual(merit[order[better] as number] as number, merit[i] as number, scale)) better++;
    ranks[i] = better + 1;
  }
  return ranks;
}
