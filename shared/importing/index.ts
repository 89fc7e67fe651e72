/**
 * Importing, in four steps that can each be shown: {@link inspectFile} says what a file is and what its
 * columns may mean, {@link planImport} reads the rows under a mapping, {@link buildImport} turns plan and
 * decisions into additions to the user's layer (`shared/model/overlay.ts`), and storing those is one
 * transaction elsewhere.
 */
export {
  type BuildContext,
  buildImport,
  columnId,
  type Decisions,
  defaultDecision,
  type ImportAdditions,
  type RowDecision,
  targetWords,
} from "./build";
export { type ColumnSuggestion, suggestCriterion, suggestGatewayCriterion } from "./criteria";
export { DELIMITERS, type Delimiter } from "./csv";
export { ENCODING_IDS, type EncodingId, type EncodingReport } from "./encoding";
export { readGateways } from "./gateways";
export { type Inspection, type InspectOptions, inspectFile } from "./inspect";
export { type Candidate, parkMatcher, provinceFinder } from "./places";
export {
  type ColumnMapping,
  guessedMapping,
  type ImportPlan,
  type PlannedRow,
  type PlanOptions,
  planImport,
  questionsOf,
} from "./plan";
export {
  type ColumnReport,
  type ColumnTarget,
  ImportError,
  type ImportErrorCode,
  type ImportTable,
  type Problem,
  type Watch,
} from "./types";
