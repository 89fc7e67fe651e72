/** Bringing the columns of a decision matrix to a common scale. */
import { euclideanNorm, extent, safeUnit, sum } from "../arithmetic";
import { checkDirections, checkMatrix, checkOption, columnOf, type Direction, type Matrix } from "../checks";
import { RankingError } from "../errors";

export const NORMALIZATIONS = ["none", "min-max", "vector", "sum", "max", "linear"] as const;

/** A way to normalise; see `normalizeMatrix`. */
export type Normalization = (typeof NORMALIZATIONS)[number];

/**
 * Normalises every column. All but `"none"` turn costs round: in the result more is better everywhere.
 *
 * | name      | benefit               | cost                  | cannot take                                   |
 * |-----------|-----------------------|-----------------------|-----------------------------------------------|
 * | `none`    | x                     | x (not turned round)  |                                               |
 * | `min-max` | (x - min)/(max - min) | (max - x)/(max - min) | (a constant column gives 1)                   |
 * | `vector`  | x/‖x‖                 | 1 - x/‖x‖             | a column of zeros                             |
 * | `sum`     | x/Σx                  | (1/x)/Σ(1/x)          | benefit: Σx <= 0; cost: a value <= 0          |
 * | `max`     | x/max                 | 1 - x/max             | max <= 0                                      |
 * | `linear`  | x/max                 | min/x                 | benefit: max <= 0; cost: a value <= 0         |
 *
 * What is refused would be a division by zero or would silently turn the order round.
 * Sources: Hwang & Yoon (1981), Multiple Attribute Decision Making, section 2.3 (vector, linear);
 * Jahan & Edwards (2015), Materials & Design 65, 335-342 (a survey of all).
 *
 * @param matrix alternatives by criteria, finite numbers
 * @returns a new matrix of the same shape, finite
 * @throws RankingError naming the criterion
 */
export function normalizeMatrix(
  matrix: Matrix,
  directions: readonly Direction[],
  normalization: Normalization,
): number[][] {
  const width = checkMatrix(matrix);
  checkDirections(directions, width);
  checkOption(normalization, NORMALIZATIONS, "the normalisation");
  const result = matrix.map((row) => [...row]);
  if (normalization === "none") return result;
  for (let j = 0; j < width; j++) {
    const column = NORMALIZERS[normalization](columnOf(matrix, j), directions[j] as Direction, j);
    column.forEach((value, i) => {
      if (!Number.isFinite(value)) {
        throw new RankingError("overflow", `a "${normalization}" normalised value is too large for a number`, {
          criterion: j,
          alternative: i,
        });
      }
      (result[i] as number[])[j] = value;
    });
  }
  return result;
}

/**
 * Position of each value between the column's worst (0) and best (1): the "min-max" normalisation,
 * and turned round VIKOR's regret.
 * @param constant what every value of a constant column gets
 */
export function shareOfRange(column: readonly number[], direction: Direction, constant: number): number[] {
  const { min, max } = extent(column);
  if (min === max) return column.map(() => constant);
  // A range beyond the largest double is halved first; halving always would cost subnormals their last digit.
  const unit = Number.isFinite(max - min) ? 1 : 0.5;
  const range = max * unit - min * unit;
  return column.map((x) => (direction === "benefit" ? x * unit - min * unit : max * unit - x * unit) / range);
}

type Normalizer = (column: readonly number[], direction: Direction, criterion: number) => number[];

const NORMALIZERS: Readonly<Record<Exclude<Normalization, "none">, Normalizer>> = {
  "min-max": (column, direction) => shareOfRange(column, direction, 1),
  vector: (column, direction, criterion) => {
    const shares = unitVector(column, criterion);
    return direction === "benefit" ? shares : shares.map((share) => 1 - share);
  },
  sum: (column, direction, criterion) => {
    if (direction === "cost") return shareOfSum(shareOfMinimum(column, criterion), criterion);
    return shareOfSum(column, criterion);
  },
  max: (column, direction, criterion) => {
    const shares = shareOfMaximum(column, criterion);
    return direction === "benefit" ? shares : shares.map((share) => 1 - share);
  },
  linear: (column, direction, criterion) =>
    direction === "benefit" ? shareOfMaximum(column, criterion) : shareOfMinimum(column, criterion),
};

function unitVector(column: readonly number[], criterion: number): number[] {
  const unit = safeUnit(column);
  const scaled = column.map((x) => x * unit);
  const length = euclideanNorm(scaled);
  if (length === 0) {
    throw new RankingError("domain", "a column of zeros has no length to divide by", { criterion });
  }
  return scaled.map((x) => x / length);
}

function shareOfSum(column: readonly number[], criterion: number): number[] {
  const unit = safeUnit(column);
  const scaled = column.map((x) => x * unit);
  const total = sum(scaled);
  if (total <= 0) {
    throw new RankingError("domain", "shares of a sum need a positive sum", { criterion });
  }
  return scaled.map((x) => x / total);
}

function shareOfMaximum(column: readonly number[], criterion: number): number[] {
  const { max } = extent(column);
  if (max <= 0) {
    throw new RankingError("domain", "shares of a maximum need a maximum above zero", { criterion });
  }
  return column.map((x) => x / max);
}

/** min/x, which is also 1/x up to a factor: the scale of a ratio cost. */
function shareOfMinimum(column: readonly number[], criterion: number): number[] {
  const { min } = extent(column);
  column.forEach((x, alternative) => {
    if (x <= 0) {
      throw new RankingError("domain", `a cost under a reciprocal must be above zero, but is ${x}`, {
        criterion,
        alternative,
      });
    }
  });
  return column.map((x) => min / x);
}
