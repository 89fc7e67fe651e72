/**
 * What moved between two rankings, and why. One decision is turned into the other in five steps, always
 * in this order, and the ranking is computed after each:
 *
 *   engine   the saved figures, by today's arithmetic
 *   data     today's figures and medians of the sites that were there
 *   values   today's criteria, value functions, reading of unknowns and picked sectors
 *   weights  today's weights
 *   members  who takes part: sites added and gone, filters, must-haves and waivers
 *
 * A site's parts are the differences from step to step, so they add up to its whole change: scores are
 * multiples of 2^-44, whose differences floating point states exactly. A part depends on the order of the
 * steps, as it must where causes act together; the order is fixed so that two runs say the same.
 */
import type { Criterion } from "../model/criterion";
import type { MeasureColumn, SiteTable } from "../model/site";
import { effectiveWeights } from "../ranking/additive/effective-weights";
import { createRanker } from "../ranking/additive/ranker";
import {
  buildDecisionTable,
  measureColumn,
  type RankingSites,
  type References,
  unknownColumn,
  type ValueSettings,
} from "../ranking/additive/table";
import type { DecisionTable } from "../ranking/additive/types";
import { evaluateGates, type GateReport } from "../ranking/gates";
import type { Situation } from "./record";

export const CAUSES = ["engine", "data", "values", "weights", "members"] as const;
export type Cause = (typeof CAUSES)[number];

/** Where a site stood: ranked, or why not. */
export type Standing =
  | { readonly type: "ranked"; readonly rank: number; readonly score: number }
  /** Not in this ranking's catalogue, or hidden. */
  | { readonly type: "absent" }
  | { readonly type: "filtered"; readonly score: number }
  /** A must-have on this criterion keeps it out. */
  | { readonly type: "gate"; readonly score: number; readonly criterionId: string };

/** A criterion's share in a site's change; measures in its unit, null for unknown; `delta` of the score. */
export interface CriterionChange {
  readonly criterion: Criterion;
  readonly cause: "data" | "values" | "weights";
  readonly before: number | null;
  readonly after: number | null;
  /** Share of the weight, 0..1. */
  readonly weightBefore: number;
  readonly weightAfter: number;
  readonly delta: number;
}

export interface SiteMove {
  readonly siteId: string;
  /** The name today, else the one then. */
  readonly name: string;
  readonly before: Standing;
  readonly after: Standing;
  /** Change of the score by cause, adding up to score now - score then; null unless it had both. */
  readonly score: Readonly<Record<Cause, number>> | null;
  /** Places won (positive) or lost by cause, adding up; null unless it is ranked in both. */
  readonly places: Readonly<Record<Cause, number>> | null;
  /** What made the score change, greatest first. */
  readonly changes: readonly CriterionChange[];
}

/** What the engine of the day came to, where that is not what today's comes to from the same figures. */
export type SavedResults = ReadonlyMap<string, { readonly rank: number; readonly score: number }>;

interface Step {
  readonly table: DecisionTable;
  readonly score: Float64Array;
  readonly rank: Uint32Array;
  readonly shares: Float64Array;
}

/** Both sides over one list of sites and one of criteria: the first side's, then what only the second has. */
interface Union {
  readonly ids: readonly string[];
  readonly rowThen: Int32Array;
  readonly rowNow: Int32Array;
  readonly criteriaThen: readonly Criterion[];
  readonly criteriaNow: readonly Criterion[];
}

function unite(from: Situation, to: Situation): Union {
  const rowsThen = new Map(from.sites.sites.map(({ id }, row) => [id, row]));
  const rowsNow = new Map(to.sites.sites.map(({ id }, row) => [id, row]));
  const ids = [...rowsThen.keys(), ...[...rowsNow.keys()].filter((id) => !rowsThen.has(id))];
  const both = (first: readonly Criterion[], second: readonly Criterion[]): Criterion[] => {
    const byId = new Map(first.map((criterion) => [criterion.id, criterion]));
    const order = [...new Set([...from.criteria, ...to.criteria].map(({ id }) => id))];
    return order.flatMap((id) => byId.get(id) ?? second.find((criterion) => criterion.id === id) ?? []);
  };
  return {
    ids,
    rowThen: Int32Array.from(ids, (id) => rowsThen.get(id) ?? -1),
    rowNow: Int32Array.from(ids, (id) => rowsNow.get(id) ?? -1),
    criteriaThen: both(from.criteria, to.criteria),
    criteriaNow: both(to.criteria, from.criteria),
  };
}

