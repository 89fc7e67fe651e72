/**
 * The face of the additive value model that the app ranks with: a decision table of values in
 * columns, and a ranker that turns weights into scores and an exact order.
 *
 * Weights change on every pointer move; all else changes rarely. So the table is built once per
 * profile (value functions, unknown policy, sectors, gates) and a `Ranker` keeps scores and order
 * in typed arrays that it reuses between calls.
 */
import type { Criterion } from "../../model/criterion";

/** Values in 0..1, one column per criterion, row i for site i of the site table. */
export interface DecisionTable {
  readonly siteCount: number;
  readonly criteria: readonly Criterion[];
  /** Central value per criterion; never NaN (unknowns follow the policy). */
  readonly central: readonly Float64Array[];
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  /** Evidence code per criterion and site (see `EVIDENCE_CODE`). */
  readonly kind: readonly Uint8Array[];
  /** Rank of each site when ordered by name, then id: the tie-break. */
  readonly tieBreak: Uint32Array;
}

/** The result of one ranking. The arrays belong to the ranker and are overwritten by its next call. */
export interface Ranking {
  /** Normalised weights, summing to 1 (all 0 when every weight is 0). */
  readonly weights: Float64Array;
  /** Scores 0..1 by site row: central, and with every doubtful figure at its bad or good end. */
  readonly score: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Share of weight on sourced, estimated and unknown measures, by site row. */
  readonly sourcedShare: Float64Array;
  readonly estimatedShare: Float64Array;
  readonly unknownShare: Float64Array;
  /** Site rows, best first, of the `count` sites that take part. */
  readonly order: Uint32Array;
  readonly count: number;
  /** Rank by site row: 1 is best, equal scores share the better rank; 0 for sites that do not take part. */
  readonly rank: Uint32Array;
}

export interface Ranker {
  readonly table: DecisionTable;
  /**
   * Ranks with the given weights (any non-negative numbers, one per criterion; normalised here).
   * `include[i] === 0` leaves site i out of order and ranks; its score is still computed. Scores
   * never depend on `include`.
   */
  rank(weights: ArrayLike<number>, include?: Uint8Array | null): Ranking;
}

/** Scores of all rows: the weighted sum of columns, divided by the sum of the weights and rounded to the grid. */
export interface WeightedSum {
  /** By row; written by `update`. */
  readonly result: Float64Array;
  /**
   * @param points weights, one per column, none of them negative
   * @param total their sum, in the tree in which columns are summed; 0 gives scores of 0
   */
  update(points: Float64Array, total: number): void;
}

/** A weighted sum that is put in order. */
export interface OrderedSum extends WeightedSum {
  /** Rows that take part, best first; written by `arrange`. */
  readonly order: Uint32Array;
  /** Rank by row, 0 for rows that take no part. */
  readonly rank: Uint32Array;
  /** Orders and ranks the rows by `result`; returns how many take part. */
  arrange(include: Uint8Array | null): number;
}

/** What a ranker is made of: in plain typed arrays, or in WebAssembly (`kernel/ranker-parts.ts`), with the same bits. */
export interface RankerParts {
  sum(columns: readonly Float64Array[], rows: number): WeightedSum;
  /** @param tieBreak place of each row among equals, a permutation of 0 .. rows - 1 */
  orderedSum(columns: readonly Float64Array[], tieBreak: Uint32Array): OrderedSum;
}
