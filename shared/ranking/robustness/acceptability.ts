/**
 * Stochastic multicriteria acceptability analysis, SMAA-2: which rank each alternative takes, over all
 * weightings that the stated priorities leave open and all values that the evidence leaves open.
 *
 * Lahdelma & Salminen, "SMAA-2: Stochastic multicriteria acceptability analysis for group decision
 * making", Operations Research 49(3), 2001, 444-454; pairwise winning index: Leskinen et al., Forest
 * Policy and Economics 9(2), 2006. The value of an alternative is the weighted sum of its values.
 *
 * The streaming form counts any range of sample numbers; counts of different ranges merge by adding.
 * A sample depends on its number alone and every count is a whole number (weights are summed in fixed
 * point), so the result is the same bit for bit whatever the slices, the workers and their order.
 */
import { RankingError } from "../errors";
import {
  BLOCK,
  createTypedArrayRankKernel,
  createWasmRankKernel,
  type Instantiate,
  type RankCounts,
  type RankKernel,
} from "../kernel";
import { drawValue, type SampleKeys, STREAM, sampleKeys } from "../kernel/random";
import { type CellMatrix, type Columns, toColumns, type ValueColumns } from "./values";
import { createWeightSampler, type WeightRegion, type WeightSampler } from "./weight-region";

/** Weights are summed in units of 2^-30, so that the sums of 2^23 samples are exact. */
const WEIGHT_UNIT = 2 ** 30;

/** Most samples of one analysis. */
export const MAX_SAMPLES = 2 ** 23;

/** What is analysed, apart from the number of samples. A plain object: it can be posted to a worker. */
export interface AcceptabilityProblem extends WeightRegion {
  /** Alternatives x criteria, larger is better; cells may be intervals, drawn evenly and jointly with the weights. */
  readonly values: CellMatrix | ValueColumns;
  /** A safe integer. The same seed gives the same samples. */
  readonly seed: number;
  /** Ranks that are counted, from the first; all when left out. */
  readonly ranks?: number;
  /** Whether pairs are counted (it costs more than all the rest); not, when left out. */
  readonly pairwise?: boolean;
}

/** Whole-number counts over some samples: they merge by adding, in any order. */
export interface AcceptabilityCounts extends RankCounts {
  readonly samples: number;
  readonly alternatives: number;
  readonly criteria: number;
  /** Samples in which each alternative is the best; the one with the lowest index where several are. */
  readonly firsts: Uint32Array;
  /** Samples in which each alternative is the best, alone or with others. */
  readonly firstRanks: Uint32Array;
  /** Sum, in units of 2^-30, of the weights of those samples: entry i * criteria + c. */
  readonly weightSums: Float64Array;
}

/** An analysis that counts slice by slice. */
export interface AcceptabilityRun {
  readonly columns: Columns;
  /** Which kernel counts, and how the weights are drawn. */
  readonly kernel: RankKernel["name"];
  readonly sampling: WeightSampler["method"];
  /**
   * Counts samples `from` .. `to - 1`. The arrays are new and belong to the caller, ready to be
   * transferred (`transferables`).
   */
  run(from: number, to: number): AcceptabilityCounts;
}

/** The measures of SMAA-2. Rows are alternatives. */
export interface Acceptability {
  readonly samples: number;
  /** Share of samples in which alternative i has rank r + 1. With ties, columns need not sum to 1; rows do. */
  readonly acceptability: number[][];
  /** Standard error of each acceptability, sqrt(p (1 - p) / samples). */
  readonly standardError: number[][];
  /** The mean weights of the samples in which i is best: what someone who prefers it values. Null: never best. */
  readonly centralWeights: (number[] | null)[];
  /** Share of samples in which i is strictly better than k. Empty when pairs were not counted. */
  readonly pairwiseWinning: number[][];
}

/**
 * Prepares an analysis.
 * @param instantiate makes an instance of the WebAssembly kernel; typed arrays count when left out
 * @throws {RankingError} for values, bounds, an order or a distance that cannot be
 */
export function createAcceptabilityRun(problem: AcceptabilityProblem, instantiate?: Instantiate): AcceptabilityRun {
  const columns = toColumns(problem.values);
  checkSeed(problem.seed);
  const sampler = createWeightSampler(problem, columns.criteria, problem.seed);
  const kernel = createRankKernel(columns, problem, instantiate);
  const keys = sampleKeys(problem.seed, STREAM.values);
  return {
    columns,
    kernel: kernel.name,
    sampling: sampler.method,
    run(from, to) {
      checkRange(from, to);
      return countSlice(kernel, columns, sampler, keys, from, to);
    },
  };
}

