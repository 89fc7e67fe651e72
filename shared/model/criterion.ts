/**
 * Criteria of the decision: what is measured, in which unit, and how a measure becomes a value
 * between 0 (worst) and 1 (best). The built-in ones stand in `shared/ranking/criteria.ts`.
 */

export const CRITERION_GROUPS = ["location", "land", "labour", "green", "smart", "track"] as const;
export type CriterionGroupId = (typeof CRITERION_GROUPS)[number];

/**
 * A value function. `piecewise`: straight lines between points [measure, value], constant beyond
 * the ends; measures strictly increasing, values in 0..1. `table`: a value per category code.
 */
export type ValueFunction =
  | { readonly type: "piecewise"; readonly points: readonly (readonly [number, number])[] }
  | { readonly type: "table"; readonly values: Readonly<Record<string, number>> };

/** Where a criterion's measure comes from. */
export type MeasureSource =
  | { readonly type: "builtin" }
  | { readonly type: "gateway"; readonly gatewayId: string }
  | { readonly type: "column"; readonly columnId: string };

export interface Criterion {
  /** Built-in ids are kebab-case words ("proximity-china"); others carry a prefix ("gateway:", "column:"). */
  readonly id: string;
  readonly group: CriterionGroupId;
  /** Label of a criterion that the user made; built-in ones take theirs from the messages. */
  readonly label?: string;
  /** Unit of the measure ("km", "USD/m²/term", "ha", "persons", "%", "points"). */
  readonly unit: string;
  /** Decimals with which the measure is shown. */
  readonly decimals: number;
  readonly direction: "benefit" | "cost";
  readonly valueFunction: ValueFunction;
  readonly measure: MeasureSource;
}
