/**
 * Ranks under doubt: what the plausible ranges of the figures mean for each site's place.
 *
 * A site's best possible rank has the site at the high end of its range and every other at the low
 * end of its own; its worst possible rank the reverse. The ends can all be met at once, because each
 * cell has a range of its own, so the bounds are exact for the intervals as they stand. (Figures
 * that sites share, such as a province's labour force, would move together; then the true span is
 * narrower, never wider.)
 */
import type { Ranking } from "./types";

export interface RankBounds {
  /** Best and worst possible rank by site row; 0 for sites that take no part. */
  readonly best: Uint32Array;
  readonly worst: Uint32Array;
  /** Rank when every doubtful figure of every site is at its bad end; equal scores share the better. */
  readonly atBadEnd: Uint32Array;
  /** Rank when every doubtful figure of every site is at its good end. */
  readonly atGoodEnd: Uint32Array;
}

/** How many of the ascending numbers are strictly above `bound`. */
function countAbove(ascending: Float64Array, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > bound) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}

/** Rank bounds of the sites that take part in a ranking. */
export function rankBounds(ranking: Pick<Ranking, "low" | "high" | "order" | "count" | "rank">): RankBounds {
  const { low, high, order, count } = ranking;
  const siteCount = ranking.rank.length;
  const lows = new Float64Array(count);
  const highs = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    lows[i] = low[order[i] as number] as number;
    highs[i] = high[order[i] as number] as number;
  }
  lows.sort();
  highs.sort();
  const bounds = {
    best: new Uint32Array(siteCount),
    worst: new Uint32Array(siteCount),
    atBadEnd: new Uint32Array(siteCount),
    atGoodEnd: new Uint32Array(siteCount),
  };
  for (let i = 0; i < count; i += 1) {
    const row = order[i] as number;
    const own = { low: low[row] as number, high: high[row] as number };
    // A site's own low is never above its own high, so it is not counted among the better ones.
    bounds.best[row] = 1 + countAbove(lows, own.high);
    // Its own high may lie above its own low: take it out again.
    bounds.worst[row] = 1 + countAbove(highs, own.low) - (own.high > own.low ? 1 : 0);
    bounds.atBadEnd[row] = 1 + countAbove(lows, own.low);
    bounds.atGoodEnd[row] = 1 + countAbove(highs, own.high);
  }
  return bounds;
}
