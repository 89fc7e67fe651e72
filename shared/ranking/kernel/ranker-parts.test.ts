import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadKernel } from "../../../build/wasm.mjs";
import { type Decision, decision, makeTable, weight } from "../../../tests/support/decision-tables";
import { mutationRun, sampleSize } from "../../../tests/support/sample-size";
import { SCORE_GRID } from "../additive/order";
import { createRanker } from "../additive/ranker";
import type { DecisionTable, Ranking } from "../additive/types";
import { createKernelParts, type Instantiate } from "./index";
import { drawValue } from "./random";

let instantiate: Instantiate;
beforeAll(async () => {
  instantiate = await loadKernel();
}, 60_000);

/** The bits of all that a ranking says, copied since its arrays are reused. */
function bitsOf(ranking: Ranking) {
  const bits = (numbers: Float64Array) => Array.from(new BigUint64Array(Float64Array.from(numbers).buffer));
  return {
    count: ranking.count,
    weights: bits(ranking.weights),
    score: bits(ranking.score),
    order: Array.from(ranking.order.subarray(0, ranking.count)),
    rank: Array.from(ranking.rank),
    low: bits(ranking.low),
    high: bits(ranking.high),
    unknown: bits(ranking.unknownShare),
  };
}

function pairOf(table: DecisionTable) {
  return [createRanker(table), createRanker(table, createKernelParts(instantiate))] as const;
}

/** Numbers in 0..1 that depend on a seed. */
const noise = (seed: number) => (k: number, key: number) => drawValue(0, 1, 0, k, seed, key);

/** Values that are spread, tied, or crowded beside one outlier: what the short keys cannot tell apart. */
const shapes = {
  spread: (x: number) => x,
  tied: (x: number) => Math.floor(x * 4) / 4,
  crowded: (x: number, row: number) => (row === 0 ? 0 : 0.5 + Math.floor(x * 5_000) * SCORE_GRID),
};

function shapedTable(rows: number, criteria: number, shape: keyof typeof shapes, seed: number): DecisionTable {
  const random = noise(seed);
  const columns = (part: number) =>
    Array.from({ length: criteria }, (_, c) =>
      Float64Array.from({ length: rows }, (_, row) => shapes[shape](random(row, 3 * c + part), row)),
    );
  const tieBreak = new Uint32Array(rows);
  const shuffled = Array.from({ length: rows }, (_, row) => row).sort((a, b) => random(a, 900) - random(b, 900));
  for (const [place, row] of shuffled.entries()) tieBreak[row] = place;
  const { criteria: made } = makeTable([Array.from({ length: criteria }, () => 0)]);
  const kind = made.map((_, c) => Uint8Array.from({ length: rows }, (__, row) => random(row, 901 + c) * 5));
  return {
    siteCount: rows,
    criteria: made,
    central: columns(0),
    low: columns(1),
    high: columns(2),
    kind,
    tieBreak,
  };
}

const anyWeight = fc.oneof(
  { weight: 4, arbitrary: weight },
  fc.constantFrom(0, Number.MIN_VALUE, 1e-310, 2 ** -1000, 2 ** 1000, Number.MAX_VALUE),
);

