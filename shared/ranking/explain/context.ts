/** What the explanations are made from: a decision table, its ranking, and the measures behind both. */
import type { Criterion, ValueFunction } from "../../model/criterion";
import type { MeasureColumn, SiteTable } from "../../model/site";
import { isInert, measureColumn, type ValueSettings, valueFunctionOf } from "../additive/table";
import type { DecisionTable, Ranking } from "../additive/types";

export interface Explained {
  readonly siteTable: SiteTable;
  readonly settings: ValueSettings;
  readonly table: DecisionTable;
  /** A ranking of `table`; it is read at once, so the ranker's live one will do. */
  readonly ranking: Ranking;
}

/** A criterion as it stands in a decision: its place, weight, value function and measures. */
export interface ExplainedCriterion {
  readonly index: number;
  readonly criterion: Criterion;
  readonly weight: number;
  readonly fn: ValueFunction;
  readonly column: MeasureColumn;
  readonly inert: boolean;
}

/** @throws {RangeError} for a criterion that is not in the table */
export function explainedCriterion(explained: Explained, criterionId: string): ExplainedCriterion {
  const { siteTable, settings, table, ranking } = explained;
  const index = table.criteria.findIndex(({ id }) => id === criterionId);
  const criterion = table.criteria[index];
  if (criterion === undefined) throw new RangeError(`There is no criterion "${criterionId}" in this decision.`);
  return {
    index,
    criterion,
    weight: ranking.weights[index] ?? 0,
    fn: valueFunctionOf(criterion, settings),
    column: measureColumn(siteTable, criterion, settings),
    inert: isInert(criterion, settings),
  };
}

/** The known measure of a site, or null. */
export function knownMeasure({ column }: ExplainedCriterion, row: number): number | null {
  const measure = column.central[row] ?? Number.NaN;
  return column.kind[row] === 0 || Number.isNaN(measure) ? null : measure;
}
