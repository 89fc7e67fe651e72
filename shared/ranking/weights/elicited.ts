/** Weights from what a person says: points, swings, or an order of importance. */
import { safeUnit, sum } from "../arithmetic";
import { checkNumbers } from "../checks";
import { RankingError } from "../errors";

/**
 * Direct rating: points divided by their sum.
 *
 * @param points one per criterion, none negative, not all zero
 * @returns weights that sum to 1
 * @throws RankingError naming the criterion, or `weights` when all are zero
 */
export function normalizeWeights(points: readonly number[]): number[] {
  checkNumbers(points, "the weights", "criterion");
  points.forEach((value, criterion) => {
    if (value < 0) throw new RankingError("weights", `a weight must not be negative, but is ${value}`, { criterion });
  });
  if (points.every((value) => value === 0)) throw new RankingError("weights", "at least one weight must be above zero");
  const unit = safeUnit(points);
  const scaled = points.map((value) => value * unit);
  const total = sum(scaled);
  return scaled.map((value) => value / total);
}

/**
 * Swing weights: the criterion whose swing from its worst to its best level matters most gets the
 * most points (by custom 100), every other swing its points against that one; a swing that does not
 * matter gets 0.
 *
 * Source: von Winterfeldt & Edwards (1986), Decision Analysis and Behavioral Research, section 8.3.
 *
 * @param points one per criterion, none negative, not all zero
 * @returns weights that sum to 1, in the ratios of the points
 */
export function swingWeights(points: readonly number[]): number[] {
  return normalizeWeights(points);
}

/**
 * Rank order centroid weights: the centre of all weightings that agree with an order of importance,
 * w_k = (1/n)·Σ_{i=k..n} 1/i for place k. Tied criteria share the mean of their places' weights.
 *
 * Source: Barron & Barrett (1996), Management Science 42(11), 1515-1523.
 *
 * @param ranks one per criterion, 1 is most important; only their order counts, so ties may be given
 *   as 1, 2, 2, 4 or as 1, 2, 2, 3
 * @returns weights that sum to 1
 * @throws RankingError `parameter` naming the criterion for a rank below 1
 */
export function rankOrderCentroid(ranks: readonly number[]): number[] {
  checkNumbers(ranks, "the ranks", "criterion");
  ranks.forEach((rank, criterion) => {
    if (rank < 1) throw new RankingError("parameter", `ranks start at 1, but one is ${rank}`, { criterion });
  });
  const n = ranks.length;
  const byPlace = ranks.map((_, place) => sum(reciprocals(place + 1, n)) / n);
  return ranks.map((rank) => {
    const ahead = ranks.filter((other) => other < rank).length;
    const tied = ranks.filter((other) => other === rank).length;
    return sum(byPlace.slice(ahead, ahead + tied)) / tied;
  });
}

/** 1/from, ..., 1/to. */
function reciprocals(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => 1 / (from + i));
}
