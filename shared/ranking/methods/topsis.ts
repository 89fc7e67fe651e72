/** TOPSIS: closeness to the ideal and distance from the anti-ideal. */
import { euclideanNorm, extent } from "../arithmetic";
import { columnOf, type Direction, type Matrix } from "../checks";
import { RankingError } from "../errors";

/** What TOPSIS measures from and how far each alternative is, on the weighted normalised scale. */
export interface TopsisDetails {
  readonly ideal: number[];
  readonly antiIdeal: number[];
  readonly toIdeal: number[];
  readonly toAntiIdeal: number[];
}

/**
 * Relative closeness d⁻/(d⁺ + d⁻) with Euclidean distances to the ideal (the best weighted value of
 * every criterion) and the anti-ideal (the worst). Alternatives that are all alike stand at both
 * points at once and get 1/2.
 *
 * Source: Hwang & Yoon (1981), Multiple Attribute Decision Making, section 3.2.3.
 *
 * @param values alternatives by criteria; of a normalised matrix every direction is "benefit"
 * @param weights sum 1
 * @throws RankingError `overflow` for raw values so large that a distance is not a double
 */
export function topsis(
  values: Matrix,
  weights: readonly number[],
  directions: readonly Direction[],
): { scores: number[]; details: TopsisDetails } {
  const weighted = values.map((row) => row.map((x, j) => (weights[j] as number) * x));
  const ends = weights.map((_, j) => extent(columnOf(weighted, j)));
  const ideal = ends.map(({ min, max }, j) => (directions[j] === "cost" ? min : max));
  const antiIdeal = ends.map(({ min, max }, j) => (directions[j] === "cost" ? max : min));
  const toIdeal = distances(weighted, ideal);
  const toAntiIdeal = distances(weighted, antiIdeal);
  return {
    scores: toIdeal.map((far, i) => closeness(far, toAntiIdeal[i] as number)),
    details: { ideal, antiIdeal, toIdeal, toAntiIdeal },
  };
}

function distances(weighted: Matrix, point: readonly number[]): number[] {
  return weighted.map((row, alternative) => {
    const differences = row.map((x, j) => x - (point[j] as number));
    const distance = euclideanNorm(differences);
    if (Number.isFinite(distance)) return distance;
    const sizes = differences.map(Math.abs);
    throw new RankingError("overflow", "a distance is too large for a number", {
      criterion: sizes.indexOf(Math.max(...sizes)),
      alternative,
    });
  });
}

/** d⁻/(d⁺ + d⁻) as a ratio of distances, so that their sum cannot overflow. */
function closeness(toIdeal: number, toAntiIdeal: number): number {
  if (toIdeal === toAntiIdeal) return 0.5;
  if (toIdeal < toAntiIdeal) return 1 / (1 + toIdeal / toAntiIdeal);
  const ratio = toAntiIdeal / toIdeal;
  return ratio / (1 + ratio);
}
