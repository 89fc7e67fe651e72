/**
 * Value functions: from a measure in its unit to a value between 0 (worst) and 1 (best), and back.
 *
 * Piecewise-linear functions are constant beyond their ends. All arithmetic is monotone in floating
 * point: where the function does not fall, a larger measure never gets a smaller value, so a low,
 * central and high measure keep their order through it.
 *
 * Reference: Keeney & Raiffa (1976), Decisions with Multiple Objectives; von Winterfeldt & Edwards
 * (1986), Decision Analysis and Behavioral Research, on measurable value functions.
 */
import type { ValueFunction } from "../../model/criterion";
import { RankingError } from "../errors";

export interface ValueInterval {
  readonly low: number;
  readonly high: number;
}

/** What is wrong with a value function; `index` is the point (from 0), `category` the table's key. */
export type ValueFunctionProblem =
  | { readonly code: "too-few-points" }
  | { readonly code: "not-finite"; readonly index: number }
  | { readonly code: "not-increasing"; readonly index: number }
  | { readonly code: "value-out-of-range"; readonly index: number }
  | { readonly code: "empty-table" }
  | { readonly code: "category-out-of-range"; readonly category: string };

/** Checks a value function from outside (a file, an import, the editor). Null when it is sound. */
export function validateValueFunction(fn: ValueFunction): ValueFunctionProblem | null {
  if (fn.type === "table") {
    const entries = Object.entries(fn.values);
    if (entries.length === 0) return { code: "empty-table" };
    for (const [category, value] of entries) {
      if (!(value >= 0 && value <= 1)) return { code: "category-out-of-range", category };
    }
    return null;
  }
  if (fn.points.length === 0) return { code: "too-few-points" };
  let previous = Number.NEGATIVE_INFINITY;
  for (const [index, [measure, value]] of fn.points.entries()) {
    if (!Number.isFinite(measure) || !Number.isFinite(value)) return { code: "not-finite", index };
    if (measure <= previous) return { code: "not-increasing", index };
    if (value < 0 || value > 1) return { code: "value-out-of-range", index };
    previous = measure;
  }
  return null;
}

/**
 * Throws what {@link validateValueFunction} finds.
 * @param owner the criterion's id, for the message
 * @throws {RankingError} `parameter`, naming the criterion, the point and the fault
 */
export function assertValueFunction(fn: ValueFunction, owner: string): void {
  const problem = validateValueFunction(fn);
  if (problem === null) return;
  const where = "index" in problem ? `point ${problem.index + 1}` : "";
  const text = {
    "too-few-points": "needs at least one point",
    "not-finite": `${where} must be two finite numbers`,
    "not-increasing": `${where} must have a larger measure than the point before it`,
    "value-out-of-range": `${where} must have a value from 0 to 1`,
    "empty-table": "needs at least one category",
    "category-out-of-range": `category "${"category" in problem ? problem.category : ""}" must have a value from 0 to 1`,
  }[problem.code];
  throw new RankingError("parameter", `Value function of "${owner}": ${text}`);
}

type Points = readonly (readonly [number, number])[];

