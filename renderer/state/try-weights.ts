/**
 * Weights that an explanation proposes, as a decision that can be tried: points for the sliders that
 * give (nearly) these weights and put B ahead of A.
 */
import type { Criterion } from "../../shared/model/criterion";
import { CRITERION_GROUPS } from "../../shared/model/criterion";
import type { Profile, Weighting } from "../../shared/model/profile";
import { effectiveWeights, isInert } from "../../shared/ranking";
import type { DecisionTable } from "../../shared/ranking/additive/types";

/** How far beyond the level point, as a share of the move; tried in this order. */
const BEYOND = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8] as const;

/**
 * The profile with weights just beyond `target`, as whole points where they suffice. What was said in
 * other ways of weighting is kept; criteria that carry no weight here keep their points.
 *
 * @param current the weights now and `target` those at which A and B are level, normalised
 * @param a row of the site that is ahead, `b` of the one to put ahead
 * @returns null when no point on the way beyond the target puts B ahead
 */
export function profileWith(
  profile: Profile,
  table: DecisionTable,
  current: ArrayLike<number>,
  target: ArrayLike<number>,
  a: number,
  b: number,
): Profile | null {
  const { criteria } = table;
  const lead = (tried: Profile): number => {
    const { shares } = effectiveWeights(criteria, tried);
    return shares.reduce((sum, share, j) => sum + share * difference(table, j, a, b), 0);
  };
  for (const round of [true, false]) {
    for (const beyond of BEYOND) {
      const shares = Array.from(target, (to, j) => Math.max(0, to + beyond * (to - (current[j] ?? 0))));
      const tried = withShares(profile, criteria, shares, round);
      if (lead(tried) > 1e-9) return tried;
    }
  }
  return null;
}

function difference(table: DecisionTable, j: number, a: number, b: number): number {
  return (table.central[j]?.[b] ?? 0) - (table.central[j]?.[a] ?? 0);
}

/** Shares as points: on the scale of the points now, so that unmoved sliders stay about where they are. */
function withShares(
  profile: Profile,
  criteria: readonly Criterion[],
  shares: readonly number[],
  round: boolean,
): Profile {
  const { weighting } = profile;
  const moving = criteria.map((criterion) => !isInert(criterion, profile));
  const now = criteria.reduce((sum, { id }, j) => sum + (moving[j] ? (weighting.points[id] ?? 0) : 0), 0);
  const sum = shares.reduce((total, share) => total + share, 0);
  const largest = Math.max(...shares);
  const scale = largest <= 0 ? 0 : Math.min(100 / largest, (now > 0 ? now : 100 * criteria.length * 0.5) / sum);
  const whole = (points: number): number => (round ? Math.round(points) : points);
  const points: Record<string, number> = { ...weighting.points };
  criteria.forEach(({ id }, j) => {
    if (moving[j]) points[id] = whole((shares[j] ?? 0) * scale);
  });
  const groupPoints = weighting.groupPoints === null ? null : groupPointsOf(criteria, shares, whole);
  return { ...profile, weighting: { ...weighting, mode: "points", points, groupPoints } };
}

/** With groups on, a criterion's weight is its group's times its share inside: both follow the shares. */
function groupPointsOf(
  criteria: readonly Criterion[],
  shares: readonly number[],
  whole: (points: number) => number,
): NonNullable<Weighting["groupPoints"]> {
  const totals = CRITERION_GROUPS.map((group) =>
    criteria.reduce((total, criterion, j) => total + (criterion.group === group ? (shares[j] ?? 0) : 0), 0),
  );
  const most = Math.max(...totals);
  return Object.fromEntries(
    CRITERION_GROUPS.map((group, g) => [group, most > 0 ? whole((100 * (totals[g] ?? 0)) / most) : 0]),
  ) as NonNullable<Weighting["groupPoints"]>;
}
