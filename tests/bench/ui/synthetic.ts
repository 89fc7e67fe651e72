/**
 * What both sides of the benchmark rank: the built-in sites, or as many made-up ones as are asked for,
 * and the order that a plain computation gives them. Runs in the pages and is the same in each.
 */
import type { MeasureReference } from "../../../shared/model/catalogue";
import type { MeasureColumn, Site, SiteTable } from "../../../shared/model/site";
import type { DecisionTable } from "../../../shared/ranking/additive/types";
import { BUILTIN_CRITERIA, SECTOR_FIT } from "../../../shared/ranking/criteria";

/** The site table as JSON carries it (unknown figures are null). */
export interface PlainTable {
  readonly sites: readonly Site[];
  readonly measures: Readonly<Record<string, Record<keyof MeasureColumn, readonly (number | null)[]>>>;
  readonly reference: Readonly<Record<string, MeasureReference>>;
}

/** Positions of the twelve criteria that weigh; sector fit, the thirteenth, is no figure of a site. */
export const WEIGHING = BUILTIN_CRITERIA.flatMap(({ id }, at) => (id === SECTOR_FIT ? [] : [at]));

export function toPlain(table: SiteTable, reference: PlainTable["reference"]): PlainTable {
  const plain = (column: Float64Array | Uint8Array) => [...column].map((x) => (Number.isNaN(x) ? null : x));
  return {
    sites: table.sites,
    measures: Object.fromEntries(
      Object.entries(table.measures).map(([id, { central, low, high, kind }]) => [
        id,
        { central: plain(central), low: plain(low), high: plain(high), kind: plain(kind) },
      ]),
    ),
    reference,
  };
}

/** Marsaglia's xorshift32, from 0 to below 1. */
export function random(seed: number): () => number {
  let x = seed | 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

/**
 * The first `count` sites: the built-in table itself at its own size, else made-up sites after the built-in
 * ones, whose figures are drawn evenly between each criterion's worst and best reference point.
 */
export function expand(base: PlainTable, count: number): SiteTable {
  const n = base.sites.length;
  const sites = Array.from({ length: count }, (_, i): Site => {
    const site = base.sites[i % n] as Site;
    return i < n ? site : { ...site, id: `${site.id}~${i}`, name: `${site.name} ${i}`, nameVi: `${site.nameVi} ${i}` };
  });
  const measures: Record<string, MeasureColumn> = {};
  for (const [c, criterion] of BUILTIN_CRITERIA.entries()) {
    const own = base.measures[criterion.id];
    if (own === undefined) continue;
    const column: MeasureColumn = {
      central: new Float64Array(count),
      low: new Float64Array(count),
      high: new Float64Array(count),
      kind: new Uint8Array(count),
    };
    const points = criterion.valueFunction.type === "piecewise" ? criterion.valueFunction.points : [];
    const ends = points.map(([x]) => x);
    const from = Math.min(...ends);
    const width = Math.max(...ends) - from;
    const draw = random(1 + c * 7919);
    for (let i = 0; i < count; i++) {
      if (i < n) {
        for (const key of ["central", "low", "high"] as const) column[key][i] = own[key][i] ?? Number.NaN;
        column.kind[i] = own.kind[i] ?? 0;
        continue;
      }
      const value = from + draw() * width;
      column.central[i] = value;
      column.low[i] = value - draw() * 0.1 * width;
      column.high[i] = value + draw() * 0.1 * width;
      // The evidence of a built-in site's figure; a made-up figure is never unknown.
      column.kind[i] = own.kind[i % n] || 1;
    }
    measures[criterion.id] = column;
  }
  return { sites, measures };
}

/** Weighted sum over the criteria of a row, in the simplest way. */
export function scoreOf(table: DecisionTable, weights: readonly number[], row: number): number {
  let sum = 0;
  let total = 0;
  for (const [c, weight] of weights.entries()) {
    sum += weight * (table.central[c]?.[row] ?? 0);
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** The first rows by score, equal ones by the tie-break; looks at every row. */
export function topRows(table: DecisionTable, weights: readonly number[], length: number): number[] {
  const top: { row: number; score: number }[] = [];
  const before = (row: number, score: number, other: { row: number; score: number }): boolean =>
    Math.abs(score - other.score) < 1e-12
      ? (table.tieBreak[row] ?? 0) < (table.tieBreak[other.row] ?? 0)
      : score > other.score;
  for (let row = 0; row < table.siteCount; row++) {
    const score = scoreOf(table, weights, row);
    const last = top[length - 1];
    if (last !== undefined && !before(row, score, last)) continue;
    let at = top.length;
    while (at > 0 && before(row, score, top[at - 1] as { row: number; score: number })) at--;
    top.splice(at, 0, { row, score });
    top.length = Math.min(top.length, length);
  }
  return top.map(({ row }) => row);
}

/** One step of the run: points of every criterion, and the rows that then stand first. */
export interface Step {
  readonly points: readonly number[];
  readonly top: readonly number[];
}

/** Rows that are compared. */
export const TOP = 5;

/**
 * Steps that move one criterion's points to and fro, each with another top than the one before, so that a table
 * that did not move is never taken for one that did.
 */
export function makeSteps(table: DecisionTable, length: number, seed: number): Step[] {
  const draw = random(seed);
  const points = BUILTIN_CRITERIA.map((_, c) => (WEIGHING.includes(c) ? 10 + Math.floor(draw() * 30) : 0));
  const steps: Step[] = [];
  for (let tries = 0; steps.length < length; tries++) {
    if (tries > 50 * length) throw new Error("No weights were found that change the first rows.");
    const next = [...points];
    next[MOVED] = Math.floor(draw() * 101);
    const top = topRows(table, next, TOP);
    const before = steps.at(-1);
    if (before !== undefined && (before.points[MOVED] === next[MOVED] || same(before.top, top))) continue;
    steps.push({ points: next, top });
  }
  return steps;
}

/** Position of the criterion that is moved. */
export const MOVED = 0;

export function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((row, at) => row === b[at]);
}
