/** The face of the kernels that rank sampled weightings in blocks. */

/** Weightings ranked in one call: so few that a block's orders stay in the first-level cache. */
export const BLOCK = 32;

/** What is ranked. Columns are per criterion; entry i is alternative i. */
export interface RankProblem {
  /** 1 .. 65,535. */
  readonly alternatives: number;
  readonly criteria: number;
  /** Least values. */
  readonly low: readonly Float64Array[];
  /** Largest minus least value; null for a column without any interval. */
  readonly width: readonly (Float64Array | null)[];
  /** Part of the counter of each alternative's draws, below 2^20. */
  readonly rows: Uint32Array;
  /** Ranks that are counted: 1 .. `ranks`. */
  readonly ranks: number;
  /** Whether pairs are counted as well. */
  readonly pairwise: boolean;
}

/** Tables that a kernel adds to. */
export interface RankCounts {
  /** Entry r * alternatives + i: samples in which i had rank r + 1. */
  readonly ranks: Uint32Array;
  /** Entry i * alternatives + k: samples in which i was strictly better than k. Empty when not asked for. */
  readonly pairs: Uint32Array;
}

/** The arrays through which caller and kernel exchange a block. */
export interface BlockBuffers {
  /** In: weights, sample after sample (BLOCK x criteria). */
  readonly weights: Float64Array;
  /** In: first and second key of each sample's value draws (BLOCK x 2). */
  readonly keys: Int32Array;
  /** Out: alternatives from best to worst, equal ones by index (BLOCK x alternatives). */
  readonly order: Uint16Array;
  /** Out: how many share the best score, at the head of each order. */
  readonly leaders: Uint32Array;
}

export interface RankKernel extends BlockBuffers {
  readonly name: "typed arrays" | "WebAssembly SIMD";
  readonly counts: RankCounts;
  /** Ranks the first `samples` (1 .. BLOCK) weightings in the buffers and adds to the counts. */
  run(samples: number): void;
  /** Sets the counts to zero. */
  clear(): void;
}

/** Fresh buffers for a kernel without a memory of its own. */
export function blockBuffers(alternatives: number, criteria: number): BlockBuffers {
  return {
    weights: new Float64Array(BLOCK * criteria),
    keys: new Int32Array(BLOCK * 2),
    order: new Uint16Array(BLOCK * alternatives),
    leaders: new Uint32Array(BLOCK),
  };
}

/** Buckets of the first sorting pass: a power of two from 64 to 65,536, about four for each alternative. */
export function bucketCount(alternatives: number): number {
  return Math.min(Math.max(2 ** Math.ceil(Math.log2(alternatives) + 2), 64), 2 ** 16);
}

/** Score ranges below this are sorted without buckets: the scale would overflow. */
export const LEAST_RANGE = 1e-290;
