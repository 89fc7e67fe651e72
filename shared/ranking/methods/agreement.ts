/** Second opinions: how far several rankings of the same alternatives agree. */
import { sum } from "../arithmetic";
import { checkNumbers } from "../checks";
import { RankingError } from "../errors";

/** A ranking by name; `ranks[i]` is the rank of alternative i, 1 is best. */
export interface MethodResult {
  readonly method: string;
  readonly ranks: readonly number[];
}

export interface MethodAgreement {
  readonly methods: string[];
  /** Kendall's tau-b between methods i and j; null where one of them ties everything. */
  readonly taus: (number | null)[][];
  /** Spearman's rho between methods i and j; null where one of them ties everything. */
  readonly rhos: (number | null)[][];
  /** By alternative: in how many of the methods its rank is k or better. */
  readonly inTop: number[];
  readonly k: number;
}

/**
 * Compares rankings pairwise and counts how often each alternative is near the top.
 *
 * @param results at least one ranking, all of the same alternatives in the same order
 * @param k how far down the top reaches
 * @throws RankingError `shape` for rankings of different length, `parameter` for a k below 1
 */
export function methodAgreement(results: readonly MethodResult[], k = 5): MethodAgreement {
  const count = results[0]?.ranks.length;
  if (count === undefined) throw new RankingError("shape", "an agreement needs at least one ranking");
  for (const { method, ranks } of results) {
    checkNumbers(ranks, `the ranks of ${method}`, "alternative");
    if (ranks.length !== count) {
      throw new RankingError("shape", `${method} ranks ${ranks.length} alternatives, another method ${count}`);
    }
  }
  if (!Number.isInteger(k) || k < 1) {
    throw new RankingError("parameter", `the top must be a whole number of ranks from 1, but is ${k}`);
  }
  const pairwise = (measure: (a: readonly number[], b: readonly number[]) => number | null) =>
    results.map((one) => results.map((other) => measure(one.ranks, other.ranks)));
  return {
    methods: results.map(({ method }) => method),
    taus: pairwise(kendallTau),
    rhos: pairwise(spearmanRho),
    inTop: Array.from({ length: count }, (_, i) => results.filter(({ ranks }) => (ranks[i] as number) <= k).length),
    k,
  };
}

/**
 * Kendall's tau-b, -1 to 1: (concordant - discordant pairs) / √(pairs untied in a · pairs untied in b).
 * Source: Kendall (1945), Biometrika 33(3), 239-251. Compares all pairs.
 *
 * @returns null when either list is constant or has one entry
 */
export function kendallTau(a: readonly number[], b: readonly number[]): number | null {
  let balance = 0;
  let untiedA = 0;
  let untiedB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const signA = Math.sign((a[i] as number) - (a[j] as number));
      const signB = Math.sign((b[i] as number) - (b[j] as number));
      balance += signA * signB;
      untiedA += signA * signA;
      untiedB += signB * signB;
    }
  }
  return untiedA === 0 || untiedB === 0 ? null : bounded(balance / Math.sqrt(untiedA * untiedB));
}

/**
 * Spearman's rho, -1 to 1: the Pearson correlation of mid-ranks (ties share the mean of their places).
 * Source: Spearman (1904), Am. J. Psychol. 15, 72-101; ties as in Kendall (1945).
 *
 * @returns null when either list is constant or has one entry
 */
export function spearmanRho(a: readonly number[], b: readonly number[]): number | null {
  return correlation(midRanks(a), midRanks(b));
}

/** Pearson's correlation of values of ordinary size, -1 to 1; null when either list is constant. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  if (isConstant(a) || isConstant(b)) return null;
  const deviationsA = deviations(a);
  const deviationsB = deviations(b);
  const squares = dot(deviationsA, deviationsA) * dot(deviationsB, deviationsB);
  return bounded(dot(deviationsA, deviationsB) / Math.sqrt(squares));
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}

function deviations(values: readonly number[]): number[] {
  const mean = sum(values) / values.length;
  return values.map((value) => value - mean);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((x, i) => x * (b[i] as number)));
}

/** Rounding may carry a correlation a digit past 1. */
function bounded(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

function midRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((x, y) => (values[x] as number) - (values[y] as number));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (const i of order.slice(start, end)) ranks[i] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
