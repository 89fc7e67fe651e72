/**
 * The ranking that follows the decision: scores, order, filters and must-haves in typed arrays,
 * outside React. Changes within one task are worked off together in a microtask; whoever draws is
 * told once, after the arrays are right. 20,000 sites take well under a millisecond.
 */
import type { Criterion, CriterionGroupId } from "../../shared/model/criterion";
import { CRITERION_GROUPS } from "../../shared/model/criterion";
import type { Filters, Profile } from "../../shared/model/profile";
import type { SiteTable } from "../../shared/model/site";
import type { DecisionTable, Ranker, Ranking } from "../../shared/ranking/additive/types";
import { evaluateGates, type GateReport } from "../../shared/ranking/gates";
import { type FilterResult, filterSites } from "./filter-sites";

/** What the live ranking needs of the engine; the app's is `state/engine.ts`, a benchmark may bring its own. */
export interface RankingEngine {
  readonly criteria: readonly Criterion[];
  buildTable(sites: SiteTable, criteria: readonly Criterion[], profile: Profile): DecisionTable;
  createRanker(table: DecisionTable): Ranker;
  /** A faster way to make rankers of the same bits, for so many sites; null when there is none, or it would not pay. */
  fasterRanker?(sites: number): Promise<((table: DecisionTable) => Ranker) | null>;
  /** Effective weights, one per criterion, in any scale. */
  weights(profile: Profile, criteria: readonly Criterion[]): Float64Array;
}

/** How the rows are ordered on screen; null for the ranking's own order. */
export interface SortSpec {
  readonly columnId: string;
  readonly descending: boolean;
  /** A number per site row; NaN stands last in both directions. */
  keys(live: LiveRanking): ArrayLike<number>;
}

/** What changed since the last call of a listener. */
export interface RankingChange {
  /** Other sites take part, or other rows are found. */
  readonly membership: boolean;
  /** Only the points of one criterion moved, as a slider moves them, by pointer or by key. */
  readonly gradual: boolean;
}

type Listener = (change: RankingChange) => void;

export class LiveRanking {
  readonly sites: SiteTable;
  readonly criteria: readonly Criterion[];
  /** Index of each criterion's group in {@link CRITERION_GROUPS}. */
  readonly groupOf: Uint8Array;
  /** Counts up with every change; a cheap snapshot for subscribers. */
  version = 0;
  /** Counts up when filters or must-haves changed what is shown. */
  membershipVersion = 0;

  #engine: RankingEngine;
  #createRanker: (table: DecisionTable) => Ranker;
  #profile: Profile;
  #filters: Filters;
  #table: DecisionTable;
  #ranker: Ranker;
  #ranking: Ranking;
  #filtered: FilterResult;
  #gates: GateReport;
  #excludedByGates = 0;
  #include: Uint8Array;
  #sort: SortSpec | null = null;
  #rows: Uint32Array;
  #rowCount = 0;
  #pinned: Uint32Array | null = null;
  #before: Uint32Array;
  #listeners = new Set<Listener>();
  #scheduled = false;
  #rowById: Map<string, number> | null = null;

  constructor(engine: RankingEngine, sites: SiteTable, profile: Profile, filters: Filters) {
    this.#engine = engine;
    this.sites = sites;
    this.criteria = engine.criteria;
    this.groupOf = Uint8Array.from(this.criteria, (criterion) => CRITERION_GROUPS.indexOf(criterion.group));
    this.#profile = profile;
    this.#filters = filters;
    this.#table = engine.buildTable(sites, this.criteria, profile);
    this.#createRanker = (table) => engine.createRanker(table);
    this.#ranker = this.#createRanker(this.#table);
    this.#rows = new Uint32Array(sites.sites.length);
    this.#before = new Uint32Array(sites.sites.length);
    this.#gates = evaluateGates(sites, this.criteria, profile);
    this.#filtered = filterSites(sites.sites, filters, this.#gates.include);
    this.#include = this.#filtered.include;
    this.#applyGates();
    this.#ranking = this.#ranker.rank(engine.weights(profile, this.criteria), this.#include);
    this.#arrange();
    this.keepAsBefore();
    // Without the faster one the plain one goes on.
    void engine.fasterRanker?.(sites.sites.length).then(
      (create) => create !== null && this.#rankWith(create),
      () => {},
    );
  }

