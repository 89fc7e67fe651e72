/**
 * The inner loops of the decision engine, twice: in plain typed arrays, and in WebAssembly SIMD
 * (source in `assembly/`, compiled by build/wasm.mjs). Both do the same arithmetic in the same order,
 * so that their results are equal bit for bit and the faster may stand in for the other anywhere.
 *
 * - `RankKernel` ranks a block of sampled weightings and counts who came where.
 * - `createKernelParts` makes the parts of the live ranker: scores of a table under one weighting, order and
 *   ranks. Their plain twins are those that `createRanker` takes by itself.
 *
 * Nothing here touches WebAssembly's own API: a caller that has it hands over a function that makes
 * a fresh instance and returns its exports.
 */

export type { Instantiate, KernelExports } from "./memory";
export { BLOCK, blockBuffers, type RankCounts, type RankKernel, type RankProblem } from "./rank-kernel";
export { createKernelParts } from "./ranker-parts";
export { createTypedArrayRankKernel } from "./typed-arrays";
export { createWasmRankKernel } from "./wasm";