/** The united sites as one side has them; where it lacks a site, as the other does. */
function sitesAs(union: Union, side: Situation, other: Situation, first: Int32Array, second: Int32Array): RankingSites {
  const sites = union.ids.map(
    (id, row) =>
      side.sites.sites[first[row] as number] ??
      other.sites.sites[second[row] as number] ?? { id, name: id, sectors: [] },
  );
  const measures: Record<string, MeasureColumn> = {};
  for (const { id } of union.criteriaThen) {
    const column = unknownColumn(union.ids.length);
    const [own, lent] = [side.sites.measures[id], other.sites.measures[id]];
    for (let row = 0; row < union.ids.length; row += 1) {
      const has = (first[row] as number) >= 0;
      const from = has ? own : lent;
      const at = (has ? first[row] : second[row]) as number;
      if (from === undefined) continue;
      column.central[row] = from.central[at] as number;
      column.low[row] = from.low[at] as number;
      column.high[row] = from.high[at] as number;
      column.kind[row] = from.kind[at] as number;
    }
    measures[id] = column;
  }
  return { sites, measures: measures satisfies SiteTable["measures"] };
}

function weightsOver(criteria: readonly Criterion[], situation: Situation): Float64Array {
  const { weights } = effectiveWeights(situation.criteria, situation.profile);
  const byId = new Map(situation.criteria.map(({ id }, j) => [id, weights[j] as number]));
  return Float64Array.from(criteria, ({ id }) => byId.get(id) ?? 0);
}

function membersOver(rows: Int32Array, situation: Situation, gates: GateReport): Uint8Array {
  return Uint8Array.from(rows, (row) =>
    row < 0 ? 0 : (situation.passesFilters[row] as number) & (gates.include[row] as number),
  );
}

function standing(situation: Situation, gates: GateReport, row: number, rank: number, score: number): Standing {
  if (row < 0) return { type: "absent" };
  if (rank > 0) return { type: "ranked", rank, score };
  const kept = gates.resultsOf(row).find(({ excludes }) => excludes);
  if (situation.passesFilters[row] === 0 || kept === undefined) return { type: "filtered", score };
  return { type: "gate", score, criterionId: kept.gate.criterionId };
}

/**
 * What moved from one ranking to another.
 * @param siteIds the sites to speak of
 * @param saved what was saved for `from`, where another engine computed it; sites that are not in it
 *   count as computed by today's
 */
export function explainMove(
  from: Situation,
  to: Situation,
  siteIds: readonly string[],
  saved: SavedResults = new Map(),
): readonly SiteMove[] {
  const union = unite(from, to);
  const { criteriaThen, criteriaNow, rowThen, rowNow } = union;
  const gatesThen = evaluateGates(from.sites, from.criteria, from.profile);
  const gatesNow = evaluateGates(to.sites, to.criteria, to.profile);
  const membersThen = membersOver(rowThen, from, gatesThen);
  const membersNow = membersOver(rowNow, to, gatesNow);
  const weightsThen = weightsOver(criteriaThen, from);
  const weightsNow = weightsOver(criteriaNow, to);
  const sitesThen = sitesAs(union, from, to, rowThen, rowNow);
  const sitesNow = sitesAs(union, to, from, rowNow, rowThen);

  const step = (table: DecisionTable, weights: Float64Array, members: Uint8Array): Step => {
    const { score, rank, weights: shares } = createRanker(table).rank(weights, members);
    return { table, score, rank, shares };
  };
  const tableOf = (sites: RankingSites, criteria: readonly Criterion[], settings: ValueSettings, medians: References) =>
    buildDecisionTable(sites, criteria, settings, medians);
  const tableThen = tableOf(sitesThen, criteriaThen, from.profile, from.references);
  const tableData = tableOf(sitesNow, criteriaThen, from.profile, { ...from.references, ...to.references });
  const tableNow = tableOf(sitesNow, criteriaNow, to.profile, to.references);
  const engine = step(tableThen, weightsThen, membersThen);
  const data = step(tableData, weightsThen, membersThen);
  const values = step(tableNow, weightsThen, membersThen);
  const weights = step(tableNow, weightsNow, membersThen);
  const members = step(tableNow, weightsNow, membersNow);
  const chain = [engine, data, values, weights, members];

  const known = (sites: RankingSites, criterion: Criterion, situation: Situation, row: number): number | null => {
    const column = measureColumn(sites, criterion, situation.profile);
    const measure = column.central[row] as number;
    return column.kind[row] === 0 || Number.isNaN(measure) ? null : measure;
  };
  const pairs = [
    ["data", engine, data],
    ["values", data, values],
    ["weights", values, weights],
  ] as const;
  const changesOf = (row: number): CriterionChange[] =>
    pairs
      .flatMap(([cause, before, after]) =>
        criteriaNow.map((criterion, j): CriterionChange => {
          const weightBefore = before.shares[j] as number;
          const weightAfter = after.shares[j] as number;
          const valueThen = before.table.central[j]?.[row] as number;
          const valueNow = after.table.central[j]?.[row] as number;
          return {
            criterion,
            cause,
            before: known(sitesThen, criteriaThen[j] ?? criterion, from, row),
            after: known(sitesNow, criterion, to, row),
            weightBefore,
            weightAfter,
            delta: weightAfter * valueNow - weightBefore * valueThen,
          };
        }),
      )
      .filter(({ delta }) => delta !== 0)
      .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));

  const rows = new Map(union.ids.map((id, row) => [id, row]));
  return siteIds.map((siteId): SiteMove => {
    const row = rows.get(siteId);
    if (row === undefined) {
      const gone: Standing = { type: "absent" };
      return { siteId, name: siteId, before: gone, after: gone, score: null, places: null, changes: [] };
    }
    const first = saved.get(siteId) ?? { rank: engine.rank[row] as number, score: engine.score[row] as number };
    const before = standing(from, gatesThen, rowThen[row] as number, first.rank, first.score);
    const after = standing(
      to,
      gatesNow,
      rowNow[row] as number,
      members.rank[row] as number,
      members.score[row] as number,
    );
    const here = before.type !== "absent" && after.type !== "absent";
    const scores = [first.score, ...chain.map(({ score }) => score[row] as number)];
    const ranks = [first.rank, ...chain.map(({ rank }) => rank[row] as number)];
    const parts = (list: readonly number[], sign: number) =>
      // Never -0.
      Object.fromEntries(
        CAUSES.map((cause, k) => [cause, sign * ((list[k + 1] as number) - (list[k] as number)) || 0]),
      ) as Record<Cause, number>;
    return {
      siteId,
      name: to.sites.sites[rowNow[row] as number]?.name ?? from.sites.sites[rowThen[row] as number]?.name ?? siteId,
      before,
      after,
      score: here ? parts(scores, 1) : null,
      places: before.type === "ranked" && after.type === "ranked" ? parts(ranks, -1) : null,
      changes: here ? changesOf(row) : [],
    };
  });
}

