/**
 * Works out the soft bands of the sliders after each change, once the pointer rests: in closed form
 * (`shared/ranking/robustness/stability.ts`), criterion by criterion with a pause between, so that nothing
 * holds up the next frame.
 *
 * A slider moves one criterion's points while all other points stay, so the others keep their proportions;
 * with group weights they do so inside the group, whose share stays. In both cases the scores are a straight
 * line in the criterion's share of what moves, from "without it" to "it alone".
 */
import { isInert } from "../../shared/ranking/additive/table";
import { columnStability, type StabilityInterval } from "../../shared/ranking/robustness/stability";
import { type BandEnds, type Bands, type BandsStore, NO_BANDS } from "./bands-store";
import type { DecisionStore } from "./decision-store";
import type { LiveRanking } from "./live-ranking";

/** Time after the last change, ms. */
const REST = 80;
/** Time at a stretch, ms. */
const STRETCH = 12;

/** Keeps the bands right. Returns the way to stop. */
export function followBands(live: LiveRanking, decision: DecisionStore, bands: BandsStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  const begin = (): void => {
    clearTimeout(timer);
    round += 1;
    if (decision.getState().dragging) return;
    timer = setTimeout(() => void work(round), REST);
  };
  const work = async (mine: number): Promise<void> => {
    const found: { bands: Record<string, readonly [number, number]>; ends: Record<string, BandEnds> } = {
      bands: {},
      ends: {},
    };
    let started = performance.now();
    const columns = rankedColumns(live);
    if (columns !== null) {
      for (const [c, criterion] of live.criteria.entries()) {
        if (performance.now() - started > STRETCH) {
          await new Promise((resolve) => setTimeout(resolve));
          if (mine !== round) return;
          started = performance.now();
        }
        const band = bandOf(live, columns, c);
        if (band === null) continue;
        found.bands[criterion.id] = band.points;
        found.ends[criterion.id] = band.ends;
      }
    }
    bands.setState(columns === null ? NO_BANDS : (found satisfies Bands), true);
  };
  const stops = [
    live.subscribe(begin),
    decision.subscribe((now, was) => void (now.dragging !== was.dragging && begin())),
  ];
  begin();
  return () => {
    clearTimeout(timer);
    round += 1;
    for (const stop of stops) stop();
  };
}

/** Values of the ranked sites, best first; null where nothing leads. */
function rankedColumns(live: LiveRanking): readonly Float64Array[] | null {
  const { order, count, weights } = live.ranking;
  if (count < 2 || weights.every((weight) => weight === 0)) return null;
  const rows = order.subarray(0, count);
  return live.table.central.map((column) => {
    const ordered = new Float64Array(count);
    for (let i = 0; i < count; i++) ordered[i] = column[rows[i] as number] as number;
    return ordered;
  });
}

interface Band {
  readonly points: readonly [number, number];
  readonly ends: BandEnds;
}

function bandOf(live: LiveRanking, columns: readonly Float64Array[], c: number): Band | null {
  const criterion = live.criteria[c];
  if (criterion === undefined || isInert(criterion, live.profile)) return null;
  const { weighting } = live.profile;
  const { weights } = live.ranking;
  const whole = weighting.mode !== "points" || weighting.groupPoints === null;
  const moving = (k: number): boolean => whole || live.groupOf[k] === live.groupOf[c];
  const weight = weights[c] ?? 0;
  let others = 0;
  for (const [k, value] of weights.entries()) if (k !== c && moving(k)) others += value;
  const part = weight + others;
  // Nothing else moves: the slider cannot change a share. Without any weight there is no line to follow.
  if (others === 0 || part === 0) return null;
  const size = columns[0]?.length ?? 0;
  const without = new Float64Array(size);
  const only = new Float64Array(size);
  for (const [k, column] of columns.entries()) {
    const value = weights[k] ?? 0;
    const fixed = moving(k) ? 0 : value;
    const inOthers = moving(k) && k !== c ? (value / others) * part : fixed;
    const inOnly = k === c ? part : fixed;
    for (let i = 0; i < size; i++) {
      const at = column[i] ?? 0;
      without[i] = (without[i] ?? 0) + inOthers * at;
      only[i] = (only[i] ?? 0) + inOnly * at;
    }
  }
  const share = weight / part;
  const leader = columnStability([only, without], [share, 1 - share], 1)[0]?.leader;
  if (leader === undefined) return null;
  const ends = endsOf(live, leader, part);
  if (weighting.mode !== "points") return { points: [leader.lower * 100, leader.upper * 100], ends };
  let otherPoints = 0;
  for (const [k, { id }] of live.criteria.entries()) {
    if (k !== c && moving(k) && (weights[k] ?? 0) > 0) otherPoints += weighting.points[id] ?? 0;
  }
  const inPoints = (at: number): number => (at >= 1 ? 100 : Math.min(100, (otherPoints * at) / (1 - at)));
  return { points: [inPoints(leader.lower), inPoints(leader.upper)], ends };
}

function endsOf(live: LiveRanking, leader: StabilityInterval, part: number): BandEnds {
  const end = (share: number, challenger: number | null): BandEnds["below"] =>
    challenger === null
      ? null
      : { share: share * part, name: live.sites.sites[live.ranking.order[challenger] ?? -1]?.name ?? "" };
  return { below: end(leader.lower, leader.challengerBelow), above: end(leader.upper, leader.challengerAbove) };
}
