/** Makers of decision tables and sites for tests of the ranking, random ones from fast-check. */
import fc from "fast-check";
import type { Criterion, ValueFunction } from "../../shared/model/criterion";
import type { MeasureColumn, Site, SiteTable } from "../../shared/model/site";
import type { DecisionTable } from "../../shared/ranking/additive/types";

export function makeCriterion(id: string, valueFunction?: ValueFunction): Criterion {
  return {
    id,
    group: "location",
    unit: "km",
    decimals: 0,
    direction: "benefit",
    valueFunction: valueFunction ?? {
      type: "piecewise",
      points: [
        [0, 0],
        [1, 1],
      ],
    },
    measure: { type: "builtin" },
  };
}

/** A decision table from rows of [low, central, high] per criterion (or a plain number for all three). */
export function makeTable(
  rows: readonly (readonly (number | readonly [number, number, number])[])[],
  kinds?: readonly (readonly number[])[],
): DecisionTable {
  const criterionCount = rows[0]?.length ?? 0;
  const column = (j: number, part: 0 | 1 | 2): Float64Array =>
    Float64Array.from(rows, (row) => {
      const cell = row[j] ?? 0;
      return typeof cell === "number" ? cell : cell[part];
    });
  const indexes = Array.from({ length: criterionCount }, (_, j) => j);
  return {
    siteCount: rows.length,
    criteria: indexes.map((j) => makeCriterion(`c${j}`)),
    low: indexes.map((j) => column(j, 0)),
    central: indexes.map((j) => column(j, 1)),
    high: indexes.map((j) => column(j, 2)),
    kind: indexes.map((j) => Uint8Array.from(rows, (_, i) => kinds?.[i]?.[j] ?? 4)),
    tieBreak: Uint32Array.from(rows, (_, i) => i),
  };
}

/** Values that collide often, so that ties are common, among ordinary ones. */
export const value: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 0.25, 0.3, 0.5, 0.7, 1),
  fc.double({ min: 1e-6, max: 1, noNaN: true }),
);

const cell: fc.Arbitrary<readonly [number, number, number]> = fc
  .tuple(value, value, value)
  .map((three) => three.sort((a, b) => a - b) as [number, number, number]);

export const weight: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.double({ min: 1e-6, max: 100, noNaN: true }),
);

export interface Decision {
  readonly table: DecisionTable;
  readonly weights: readonly number[];
}

/** A random table with weights for it. */
export function decision(
  options: { minSites?: number; maxSites?: number; maxCriteria?: number } = {},
): fc.Arbitrary<Decision> {
  const { minSites = 1, maxSites = 12, maxCriteria = 9 } = options;
  return fc.integer({ min: 1, max: maxCriteria }).chain((m) =>
    fc
      .tuple(
        fc.array(fc.array(cell, { minLength: m, maxLength: m }), { minLength: minSites, maxLength: maxSites }),
        fc.array(weight, { minLength: m, maxLength: m }),
        fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
      )
      .map(([rows, weights, codes]) => ({
        table: makeTable(
          rows,
          rows.map((row) => row.map(() => codes.next().value as number)),
        ),
        weights,
      })),
  );
}

export function makeSite(id: string, fields: Partial<Site> = {}): Site {
  return {
    id,
    name: id,
    nameVi: id,
    province: "27",
    formerProvince: "27",
    region: "north",
    status: "operating",
    rentTier: "unknown",
    rent: null,
    availableHa: null,
    totalHa: null,
    occupancyPct: null,
    sectors: [],
    position: null,
    searchText: id,
    origin: "catalogue",
    ...fields,
  };
}

/** A column of measures; null is unknown, a triple has bounds. */
export function makeColumn(
  measures: readonly (number | null | readonly [number, number, number])[],
  kind = 4,
): MeasureColumn {
  const part = (index: 0 | 1 | 2) =>
    Float64Array.from(measures, (m) => (m === null ? Number.NaN : typeof m === "number" ? m : m[index]));
  return {
    low: part(0),
    central: part(1),
    high: part(2),
    kind: Uint8Array.from(measures, (m) => (m === null ? 0 : kind)),
  };
}

export function makeSiteTable(sites: readonly Site[], measures: SiteTable["measures"]): SiteTable {
  return { sites, measures };
}
