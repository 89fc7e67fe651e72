/**
 * From what the investor said to the weights that rank: points, an order of importance, swings or
 * pairwise judgements, with or without weights of the groups above them.
 */
import { CRITERION_GROUPS, type Criterion } from "../../model/criterion";
import type { Profile, Weighting } from "../../model/profile";
import { type AnalyticHierarchy, analyticHierarchy, rankOrderCentroid } from "../weights";
import { groupedWeights, isGrouped, judgementOf } from "./pairwise-blocks";
import { isInert } from "./table";

export { pairKey } from "./pairwise-blocks";

export interface EffectiveWeights {
  /**
   * Weights as the ranker takes them, one per criterion, not normalised: the points themselves where
   * points are given without groups, so that whole points stay whole numbers.
   */
  readonly weights: Float64Array;
  /** Shares of the sum, 0..1; all 0 when every weight is 0. */
  readonly shares: Float64Array;
  /** Criteria that carry no weight because they cannot tell sites apart (sector fit without a sector). */
  readonly inert: readonly string[];
  /** Criteria that the weighting says nothing about (not in the order, not judged): weight 0. */
  readonly unstated: readonly string[];
  /** Where weights come from pairwise judgements: their consistency, and the criteria in its order. */
  readonly hierarchy: AnalyticHierarchy | null;
  readonly judged: readonly string[];
  /** The mode that counted: `points` where the chosen one has not been answered yet. */
  readonly mode: Weighting["mode"];
}

interface Stated {
  readonly mode: Weighting["mode"];
  readonly byId: ReadonlyMap<string, number>;
  readonly hierarchy: AnalyticHierarchy | null;
}

function fromRecord(mode: Weighting["mode"], ids: readonly string[], points: Readonly<Record<string, number>>): Stated {
  const known = ids.filter((id) => Object.hasOwn(points, id));
  return { mode, byId: new Map(known.map((id) => [id, points[id] as number])), hierarchy: null };
}

function fromOrder(ids: readonly string[], tiers: readonly (readonly string[])[]): Stated {
  const placed: { id: string; rank: number }[] = [];
  let ahead = 0;
  for (const tier of tiers) {
    const present = [...new Set(tier)].filter((id) => ids.includes(id) && !placed.some((entry) => entry.id === id));
    for (const id of present) placed.push({ id, rank: ahead + 1 });
    ahead += present.length;
  }
  const weights = placed.length === 0 ? [] : rankOrderCentroid(placed.map((entry) => entry.rank));
  return { mode: "order", byId: new Map(placed.map((entry, i) => [entry.id, weights[i] as number])), hierarchy: null };
}

/** Judgements that were not made count as 1, equal importance; criteria in none at all stay out. */
function fromPairwise(ids: readonly string[], judgements: Readonly<Record<string, number>>): Stated {
  const judgement = (a: string, b: string): number | undefined => judgementOf(judgements, a, b);
  const judged = ids.filter((a) => ids.some((b) => a !== b && judgement(a, b) !== undefined));
  if (judged.length === 0) return { mode: "pairwise", byId: new Map(), hierarchy: null };
  const matrix = judged.map((a, i) =>
    judged.map((b, k) => (i === k ? 1 : i < k ? (judgement(a, b) ?? 1) : 1 / (judgement(b, a) ?? 1))),
  );
  const hierarchy = analyticHierarchy(matrix);
  return { mode: "pairwise", byId: new Map(judged.map((id, i) => [id, hierarchy.weights[i] as number])), hierarchy };
}

function stated(weighting: Weighting, active: readonly Criterion[]): Stated {
  const ids = active.map(({ id }) => id);
  if (weighting.mode === "order" && weighting.order !== null) return fromOrder(ids, weighting.order);
  if (weighting.mode === "swing" && weighting.swing !== null) return fromRecord("swing", ids, weighting.swing);
  if (weighting.mode === "pairwise" && weighting.pairwise !== null) {
    return isGrouped(weighting.pairwise)
      ? { mode: "pairwise", byId: groupedWeights(active, weighting.pairwise), hierarchy: null }
      : fromPairwise(ids, weighting.pairwise);
  }
  return fromRecord("points", ids, weighting.points);
}

/** Group share times the share inside the group, over the groups that have any weight inside. */
function withGroups(criteria: readonly Criterion[], flat: Float64Array, groupPoints: Weighting["groupPoints"]): void {
  if (groupPoints === null) return;
  const inside = new Map(CRITERION_GROUPS.map((group) => [group, 0]));
  for (const [j, { group }] of criteria.entries()) inside.set(group, (inside.get(group) ?? 0) + (flat[j] as number));
  for (const [j, { group }] of criteria.entries()) {
    const sum = inside.get(group) ?? 0;
    flat[j] = sum > 0 ? groupPoints[group] * ((flat[j] as number) / sum) : 0;
  }
}

/**
 * The weights that a profile gives to these criteria.
 *
 * Points and swings count as they are; an order of importance becomes rank order centroid weights
 * (Barron & Barrett 1996), pairwise judgements the principal eigenvector (Saaty 1980), in two steps
 * where groups were judged (see `pairwise-blocks.ts`). A mode that
 * has not been answered yet leaves the points in force. With group points, a criterion's weight is
 * its group's share times its share inside the group.
 * @throws {RankingError} for weights or judgements that are not such
 */
export function effectiveWeights(
  criteria: readonly Criterion[],
  profile: Pick<Profile, "weighting" | "sectors">,
): EffectiveWeights {
  const inert = criteria.filter((criterion) => isInert(criterion, profile)).map(({ id }) => id);
  const active = criteria.filter(({ id }) => !inert.includes(id));
  const { mode, byId, hierarchy } = stated(profile.weighting, active);
  const weights = Float64Array.from(criteria, ({ id }) => byId.get(id) ?? 0);
  // Judgements of groups are the weights of the groups.
  const judgedGroups = mode === "pairwise" && isGrouped(profile.weighting.pairwise ?? {});
  if (!judgedGroups) withGroups(criteria, weights, profile.weighting.groupPoints);
  let total = 0;
  for (const weight of weights) total += weight;
  const shares = weights.map((weight) => (total > 0 ? weight / total : 0));
  return {
    weights,
    shares,
    inert,
    unstated: active.map(({ id }) => id).filter((id) => !byId.has(id)),
    hierarchy,
    judged: hierarchy === null ? [] : [...byId.keys()],
    mode,
  };
}
