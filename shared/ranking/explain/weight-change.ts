/**
 * The smallest change of the weights that puts a site ahead of another, in closed form, or the proof
 * that no weighting does.
 *
 * With d = values of B less values of A, B is ahead when d.w > 0. One weight: the others keep their
 * proportions, so d.w is linear in that weight and has one zero. All weights: the Euclidean
 * projection of w on { w >= 0, sum w = 1, d.w >= 0 }, by the conditions of Karush, Kuhn and Tucker:
 * w' = max(0, w + m d + l) with m >= 0. For a given m the inner projection on the simplex is Held,
 * Wolfe & Crowder (1974), Mathematical Programming 6, 62-88; d.w' grows with m, so a bracket finds
 * the weights that stay above zero, and on those m and l solve two linear equations.
 */
import type { DecisionTable } from "../additive/types";

/** Differences of values and scores below this are rounding (scores lie on a grid of 2^-44). */
const LEVEL = 2 ** -44;

/** One weight changed, the others in proportion. Weights are normalised, 0..1. */
export interface SingleWeightChange {
  readonly criterionId: string;
  readonly current: number;
  /** The weight at which the two are level: beyond it B is ahead. */
  readonly needed: number;
  readonly direction: "more" | "less";
  /** All weights at that point. */
  readonly weights: Float64Array;
}

/** All weights changed at once. */
export interface JointWeightChange {
  /** Euclidean distance between the two sets of weights. */
  readonly distance: number;
  /** The nearest weights at which the two are level. */
  readonly weights: Float64Array;
  /** Criteria whose weight moves by more than 1e-9, largest move first. */
  readonly changes: readonly { readonly criterionId: string; readonly from: number; readonly to: number }[];
}

/** Why no weighting puts B ahead: A is at least as good in every criterion. */
export interface Domination {
  /** Where A is strictly better; empty when the two are equal throughout. */
  readonly betterIn: readonly string[];
  readonly equalIn: readonly string[];
}

export type WeightChange =
  /** B is ahead already. */
  | { readonly status: "ahead" }
  /** No weighting puts B ahead. */
  | { readonly status: "dominated"; readonly domination: Domination }
  /** `level` is true when the scores are equal now: any step in the direction named is enough. */
  | {
      readonly status: "changeable";
      readonly level: boolean;
      /** The single changes, smallest first; none only when the two are level and no one weight can move (every weight 0). */
      readonly single: readonly SingleWeightChange[];
      readonly joint: JointWeightChange;
    };

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j += 1) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}

/** Sum of all weights but one. */
function sumOfOthers(weights: ArrayLike<number>, j: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) if (k !== j) sum += weights[k] ?? 0;
  return sum;
}

/**
 * The weights with one set to `share` and the others scaled to fill the rest.
 * Where the others are all 0 they stay so: they have no proportions to keep.
 */
export function withShare(weights: ArrayLike<number>, j: number, share: number): Float64Array {
  const others = sumOfOthers(weights, j);
  return Float64Array.from(weights, (w, k) => (k === j ? share : others > 0 ? (w / others) * (1 - share) : 0));
}

function singleChange(
  criterionId: string,
  d: Float64Array,
  weights: Float64Array,
  j: number,
  level: boolean,
): SingleWeightChange | null {
  const current = weights[j] as number;
  const own = d[j] as number;
  const otherWeight = sumOfOthers(weights, j);
  let others = 0;
  for (let k = 0; k < d.length; k += 1) if (k !== j) others += (weights[k] as number) * (d[k] as number);
  // All weight on this criterion: the others have no proportions to keep.
  if (otherWeight <= 0) return null;
  // d.w at weight t is t own + (1 - t) rest, and not above 0 at the current weight.
  const rest = others / otherWeight;
  if (level) {
    const possible = own > rest || (own < rest && current > 0);
    return possible
      ? { criterionId, current, needed: current, direction: own > rest ? "more" : "less", weights }
      : null;
  }
  if (own <= 0 && rest <= 0) return null;
  const needed = Math.min(1, Math.max(0, rest / (rest - own)));
  return {
    criterionId,
    current,
    needed,
    direction: own > 0 ? "more" : "less",
    weights: withShare(weights, j, needed),
  };
}

