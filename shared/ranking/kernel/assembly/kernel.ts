/**
 * The module of the engine's inner loops in AssemblyScript, compiled to WebAssembly SIMD by build/wasm.mjs.
 * Each has a twin in plain TypeScript: same arithmetic, same order, same bits. Nothing is allocated here:
 * whoever calls lays out the memory and passes addresses.
 */

export { orderRows, weighRows } from "./additive";
export { rankBlock } from "./rank-block";

/** First free byte of the memory. */
export function heapBase(): usize {
  return __heap_base;
}