  /** Makes its rankers another way from here on. The numbers stay as they are, so nobody is told. */
  #rankWith(create: (table: DecisionTable) => Ranker): void {
    this.#createRanker = create;
    this.#ranker = create(this.#table);
    this.#ranking = this.#ranker.rank(this.#engine.weights(this.#profile, this.criteria), this.#include);
  }

  get ranking(): Ranking {
    return this.#ranking;
  }
  get table(): DecisionTable {
    return this.#table;
  }
  get profile(): Profile {
    return this.#profile;
  }
  get filters(): Filters {
    return this.#filters;
  }
  get filtered(): FilterResult {
    return this.#filtered;
  }
  /** Sites that the filters let through and a must-have keeps out. */
  get excludedByGates(): number {
    return this.#excludedByGates;
  }
  /** Site rows in the order of the screen; only the first {@link rowCount} count. */
  get rows(): Uint32Array {
    return this.#rows;
  }
  get rowCount(): number {
    return this.#rowCount;
  }
  get sort(): SortSpec | null {
    return this.#sort;
  }
  get isPinned(): boolean {
    return this.#pinned !== null;
  }

  /** Row of a site by its id; -1 when it is not in the table. */
  rowOf(siteId: string): number {
    this.#rowById ??= new Map(this.sites.sites.map((site, row) => [site.id, row]));
    return this.#rowById.get(siteId) ?? -1;
  }

  /** Whether a site passes every must-have. */
  passesGates(row: number): boolean {
    return this.#gates.include[row] === 1;
  }

  /** The must-haves against all sites: which limit each one misses and by how much. */
  get gates(): GateReport {
    return this.#gates;
  }

  /** Takes over a new decision; the work follows in a microtask, or at once with {@link flush}. */
  update(profile: Profile, filters: Filters): void {
    if (profile === this.#nextProfile && filters === this.#nextFilters) return;
    this.#nextProfile = profile;
    this.#nextFilters = filters;
    this.#schedule();
  }
  #nextProfile: Profile | null = null;
  #nextFilters: Filters | null = null;

  /** Orders the rows by a column, or by the ranking with null. */
  setSort(sort: SortSpec | null): void {
    this.#sort = sort;
    this.#arrange();
    this.#tell(false);
  }

  /** Keeps the ranking of now as the one that rank changes are shown against; null lets it go. */
  pin(pinned: boolean): void {
    this.#pinned = pinned ? this.#ranking.rank.slice() : null;
    this.#tell(false);
  }

  /**
   * Takes over what another live ranking showed, site by site: its order before, its pinned ranking and
   * its sort. For the same decision over sites that the user changed.
   */
  takeOver(previous: LiveRanking): void {
    const ranksThen = (ranks: Uint32Array): Uint32Array =>
      Uint32Array.from(this.sites.sites, ({ id }) => ranks[previous.rowOf(id)] ?? 0);
    this.#before = ranksThen(previous.#ranking.rank);
    this.#pinned = previous.#pinned === null ? null : ranksThen(previous.#pinned);
    this.#sort = previous.#sort;
    if (this.#sort !== null) this.#arrange();
  }

  /** Marks the ranking before a change or a drag, for the marks that show what moved. */
  keepAsBefore(): void {
    this.#before.set(this.#ranking.rank);
  }

  /** Tells the listeners again without any change: a drag is over and its effect may be shown. */
  touch(): void {
    this.#tell(false);
  }

  /** Places won (positive) or lost against the pinned ranking, else against the one before the last change. */
  rankChange(row: number): number {
    const then = (this.#pinned ?? this.#before)[row] ?? 0;
    const now = this.#ranking.rank[row] ?? 0;
    return then === 0 || now === 0 ? 0 : then - now;
  }

  /** Weight times value of a criterion for a site, 0..1: what it adds to the score. */
  contribution(criterion: number, row: number): number {
    return (this.#ranking.weights[criterion] ?? 0) * (this.#table.central[criterion]?.[row] ?? 0);
  }

  /**
   * Shares of the weight on sourced, estimated and unknown figures, averaged over the sites that take part
   * (all 0 where there are none): the sum over the criteria of weight times the share of sites so known.
   */
  meanEvidence(): { readonly sourced: number; readonly estimated: number; readonly unknown: number } {
    const counts = this.#countEvidence();
    const { weights, count } = this.#ranking;
    const mean = [0, 0, 0];
    if (count > 0) {
      for (const [c, weight] of weights.entries()) {
        for (let cls = 0; cls < 3; cls++) mean[cls] = (mean[cls] ?? 0) + (weight * (counts[c * 3 + cls] ?? 0)) / count;
      }
    }
    return { unknown: mean[0] ?? 0, estimated: mean[1] ?? 0, sourced: mean[2] ?? 0 };
  }

  /** Sites that take part by criterion and evidence (unknown, estimated, sourced); weights do not change it. */
  #countEvidence(): Uint32Array {
    const known = this.#evidenceCounts;
    if (known !== null && known.table === this.#table && known.include === this.#include) return known.counts;
    const counts = new Uint32Array(this.criteria.length * 3);
    for (const [c, kind] of this.#table.kind.entries()) {
      for (let row = 0; row < kind.length; row++) {
        if (this.#include[row] === 0) continue;
        const at = c * 3 + Math.min(kind[row] as number, 2);
        counts[at] = (counts[at] as number) + 1;
      }
    }
    this.#evidenceCounts = { table: this.#table, include: this.#include, counts };
    return counts;
  }
  #evidenceCounts: { table: DecisionTable; include: Uint8Array; counts: Uint32Array } | null = null;

  /** Calls back after every change. Returns the unsubscriber. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Does the pending work now. */
  flush(): void {
    this.#scheduled = false;
    const profile = this.#nextProfile ?? this.#profile;
    const filters = this.#nextFilters ?? this.#filters;
    const was = this.#profile;
    // Picked sectors are what a must-have on sector fit is measured against.
    const gated = profile.gates !== was.gates || profile.waivers !== was.waivers || profile.sectors !== was.sectors;
    const membership = filters !== this.#filters || gated;
    if (profile === was && filters === this.#filters) return;
    this.#profile = profile;
    if (
      profile.valueFunctions !== was.valueFunctions ||
      profile.unknownPolicy !== was.unknownPolicy ||
      profile.sectors !== was.sectors
    ) {
      this.#table = this.#engine.buildTable(this.sites, this.criteria, profile);
      this.#ranker = this.#createRanker(this.#table);
    }
    this.#filters = filters;
    if (gated) this.#gates = evaluateGates(this.sites, this.criteria, profile);
    if (membership) {
      this.#filtered = filterSites(this.sites.sites, filters, this.#gates.include);
      this.#applyGates();
    }
    this.#ranking = this.#ranker.rank(this.#engine.weights(profile, this.criteria), this.#include);
    this.#arrange();
    this.#tell(membership, !membership && isOneStep(was, profile));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      if (this.#scheduled) this.flush();
    });
  }

  #tell(membership: boolean, gradual = false): void {
    this.version += 1;
    if (membership) this.membershipVersion += 1;
    for (const listener of this.#listeners) listener({ membership, gradual });
  }

  /** Combines facets and must-haves into the mask of the sites that are ranked. */
  #applyGates(): void {
    const { include } = this.#filtered;
    this.#excludedByGates = 0;
    if (this.#gates.excludedCount === 0) {
      this.#include = include;
      return;
    }
    const both = new Uint8Array(include.length);
    for (let row = 0; row < both.length; row++) {
      if (include[row] !== 1) continue;
      if (this.#gates.include[row] === 1) both[row] = 1;
      else this.#excludedByGates += 1;
    }
    this.#include = both;
  }

  /** Rows of the screen: the ranking's order, less what the text does not find, by the sort column. */
  #arrange(): void {
    const { order, count } = this.#ranking;
    const { found } = this.#filtered;
    let n = 0;
    if (found === null) {
      this.#rows.set(count === order.length ? order : order.subarray(0, count));
      n = count;
    } else {
      for (let i = 0; i < count; i++) {
        const row = order[i] ?? 0;
        if (found[row] === 1) this.#rows[n++] = row;
      }
    }
    this.#rowCount = n;
    if (this.#sort !== null) {
      const keys = this.#sort.keys(this);
      const sign = this.#sort.descending ? -1 : 1;
      // The sort is stable, so equal keys stay in the order of the ranking.
      this.#rows.subarray(0, n).sort((a, b) => {
        const x = keys[a] ?? Number.NaN;
        const y = keys[b] ?? Number.NaN;
        if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : 1;
        return Number.isNaN(y) ? -1 : sign * (x - y);
      });
    }
  }
}

