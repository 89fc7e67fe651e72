/** What a score is made of, and how one site's score differs from another's: terms that add up. */
import type { CriterionGroupId } from "../../model/criterion";
import { type EvidenceClass, evidenceClass } from "../../model/evidence";
import type { DecisionTable } from "../additive/types";

/** One criterion's part of a site's score. Amounts are on the score's scale, 0..1. */
export interface Contribution {
  readonly criterionId: string;
  readonly group: CriterionGroupId;
  /** Normalised weight. */
  readonly weight: number;
  /** Value 0..1, and its bounds. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly evidence: EvidenceClass;
  /** Weight x value; these add up to the score within 1e-12. */
  readonly amount: number;
  readonly amountLow: number;
  readonly amountHigh: number;
  /** Weight x (1 - value): what the site gives away here. */
  readonly lost: number;
}

function cell(columns: readonly ArrayLike<number>[], j: number, row: number): number {
  return columns[j]?.[row] ?? 0;
}

/**
 * The contributions to one site's score, in criterion order.
 * @param weights normalised weights of the ranking
 */
export function contributions(table: DecisionTable, weights: ArrayLike<number>, row: number): readonly Contribution[] {
  return table.criteria.map((criterion, j) => {
    const weight = weights[j] ?? 0;
    const value = cell(table.central, j, row);
    const low = cell(table.low, j, row);
    const high = cell(table.high, j, row);
    return {
      criterionId: criterion.id,
      group: criterion.group,
      weight,
      value,
      low,
      high,
      evidence: evidenceClass(cell(table.kind, j, row)),
      amount: weight * value,
      amountLow: weight * low,
      amountHigh: weight * high,
      lost: weight * (1 - value),
    };
  });
}

/** One criterion's part of the difference between two scores. */
export interface DifferenceTerm {
  readonly criterionId: string;
  readonly weight: number;
  readonly valueA: number;
  readonly valueB: number;
  readonly evidenceA: EvidenceClass;
  readonly evidenceB: EvidenceClass;
  /** Weight x (valueA - valueB): positive where A is better. */
  readonly amount: number;
}

export interface Comparison {
  /** The terms added up in their order: score of A less score of B. */
  readonly difference: number;
  /** Largest amount first, whichever side it favours; the order of the criteria decides between equals. */
  readonly terms: readonly DifferenceTerm[];
  /** Terms in A's favour and in B's, largest first. */
  readonly forA: readonly DifferenceTerm[];
  readonly forB: readonly DifferenceTerm[];
  /** Part of the sum of all |amounts| that rests on sourced figures of both sites, 0..1; 1 when nothing differs. */
  readonly sourcedShare: number;
}

/** A against B, criterion by criterion. The difference is the sum of the terms, to the last bit. */
export function compareSites(table: DecisionTable, weights: ArrayLike<number>, a: number, b: number): Comparison {
  const terms = table.criteria.map((criterion, j): DifferenceTerm => {
    const weight = weights[j] ?? 0;
    const valueA = cell(table.central, j, a);
    const valueB = cell(table.central, j, b);
    return {
      criterionId: criterion.id,
      weight,
      valueA,
      valueB,
      evidenceA: evidenceClass(cell(table.kind, j, a)),
      evidenceB: evidenceClass(cell(table.kind, j, b)),
      amount: weight * (valueA - valueB),
    };
  });
  terms.sort((x, y) => Math.abs(y.amount) - Math.abs(x.amount));
  let difference = 0;
  let all = 0;
  let sourced = 0;
  for (const term of terms) {
    difference += term.amount;
    all += Math.abs(term.amount);
    if (term.evidenceA === "sourced" && term.evidenceB === "sourced") sourced += Math.abs(term.amount);
  }
  return {
    difference,
    terms,
    forA: terms.filter((term) => term.amount > 0),
    forB: terms.filter((term) => term.amount < 0),
    sourcedShare: all > 0 ? sourced / all : 1,
  };
}

/**
 * Rounds numbers so that they add up to their rounded sum, as a printed column must: each is rounded
 * down or up, the ones nearest to the next step up first (largest remainder).
 * @param decimals 0..10
 */
export function roundToSum(amounts: readonly number[], decimals: number): readonly number[] {
  const scale = 10 ** decimals;
  const scaled = amounts.map((amount) => amount * scale);
  const floors = scaled.map(Math.floor);
  const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);
  let missing = Math.round(sum(scaled)) - sum(floors);
  const byRemainder = scaled
    .map((x, index) => ({ index, remainder: x - Math.floor(x) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    missing -= 1;
  }
  return floors.map((x) => x / scale);
}
