/**
 * The sites as marks: where each stands on the plane, how large it is, which class of score it is in,
 * and which of them lies under a point.
 */
import type { LiveRanking } from "../../state/live-ranking";
import { type Camera, inside, type Point, project, type Size } from "./geometry";

export const CLASSES = 5;

/** Radius in px of a site whose available land nobody states. */
export const UNKNOWN_RADIUS = 4.4;

/** Radius in px at scale 1: the area follows the hectares, within what can be seen and borne. */
export function landRadius(hectares: number | null): number {
  if (hectares === null) return UNKNOWN_RADIUS;
  return Math.min(14, Math.max(2.8, 0.62 * Math.sqrt(Math.max(0, hectares))));
}

/** Marks grow a little as the map comes nearer. */
export function markScale(k: number): number {
  return Math.min(1.7, Math.max(0.85, (k / 0.5) ** 0.28));
}

export interface Marks {
  /** Plane coordinates, km, by site row; NaN without a position. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Offset in px at scale 1 of sites that share their place with others. */
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  /** Radius in px at scale 1. */
  readonly radius: Float64Array;
  /** Rows with a position, largest marks first. */
  readonly order: Uint32Array;
}

/** Places all sites. Those at one and the same point are laid around it as a sunflower lays its seeds. */
export function placeMarks(live: LiveRanking): Marks {
  const { sites } = live.sites;
  const n = sites.length;
  const marks = {
    x: new Float64Array(n).fill(Number.NaN),
    y: new Float64Array(n).fill(Number.NaN),
    dx: new Float64Array(n),
    dy: new Float64Array(n),
    radius: new Float64Array(n),
  };
  const atPoint = new Map<string, number[]>();
  const rows: number[] = [];
  sites.forEach((site, row) => {
    marks.radius[row] = landRadius(site.availableHa?.value ?? null);
    if (site.position === null) return;
    const point = project(site.position);
    marks.x[row] = point.x;
    marks.y[row] = point.y;
    rows.push(row);
    const key = `${site.position.lat.toFixed(3)} ${site.position.lon.toFixed(3)}`;
    const others = atPoint.get(key);
    if (others === undefined) atPoint.set(key, [row]);
    else others.push(row);
  });
  for (const together of atPoint.values()) {
    if (together.length === 1) continue;
    const step = 1.25 * Math.max(...together.map((row) => Math.min(8, marks.radius[row] ?? 0)));
    together.forEach((row, at) => {
      const angle = at * 2.399963;
      marks.dx[row] = step * Math.sqrt(at + 0.5) * Math.cos(angle);
      marks.dy[row] = step * Math.sqrt(at + 0.5) * Math.sin(angle);
    });
  }
  rows.sort((a, b) => (marks.radius[b] ?? 0) - (marks.radius[a] ?? 0) || a - b);
  return { ...marks, order: Uint32Array.from(rows) };
}

/** Where a mark stands in the window, px. */
export function markAt(marks: Marks, row: number, camera: Camera, size: Size): Point {
  const scale = markScale(camera.k);
  return {
    x: ((marks.x[row] ?? 0) - camera.x) * camera.k + size.width / 2 + (marks.dx[row] ?? 0) * scale,
    y: ((marks.y[row] ?? 0) - camera.y) * camera.k + size.height / 2 + (marks.dy[row] ?? 0) * scale,
  };
}

/** Whether a site takes part in the ranking and is found by the search. */
export function isShown(live: LiveRanking, row: number): boolean {
  const { found } = live.filtered;
  return (live.ranking.rank[row] ?? 0) > 0 && (found === null || found[row] === 1);
}

/** Middle and radius, px, of the shown marks in and near the window, three numbers each. */
export function marksOnScreen(scene: {
  readonly live: LiveRanking;
  readonly marks: Marks;
  readonly camera: Camera;
  readonly size: Size;
}): readonly number[] {
  const { marks, live, camera, size } = scene;
  const scale = markScale(camera.k);
  const out: number[] = [];
  for (const row of marks.order) {
    if (!isShown(live, row)) continue;
    const { x, y } = markAt(marks, row, camera, size);
    if (x < -20 || y < -20 || x > size.width + 20 || y > size.height + 20) continue;
    out.push(x, y, (marks.radius[row] ?? 0) * scale);
  }
  return out;
}

/** Shown rows whose mark lies in the window, best rank first. */
export function rowsInView(live: LiveRanking, marks: Marks, camera: Camera, size: Size): number[] {
  const rows: number[] = [];
  const ranked = live.ranking.order;
  for (let i = 0; i < live.ranking.count; i++) {
    const row = ranked[i] ?? 0;
    if (Number.isNaN(marks.x[row]) || !isShown(live, row)) continue;
    const { x, y } = markAt(marks, row, camera, size);
    if (x >= 0 && y >= 0 && x <= size.width && y <= size.height) rows.push(row);
  }
  return rows;
}

/** The topmost site under a point, with `reach` px of grace; -1 for none. Sites left out come last. */
export function siteUnder(
  at: Point,
  live: LiveRanking,
  marks: Marks,
  camera: Camera,
  size: Size,
  leftOut: boolean,
  reach = 4,
): number {
  const scale = markScale(camera.k);
  let best = -1;
  let bestGap = Number.POSITIVE_INFINITY;
  for (const row of marks.order) {
    const shown = isShown(live, row);
    if (!shown && !leftOut) continue;
    const mark = markAt(marks, row, camera, size);
    const radius = shown ? (marks.radius[row] ?? 0) * scale : 2.5;
    const distance = Math.hypot(at.x - mark.x, at.y - mark.y);
    if (distance > radius + reach) continue;
    // Inside several marks the smaller one, which is drawn on top, is meant.
    const gap = Math.max(0, distance - radius) * 10 + distance + (shown ? 0 : 1000);
    if (gap <= bestGap) {
      bestGap = gap;
      best = row;
    }
  }
  return best;
}

/** Shown sites whose mark's centre lies inside a ring of window points. */
export function sitesInside(
  ring: readonly Point[],
  live: LiveRanking,
  marks: Marks,
  camera: Camera,
  size: Size,
): number[] {
  return [...marks.order].filter((row) => isShown(live, row) && inside(markAt(marks, row, camera, size), ring));
}

/**
 * Limits of the five score classes, in points out of 100: four even, round steps over the middle nine
 * tenths of the ranked sites, so that a single outlier does not take the colours for itself.
 */
export function scoreBreaks(live: LiveRanking): readonly number[] {
  const { order, count, score } = live.ranking;
  if (count === 0) return [20, 40, 60, 80];
  const at = (share: number): number => 100 * (score[order[Math.min(count - 1, Math.floor(share * count))] ?? 0] ?? 0);
  return evenBreaks(at(0.95), at(0.05));
}

/** Four even breaks at multiples of a round step that cover low..high best. */
export function evenBreaks(low: number, high: number): readonly number[] {
  const span = Math.max(0, high - low);
  const step = [1, 2, 5, 10, 20].find((s) => s * CLASSES >= span) ?? 20;
  const middle = Math.round((low + high) / 2 / step - 0.5) * step;
  const first = Math.min(100 - 4 * step, Math.max(step, middle - step));
  return [0, 1, 2, 3].map((i) => first + i * step);
}

/** Class 0 (lowest) to 4 of a score in points. */
export function classOf(points: number, breaks: readonly number[]): number {
  let at = 0;
  while (at < breaks.length && points >= (breaks[at] ?? 0)) at += 1;
  return at;
}
