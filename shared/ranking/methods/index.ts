/**
 * Standard multi-criteria methods on a plain matrix, to check one against another and against other
 * software. What the app itself ranks with is the additive value model in `../additive`.
 */

import type { Direction, Matrix } from "../checks";
import { checkDirections, checkFinite, checkLength, checkMatrix, checkOption, checkSeveral } from "../checks";
import { RankingError } from "../errors";
import { normalizeWeights } from "../weights/elicited";
import { type Normalization, normalizeMatrix } from "./normalization";
import { FLOW_SCALE, type PrometheeDetails, type PrometheeParameters, promethee } from "./promethee";
import { rankScores } from "./ranks";
import { type TopsisDetails, topsis } from "./topsis";
import { Q_SCALE, type VikorDetails, vikor } from "./vikor";
import { type WeightedProductDetails, type WeightedSumDetails, weightedProduct, weightedSum } from "./weighted";

export type { Direction, Matrix } from "../checks";
export { RankingError, type RankingErrorCode } from "../errors";
export { kendallTau, type MethodAgreement, type MethodResult, methodAgreement, spearmanRho } from "./agreement";
export { NORMALIZATIONS, type Normalization, normalizeMatrix } from "./normalization";
export { PREFERENCES, type Preference, type PrometheeDetails, type PrometheeParameters } from "./promethee";
export { rankScores } from "./ranks";
export type { TopsisDetails } from "./topsis";
export type { VikorDetails } from "./vikor";
export type { WeightedProductDetails, WeightedSumDetails } from "./weighted";

export const METHODS = ["weighted-sum", "weighted-product", "topsis", "vikor", "promethee-ii"] as const;
export type Method = (typeof METHODS)[number];

/**
 * The normalisation that each method's original source prescribes.
 *
 * - `weighted-sum`: "linear", as simple additive weighting is given by Hwang & Yoon (1981).
 * - `weighted-product`: "none"; ratios need no scale (Bridgman 1922; Miller & Starr 1969).
 * - `topsis`: "vector" (Hwang & Yoon 1981).
 * - `vikor`: "none"; it divides by the ranges itself (Opricovic & Tzeng 2004).
 * - `promethee-ii`: "none"; the preference functions work in the criteria's units (Brans & Vincke 1985).
 */
export const DEFAULT_NORMALIZATION: Readonly<Record<Method, Normalization>> = {
  "weighted-sum": "linear",
  "weighted-product": "none",
  topsis: "vector",
  vikor: "none",
  "promethee-ii": "none",
};

export interface MethodParameters extends PrometheeParameters {
  /** VIKOR: weight of the group's utility against the largest single regret, 0 to 1. Default 0.5. */
  readonly v?: number | undefined;
}

export interface ScoringProblem<M extends Method = Method> {
  readonly method: M;
  /** Alternatives by criteria, finite. */
  readonly matrix: Matrix;
  /** One per criterion, none negative, not all zero; normalised to sum 1. */
  readonly weights: readonly number[];
  readonly directions: readonly Direction[];
  /** Default: `DEFAULT_NORMALIZATION` of the method. */
  readonly normalization?: Normalization | undefined;
  readonly parameters?: MethodParameters | undefined;
}

export interface DetailsByMethod {
  "weighted-sum": WeightedSumDetails;
  "weighted-product": WeightedProductDetails;
  topsis: TopsisDetails;
  vikor: VikorDetails;
  "promethee-ii": PrometheeDetails;
}

export interface ScoringResult<M extends Method = Method> {
  /** By alternative. Higher is better, save for VIKOR, whose score is Q: lower is better. */
  readonly scores: number[];
  /** By alternative: 1 is best, ties (within 1e-12 relative) share the better rank: 1, 2, 2, 4. */
  readonly ranks: number[];
  readonly details: DetailsByMethod[M];
}

/**
 * Scores and ranks the alternatives of a plain problem.
 *
 * With normalisation "none" a cost keeps its direction: weighted-sum subtracts it, weighted-product
 * gives it a negative exponent, TOPSIS and VIKOR turn its ideal round, PROMETHEE its differences.
 * After any other normalisation more is better everywhere. TOPSIS with "vector" divides by the column
 * length and turns the ideal round as its authors do; with 1 - x/‖x‖ the distances are the same.
 *
 * @throws RankingError for anything the method cannot take; the result never holds NaN or an infinity
 */
export function scoreAlternatives<M extends Method>(problem: ScoringProblem<M>): ScoringResult<M> {
  checkOption(problem.method, METHODS, "the method");
  const width = checkMatrix(problem.matrix);
  checkDirections(problem.directions, width);
  checkLength(problem.weights, width, "the weights");
  const weights = normalizeWeights(problem.weights);
  const method: Method = problem.method;
  const normalization = problem.normalization ?? DEFAULT_NORMALIZATION[method];
  const scale = prepare(problem, method, normalization);
  const outcome = run(method, scale.values, weights, scale.directions, problem.parameters ?? {});
  outcome.scores.forEach((score, alternative) => {
    if (!Number.isFinite(score))
      throw new RankingError("overflow", "the score is too large for a number", { alternative });
  });
  const ranks = rankScores(outcome.scores, method === "vikor" ? "lowest" : "highest", outcome.scale);
  return { scores: outcome.scores, ranks, details: outcome.details as DetailsByMethod[M] };
}

interface Outcome {
  readonly scores: number[];
  readonly details: DetailsByMethod[Method];
  /** Size of the terms behind the scores; see `rankScores`. */
  readonly scale: number;
}

function run(
  method: Method,
  values: Matrix,
  weights: readonly number[],
  directions: readonly Direction[],
  parameters: MethodParameters,
): Outcome {
  switch (method) {
    case "weighted-sum":
      return { ...weightedSum(values, weights, directions), scale: 0 };
    case "weighted-product":
      return { ...weightedProduct(values, weights, directions), scale: 0 };
    case "topsis":
      checkSeveral(values, "TOPSIS");
      return { ...topsis(values, weights, directions), scale: 0 };
    case "vikor":
      checkSeveral(values, "VIKOR");
      return { ...vikor(values, weights, directions, groupWeight(parameters)), scale: Q_SCALE };
    case "promethee-ii":
      checkSeveral(values, "PROMETHEE II");
      return { ...promethee(values, weights, directions, parameters), scale: FLOW_SCALE };
  }
}

/** The matrix on the scale that the method works on, and the directions that are still to be respected. */
function prepare(
  { matrix, directions }: ScoringProblem,
  method: Method,
  normalization: Normalization,
): { values: Matrix; directions: readonly Direction[] } {
  const benefits = directions.map((): Direction => "benefit");
  if (method === "topsis" && normalization === "vector") {
    // 1 - x/‖x‖ would lose the digits of small shares; the distances are the same without it.
    return { values: normalizeMatrix(matrix, benefits, normalization), directions };
  }
  const values = normalizeMatrix(matrix, directions, normalization);
  return { values, directions: normalization === "none" ? directions : benefits };
}

function groupWeight({ v = 0.5 }: MethodParameters): number {
  checkFinite(v, "parameter v", {});
  if (v < 0 || v > 1) throw new RankingError("parameter", `parameter v must be between 0 and 1, but is ${v}`);
  return v;
}
