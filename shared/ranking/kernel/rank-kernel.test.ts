import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadKernel } from "../../../build/wasm.mjs";
import { sampleSize } from "../../../tests/support/sample-size";
import {
  BLOCK,
  createTypedArrayRankKernel,
  createWasmRankKernel,
  type Instantiate,
  type RankKernel,
  type RankProblem,
} from "./index";
import { drawValue } from "./random";
import { bucketCount } from "./rank-kernel";

let instantiate: Instantiate;
beforeAll(async () => {
  instantiate = await loadKernel();
}, 60_000);

/** A case: values with many ties, some intervals, and a block of weightings. */
const cases = fc
  .record({
    m: fc.integer({ min: 1, max: 40 }),
    n: fc.integer({ min: 1, max: 6 }),
    samples: fc.integer({ min: 1, max: BLOCK }),
    levels: fc.constantFrom(1, 2, 3, 1000),
    open: fc.constantFrom(0, 0.3, 1),
    spread: fc.constantFrom(1, 1e-13, 1e-295, 1e6),
    seed: fc.integer(),
    pairwise: fc.boolean(),
  })
  .map(({ m, n, samples, levels, open, spread, seed, pairwise }) => {
    const random = (k: number, key: number) => drawValue(0, 1, 0, k, seed, key);
    const low = Array.from({ length: n }, (_, c) =>
      Float64Array.from({ length: m }, (_, i) => (Math.floor(random(c * m + i, 1) * levels) / levels) * spread),
    );
    const width = low.map((column, c) =>
      random(c, 2) < open
        ? column.map((_, i) => (random(c * m + i, 3) < open ? random(c * m + i, 4) * spread : 0))
        : null,
    );
    const weights = Float64Array.from({ length: BLOCK * n }, (_, k) => random(k, 5));
    const keys = Int32Array.from({ length: BLOCK * 2 }, (_, k) => random(k, 6) * 2 ** 32);
    const ranks = 1 + Math.floor(random(0, 7) * m);
    const rows = Uint32Array.from({ length: m }, (_, i) => i * 3 + 1);
    const problem: RankProblem = { alternatives: m, criteria: n, low, width, rows, ranks, pairwise };
    return { problem, weights, keys, samples };
  });

/** Ranks by definition: 1 + the number that are strictly better. */
function bruteForce({ problem, weights, keys, samples }: typeof cases extends fc.Arbitrary<infer T> ? T : never) {
  const { alternatives: m, criteria: n, low, width, rows, ranks, pairwise } = problem;
  const counts = new Array<number>(m * ranks).fill(0);
  const pairs = new Array<number>(pairwise ? m * m : 0).fill(0);
  const orders: number[][] = [];
  const leaders: number[] = [];
  for (let s = 0; s < samples; s++) {
    const scores = Array.from({ length: m }, (_, i) => {
      let sum = 0;
      for (let c = 0; c < n; c++) {
        const open = width[c]?.[i] ?? 0;
        const base = low[c]?.[i] ?? NaN;
        const value =
          open === 0 ? base : drawValue(base, open, c, rows[i] ?? NaN, keys[2 * s] ?? 0, keys[2 * s + 1] ?? 0);
        sum += (weights[s * n + c] ?? NaN) * value;
      }
      return sum;
    });
    for (const [i, own] of scores.entries()) {
      const better = scores.filter((other) => other > own).length;
      if (better < ranks) counts[better * m + i] = (counts[better * m + i] ?? 0) + 1;
      if (pairwise)
        for (const [k, other] of scores.entries()) if (own > other) pairs[i * m + k] = (pairs[i * m + k] ?? 0) + 1;
    }
    orders.push(scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b));
    leaders.push(scores.filter((own) => own === Math.max(...scores)).length);
  }
  return { counts, pairs, orders, leaders };
}

function result(kernel: RankKernel, m: number, samples: number) {
  return {
    counts: Array.from(kernel.counts.ranks),
    pairs: Array.from(kernel.counts.pairs),
    orders: Array.from({ length: samples }, (_, s) => Array.from(kernel.order.subarray(s * m, (s + 1) * m))),
    leaders: Array.from(kernel.leaders.subarray(0, samples)),
  };
}

describe.each(["typed arrays", "WebAssembly SIMD"] as const)("rank kernel in %s", (name) => {
  const create = (problem: RankProblem) =>
    name === "typed arrays" ? createTypedArrayRankKernel(problem) : createWasmRankKernel(problem, instantiate());

  test("ranks by definition, ties and intervals included", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const kernel = create(given.problem);
        expect(kernel.name).toBe(name);
        kernel.weights.set(given.weights);
        kernel.keys.set(given.keys);
        kernel.run(given.samples);
        expect(result(kernel, given.problem.alternatives, given.samples)).toEqual(bruteForce(given));
      }),
      { numRuns: sampleSize(150) },
    );
  });

  test("adds up over blocks until it is cleared", () => {
    const low = [Float64Array.of(0.2, 0.9, 0.9)];
    const rows = Uint32Array.of(0, 1, 2);
    const kernel = create({ alternatives: 3, criteria: 1, low, width: [null], rows, ranks: 3, pairwise: true });
    kernel.weights.fill(1);
    kernel.run(2);
    kernel.run(BLOCK);
    expect(Array.from(kernel.counts.ranks)).toEqual([0, 34, 34, 0, 0, 0, 34, 0, 0]);
    expect(Array.from(kernel.counts.pairs)).toEqual([0, 0, 0, 34, 0, 0, 34, 0, 0]);
    kernel.clear();
    expect(kernel.counts.ranks.every((count) => count === 0)).toBe(true);
    expect(kernel.counts.pairs.every((count) => count === 0)).toBe(true);
  });
});

test("both count the same bits on 500 x 12 with intervals", () => {
  const m = sampleSize(500);
  const random = (k: number, key: number) => drawValue(0, 1, 0, k, 77, key);
  const low = Array.from({ length: 12 }, (_, c) => Float64Array.from({ length: m }, (_, i) => random(i, c)));
  const width = low.map((column, c) => (c % 3 === 0 ? column.map((_, i) => (i % 2 ? 0.2 : 0)) : null));
  const rows = Uint32Array.from({ length: m }, (_, i) => i);
  const problem = { alternatives: m, criteria: 12, low, width, rows, ranks: m, pairwise: true };
  const kernels = [createTypedArrayRankKernel(problem), createWasmRankKernel(problem, instantiate())];
  for (const kernel of kernels) {
    kernel.weights.forEach((_, k) => {
      kernel.weights[k] = random(k, 99);
    });
    kernel.keys.forEach((_, k) => {
      kernel.keys[k] = random(k, 98) * 2 ** 32;
    });
    kernel.run(BLOCK);
  }
  const [plain, wasm] = kernels.map((kernel) => result(kernel, m, BLOCK));
  expect(wasm).toEqual(plain);
});

test("there are enough buckets for few and many, and no more than fit a 16-bit number", () => {
  expect([1, 32, 33, 500, 65_535].map(bucketCount)).toEqual([64, 128, 256, 2048, 65_536]);
});