function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed))
    throw new RankingError("parameter", `The seed is ${seed}; it must be a whole number.`);
}

function checkRange(from: number, to: number): void {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to > from && to <= MAX_SAMPLES)) {
    throw new RankingError("parameter", `Samples ${from} to ${to} are not a range within 0 to ${MAX_SAMPLES}.`);
  }
}

/** The kernel for a table. */
function createRankKernel(
  columns: Columns,
  options: { readonly ranks?: number; readonly pairwise?: boolean },
  instantiate: Instantiate | undefined,
): RankKernel {
  const { alternatives, criteria, low, high, rows } = columns;
  if (alternatives > 65_535) throw new RankingError("parameter", "More than 65,535 alternatives to rank by samples.");
  const ranks = options.ranks ?? alternatives;
  if (!(Number.isInteger(ranks) && ranks >= 1)) {
    throw new RankingError("parameter", `The number of ranks to count is ${ranks}; it must be 1 or more.`);
  }
  const width = low.map((column, c) => widths(column, high[c] as Float64Array));
  const pairwise = options.pairwise ?? false;
  const problem = { alternatives, criteria, low, width, rows, ranks: Math.min(ranks, alternatives), pairwise };
  return instantiate === undefined ? createTypedArrayRankKernel(problem) : createWasmRankKernel(problem, instantiate());
}

function widths(low: Float64Array, high: Float64Array): Float64Array | null {
  const width = high.map((top, i) => top - (low[i] as number));
  return width.some((range) => range !== 0) ? width : null;
}

function countSlice(
  kernel: RankKernel,
  columns: Columns,
  sampler: WeightSampler,
  keys: SampleKeys,
  from: number,
  to: number,
): AcceptabilityCounts {
  const { alternatives: m, criteria: n } = columns;
  const firsts = new Uint32Array(m);
  const firstRanks = new Uint32Array(m);
  const weightSums = new Float64Array(m * n);
  kernel.clear();
  for (let start = from; start < to; start += BLOCK) {
    const samples = Math.min(BLOCK, to - start);
    sampler.fill(start, samples, kernel.weights);
    for (let s = 0; s < samples; s++) {
      kernel.keys[2 * s] = keys.first(start + s);
      kernel.keys[2 * s + 1] = keys.second(start + s);
    }
    kernel.run(samples);
    for (let s = 0; s < samples; s++) {
      const head = s * m;
      const best = kernel.order[head] as number;
      firsts[best] = (firsts[best] as number) + 1;
      for (let place = 0; place < (kernel.leaders[s] as number); place++) {
        const i = kernel.order[head + place] as number;
        firstRanks[i] = (firstRanks[i] as number) + 1;
        for (let c = 0; c < n; c++) {
          const units = Math.round((kernel.weights[s * n + c] as number) * WEIGHT_UNIT);
          weightSums[i * n + c] = (weightSums[i * n + c] as number) + units;
        }
      }
    }
  }
  return {
    samples: to - from,
    alternatives: m,
    criteria: n,
    ranks: kernel.counts.ranks.slice(),
    pairs: kernel.counts.pairs.slice(),
    firsts,
    firstRanks,
    weightSums,
  };
}

/** The buffers of counts, to transfer them between threads. */
export function transferables(counts: AcceptabilityCounts): ArrayBuffer[] {
  const { ranks, pairs, firsts, firstRanks, weightSums } = counts;
  return [ranks, pairs, firsts, firstRanks, weightSums].map((table) => table.buffer as ArrayBuffer);
}

/**
 * Adds two counts of one problem, over different samples. The tables of `into` are reused for the sum.
 * @throws {RankingError} when they are of different shape, or too many samples
 */
export function mergeCounts(into: AcceptabilityCounts, more: AcceptabilityCounts): AcceptabilityCounts {
  const samples = into.samples + more.samples;
  if (samples > MAX_SAMPLES) throw new RankingError("parameter", `More than ${MAX_SAMPLES} samples.`);
  if (into.alternatives !== more.alternatives || into.criteria !== more.criteria) {
    throw new RankingError("shape", "These counts are of different problems and cannot be merged.");
  }
  for (const table of ["ranks", "pairs", "firsts", "firstRanks", "weightSums"] as const) {
    const sum = into[table];
    const part = more[table];
    if (sum.length !== part.length) {
      throw new RankingError("shape", "These counts are of different problems and cannot be merged.");
    }
    for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (part[k] as number);
  }
  return { ...into, samples };
}

