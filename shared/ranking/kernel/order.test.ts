import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadKernel } from "../../../build/wasm.mjs";
import { createTypedArrayOrderKernel, createWasmOrderKernel, type Instantiate } from "./index";
import { drawValue } from "./random";

let instantiate: Instantiate;
beforeAll(async () => {
  instantiate = await loadKernel();
}, 60_000);

function byDefinition(
  columns: readonly Float64Array[],
  weights: readonly number[],
  tie: Uint32Array,
  include: Uint8Array | null,
) {
  const scores = Array.from(columns[0] ?? [], (_, i) =>
    columns.reduce((sum, column, c) => sum + (weights[c] ?? 0) * (column[i] ?? 0), 0),
  );
  const order = scores
    .map((_, i) => i)
    .filter((i) => include === null || include[i] !== 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (tie[a] ?? 0) - (tie[b] ?? 0));
  return { scores, order };
}

/** Numbers in -1..1 that depend on a seed. */
const noise = (seed: number) => (k: number, key: number) => drawValue(-1, 2, 0, k, seed, key);

describe.each(["typed arrays", "WebAssembly SIMD"] as const)("order kernel in %s", (name) => {
  const create = (columns: readonly Float64Array[], tie?: Uint32Array) =>
    name === "typed arrays"
      ? createTypedArrayOrderKernel(columns, tie)
      : createWasmOrderKernel(columns, instantiate(), tie);

  test("gives the exact order, equal scores by tie-break", () => {
    const given = fc.record({
      m: fc.integer({ min: 1, max: 200 }),
      n: fc.integer({ min: 1, max: 5 }),
      levels: fc.constantFrom(1, 3, 1e9),
      spread: fc.constantFrom(1, 1e-300, 1e-14),
      outlier: fc.boolean(),
      seed: fc.integer(),
      partial: fc.boolean(),
    });
    fc.assert(
      fc.property(given, ({ m, n, levels, spread, outlier, seed, partial }) => {
        const random = noise(seed);
        const columns = Array.from({ length: n }, (_, c) =>
          Float64Array.from({ length: m }, (_, i) => (Math.round(random(i, c) * levels) / levels) * spread),
        );
        // All but one so near each other that the counting passes cannot tell them apart.
        if (outlier) columns[0]?.set([5]);
        const tie = Uint32Array.from(
          Array.from({ length: m }, (_, i) => i).sort((a, b) => random(a, 50) - random(b, 50)),
        );
        const include = partial ? Uint8Array.from({ length: m }, (_, i) => (random(i, 60) < 0 ? 0 : 1)) : null;
        const weights = Array.from({ length: n }, (_, c) => Math.abs(random(c, 70)));
        const kernel = create(columns, tie);
        // The first run must leave nothing behind for the second.
        kernel.run(weights.map((weight) => 1 - weight));
        const count = kernel.run(weights, include);
        const expected = byDefinition(columns, weights, tie, include);
        expect(Array.from(kernel.order.subarray(0, count))).toEqual(expected.order);
        expect(Array.from(kernel.scores)).toEqual(expected.scores);
      }),
      { numRuns: 150 },
    );
  });

  test("breaks ties by row without a tie-break, and orders a large table", () => {
    const random = noise(3);
    const columns = [0, 1].map((c) => Float64Array.from({ length: 20_000 }, (_, i) => Math.round(random(i, c) * 1e4)));
    const kernel = create(columns);
    expect(kernel.name).toBe(name);
    expect(kernel.run([0.5, 0.25])).toBe(20_000);
    const rows = Uint32Array.from({ length: 20_000 }, (_, i) => i);
    expect(Array.from(kernel.order)).toEqual(byDefinition(columns, [0.5, 0.25], rows, null).order);
  });
});
