/** From the live ranking to what is analysed, and from counts to what is drawn. */
import { isInert } from "../../shared/ranking/additive/table";
import {
  type AcceptabilityCounts,
  type AcceptabilityProblem,
  type RobustShortlist,
  shortlistOfCounts,
} from "../../shared/ranking/robustness";
import type { LookProblem } from "../workers/second-look";
import type { LiveRanking } from "./live-ranking";

/** Which weightings are thought possible. */
export type WeightScope = "around" | "order" | "any";

export interface Settings {
  readonly scope: WeightScope;
  /** For `around`: how far any share may be from its present one, 0..1. */
  readonly distance: number;
  /** Whether doubtful and unknown figures are drawn from their ranges. */
  readonly figures: boolean;
  /** Share of the samples in which the shortlist must hold the best site. */
  readonly coverage: number;
}

export const SAMPLES = 20_000;
/** Ranks with a column of their own, and sites drawn. */
export const SHOWN_RANKS = 15;
export const SHOWN_SITES = 15;
/** One seed for all: between edits the same samples are compared. */
export const SEED = 20_251_121;

/** The ranked sites as columns, best first, over the criteria that can tell sites apart. */
export function rankedColumns(live: LiveRanking): LookProblem & { readonly criteria: readonly number[] } {
  const { ranking, table, profile } = live;
  const rows = ranking.order.slice(0, ranking.count);
  const criteria = [...live.criteria.keys()].filter((c) => {
    const criterion = live.criteria[c];
    return criterion !== undefined && !isInert(criterion, profile);
  });
  const pick = (columns: readonly Float64Array[]): Float64Array[] =>
    criteria.map((c) => {
      const column = columns[c] ?? new Float64Array(0);
      return Float64Array.from(rows, (row) => column[row] ?? 0);
    });
  return {
    criteria,
    low: pick(table.low),
    central: pick(table.central),
    high: pick(table.high),
    weights: Float64Array.from(criteria, (c) => ranking.weights[c] ?? 0),
    rows,
    ranks: Uint32Array.from(rows, (row) => ranking.rank[row] ?? 0),
  };
}

/**
 * What is sampled. A criterion without weight stays without in the neighbourhood of the weights and in their
 * order; among any weights it may get some.
 */
export function acceptabilityProblem(columns: LookProblem, settings: Settings): AcceptabilityProblem {
  const all = [...columns.weights.keys()];
  const kept = settings.scope === "any" ? all : all.filter((c) => (columns.weights[c] ?? 0) > 0);
  const pick = (table: readonly Float64Array[]): Float64Array[] => kept.map((c) => table[c] ?? new Float64Array(0));
  const weights = Float64Array.from(kept, (c) => columns.weights[c] ?? 0);
  const central = pick(columns.central);
  const values = {
    low: settings.figures ? pick(columns.low) : central,
    high: settings.figures ? pick(columns.high) : central,
    central,
    rows: columns.rows,
  };
  const common = { values, seed: SEED, ranks: Math.min(SHOWN_RANKS, columns.rows.length) };
  switch (settings.scope) {
    case "around":
      return { ...common, around: { weights, distance: settings.distance } };
    case "order":
      return { ...common, tiers: tiersOf(weights) };
    case "any":
      return common;
  }
}

/** Criteria by falling weight; equal ones (within rounding) share a class. */
export function tiersOf(weights: ArrayLike<number>): number[][] {
  const order = Array.from({ length: weights.length }, (_, c) => c).sort(
    (a, b) => (weights[b] ?? 0) - (weights[a] ?? 0),
  );
  const tiers: number[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const c of order) {
    const weight = weights[c] ?? 0;
    if (last - weight > 1e-9) tiers.push([c]);
    else tiers.at(-1)?.push(c);
    last = weight;
  }
  return tiers;
}

/** How often a site takes each rank. */
export interface SiteRanks {
  readonly row: number;
  /** The app's rank now. */
  readonly rank: number;
  /** Share of the samples by rank, from the first. */
  readonly shares: readonly number[];
  /** Share of the samples in which it ranks lower than these. */
  readonly lower: number;
}

export interface Picture {
  readonly sites: readonly SiteRanks[];
  readonly shortlist: RobustShortlist;
  /** Site rows of the shortlist, and the share of samples in which the first site of now is the best. */
  readonly shortlistRows: readonly number[];
  readonly leaderShare: number;
  readonly leaderRow: number;
  readonly samples: number;
  readonly ranked: number;
}

/** What is drawn, from the counts so far. */
export function pictureOf(counts: AcceptabilityCounts, columns: LookProblem, coverage: number): Picture {
  const { samples, alternatives } = counts;
  const ranks = counts.ranks.length / alternatives;
  const shortlist = shortlistOfCounts(counts, coverage);
  const site = (i: number): SiteRanks => {
    const shares = Array.from({ length: ranks }, (_, r) => (counts.ranks[r * alternatives + i] ?? 0) / samples);
    const lower = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
    return { row: columns.rows[i] ?? 0, rank: columns.ranks[i] ?? 0, shares, lower };
  };
  return {
    sites: Array.from({ length: Math.min(SHOWN_SITES, alternatives) }, (_, i) => site(i)),
    shortlist,
    shortlistRows: shortlist.alternatives.map((i) => columns.rows[i] ?? 0),
    leaderShare: (counts.firsts[0] ?? 0) / samples,
    leaderRow: columns.rows[0] ?? 0,
    samples,
    ranked: alternatives,
  };
}
