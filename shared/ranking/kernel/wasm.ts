/**
 * The rank kernel on an instance of the WebAssembly module (source: assembly/rank-block.ts). Lays out the
 * instance's memory, fills in the columns and hands out views of it.
 */
import { type KernelExports, Layout, padded, storeColumns } from "./memory";
import { BLOCK, bucketCount, type RankKernel, type RankProblem } from "./rank-kernel";

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
    starts: layout.take(buckets * 2),
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
