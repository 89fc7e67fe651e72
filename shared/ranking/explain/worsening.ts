/**
 * How far one figure of a site may worsen before the site loses its rank, all else staying as it is:
 * the gap to the next site, divided by the criterion's weight, taken back through the value function.
 */
import { SCORE_GRID } from "../additive/order";
import type { Ranking } from "../additive/types";
import { holdUntil } from "../additive/value-function";
import { type Explained, explainedCriterion, knownMeasure } from "./context";

/** Who overtakes, and to which rank the site then falls. */
export interface Overtaking {
  /** Row of the next site; where several are level, the first in order. */
  readonly row: number;
  readonly rankAfter: number;
  /** Score of the site less the next one's, 0..1. */
  readonly gap: number;
}

export type Worsening =
  /** Not ranked, or no site stands at or behind it. */
  | { readonly status: "last" }
  /** The criterion carries no weight here. */
  | { readonly status: "no-weight" }
  /** Categories have no scale to move along. */
  | { readonly status: "category" }
  /** Even at its worst this figure does not cost the rank. */
  | { readonly status: "never"; readonly next: Overtaking; readonly measure: number | null }
  | {
      readonly status: "limit";
      readonly next: Overtaking;
      /** The known figure, in the criterion's unit; null when unknown (then `limit` bounds what it may turn out to be). */
      readonly measure: number | null;
      /**
       * The last figure at which the rank is kept: it may rise to this (`side` "rise") or fall to it. Equal to
       * `measure` when any worsening costs the rank; null when an unknown figure would have to be better than
       * the scale's best.
       */
      readonly limit: number | null;
      readonly side: "rise" | "fall";
      /** A limit on the other side too, where the value function falls off both ways. */
      readonly otherLimit: number | null;
    };

/** The site that would overtake first. Null for the last, and for sites that take no part. */
export function nextBehind(ranking: Ranking, row: number): Overtaking | null {
  const { order, count, rank, score } = ranking;
  const own = score[row] ?? 0;
  const start = (rank[row] ?? 0) - 1;
  if (start < 0) return null;
  // Sites with an equal score stand between `start` and the first lower one; any of them may be the site itself.
  let next = -1;
  for (let place = start; place < count; place += 1) {
    const other = order[place] as number;
    if (other !== row) {
      next = other;
      break;
    }
  }
  if (next < 0) return null;
  const nextScore = score[next] as number;
  let overtaking = 0;
  for (let place = start; place < count && (score[order[place] as number] as number) >= nextScore; place += 1) {
    if (order[place] !== row) overtaking += 1;
  }
  return { row: next, rankAfter: start + 1 + overtaking, gap: own - nextScore };
}

/**
 * How far the site's figure in one criterion may worsen before the site loses its rank.
 *
 * The rank is lost when another site is strictly better that was not before, so the limit itself
 * still keeps it. An unknown figure counts as the policy says; the limit then is the worst figure
 * that, once learnt, would keep the rank.
 * @throws {RangeError} for a criterion that is not in the table
 */
export function worsening(explained: Explained, row: number, criterionId: string): Worsening {
  const entry = explainedCriterion(explained, criterionId);
  const next = nextBehind(explained.ranking, row);
  if (next === null) return { status: "last" };
  if (entry.inert || entry.weight === 0) return { status: "no-weight" };
  if (entry.fn.type === "table") return { status: "category" };

  const value = explained.table.central[entry.index]?.[row] ?? 0;
  const floor = value - next.gap / entry.weight;
  const measure = knownMeasure(entry, row);
  // Scores are rounded to their grid: a floor this near the worst value is the worst value, which still ties.
  if (floor <= SCORE_GRID / entry.weight) return { status: "never", next, measure };

  const worseSide = entry.criterion.direction === "cost" ? 1 : -1;
  if (measure === null) {
    const best = -worseSide * Number.POSITIVE_INFINITY;
    const limit = holdUntil(entry.fn, best, worseSide, floor);
    if (limit === -best) return { status: "never", next, measure };
    const side = worseSide === 1 ? "rise" : "fall";
    return { status: "limit", next, measure, limit: Number.isFinite(limit) ? limit : null, side, otherLimit: null };
  }
  // The figure as it stands meets the floor; only rounding could say otherwise when the gap is nothing.
  const from = Math.min(floor, value);
  const worse = holdUntil(entry.fn, measure, worseSide, from);
  const other = holdUntil(entry.fn, measure, worseSide === 1 ? -1 : 1, from);
  const finite = (limit: number): number | null => (Number.isFinite(limit) ? limit : null);
  const sideOf = (direction: number): "rise" | "fall" => (direction === 1 ? "rise" : "fall");
  if (Number.isFinite(worse)) {
    return { status: "limit", next, measure, limit: worse, side: sideOf(worseSide), otherLimit: finite(other) };
  }
  if (Number.isFinite(other)) {
    return { status: "limit", next, measure, limit: other, side: sideOf(-worseSide), otherLimit: null };
  }
  return { status: "never", next, measure };
}
