/** PROMETHEE II: net flows of pairwise preference. */
import { sum } from "../arithmetic";
import { checkFinite, checkLength, checkOption, columnOf, type Direction, type Matrix } from "../checks";
import { RankingError } from "../errors";

export const PREFERENCES = ["usual", "u-shape", "v-shape", "level", "linear", "gaussian"] as const;

/** Shape of the preference for a difference d > 0 in favour; see `preferenceFunction`. */
export type Preference = (typeof PREFERENCES)[number];

/** Each a single value for all criteria or a list with one per criterion, in the units of the values compared. */
export interface PrometheeParameters {
  /** Default "usual". */
  readonly preference?: Preference | readonly Preference[] | undefined;
  /** Indifference threshold of u-shape, level and linear: differences up to q do not count. Default 0. */
  readonly q?: number | readonly number[] | undefined;
  /** Preference threshold of v-shape, level and linear: differences above p count in full. Not below q. */
  readonly p?: number | readonly number[] | undefined;
  /** Inflection point of gaussian, above 0. */
  readonly s?: number | readonly number[] | undefined;
}

/** Flows by alternative: how much it is preferred to the others (positive), and they to it (negative). */
export interface PrometheeDetails {
  readonly positive: number[];
  readonly negative: number[];
  /** Net flow on each criterion alone, alternatives by criteria; the score is their weighted sum. */
  readonly byCriterion: number[][];
}

/**
 * Net flow φ = φ⁺ - φ⁻, -1 to 1 and 0 in sum, with φ⁺(a) = Σ_b π(a,b)/(m - 1) and
 * π(a,b) = Σ w·P(d(a,b)). The flows are means over the m - 1 others (Brans & Mareschal 2005); the
 * paper of 1986 prints plain sums.
 *
 * Source: Brans & Vincke (1985), Management Science 31(6), 647-656; Brans, Vincke & Mareschal (1986),
 * EJOR 24(2), 228-238.
 *
 * @param values at least two alternatives by criteria
 * @param weights sum 1
 * @throws RankingError `parameter` naming the criterion
 */
export function promethee(
  values: Matrix,
  weights: readonly number[],
  directions: readonly Direction[],
  parameters: PrometheeParameters,
): { scores: number[]; details: PrometheeDetails } {
  const preferences = preferenceFunctions(parameters, weights.length);
  const flows = preferences.map((preference, j) => {
    const column = columnOf(values, j);
    return criterionFlows(directions[j] === "cost" ? column.map((x) => -x) : column, preference);
  });
  const total = (pick: (flow: CriterionFlows, i: number) => number) =>
    values.map((_, i) => sum(flows.map((flow, j) => (weights[j] as number) * pick(flow, i))));
  const net = (flow: CriterionFlows, i: number) => (flow.positive[i] as number) - (flow.negative[i] as number);
  return {
    scores: total(net),
    details: {
      positive: total((flow, i) => flow.positive[i] as number),
      negative: total((flow, i) => flow.negative[i] as number),
      byCriterion: values.map((_, i) => flows.map((flow) => net(flow, i))),
    },
  };
}

/** Flows are means of values in 0..1, and the net flow a difference of two: ties are judged on that scale. */
export const FLOW_SCALE = 1;

