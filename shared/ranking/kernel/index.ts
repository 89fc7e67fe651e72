/**
 * The inner loops of the decision engine, twice: in plain typed arrays, and in WebAssembly SIMD
 * (source in `assembly/`, compiled by build/wasm.mjs). Both do the same arithmetic in the same order,
 * so that their results are equal bit for bit and the faster may stand in for the other anywhere.
 *
 * - `RankKernel` ranks a block of sampled weightings and counts who came where.
 * - `OrderKernel` scores a table under one weighting and puts it in exact order.
 *
 * Nothing here touches WebAssembly's own API: a caller that has it hands over a function that makes
 * a fresh instance and returns its exports.
 */

export { createTypedArrayOrderKernel, type OrderKernel } from "./order";
export { BLOCK, blockBuffers, type RankCounts, type RankKernel, type RankProblem } from "./rank-kernel";
export { createTypedArrayRankKernel } from "./typed-arrays";
export { createWasmOrderKernel, createWasmRankKernel, type Instantiate, type KernelExports } from "./wasm";