describe("the ranker on the kernel gives the bits of the plain one", () => {
  test("for tables of any size and shape, weights of any size, and masks", () => {
    const given = fc.record({
      rows: fc.integer({ min: 1, max: 600 }),
      criteria: fc.integer({ min: 1, max: 20 }),
      shape: fc.constantFrom("spread", "tied", "crowded"),
      seed: fc.integer(),
      weights: fc.array(anyWeight, { minLength: 20, maxLength: 20 }),
      kept: fc.constantFrom(null, 0, 0.1, 0.9, 1),
    });
    fc.assert(
      fc.property(given, ({ rows, criteria, shape, seed, weights, kept }) => {
        const table = shapedTable(rows, criteria, shape, seed);
        const random = noise(seed);
        const mask =
          kept === null ? null : Uint8Array.from({ length: rows }, (_, row) => (random(row, 999) < kept ? 1 : 0));
        const [plain, kernel] = pairOf(table);
        const own = weights.slice(0, criteria);
        expect(bitsOf(kernel.rank(own, mask))).toEqual(bitsOf(plain.rank(own, mask)));
      }),
      { numRuns: sampleSize(400) },
    );
  });

  test("over a series of edits of weights and masks, bounds read or not", () => {
    fc.assert(
      fc.property(
        decision({ maxSites: 40, maxCriteria: 17 }),
        fc.array(fc.tuple(fc.nat(16), anyWeight, fc.option(fc.integer()), fc.boolean()), { maxLength: 15 }),
        ({ table, weights }: Decision, edits) => {
          const [plain, kernel] = pairOf(table);
          const current = [...weights];
          for (const [c, changed, keep, readAll] of edits) {
            current[c % current.length] = changed;
            const mask = keep === null ? null : Uint8Array.from(table.tieBreak, (_, row) => (keep >>> (row % 32)) & 1);
            const [a, b] = [plain.rank(current, mask), kernel.rank(current, mask)];
            if (readAll) expect(bitsOf(b)).toEqual(bitsOf(a));
            else expect([...b.order.subarray(0, b.count)]).toEqual([...a.order.subarray(0, a.count)]);
          }
          expect(bitsOf(kernel.rank(weights))).toEqual(bitsOf(plain.rank(weights)));
        },
      ),
    );
  });

  test.each(["spread", "tied", "crowded"] as const)("for 30,000 sites whose values are %s", (shape) => {
    const table = shapedTable(sampleSize(30_000), 13, shape, 5);
    const mask = Uint8Array.from(table.tieBreak, (place) => (place % 3 === 0 ? 0 : 1));
    const [plain, kernel] = pairOf(table);
    const first = Array.from({ length: 13 }, (_, c) => c + 1);
    // Only one criterion counts: then scores are as crowded or tied as its values.
    const second = first.map((_, c) => (c === 4 ? 100 : 0));
    for (const [weights, include] of [[first, null] as const, [second, null] as const, [second, mask] as const]) {
      const [a, b] = [plain.rank(weights, include), kernel.rank(weights, include)];
      expect(b.count).toBe(a.count);
      const orders = [a, b].map(({ order, count }) => order.subarray(0, count));
      expect(sameBytes(orders[0], orders[1]), "order").toBe(true);
      for (const part of ["score", "rank", "low", "high"] as const) {
        expect(sameBytes(a[part], b[part]), part).toBe(true);
      }
    }
  });

  test("for no sites, and for no criteria", () => {
    const none = shapedTable(0, 3, "spread", 1);
    const bare = shapedTable(5, 0, "spread", 1);
    for (const [table, weights, count] of [[none, [1, 2, 3], 0] as const, [bare, [], 5] as const]) {
      const [plain, kernel] = pairOf(table);
      const found = bitsOf(kernel.rank(weights));
      expect(found).toEqual(bitsOf(plain.rank(weights)));
      expect(found.count).toBe(count);
    }
  });
});

/** For many rows, where a comparison entry by entry would take long. */
function sameBytes(a: Float64Array | Uint32Array | undefined, b: Float64Array | Uint32Array | undefined): boolean {
  const bytes = (x: typeof a) => Buffer.from(x?.buffer ?? new ArrayBuffer(0), x?.byteOffset, x?.byteLength);
  return bytes(a).length > 0 && bytes(a).equals(bytes(b));
}

test("its arrays stay the same and valid while others are made", () => {
  const [, kernel] = pairOf(shapedTable(1_000, 5, "spread", 3));
  const ranking = kernel.rank([1, 2, 3, 4, 5]);
  const { score, order, rank, low, high } = ranking;
  createRanker(shapedTable(5_000, 5, "spread", 4), createKernelParts(instantiate)).rank([1, 1, 1, 1, 1]);
  expect(kernel.rank([5, 4, 3, 2, 1])).toBe(ranking);
  for (const [now, then] of [
    [ranking.score, score],
    [ranking.order, order],
    [ranking.rank, rank],
    [ranking.low, low],
    [ranking.high, high],
  ] as const) {
    expect(now).toBe(then);
    expect(now.length).toBe(1_000);
  }
});

test("where there is no memory for an instance, the plain parts stand in", () => {
  const table = shapedTable(40, 6, "spread", 9);
  let asked = 0;
  const parts = createKernelParts(() => {
    asked += 1;
    throw new RangeError("could not allocate memory");
  });
  const weights = [1, 2, 3, 4, 5, 6];
  expect(bitsOf(createRanker(table, parts).rank(weights))).toEqual(bitsOf(createRanker(table).rank(weights)));
  expect(asked).toBe(3);
  const broken = createKernelParts(() => {
    throw new TypeError("no module");
  });
  expect(() => createRanker(table, broken)).toThrow("no module");
});

// Instrumented code takes seconds to order two million rows, once for every mutant.
test.skipIf(mutationRun)("more rows than its keys can number are ordered by the plain part", () => {
  const tieBreak = Uint32Array.from({ length: 2 ** 21 + 1 }, (_, row) => 2 ** 21 - row);
  const parts = createKernelParts(() => {
    throw new Error("asked for an instance");
  });
  const sum = parts.orderedSum([], tieBreak);
  expect(sum.arrange(null)).toBe(2 ** 21 + 1);
  expect([sum.order[0], sum.rank[0]]).toEqual([2 ** 21, 1]);
});
