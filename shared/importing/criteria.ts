/**
 * A first criterion for an imported column or a place of the user's: direction by the words of its
 * name, value function over the figures at hand. It is a suggestion that the user changes; once made it
 * stays as it is, whatever is imported later.
 */
import { measureReference } from "../catalogue/sites";
import type { MeasureReference } from "../model/catalogue";
import type { ValueFunction } from "../model/criterion";
import type { CustomColumn, CustomCriterion, CustomGateway } from "../model/overlay";
import type { MeasureColumn } from "../model/site";
import { fold } from "../text/fold";

export type ColumnSuggestion = Pick<
  CustomColumn,
  "id" | "label" | "unit" | "kind" | "categories" | "values" | "importId"
>;

/** Words of figures of which less is better. */
const COST =
  /\b(?:rent|price|cost|fee|tax|tariff|distance|km|time|delay|risk|wage|salary|rate of crime|pollution|emission|flood|debt|loss|charge|days?|hours?|minutes?|gia|chi phi|phi|khoang cach|thue|thoi gian|rui ro|luong|o nhiem|ngap)\b|价|價|费|費|距离|距離|가격|비용|거리|価格|料金/;

/** Whether less of it is better, by its name. */
export function directionOf(label: string): "benefit" | "cost" {
  return COST.test(fold(label)) ? "cost" : "benefit";
}

/** Between the 5th and 95th percentile the value runs straight; one figure alone is worth the middle. */
function straight(reference: MeasureReference | null, direction: "benefit" | "cost"): ValueFunction {
  const { p05 = 0, p95 = 1 } = reference ?? {};
  if (!(p95 > p05)) return { type: "piecewise", points: [[p05, 0.5]] };
  const points: readonly (readonly [number, number])[] =
    direction === "benefit"
      ? [
          [p05, 0],
          [p95, 1],
        ]
      : [
          [p05, 1],
          [p95, 0],
        ];
  return { type: "piecewise", points };
}

function decimalsFor(reference: MeasureReference | null): number {
  const span = reference === null ? 1 : reference.p95 - reference.p05;
  return span >= 20 ? 0 : span >= 2 ? 1 : span >= 0.2 ? 2 : 3;
}

/** A criterion over a column. Categories get evenly spaced values in their order: the user sets them. */
export function suggestCriterion(
  column: ColumnSuggestion,
  now: string,
  direction: "benefit" | "cost" = directionOf(column.label),
): CustomCriterion {
  const central = Float64Array.from(Object.values(column.values));
  const kind = new Uint8Array(central.length).fill(1);
  const measures: MeasureColumn = { central, low: central, high: central, kind };
  const reference = measureReference(measures);
  const last = Math.max(1, column.categories.length - 1);
  const valueFunction: ValueFunction =
    column.kind === "number"
      ? straight(reference, direction)
      : {
          type: "table",
          values: Object.fromEntries(column.categories.map((_, code) => [String(code), code / last])),
        };
  return {
    id: column.id,
    group: direction === "cost" ? "land" : "track",
    label: column.label,
    unit: column.unit,
    decimals: column.kind === "number" ? decimalsFor(reference) : 0,
    direction,
    valueFunction,
    measure: { type: "column", columnId: column.id },
    reference: column.kind === "number" ? reference : null,
    importId: column.importId,
    createdAt: now,
  };
}

/** A criterion over the road distance to a place: nearer is better. */
export function suggestGatewayCriterion(gateway: CustomGateway, measures: MeasureColumn, now: string): CustomCriterion {
  const reference = measureReference(measures);
  return {
    id: `gateway:${gateway.id}`,
    group: "location",
    label: gateway.name,
    unit: "km",
    decimals: 0,
    direction: "cost",
    valueFunction: straight(reference, "cost"),
    measure: { type: "gateway", gatewayId: gateway.id },
    reference,
    importId: gateway.importId,
    createdAt: now,
  };
}
