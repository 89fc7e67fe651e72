/**
 * Criterion weights: from a person's judgement (points, swings, an order, pairwise comparisons), and
 * from the data, the latter as a description only.
 */
export { RankingError, type RankingErrorCode } from "../errors";
export {
  type AnalyticHierarchy,
  analyticHierarchy,
  type InconsistentJudgement,
  RANDOM_INDEX_SAATY_1980,
} from "./analytic-hierarchy";
export { normalizeWeights, rankOrderCentroid, swingWeights } from "./elicited";
export { criticWeights, entropyWeights, standardDeviationWeights } from "./from-data";