/** Whether two profiles differ in the points of one criterion and in nothing else. */
function isOneStep(before: Profile, now: Profile): boolean {
  const others = Object.keys(now).every(
    (key) => key === "weighting" || before[key as keyof Profile] === now[key as keyof Profile],
  );
  const was = before.weighting.points;
  const moved = Object.entries(now.weighting.points).filter(([id, points]) => was[id] !== points);
  return others && before.weighting.mode === now.weighting.mode && moved.length === 1;
}

/** Ranks of one site as doubtful figures turn out; see `RankBounds`. */
export interface RankSpan {
  readonly best: number;
  readonly worst: number;
  readonly atBadEnd: number;
  readonly atGoodEnd: number;
}

/**
 * Ranks of one site as doubtful figures turn out, in one pass: the same bounds as the engine's
 * `rankBounds`, which sorts to find them for all sites. Null for a site that is not ranked.
 */
export function rankSpan(ranking: Ranking, row: number): RankSpan | null {
  const { low, high, rank } = ranking;
  if ((rank[row] ?? 0) === 0) return null;
  const ownLow = low[row] as number;
  const ownHigh = high[row] as number;
  let best = 1;
  let worst = 1;
  let atBadEnd = 1;
  let atGoodEnd = 1;
  for (let other = 0; other < rank.length; other++) {
    if (rank[other] === 0 || other === row) continue;
    const otherLow = low[other] as number;
    const otherHigh = high[other] as number;
    if (otherHigh <= ownLow) continue;
    worst += 1;
    if (otherLow > ownLow) atBadEnd += 1;
    if (otherHigh <= ownHigh) continue;
    atGoodEnd += 1;
    if (otherLow > ownHigh) best += 1;
  }
  return { best, worst, atBadEnd, atGoodEnd };
}

/** Sums a site's contributions by group into `out` (six numbers, in the order of the groups). */
export function groupContributions(live: LiveRanking, row: number, out: Float64Array): void {
  out.fill(0);
  const { weights } = live.ranking;
  const { central } = live.table;
  for (let j = 0; j < weights.length; j++) {
    const group = live.groupOf[j] ?? 0;
    out[group] = (out[group] ?? 0) + (weights[j] ?? 0) * (central[j]?.[row] ?? 0);
  }
}

export type GroupId = CriterionGroupId;
