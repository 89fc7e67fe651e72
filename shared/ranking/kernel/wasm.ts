/**
 * The kernels on an instance of the WebAssembly module (source: assembly/kernel.ts). Lays out the
 * instance's memory, fills in the columns and hands out views of it.
 */
import { type OrderKernel, sortExactly, tieOrder } from "./order";
import { BLOCK, bucketCount, type RankKernel, type RankProblem } from "./rank-kernel";

/** What an instance of the module exports. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapBase(): number;
  rankBlock(...args: number[]): void;
  scoreAndOrder(...args: number[]): number;
}

/**
 * Makes a new instance, with a memory of its own, and returns its exports:
 * `() => new WebAssembly.Instance(module).exports as unknown as KernelExports`.
 */
export type Instantiate = () => KernelExports;

const PAGE = 65_536;

/** Hands out 16-byte-aligned places in a memory that grows once, when all are known. */
class Layout {
  private end: number;
  constructor(private readonly instance: KernelExports) {
    this.end = (instance.heapBase() + 15) & ~15;
  }

  /** Address of room for `bytes`. */
  take(bytes: number): number {
    const at = this.end;
    this.end = at + ((bytes + 15) & ~15);
    return at;
  }

  /** The memory, large enough for all that was taken. */
  memory(): ArrayBuffer {
    const { memory } = this.instance;
    const missing = this.end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return memory.buffer;
  }
}

/** Columns are padded to whole groups of eight entries; the padding repeats entry 0. */
function padded(rows: number): number {
  return (rows + 7) & ~7;
}

function storeColumns(buffer: ArrayBuffer, at: number, columns: readonly (Float64Array | null)[], rows: number): void {
  const stride = padded(rows);
  for (const [c, column] of columns.entries()) {
    if (column === null) continue;
    const place = new Float64Array(buffer, at + c * stride * 8, stride);
    place.set(column);
    place.fill(column[0] as number, rows);
  }
}

/** The rank kernel; `instance` serves it alone. */
export function createWasmRankKernel(problem: RankProblem, instance: KernelExports): RankKernel {
  const { alternatives: m, criteria: n, low, width, rows, ranks } = problem;
  const stride = padded(m);
  const buckets = bucketCount(m);
  const drawn = width.some((column) => column !== null);
  const layout = new Layout(instance);
  const at = {
    low: layout.take(stride * n * 8),
    width: layout.take(drawn ? stride * n * 8 : 0),
    flags: layout.take(n),
    rows: layout.take(stride * 4),
    weights: layout.take(BLOCK * n * 8),
    keys: layout.take(BLOCK * 8),
    scores: layout.take(stride * 8),
    bucketOf: layout.take(stride * 4),
    starts: layout.take(buckets * 4),
    order: layout.take(BLOCK * m * 2),
    leaders: layout.take(BLOCK * 4),
    counts: layout.take(m * ranks * 4),
    rankOf: layout.take(problem.pairwise ? m * BLOCK * 2 : 0),
    pairs: layout.take(problem.pairwise ? m * m * 4 : 0),
  };
  const buffer = layout.memory();
  storeColumns(buffer, at.low, low, m);
  storeColumns(buffer, at.width, width, m);
  new Uint8Array(buffer, at.flags, n).set(width.map((column) => (column === null ? 0 : 1)));
  new Uint32Array(buffer, at.rows, m).set(rows);
  const counts = {
    ranks: new Uint32Array(buffer, at.counts, m * ranks),
    pairs: new Uint32Array(buffer, at.pairs, problem.pairwise ? m * m : 0),
  };
  return {
    name: "WebAssembly SIMD",
    weights: new Float64Array(buffer, at.weights, BLOCK * n),
    keys: new Int32Array(buffer, at.keys, BLOCK * 2),
    order: new Uint16Array(buffer, at.order, BLOCK * m),
    leaders: new Uint32Array(buffer, at.leaders, BLOCK),
    counts,
    run(samples) {
      instance.rankBlock(
        ...[samples, m, stride, n, ranks, buckets, drawn ? 1 : 0],
        ...[at.low, at.width, at.flags, at.rows, at.weights, at.keys],
        ...[at.scores, at.bucketOf, at.starts, at.order, at.leaders, at.counts],
        ...[at.rankOf, problem.pairwise ? at.pairs : 0],
      );
    },
    clear() {
      counts.ranks.fill(0);
      counts.pairs.fill(0);
    },
  };
}

/**
 * The order kernel; `instance` serves it alone.
 * @param columns values per criterion, finite, all of one length and at least one row; copied
 * @param tieBreak place of each row among equals, a permutation; by row number when left out
 */
export function createWasmOrderKernel(
  columns: readonly Float64Array[],
  instance: KernelExports,
  tieBreak?: Uint32Array,
): OrderKernel {
  const n = columns.length;
  const m = columns[0]?.length ?? 0;
  const stride = padded(m);
  const layout = new Layout(instance);
  const at = {
    columns: layout.take(stride * n * 8),
    weights: layout.take(n * 8),
    scores: layout.take(stride * 8),
    keys: layout.take(stride * 4),
    starts: layout.take(2 * 2048 * 4),
    ties: layout.take(m * 4),
    include: layout.take(m),
    pairs: layout.take(m * 8),
    order: layout.take(m * 4),
  };
  const buffer = layout.memory();
  storeColumns(buffer, at.columns, columns, m);
  const ties = tieOrder(m, tieBreak);
  new Uint32Array(buffer, at.ties, m).set(ties);
  const weightsIn = new Float64Array(buffer, at.weights, n);
  const includeIn = new Uint8Array(buffer, at.include, m);
  const scores = new Float64Array(buffer, at.scores, m);
  const order = new Uint32Array(buffer, at.order, m);
  return {
    name: "WebAssembly SIMD",
    scores,
    order,
    run(weights, include = null) {
      weightsIn.set(weights);
      if (include !== null) includeIn.set(include);
      const count = instance.scoreAndOrder(
        ...[m, stride, n, at.columns, at.weights, at.scores, at.keys, at.starts],
        ...[at.ties, include === null ? 0 : at.include, at.pairs, at.order],
      );
      if (count >= 0) return count;
      sortExactly(order, ~count, scores, ties);
      return ~count;
    },
  };
}
