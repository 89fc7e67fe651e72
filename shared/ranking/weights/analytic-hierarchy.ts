/** Weights from pairwise comparisons: the analytic hierarchy process. */
import { sum } from "../arithmetic";
import { checkFinite } from "../checks";
import { RankingError } from "../errors";

/**
 * Mean consistency index of random reciprocal matrices by order (index 0 is order 1), as printed by
 * Saaty (1980), The Analytic Hierarchy Process, for judgements on the scale 1/9 to 9.
 */
export const RANDOM_INDEX_SAATY_1980: readonly number[] = [
  0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
];

/** How far a_ij·a_ji may be from 1: three printed digits of a reciprocal, such as 0.143 for 1/7, are accepted. */
const RECIPROCITY_TOLERANCE = 0.005;

/** Far beyond Saaty's scale of 1/9 to 9, and well within what keeps every digit of the eigenvector. */
const LARGEST_JUDGEMENT = 1e9;

/** The judgement furthest from what the weights say. */
export interface InconsistentJudgement {
  /** Row and column, row < column. */
  readonly pair: readonly [number, number];
  /** The judgement as used, a_ij. */
  readonly judgement: number;
  /** The value that would agree with the weights, w_i/w_j. */
  readonly consistent: number;
}

export interface AnalyticHierarchy {
  /** Principal eigenvector, sum 1. */
  readonly weights: number[];
  /** Principal eigenvalue; n when the judgements are perfectly consistent, else larger. */
  readonly lambdaMax: number;
  /** (λmax - n)/(n - 1); 0 for n = 1. */
  readonly consistencyIndex: number;
  /** Consistency index over `RANDOM_INDEX_SAATY_1980`; 0 for n <= 2. Saaty accepts up to 0.1. */
  readonly consistencyRatio: number;
  /** The one judgement to look at again; null when all agree. */
  readonly mostInconsistent: InconsistentJudgement | null;
}

/**
 * Priorities of n elements from their pairwise comparison.
 *
 * Source: Saaty (1977), J. Math. Psychology 15(3), 234-281; Saaty (1980). The judgement to revisit is
 * the one whose a_ij·w_j/w_i is furthest from 1, as in Saaty (2003), EJOR 145(1), 85-91.
 *
 * @param pairwise n by n, 1 <= n <= 15: `pairwise[i][j]` says how many times as important i is as j;
 *   1e-9 to 1e9 (Saaty's scale: 1/9 to 9), 1 on the diagonal, a_ij·a_ji = 1 (within 0.5 %, to allow for rounded reciprocals, which
 *   are then made exact)
 * @throws RankingError `judgement` with the row as `alternative` and the column as `criterion`
 */
export function analyticHierarchy(pairwise: readonly (readonly number[])[]): AnalyticHierarchy {
  const judgements = exactReciprocals(pairwise);
  const n = judgements.length;
  const weights = principalEigenvector(judgements);
  // With weights that sum to 1 the sum of A·w is the eigenvalue. Rounding must not push it below n.
  const lambdaMax = Math.max(n, sum(product(judgements, weights)));
  const consistencyIndex = n === 1 ? 0 : (lambdaMax - n) / (n - 1);
  const randomIndex = RANDOM_INDEX_SAATY_1980[n - 1] as number;
  const consistencyRatio = randomIndex === 0 ? 0 : consistencyIndex / randomIndex;
  return { weights, lambdaMax, consistencyIndex, consistencyRatio, mostInconsistent: worst(judgements, weights) };
}

/** The checked matrix with every a_ji made the exact reciprocal of a_ij, sharing out any rounding. */
function exactReciprocals(pairwise: readonly (readonly number[])[]): number[][] {
  const n = Array.isArray(pairwise) ? pairwise.length : 0;
  if (n === 0) throw new RankingError("shape", "the comparisons must be a square matrix with at least one row");
  if (n > RANDOM_INDEX_SAATY_1980.length) {
    throw new RankingError("shape", `at most ${RANDOM_INDEX_SAATY_1980.length} elements can be compared, not ${n}`);
  }
  pairwise.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== n) {
      throw new RankingError("shape", `every row of the comparisons needs ${n} values`, { alternative: i });
    }
    row.forEach((value: number, j) => {
      const place = { criterion: j, alternative: i };
      checkFinite(value, "a comparison", place);
      if (value < 1 / LARGEST_JUDGEMENT || value > LARGEST_JUDGEMENT) {
        throw new RankingError("judgement", `a comparison must lie between 1e-9 and 1e9, but is ${value}`, place);
      }
    });
  });
  return pairwise.map((row, i) =>
    row.map((value, j) => {
      const opposite = (pairwise[j] as readonly number[])[i] as number;
      if (Math.abs(value * opposite - 1) > RECIPROCITY_TOLERANCE) {
        const text = i === j ? "an element compared with itself must be 1" : "the opposite comparison must be 1/x";
        throw new RankingError("judgement", `${text}: ${value} stands against ${opposite}`, {
          criterion: j,
          alternative: i,
        });
      }
      return Math.sqrt(value / opposite);
    }),
  );
}

/** Enough squarings for A^(2^50); the gap between the eigenvalues of a positive matrix then decides. */
const SQUARINGS = 50;
/** Plain power steps at the end, which take away what rounding the squarings left. */
const REFINEMENTS = 20;

/**
 * Perron's eigenvector of a positive matrix, sum 1, by repeated squaring: it converges even for
 * judgements so contradictory that a plain power iteration would crawl.
 */
function principalEigenvector(matrix: readonly (readonly number[])[]): number[] {
  let power: number[][] = matrix.map((row) => [...row]);
  for (let step = 0; step < SQUARINGS; step++) {
    const largest = Math.max(...power.flat());
    const scaled = power.map((row) => row.map((value) => value / largest));
    power = scaled.map((row) => scaled.map((_, j) => sum(row.map((value, k) => value * entry(scaled, k, j)))));
  }
  let vector = unitSum(power.map(sum));
  for (let step = 0; step < REFINEMENTS; step++) vector = unitSum(product(matrix, vector));
  return vector;
}

function entry(matrix: readonly (readonly number[])[], i: number, j: number): number {
  return (matrix[i] as readonly number[])[j] as number;
}

function product(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => sum(row.map((value, j) => value * (vector[j] as number))));
}

function unitSum(vector: readonly number[]): number[] {
  const total = sum(vector);
  return vector.map((value) => value / total);
}

/** Deviations below this (in logarithms) are rounding: the judgements agree. */
const AGREEMENT = 1e-9;

function worst(judgements: readonly (readonly number[])[], weights: readonly number[]): InconsistentJudgement | null {
  let found: InconsistentJudgement | null = null;
  let furthest = AGREEMENT;
  for (let i = 0; i < weights.length; i++) {
    for (let j = i + 1; j < weights.length; j++) {
      const judgement = entry(judgements, i, j);
      const consistent = (weights[i] as number) / (weights[j] as number);
      const deviation = Math.abs(Math.log(judgement / consistent));
      if (deviation > furthest) {
        furthest = deviation;
        found = { pair: [i, j], judgement, consistent };
      }
    }
  }
  return found;
}