/** Euclidean projection of `point` on the simplex: max(0, point + shift), and the shift. */
function projectOnSimplex(point: ArrayLike<number>): Float64Array {
  const descending = Float64Array.from(point).sort().reverse();
  let sum = 0;
  let shift = 0;
  for (let k = 0; k < descending.length; k += 1) {
    sum += descending[k] as number;
    const candidate = (1 - sum) / (k + 1);
    if ((descending[k] as number) + candidate > 0) shift = candidate;
  }
  return Float64Array.from(point, (x) => Math.max(0, x + shift));
}

/**
 * Solves for m and l on the weights that `support` has above zero. By the conditions named on top the result is the
 * nearest point if it is above zero on just those; null when it is not, or when they do not determine m and l.
 */
function solveOnSupport(d: Float64Array, weights: Float64Array, support: Float64Array): Float64Array | null {
  let n = 0;
  let sumD = 0;
  let sumDD = 0;
  let sumW = 0;
  let sumDW = 0;
  for (const [j, dj] of d.entries()) {
    if (support[j] === 0) continue;
    n += 1;
    sumD += dj;
    sumDD += dj * dj;
    sumW += weights[j] as number;
    sumDW += dj * (weights[j] as number);
  }
  const determinant = n * sumDD - sumD * sumD;
  if (!(determinant > 1e-14 * n * sumDD)) return null;
  const m = ((1 - sumW) * -sumD - n * sumDW) / determinant;
  const l = (1 - sumW - m * sumD) / n;
  const result = weights.map((w, j) => w + m * (d[j] as number) + l);
  const isNearest = result.every((x, j) => x > 0 === (support[j] as number) > 0);
  return isNearest ? result.map((x) => Math.max(0, x)) : null;
}

/**
 * The point of the simplex nearest to `weights` at which d.w = 0.
 * Needs d.w <= 0 at `weights` and some d above 0.
 */
function nearestLevelWeights(d: Float64Array, weights: Float64Array): Float64Array {
  const at = (m: number): Float64Array => projectOnSimplex(weights.map((w, j) => w + m * (d[j] as number)));
  let low = 0;
  let high = 1;
  while (dot(d, at(high)) < 0) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const projected = at(high);
    const exact = solveOnSupport(d, weights, projected);
    if (exact !== null) return exact;
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return projected;
    if (dot(d, at(middle)) < 0) low = middle;
    else high = middle;
  }
}

/**
 * What it takes to put B ahead of A.
 * @param weights normalised weights (all zero: nothing counts, the two are level)
 * @param a row of the site that is ahead
 * @param b row of the site that is behind
 */
export function smallestWeightChange(
  table: DecisionTable,
  weights: ArrayLike<number>,
  a: number,
  b: number,
): WeightChange {
  const { criteria } = table;
  const w = Float64Array.from(weights);
  const d = Float64Array.from(criteria, (_, j) => {
    const difference = (table.central[j]?.[b] ?? 0) - (table.central[j]?.[a] ?? 0);
    return Math.abs(difference) > LEVEL ? difference : 0;
  });
  const lead = dot(d, w);
  if (lead > LEVEL) return { status: "ahead" };
  if (!d.some((difference) => difference > 0)) {
    const where = (test: (difference: number) => boolean): string[] =>
      criteria.filter((_, j) => test(d[j] as number)).map(({ id }) => id);
    return { status: "dominated", domination: { betterIn: where((x) => x < 0), equalIn: where((x) => x === 0) } };
  }
  const level = lead >= -LEVEL;
  const single = criteria
    .map(({ id }, j) => singleChange(id, d, w, j, level))
    .filter((change) => change !== null)
    .sort((x, y) => Math.abs(x.needed - x.current) - Math.abs(y.needed - y.current));
  const nearest = level ? w : nearestLevelWeights(d, w);
  const moved = criteria.map(({ id }, j) => ({ criterionId: id, from: w[j] as number, to: nearest[j] as number }));
  return {
    status: "changeable",
    level,
    single,
    joint: {
      distance: Math.hypot(...moved.map(({ from, to }) => to - from)),
      weights: nearest,
      changes: moved
        .filter(({ from, to }) => Math.abs(to - from) > 1e-9)
        .sort((x, y) => Math.abs(y.to - y.from) - Math.abs(x.to - x.from)),
    },
  };
}
