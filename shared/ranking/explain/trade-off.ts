/**
 * What a step in one criterion is worth in the unit of another, at the site's own figures: the ratio
 * of the two local slopes, each weighted. "10 km nearer the port is worth USD 6 per m2 of rent."
 */
import type { ValueFunction } from "../../model/criterion";
import { slopeAt } from "../additive/value-function";
import { type Explained, type ExplainedCriterion, explainedCriterion, knownMeasure } from "./context";

export type TradeOff =
  | {
      readonly status: "worth";
      readonly gainId: string;
      /** Size of the step, in the unit of the gained criterion, and whether the figure rises or falls by it. */
      readonly step: number;
      readonly gainSide: "rise" | "fall";
      readonly payId: string;
      /** What the step is worth, in the unit of the paid criterion, and which way that figure moves. */
      readonly amount: number;
      readonly paySide: "rise" | "fall";
    }
  /** A figure that is not known, or a table of categories, has no slope. */
  | { readonly status: "no-slope"; readonly criterionId: string; readonly reason: "unknown" | "category" }
  /** No better figure counts for more here: the criterion has no weight, or the figure is past the best point. */
  | { readonly status: "nothing-to-gain"; readonly criterionId: string }
  /** A worse figure costs nothing here, so nothing can be paid in this unit. */
  | { readonly status: "nothing-to-pay"; readonly criterionId: string };

/** A round step (1, 2 or 5 times a power of ten) of about a fifteenth of the function's span. */
export function roundStep(fn: ValueFunction): number {
  if (fn.type === "table") return 1;
  const first = fn.points[0]?.[0] ?? 0;
  const last = fn.points.at(-1)?.[0] ?? 0;
  const aim = (last - first) / 15;
  if (!(aim > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(aim));
  const nearest = [1, 2, 5, 10].reduce((best, digit) =>
    Math.abs(digit - aim / power) < Math.abs(best - aim / power) ? digit : best,
  );
  return nearest * power;
}

interface Slope {
  readonly side: 1 | -1;
  /** Score per unit, above 0. */
  readonly rate: number;
}

/** The way in which the figure gets better (or worse), the criterion's own direction first. */
function slopeTowards(entry: ExplainedCriterion, measure: number, aim: "better" | "worse"): Slope | null {
  const own: 1 | -1 = (entry.criterion.direction === "benefit") === (aim === "better") ? 1 : -1;
  for (const side of [own, own === 1 ? -1 : 1] as const) {
    const rate = entry.weight * slopeAt(entry.fn, measure, side) * side * (aim === "better" ? 1 : -1);
    if (rate > 0) return { side, rate };
  }
  return null;
}

/**
 * What a step for the better in `gainId` is worth in figures for the worse of `payId`, at a site.
 * @param step in the unit of the gained criterion, above 0; a round one by default
 * @throws {RangeError} for a criterion that is not in the table, or a step that is not above 0
 */
export function tradeOff(explained: Explained, row: number, gainId: string, payId: string, step?: number): TradeOff {
  if (step !== undefined && !(step > 0)) throw new RangeError(`The step must be above 0, but is ${step}.`);
  const gain = explainedCriterion(explained, gainId);
  const pay = explainedCriterion(explained, payId);
  for (const entry of [gain, pay]) {
    if (entry.fn.type === "table") return { status: "no-slope", criterionId: entry.criterion.id, reason: "category" };
  }
  const gainMeasure = knownMeasure(gain, row);
  const payMeasure = knownMeasure(pay, row);
  if (gainMeasure === null) return { status: "no-slope", criterionId: gainId, reason: "unknown" };
  if (payMeasure === null) return { status: "no-slope", criterionId: payId, reason: "unknown" };
  const better = slopeTowards(gain, gainMeasure, "better");
  if (better === null) return { status: "nothing-to-gain", criterionId: gainId };
  const worse = slopeTowards(pay, payMeasure, "worse");
  if (worse === null) return { status: "nothing-to-pay", criterionId: payId };
  const size = step ?? roundStep(gain.fn);
  return {
    status: "worth",
    gainId,
    step: size,
    gainSide: better.side === 1 ? "rise" : "fall",
    payId,
    amount: (size * better.rate) / worse.rate,
    paySide: worse.side === 1 ? "rise" : "fall",
  };
}
