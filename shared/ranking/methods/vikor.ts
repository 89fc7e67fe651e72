/** VIKOR: a compromise between the group's utility and the largest single regret. */
import { extent, nearlyEqual, sum } from "../arithmetic";
import { columnOf, type Direction, type Matrix } from "../checks";
import { shareOfRange } from "./normalization";
import { rankScores } from "./ranks";

/** The measures of VIKOR (smaller is better) and its proposal. */
export interface VikorDetails {
  /** Weighted sum of the relative shortfalls from the best of each criterion. */
  readonly s: number[];
  /** Largest weighted shortfall. */
  readonly r: number[];
  /** Compromise index, 0 to 1; the score. */
  readonly q: number[];
  /** Alternatives proposed as compromise, best Q first. */
  readonly compromiseSet: number[];
  /** Condition 1: the second by Q is behind the first by at least 1/(m - 1). */
  readonly acceptableAdvantage: boolean;
  /** Condition 2: the first by Q is also first by S or by R. */
  readonly acceptableStability: boolean;
}

/**
 * S = Σ w·(f* - f)/(f* - f⁻), R = max w·(f* - f)/(f* - f⁻), and
 * Q = v·(S - S*)/(S⁻ - S*) + (1 - v)·(R - R*)/(R⁻ - R*), where * is the best and ⁻ the worst. A
 * constant criterion adds nothing to S and R; when S or R is the same for all, its term of Q is 0.
 *
 * The compromise is the first by Q alone if both conditions hold; the first and the second if only
 * stability fails; and every alternative less than 1/(m - 1) behind the first if the advantage is too
 * small. Alternatives with equal Q go together.
 *
 * Source: Opricovic & Tzeng (2004), EJOR 156(2), 445-455; (2007), EJOR 178(2), 514-529.
 *
 * @param values at least two alternatives by criteria
 * @param weights sum 1
 * @param v weight of the group's utility against the single regret, 0 to 1
 */
export function vikor(
  values: Matrix,
  weights: readonly number[],
  directions: readonly Direction[],
  v: number,
): { scores: number[]; details: VikorDetails } {
  // The shortfall from the best is the position on the opposite scale.
  const shortfalls = weights.map((_, j) =>
    shareOfRange(columnOf(values, j), directions[j] === "cost" ? "benefit" : "cost", 0),
  );
  const regrets = values.map((_, i) => weights.map((weight, j) => weight * ((shortfalls[j] as number[])[i] as number)));
  const s = regrets.map(sum);
  const r = regrets.map((row) => Math.max(...row));
  const relativeS = distanceFromBest(s);
  const relativeR = distanceFromBest(r);
  const q = s.map((_, i) => v * (relativeS[i] as number) + (1 - v) * (relativeR[i] as number));
  return { scores: q, details: { s, r, q, ...compromise(s, r, q) } };
}

/** (x - min)/(max - min); all 0 where the values differ by rounding only, which must not be magnified. */
function distanceFromBest(values: readonly number[]): number[] {
  const { min, max } = extent(values);
  return nearlyEqual(min, max) ? values.map(() => 0) : shareOfRange(values, "benefit", 0);
}

/** Q lies in 0..1 and comes from differences: equality and thresholds are judged on that scale. */
export const Q_SCALE = 1;

function compromise(s: readonly number[], r: readonly number[], q: readonly number[]) {
  const ranks = rankScores(q, "lowest", Q_SCALE);
  const order = q.map((_, i) => i).sort((a, b) => (q[a] as number) - (q[b] as number) || a - b);
  const [first, second] = order as [number, number];
  const threshold = 1 / (q.length - 1);
  const behind = (i: number) => (q[i] as number) - (q[first] as number);
  const enough = (gap: number) => gap > threshold || nearlyEqual(gap, threshold, Q_SCALE);

  const acceptableAdvantage = enough(behind(second));
  const bestByS = rankScores(s, "lowest");
  const bestByR = rankScores(r, "lowest");
  const leaders = order.filter((i) => ranks[i] === 1);
  const acceptableStability = leaders.every((i) => bestByS[i] === 1 || bestByR[i] === 1);

  let compromiseSet: number[];
  if (!acceptableAdvantage) compromiseSet = order.filter((i) => !enough(behind(i)));
  else if (acceptableStability) compromiseSet = leaders;
  else compromiseSet = order.filter((i) => (ranks[i] as number) <= 2);
  return { compromiseSet, acceptableAdvantage, acceptableStability };
}
