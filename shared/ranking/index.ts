/**
 * The face of the decision library for the app: criteria, presets, the additive value model with its
 * must-haves, evidence and explanations. The textbook methods, weightings from data, dominance and
 * robustness have faces of their own (`methods/`, `weights/`, `dominance/`, `robustness/`).
 */

/**
 * Version of the engine's arithmetic: it changes whenever the same profile and catalogue could give
 * another score or order. Snapshots keep it, so that a reopened decision can say why it moved.
 */
export const ENGINE_VERSION = "1.0.0";

export { type EffectiveWeights, effectiveWeights, pairKey } from "./additive/effective-weights";
export { type RankBounds, rankBounds } from "./additive/rank-bounds";
export { createRanker } from "./additive/ranker";
export {
  buildDecisionTable,
  isInert,
  measureColumn,
  nameOrder,
  type References,
  unknownColumn,
  unknownValue,
  type ValueSettings,
  valueFunctionOf,
} from "./additive/table";
export type { DecisionTable, Ranker, Ranking } from "./additive/types";
export {
  evaluate,
  evaluateInterval,
  inverse,
  slopeAt,
  type ValueFunctionProblem,
  type ValueInterval,
  validateValueFunction,
} from "./additive/value-function";
export {
  BUILTIN_CRITERIA,
  builtinCriterion,
  CRITERION_IDS,
  type CriterionId,
  GREEN_POINTS,
  groupCriteria,
  SECTOR_FIT,
  SMART_POINTS,
} from "./criteria";
export {
  DEFAULT_PRESET,
  findPreset,
  PRESET_IDS,
  PRESETS,
  type Preset,
  type PresetId,
  profileFromPreset,
} from "./presets";