/** The measures of SMAA-2 from counts, all but the confidence factors (see `confidenceFactors`). */
export function summarise(counts: AcceptabilityCounts): Acceptability {
  const { samples, alternatives: m, criteria: n } = counts;
  const ranks = counts.ranks.length / m;
  const share = (table: Uint32Array, length: number, entry: (k: number) => number) =>
    Array.from({ length }, (_, k) => (table[entry(k)] as number) / samples);
  const alternatives = Array.from({ length: m }, (_, i) => i);
  const acceptability = alternatives.map((i) => share(counts.ranks, ranks, (r) => r * m + i));
  return {
    samples,
    acceptability,
    standardError: acceptability.map((row) => row.map((p) => standardErrorOf(p, samples))),
    centralWeights: alternatives.map((i) => centralWeights(counts, i, n)),
    pairwiseWinning: counts.pairs.length === 0 ? [] : alternatives.map((i) => share(counts.pairs, m, (k) => i * m + k)),
  };
}

/** Standard error of a share `p` of `samples` independent draws: sqrt(p (1 - p) / samples). */
export function standardErrorOf(p: number, samples: number): number {
  return Math.sqrt((p * (1 - p)) / samples);
}

function centralWeights(counts: AcceptabilityCounts, i: number, n: number): number[] | null {
  if (counts.firstRanks[i] === 0) return null;
  const sums = Array.from(counts.weightSums.subarray(i * n, (i + 1) * n));
  // The rounded units of a sample may miss a total of one by a few; dividing by their own sum does not.
  const total = sums.reduce((sum, value) => sum + value, 0);
  return sums.map((sum) => sum / total);
}

/**
 * Confidence factor of each alternative: the share of samples in which it is best when everyone holds its
 * own central weights, so that only the open values count. 0 for one that is never best.
 * @param values as in the analysis
 * @param weights each alternative's central weights
 * @param samples number of samples
 * @param seed as in the analysis: the same draws of values
 */
export function confidenceFactors(
  values: CellMatrix | ValueColumns,
  weights: readonly (readonly number[] | null)[],
  samples: number,
  seed: number,
): number[] {
  const { alternatives: m, criteria: n, low, high, rows } = toColumns(values);
  checkRange(0, samples);
  checkSeed(seed);
  const keys = sampleKeys(seed, STREAM.values);
  const width = low.map((column, c) => widths(column, high[c] as Float64Array));
  // With exact values every sample is the same.
  const draws = width.every((column) => column === null) ? 1 : samples;
  const drawn = new Float64Array(m * n);
  const score = (i: number, central: readonly number[]) => {
    let sum = 0;
    for (let c = 0; c < n; c++) sum += (central[c] as number) * (drawn[i * n + c] as number);
    return sum;
  };
  const wins = new Uint32Array(m);
  for (let s = 0; s < draws; s++) {
    const key1 = keys.first(s);
    const key2 = keys.second(s);
    for (let c = 0; c < n; c++) {
      const base = low[c] as Float64Array;
      const range = width[c];
      for (let i = 0; i < m; i++) {
        const open = range?.[i] ?? 0;
        const at = base[i] as number;
        drawn[i * n + c] = open === 0 ? at : drawValue(at, open, c, rows[i] as number, key1, key2);
      }
    }
    for (const [i, central] of weights.entries()) {
      if (central === null) continue;
      const own = score(i, central);
      let k = 0;
      while (k < m && score(k, central) <= own) k++;
      if (k === m) wins[i] = (wins[i] as number) + 1;
    }
  }
  return Array.from(wins, (count) => count / draws);
}

/**
 * SMAA-2 at one go.
 * @param problem as for `createAcceptabilityRun`, and the number of samples (1 .. 8,388,608)
 * @param instantiate makes an instance of the WebAssembly kernel; the result is the same without
 * @returns the measures, with the confidence factors; pairs are counted unless `pairwise` is false
 * @throws {RankingError} for input that cannot be
 */
export function rankAcceptability(
  problem: AcceptabilityProblem & { readonly samples: number },
  instantiate?: Instantiate,
): Acceptability & { readonly confidence: number[] } {
  const run = createAcceptabilityRun({ ...problem, pairwise: problem.pairwise ?? true }, instantiate);
  const summary = summarise(run.run(0, problem.samples));
  const confidence = confidenceFactors(run.columns, summary.centralWeights, problem.samples, problem.seed);
  return { ...summary, confidence };
}
