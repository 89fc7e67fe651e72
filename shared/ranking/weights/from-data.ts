/**
 * Weights computed from the decision matrix alone. They describe the data (which criteria tell these
 * alternatives apart, and which say the same thing twice) and never what an investor wants: offer
 * them as a description beside the investor's own weights, not in their place.
 */
import { euclideanNorm, extent, RELATIVE_TOLERANCE, safeUnit, sum } from "../arithmetic";
import { checkDirections, checkMatrix, checkSeveral, columnOf, type Direction, type Matrix } from "../checks";
import { RankingError } from "../errors";
import { correlation } from "../methods/agreement";
import { shareOfRange } from "../methods/normalization";
import { normalizeWeights } from "./elicited";

/**
 * Entropy weights: 1 - e_j in proportion, where e_j = -Σ p ln p / ln m and p is a value's share of its
 * column's sum (0 ln 0 = 0). A description of the data, not of anybody's priorities.
 *
 * Source: Shannon (1948); as weights Zeleny (1974) and Hwang & Yoon (1981), section 3.2.1.2.
 *
 * @param matrix at least two alternatives by criteria, no value negative, no column all zero
 * @returns weights that sum to 1; 0 for a constant column
 * @throws RankingError `domain` naming the criterion; `no-variation` when every column is constant
 */
export function entropyWeights(matrix: Matrix): number[] {
  const width = checkMatrix(matrix);
  checkSeveral(matrix, "entropy weighting");
  return inProportion(columns(matrix, width).map(divergence), "differ");
}

/**
 * 1 - e_j, as the mean over the column of ((1 + t)·ln(1 + t) - t)/ln m with 1 + t = m·p: each term is
 * >= 0, so that nearly constant columns keep their digits where 1 - e would cancel.
 */
function divergence(column: readonly number[], criterion: number): number {
  column.forEach((value, alternative) => {
    if (value < 0) {
      throw new RankingError("domain", `entropy needs values that are not negative, but one is ${value}`, {
        criterion,
        alternative,
      });
    }
  });
  const { min, max } = extent(column);
  if (max === 0) throw new RankingError("domain", "entropy needs a column with a sum above zero", { criterion });
  if (min === max) return 0;
  const scaled = column.map((value) => value / max);
  const mean = sum(scaled) / column.length;
  const terms = scaled.map((value) => {
    const t = (value - mean) / mean;
    return value === 0 ? 1 : (1 + t) * Math.log1p(t) - t;
  });
  return Math.max(0, sum(terms) / column.length / Math.log(column.length));
}

/**
 * CRITIC weights: C_j = σ_j·Σ_k (1 - r_jk) in proportion, on min-max values oriented by direction,
 * with Pearson's r. A description of the data, not of anybody's priorities.
 *
 * Source: Diakoulaki, Mavrotas & Papayannakis (1995), Computers & Operations Research 22(7), 763-770.
 *
 * @param matrix alternatives by criteria
 * @returns weights that sum to 1; a constant column gets 0 and takes no part in the others' sums
 * @throws RankingError `no-variation` when every column is constant or all say exactly the same
 */
export function criticWeights(matrix: Matrix, directions: readonly Direction[]): number[] {
  const width = checkMatrix(matrix);
  checkDirections(directions, width);
  const oriented = columns(matrix, width).map((column, j) => shareOfRange(column, directions[j] as Direction, 0));
  const information = oriented.map((column) => {
    const conflicts = oriented.map((other) => {
      // The correlation with a constant column does not exist; what rounding leaves of 1 - r is no conflict.
      const conflict = 1 - (correlation(column, other) ?? 1);
      return conflict <= RELATIVE_TOLERANCE ? 0 : conflict;
    });
    return standardDeviation(column) * sum(conflicts);
  });
  return inProportion(information, "differ from one another");
}

/**
 * Standard deviations of the columns in proportion. A description of the data, not of anybody's
 * priorities. The columns are taken as they are, so their units count: for columns of different units
 * pass a normalised matrix, as Diakoulaki et al. (1995) do with min-max values.
 *
 * @param matrix alternatives by criteria
 * @returns weights that sum to 1; 0 for a constant column
 * @throws RankingError `no-variation` when every column is constant
 */
export function standardDeviationWeights(matrix: Matrix): number[] {
  const width = checkMatrix(matrix);
  const all = columns(matrix, width);
  const unit = safeUnit(all.flat());
  return inProportion(
    all.map((column) => standardDeviation(column.map((value) => value * unit))),
    "differ",
  );
}

/** Root mean square deviation from the mean (divided by m; the weights are the same with m - 1). */
function standardDeviation(column: readonly number[]): number {
  const { min, max } = extent(column);
  if (min === max) return 0;
  const mean = sum(column) / column.length;
  return euclideanNorm(column.map((value) => value - mean)) / Math.sqrt(column.length);
}

function columns(matrix: Matrix, width: number): number[][] {
  return Array.from({ length: width }, (_, j) => columnOf(matrix, j));
}

function inProportion(amounts: readonly number[], must: string): number[] {
  if (amounts.every((amount) => amount === 0)) {
    throw new RankingError("no-variation", `weights from data need at least one criterion whose values ${must}`);
  }
  return normalizeWeights(amounts);
}
