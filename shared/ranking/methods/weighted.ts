/** The two classical weighted aggregations: the sum and the product. */
import { sum } from "../arithmetic";
import type { Direction, Matrix } from "../checks";
import { RankingError } from "../errors";

/** Terms of each score, alternatives by criteria: they add up to it. */
export interface WeightedSumDetails {
  readonly contributions: number[][];
}

/** Factors of each score, alternatives by criteria: their product is the score. */
export interface WeightedProductDetails {
  readonly factors: number[][];
}

/**
 * Simple additive weighting: Σ w·x, where a cost is subtracted.
 *
 * Source: Churchman & Ackoff (1954), J. Oper. Res. Soc. Am. 2(2), 172-187; in the form with linear
 * scales Hwang & Yoon (1981), section 3.2.2.4.
 *
 * @param values alternatives by criteria; of a normalised matrix every direction is "benefit"
 * @param weights sum 1
 */
export function weightedSum(
  values: Matrix,
  weights: readonly number[],
  directions: readonly Direction[],
): { scores: number[]; details: WeightedSumDetails } {
  const signed = weights.map((weight, j) => (directions[j] === "cost" ? -weight : weight));
  // "+ 0" turns the -0 of a cost of nothing into 0.
  const contributions = values.map((row) => row.map((x, j) => (signed[j] as number) * x + 0));
  return { scores: contributions.map(sum), details: { contributions } };
}

/**
 * Weighted product: Π x^w, where a cost has the exponent -w. 0^0 is 1: a criterion without weight has no say.
 *
 * Source: Bridgman (1922), Dimensional Analysis; Miller & Starr (1969), Executive Decisions and
 * Operations Research.
 *
 * @param values alternatives by criteria, not negative; costs with weight above zero
 * @param weights sum 1
 * @throws RankingError `domain` naming criterion and alternative
 */
export function weightedProduct(
  values: Matrix,
  weights: readonly number[],
  directions: readonly Direction[],
): { scores: number[]; details: WeightedProductDetails } {
  const factors = values.map((row, alternative) =>
    row.map((x, criterion) => {
      const weight = weights[criterion] as number;
      const cost = directions[criterion] === "cost";
      if (x < 0) {
        throw new RankingError("domain", `a factor of a product must not be negative, but is ${x}`, {
          criterion,
          alternative,
        });
      }
      if (cost && x === 0 && weight > 0) {
        throw new RankingError("domain", "a cost of zero has no reciprocal", { criterion, alternative });
      }
      const factor = x ** (cost ? -weight : weight);
      if (factor === Number.POSITIVE_INFINITY) {
        throw new RankingError("overflow", `the reciprocal of ${x} is too large for a number`, {
          criterion,
          alternative,
        });
      }
      return factor;
    }),
  );
  return { scores: factors.map(product), details: { factors } };
}

/** Product of finite factors >= 0, by logarithms where it would leave the range of doubles on the way. */
function product(factors: readonly number[]): number {
  if (factors.includes(0)) return 0;
  const plain = factors.reduce((result, factor) => result * factor, 1);
  return Number.isFinite(plain) ? plain : Math.exp(sum(factors.map(Math.log)));
}