interface CriterionFlows {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/** Mean preference over, and by, the others on one criterion where more is better. */
function criterionFlows(column: readonly number[], preference: (difference: number) => number): CriterionFlows {
  const count = column.length;
  const ascending = column.map((_, i) => i).sort((a, b) => (column[a] as number) - (column[b] as number));
  const values = Float64Array.from(ascending, (i) => column[i] as number);
  const positive = new Float64Array(count);
  const negative = new Float64Array(count);
  // In ascending order only the earlier can be behind.
  for (let a = 1; a < count; a++) {
    const winner = ascending[a] as number;
    for (let b = 0; b < a; b++) {
      const difference = (values[a] as number) - (values[b] as number);
      if (difference === 0) break;
      const loser = ascending[b] as number;
      const strength = preference(difference);
      positive[winner] = (positive[winner] as number) + strength;
      negative[loser] = (negative[loser] as number) + strength;
    }
  }
  const mean = (total: number) => total / (count - 1);
  return { positive: positive.map(mean), negative: negative.map(mean) };
}

/**
 * Preference 0..1 for a difference d > 0, the six types of Brans & Vincke (1985):
 *
 * | name       | type | P(d)                                             | needs |
 * |------------|------|--------------------------------------------------|-------|
 * | `usual`    | I    | 1                                                |       |
 * | `u-shape`  | II   | 0 for d <= q, else 1                             | q     |
 * | `v-shape`  | III  | d/p for d <= p, else 1                           | p     |
 * | `level`    | IV   | 0 for d <= q, 1/2 for d <= p, else 1             | q, p  |
 * | `linear`   | V    | 0 for d <= q, (d - q)/(p - q) for d <= p, else 1 | q, p  |
 * | `gaussian` | VI   | 1 - exp(-d²/2s²)                                 | s     |
 */
function preferenceFunction(shape: Preference, q: number, p: number, s: number): (difference: number) => number {
  switch (shape) {
    case "usual":
      return () => 1;
    case "u-shape":
      return (d) => (d <= q ? 0 : 1);
    case "v-shape":
      return (d) => (d <= p ? d / p : 1);
    case "level":
      return (d) => (d <= q ? 0 : d <= p ? 0.5 : 1);
    case "linear":
      return (d) => (d <= q ? 0 : d <= p ? (d - q) / (p - q) : 1);
    case "gaussian":
      return (d) => -Math.expm1(-((d / s) ** 2) / 2);
  }
}

const NEEDS: Readonly<Record<Preference, { readonly q?: true; readonly p?: true; readonly s?: true }>> = {
  usual: {},
  "u-shape": { q: true },
  "v-shape": { p: true },
  level: { q: true, p: true },
  linear: { q: true, p: true },
  gaussian: { s: true },
};

function preferenceFunctions(parameters: PrometheeParameters, width: number): ((difference: number) => number)[] {
  const shapes = perCriterion<Preference>(parameters.preference ?? "usual", width, "preference");
  const qs = perCriterion<number>(parameters.q ?? 0, width, "q");
  const ps = perCriterion<number | null>(parameters.p ?? null, width, "p");
  const ss = perCriterion<number | null>(parameters.s ?? null, width, "s");
  return shapes.map((shape, criterion) => {
    checkOption(shape, PREFERENCES, "a preference function", { criterion });
    const needs = NEEDS[shape];
    const threshold = (name: "q" | "p" | "s", list: readonly (number | null)[]): number => {
      const value = list[criterion] ?? null;
      if (!needs[name]) return 0;
      if (value === null) {
        throw new RankingError("parameter", `preference "${shape}" needs the parameter ${name}`, { criterion });
      }
      checkFinite(value, `parameter ${name}`, { criterion });
      if (value < 0) {
        throw new RankingError("parameter", `parameter ${name} must not be negative, but is ${value}`, { criterion });
      }
      return value;
    };
    const q = threshold("q", qs);
    const p = threshold("p", ps);
    const s = threshold("s", ss);
    if (needs.p && p < q) {
      throw new RankingError("parameter", `p must not be below q, but p is ${p} and q is ${q}`, { criterion });
    }
    if (needs.s && s === 0) {
      throw new RankingError("parameter", "parameter s must be above zero", { criterion });
    }
    return preferenceFunction(shape, q, p, s);
  });
}

/** One value for all, or the caller's list with one per criterion. */
function perCriterion<T>(value: T | readonly T[], width: number, name: string): readonly T[] {
  if (!Array.isArray(value)) return new Array<T>(width).fill(value as T);
  checkLength(value, width, `parameter ${name}`);
  return value as readonly T[];
}