/** Index of the last point whose measure is not above `x`; -1 before the first. */
function segmentAt(points: Points, x: number): number {
  let low = -1;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((points[middle] as readonly [number, number])[0] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The point at an index that the caller has bounded. */
function at(points: Points, index: number): readonly [number, number] {
  return points[index] as readonly [number, number];
}

function interpolate(points: Points, x: number): number {
  const k = segmentAt(points, x);
  if (k < 0) return at(points, 0)[1];
  const [x0, y0] = at(points, k);
  if (k === points.length - 1 || x === x0) return y0;
  const [x1, y1] = at(points, k + 1);
  const y = y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
  return y0 < y1 ? Math.min(Math.max(y, y0), y1) : Math.min(Math.max(y, y1), y0);
}

/**
 * The value of a measure. A category's code is given as text or as the number that a column holds.
 * @returns 0..1, or NaN when the measure is NaN or a category that the table does not know
 */
export function evaluate(fn: ValueFunction, measure: number | string): number {
  if (fn.type === "table") {
    const key = String(measure);
    return Object.hasOwn(fn.values, key) ? (fn.values[key] as number) : Number.NaN;
  }
  const x = Number(measure);
  return Number.isNaN(x) ? Number.NaN : interpolate(fn.points, x);
}

/**
 * The exact image of the interval of measures [low, high]: the least and greatest value on it,
 * knots included, whatever the shape. For a table: over the numeric codes from low to high.
 * @returns NaN bounds when either end is NaN or no known category lies between
 */
export function evaluateInterval(fn: ValueFunction, low: number, high: number): ValueInterval {
  if (Number.isNaN(low) || Number.isNaN(high)) return { low: Number.NaN, high: Number.NaN };
  const from = Math.min(low, high);
  const to = Math.max(low, high);
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  const take = (value: number): void => {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  };
  if (fn.type === "table") {
    for (const [code, value] of Object.entries(fn.values)) {
      const number = Number(code);
      if (number >= from && number <= to) take(value);
    }
    return least > greatest ? { low: Number.NaN, high: Number.NaN } : { low: least, high: greatest };
  }
  take(interpolate(fn.points, from));
  take(interpolate(fn.points, to));
  for (const [x, y] of fn.points) if (x > from && x < to) take(y);
  return { low: least, high: greatest };
}

/**
 * All measures with exactly this value, as closed intervals from left to right (a single measure
 * has equal ends; a plateau beyond the ends reaches to infinity). Empty when the value is not taken
 * or the function is a table.
 */
export function inverse(fn: ValueFunction, value: number): readonly (readonly [number, number])[] {
  if (fn.type === "table") return [];
  const { points } = fn;
  const found: [number, number][] = [];
  const add = (from: number, to: number): void => {
    const last = found.at(-1);
    if (last !== undefined && last[1] >= from) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  };
  if (at(points, 0)[1] === value) add(Number.NEGATIVE_INFINITY, at(points, 0)[0]);
  for (let k = 0; k + 1 < points.length; k += 1) {
    const [x0, y0] = at(points, k);
    const [x1, y1] = at(points, k + 1);
    if (y0 === y1) {
      if (y0 === value) add(x0, x1);
    } else if ((value - y0) * (value - y1) <= 0) {
      const x = crossing(x0, y0, x1, y1, value);
      add(x, x);
    }
  }
  const [xEnd, yEnd] = at(points, points.length - 1);
  if (yEnd === value) add(xEnd, Number.POSITIVE_INFINITY);
  return found;
}

/** Where the straight line through two points takes `value`, which lies between theirs. */
function crossing(x0: number, y0: number, x1: number, y1: number, value: number): number {
  if (value === y0) return x0;
  if (value === y1) return x1;
  const x = x0 + ((value - y0) / (y1 - y0)) * (x1 - x0);
  return Math.min(Math.max(x, x0), x1);
}

/**
 * How far a measure may move one way before its value falls below `floor`: the last measure, walking
 * from `from`, at which the value is still at least `floor`. Infinite (with the sign of the
 * direction) when the value never falls below; `from` itself when it is at or below the floor already.
 * @param direction 1 towards larger measures, -1 towards smaller
 */
export function holdUntil(fn: ValueFunction, from: number, direction: 1 | -1, floor: number): number {
  if (fn.type === "table") return from;
  const { points } = fn;
  let x = from;
  let y = interpolate(points, from);
  if (y < floor) return from;
  const k = segmentAt(points, from);
  // Knots met on the way, nearest first.
  let index = direction === 1 ? k + 1 : k >= 0 && at(points, k)[0] === from ? k - 1 : k;
  for (; index >= 0 && index < points.length; index += direction) {
    const [nextX, nextY] = at(points, index);
    if (nextY < floor) return crossingFrom(x, y, nextX, nextY, floor);
    x = nextX;
    y = nextY;
  }
  return direction * Number.POSITIVE_INFINITY;
}

/** As {@link crossing}, for points in either order. */
function crossingFrom(x0: number, y0: number, x1: number, y1: number, value: number): number {
  return x0 <= x1 ? crossing(x0, y0, x1, y1, value) : crossing(x1, y1, x0, y0, value);
}

/**
 * Slope (value per unit of the measure) on one side of a measure; 0 on a plateau and for tables.
 * @param side 1 just above the measure, -1 just below
 */
export function slopeAt(fn: ValueFunction, measure: number, side: 1 | -1): number {
  if (fn.type === "table" || Number.isNaN(measure)) return 0;
  const { points } = fn;
  let k = segmentAt(points, measure);
  if (side === -1 && k >= 0 && at(points, k)[0] === measure) k -= 1;
  if (k < 0 || k === points.length - 1) return 0;
  const [x0, y0] = at(points, k);
  const [x1, y1] = at(points, k + 1);
  return (y1 - y0) / (x1 - x0);
}
