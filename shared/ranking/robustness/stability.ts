/**
 * Exact weight stability intervals: how far one weight may move before the leader, the whole order or
 * the set of the best k changes (Mareschal, EJOR 33(1), 1988, for additive and outranking models).
 *
 * The weight t of one criterion moves from 0 to 1 while the others share 1 - t in their present
 * proportions. Every value is then a straight line in t, so each limit is where two lines cross: it is
 * found in closed form, without sampling.
 *
 * Conventions:
 * - Intervals are closed, and always hold the present weight: at a limit the challenger has drawn level.
 * - The present order breaks equal values by index. An alternative that is level with a challenger
 *   already (within 1e-12) and falls behind it on one side has its limit on that side right here.
 *   Alternatives that are level at every weight never limit each other.
 * - A limit at 0 or 1 without a challenger is the end of the range. If several challengers arrive at
 *   one limit, the one that rises fastest against those it passes is named, then the better placed at present.
 * - When the criterion has all the weight, the others have no proportions; they then share equally. A
 *   single criterion has all the weight at any rate: its interval is 0..1.
 */
import { RankingError } from "../errors";
import { normalisedWeights, toColumns } from "./values";

/** The closed range of a normalised weight in which something stays as it is. */
export interface StabilityInterval {
  readonly lower: number;
  readonly upper: number;
  /** Index of the alternative that takes over just below `lower` or above `upper`; null where nothing does. */
  readonly challengerBelow: number | null;
  readonly challengerAbove: number | null;
}

/** For one criterion: its present normalised weight, and the ranges in which three things stay. */
export interface WeightStability {
  readonly weight: number;
  /** The best alternative stays the best. */
  readonly leader: StabilityInterval;
  /** The order of all alternatives stays. A challenger is one that passes its better neighbour. */
  readonly ranking: StabilityInterval;
  /** The best k stay the best k, in whatever order. A challenger is one that comes in. */
  readonly topK: StabilityInterval;
}

/** Values nearer than this are level. */
const LEVEL = 1e-12;

/**
 * Stability of a ranking by weighted sum.
 * @param problem `values`: alternatives x criteria, larger is better, exact numbers; `weights`: any non-negative
 *   numbers, not all zero; `topK`: 1 or more, default 5 (at most all alternatives)
 * @returns an entry per criterion
 * @throws {RankingError} for values or weights that cannot be
 */
export function weightStability(problem: {
  readonly values: readonly (readonly number[])[];
  readonly weights: ArrayLike<number>;
  readonly topK?: number;
}): WeightStability[] {
  return columnStability(toColumns(problem.values).low, problem.weights, problem.topK);
}

/** The same on columns, one per criterion. */
export function columnStability(
  columns: readonly Float64Array[],
  givenWeights: ArrayLike<number>,
  topK = 5,
): WeightStability[] {
  const n = columns.length;
  const weights = normalisedWeights(givenWeights, n);
  if (!(Number.isInteger(topK) && topK >= 1)) {
    throw new RankingError("parameter", `The number of best alternatives is ${topK}; it must be 1 or more.`);
  }
  const m = (columns[0] as Float64Array).length;
  const now = weightedSum(columns, weights, m);
  const order = Array.from({ length: m }, (_, i) => i).sort((a, b) => at(now, b) - at(now, a));
  const k = Math.min(topK, m);
  return columns.map((column, c) => {
    const weight = at(weights, c);
    // Shares, not differences of weights: the sum of the others may be tiny.
    const others = weights.reduce((sum, value, j) => (j === c ? sum : sum + value), 0);
    const share = (value: number, j: number) => (j === c ? 0 : others > 0 ? value / others : 1 / (n - 1));
    const lines: Lines = { weight, now, without: weightedSum(columns, weights.map(share), m), only: column };
    const limits = { leader: new Limits(lines), ranking: new Limits(lines), topK: new Limits(lines) };
    for (let place = 1; place < m; place++) {
      const worse = order[place] as number;
      limits.leader.hold(order[0] as number, worse);
      limits.ranking.hold(order[place - 1] as number, worse);
      if (place < k) continue;
      for (const better of order.slice(0, k)) limits.topK.hold(better, worse);
    }
    const { leader, ranking, topK } = limits;
    return { weight, leader: leader.interval(), ranking: ranking.interval(), topK: topK.interval() };
  });
}

/** Value of each alternative now, and at the two ends of its line: t = 0 and t = 1. */
interface Lines {
  readonly weight: number;
  readonly now: Float64Array;
  readonly without: Float64Array;
  readonly only: Float64Array;
}

/** The range of t in which every "better" holds its ground against every "worse" that it was told of. */
class Limits {
  private readonly below: Limit = { at: 0, distance: Infinity, challenger: null, speed: 0 };
  private readonly above: Limit = { at: 1, distance: Infinity, challenger: null, speed: 0 };

  constructor(private readonly lines: Lines) {}

  /** Cuts the range to where `better` is at least level with `worse`; it is so at the present weight. */
  hold(better: number, worse: number): void {
    const { weight, now, without, only } = this.lines;
    const atZero = at(without, better) - at(without, worse);
    const atOne = at(only, better) - at(only, worse);
    const speed = atOne - atZero;
    const level = at(now, better) - at(now, worse) <= LEVEL;
    const crossing = level ? weight : atZero / -speed;
    if (atZero < -LEVEL) this.cut(this.below, Math.min(crossing, weight), worse, speed);
    if (atOne < -LEVEL) this.cut(this.above, Math.max(crossing, weight), worse, -speed);
  }

  private cut(limit: Limit, crossing: number, challenger: number, speed: number): void {
    const distance = Math.abs(crossing - this.lines.weight);
    if (distance > limit.distance || (distance === limit.distance && speed <= limit.speed)) return;
    limit.at = crossing;
    limit.distance = distance;
    limit.challenger = challenger;
    limit.speed = speed;
  }

  interval(): StabilityInterval {
    return {
      lower: this.below.at,
      upper: this.above.at,
      challengerBelow: this.below.challenger,
      challengerAbove: this.above.challenger,
    };
  }
}

interface Limit {
  at: number;
  /** From the present weight. */
  distance: number;
  challenger: number | null;
  /** How fast the challenger passes, beyond the limit. */
  speed: number;
}

function at(values: ArrayLike<number>, i: number): number {
  return values[i] as number;
}

function weightedSum(columns: readonly Float64Array[], weights: ArrayLike<number>, m: number): Float64Array {
  const sums = new Float64Array(m);
  for (const [c, column] of columns.entries()) {
    for (let i = 0; i < m; i++) sums[i] = at(sums, i) + at(weights, c) * at(column, i);
  }
  return sums;
}
