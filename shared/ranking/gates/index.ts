/**
 * Must-haves. A gate never removes a site from the list: it says which limit the site misses and by
 * how much, and takes the site out of the ranking unless the user waives it with a reason. Scores
 * are the same with and without gates.
 */
import type { Criterion } from "../../model/criterion";
import type { Gate, Profile, Waiver } from "../../model/profile";
import type { MeasureColumn } from "../../model/site";
import { isInert, measureColumn, type RankingSites } from "../additive/table";

/** A site that misses a limit by at most this share of it is a near miss. */
export const NEAR_MISS_SHARE = 0.1;

export type GateOutcome = "passes" | "fails" | "unknown";

/** One gate against one site. */
export interface GateResult {
  readonly gate: Gate;
  readonly outcome: GateOutcome;
  /** In the criterion's unit; null when unknown. */
  readonly measure: number | null;
  /** By how much the measure misses the limit, in the criterion's unit; negative inside it; null when unknown. */
  readonly margin: number | null;
  /** The margin as a share of the limit; null when unknown or the limit is 0. */
  readonly marginShare: number | null;
  /** The plausible range of the figure lies on both sides of the limit: the outcome may be wrong. */
  readonly doubtful: boolean;
  /** The waiver that lets the site through; null without one, and where none is needed. */
  readonly waiver: Waiver | null;
  /** Whether this gate keeps the site out: it fails (or is unknown and unknowns do not pass), unwaived. */
  readonly excludes: boolean;
}

/** One gate over all sites. */
export interface GateSummary {
  readonly gate: Gate;
  /** Sites whose known measure misses the limit, waived or not. */
  readonly failing: number;
  readonly unknown: number;
  readonly waived: number;
  /** Sites that this gate keeps out and no other does: they would come back without it. */
  readonly removesAlone: number;
  /** Rows that miss the limit by at most {@link NEAR_MISS_SHARE} of it, nearest first, waived ones left out. */
  readonly nearMisses: readonly number[];
}

export interface GateReport {
  /** 1 for sites that take part in the ranking, 0 for those that a gate keeps out. */
  readonly include: Uint8Array;
  readonly excludedCount: number;
  readonly summaries: readonly GateSummary[];
  /** Gates on criteria that are not in the list or cannot be measured under this profile: without effect. */
  readonly ineffective: readonly Gate[];
  /** Every effective gate against one site, in the profile's order. */
  resultsOf(row: number): readonly GateResult[];
}

interface EffectiveGate {
  readonly gate: Gate;
  readonly column: MeasureColumn;
  readonly waivers: ReadonlyMap<string, Waiver>;
}

/** Amount by which a measure misses the limit: positive outside, 0 at it, negative inside. */
function missBy(gate: Gate, measure: number): number {
  return gate.op === "at-most" ? measure - gate.limit : gate.limit - measure;
}

function check({ gate, column, waivers }: EffectiveGate, row: number, siteId: string): GateResult {
  const measure = column.central[row] as number;
  const known = column.kind[row] !== 0 && !Number.isNaN(measure);
  const margin = known ? missBy(gate, measure) : null;
  const outcome: GateOutcome = margin === null ? "unknown" : margin > 0 ? "fails" : "passes";
  const needsWaiver = outcome === "fails" || (outcome === "unknown" && !gate.unknownPasses);
  const waiver = needsWaiver ? (waivers.get(siteId) ?? null) : null;
  const bounds = [column.low[row] as number, column.high[row] as number];
  const missesSomewhere = bounds.some((bound) => missBy(gate, bound) > 0);
  const meetsSomewhere = bounds.some((bound) => missBy(gate, bound) <= 0);
  return {
    gate,
    outcome,
    measure: known ? measure : null,
    margin,
    marginShare: margin === null || gate.limit === 0 ? null : margin / Math.abs(gate.limit),
    doubtful: known && (outcome === "fails" ? meetsSomewhere : missesSomewhere),
    waiver,
    excludes: needsWaiver && waiver === null,
  };
}

/**
 * Checks every site against the profile's must-haves.
 * @param criteria all criteria of the decision; a gate on another one has no effect and is named
 */
export function evaluateGates(
  siteTable: RankingSites,
  criteria: readonly Criterion[],
  profile: Pick<Profile, "gates" | "waivers" | "sectors">,
): GateReport {
  const { sites } = siteTable;
  const effective: EffectiveGate[] = [];
  const ineffective: Gate[] = [];
  for (const gate of profile.gates) {
    const criterion = criteria.find(({ id }) => id === gate.criterionId);
    if (criterion === undefined || isInert(criterion, profile)) {
      ineffective.push(gate);
      continue;
    }
    const waivers = new Map(profile.waivers.filter((w) => w.gateId === gate.id).map((w) => [w.siteId, w]));
    effective.push({ gate, column: measureColumn(siteTable, criterion, profile), waivers });
  }

  const resultsOf = (row: number): readonly GateResult[] => {
    const site = sites[row];
    return site === undefined ? [] : effective.map((gate) => check(gate, row, site.id));
  };

  const include = new Uint8Array(sites.length).fill(1);
  const counts = effective.map(({ gate }) => ({
    gate,
    failing: 0,
    unknown: 0,
    waived: 0,
    removesAlone: 0,
    near: [] as { row: number; margin: number }[],
  }));
  let excludedCount = 0;
  if (effective.length > 0) {
    for (let row = 0; row < sites.length; row += 1) {
      const results = resultsOf(row);
      const excluding = results.filter((result) => result.excludes).length;
      if (excluding > 0) {
        include[row] = 0;
        excludedCount += 1;
      }
      for (const [g, result] of results.entries()) {
        const count = counts[g] as (typeof counts)[number];
        if (result.outcome === "fails") count.failing += 1;
        if (result.outcome === "unknown") count.unknown += 1;
        if (result.waiver !== null) count.waived += 1;
        if (result.excludes && excluding === 1) count.removesAlone += 1;
        const { margin, marginShare } = result;
        if (result.excludes && margin !== null && marginShare !== null && marginShare <= NEAR_MISS_SHARE) {
          count.near.push({ row, margin });
        }
      }
    }
  }
  return {
    include,
    excludedCount,
    summaries: counts.map(({ near, ...count }) => ({
      ...count,
      nearMisses: near.sort((a, b) => a.margin - b.margin || a.row - b.row).map(({ row }) => row),
    })),
    ineffective,
    resultsOf,
  };
}