/** How two decisions were made differently. */
export interface DecisionDifference {
  /** Shares of the weight by criterion, every one that either side weighs, greatest difference first. */
  readonly weights: readonly { readonly criterion: Criterion; readonly a: number; readonly b: number }[];
  /** Criteria whose value function differs. */
  readonly valueFunctions: readonly Criterion[];
  /** Must-haves that only one side has. */
  readonly gatesOnlyA: Situation["profile"]["gates"];
  readonly gatesOnlyB: Situation["profile"]["gates"];
  readonly waivers: { readonly a: number; readonly b: number };
  readonly unknownPolicy: boolean;
  readonly sectors: boolean;
  /** Figures of sites that both know and that are not the same. */
  readonly figures: number;
}

/** Compares how two decisions were made, figure by figure. */
export function compareDecisions(a: Situation, b: Situation): DecisionDifference {
  const union = unite(a, b);
  const shares = (situation: Situation): Map<string, number> => {
    const result = effectiveWeights(situation.criteria, situation.profile).shares;
    return new Map(situation.criteria.map(({ id }, j) => [id, result[j] as number]));
  };
  const [sharesA, sharesB] = [shares(a), shares(b)];
  const text = (value: unknown): string => JSON.stringify(value);
  const gateText = ({ criterionId, op, limit, unknownPasses }: (typeof a.profile.gates)[number]): string =>
    text([criterionId, op, limit, unknownPasses]);
  const only = (mine: Situation, other: Situation) => {
    const there = new Set(other.profile.gates.map(gateText));
    return mine.profile.gates.filter((gate) => !there.has(gateText(gate)));
  };
  let figures = 0;
  for (const { id } of union.criteriaThen) {
    const [then, now] = [a.sites.measures[id], b.sites.measures[id]];
    if (then === undefined || now === undefined) continue;
    for (let row = 0; row < union.ids.length; row += 1) {
      const [x, y] = [union.rowThen[row] as number, union.rowNow[row] as number];
      if (x < 0 || y < 0) continue;
      const [u, w] = [then.kind[x] === 0, now.kind[y] === 0];
      if (u !== w || (!u && then.central[x] !== now.central[y])) figures += 1;
    }
  }
  return {
    weights: union.criteriaNow
      .map((criterion) => ({ criterion, a: sharesA.get(criterion.id) ?? 0, b: sharesB.get(criterion.id) ?? 0 }))
      .filter((entry) => entry.a > 0 || entry.b > 0)
      .sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a)),
    valueFunctions: union.criteriaNow.filter((criterion, j) => {
      const then = a.profile.valueFunctions[criterion.id] ?? union.criteriaThen[j]?.valueFunction;
      return text(then) !== text(b.profile.valueFunctions[criterion.id] ?? criterion.valueFunction);
    }),
    gatesOnlyA: only(a, b),
    gatesOnlyB: only(b, a),
    waivers: { a: a.profile.waivers.length, b: b.profile.waivers.length },
    unknownPolicy: a.profile.unknownPolicy !== b.profile.unknownPolicy,
    sectors: text([...a.profile.sectors].sort()) !== text([...b.profile.sectors].sort()),
    figures,
  };
}
