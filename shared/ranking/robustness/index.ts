/**
 * How far a ranking can be trusted: exact weight intervals in which it stays, ranks over all weightings
 * and values that are left open (SMAA-2), the smallest shortlist that holds the best, and the figures
 * worth asking for next. Values lie in 0..1, larger is better; the value of an alternative is the
 * weighted sum of its values. Input that cannot be ends in a `RankingError`.
 */
export {
  type Acceptability,
  type AcceptabilityCounts,
  type AcceptabilityProblem,
  type AcceptabilityRun,
  confidenceFactors,
  createAcceptabilityRun,
  MAX_SAMPLES,
  mergeCounts,
  rankAcceptability,
  summarise,
  transferables,
} from "./acceptability";
export { type Question, type QuestionValues, valueOfQuestions } from "./questions";
export { type RobustShortlist, robustShortlist, shortlistOfCounts } from "./shortlist";
export { columnStability, type StabilityInterval, type WeightStability, weightStability } from "./stability";
export { type Cell, type CellMatrix, type Columns, selectRows, type ValueColumns } from "./values";
export { createWeightSampler, type WeightRegion, type WeightSampler } from "./weight-region";
