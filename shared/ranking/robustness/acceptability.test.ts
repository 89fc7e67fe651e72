import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadKernel } from "../../../build/wasm.mjs";
import { sampleSize } from "../../../tests/support/sample-size";
import { RankingError } from "../errors";
import type { Instantiate } from "../kernel";
import { drawValue, STREAM, sampleKeys } from "../kernel/random";
import {
  type AcceptabilityProblem,
  confidenceFactors,
  createAcceptabilityRun,
  MAX_SAMPLES,
  mergeCounts,
  rankAcceptability,
  summarise,
  transferables,
} from "./acceptability";
import type { CellMatrix } from "./values";
import { createWeightSampler } from "./weight-region";

let instantiate: Instantiate;
beforeAll(async () => {
  instantiate = await loadKernel();
}, 60_000);

const N = sampleSize(40_000);

/** Within 4.5 standard errors of the exact share. */
function expectShare(found: number | undefined, exact: number, samples = N) {
  expect(Math.abs((found ?? NaN) - exact)).toBeLessThanOrEqual(4.5 * Math.sqrt((exact * (1 - exact)) / samples));
}

/** A mean of weights: within 0.005 at the full size. */
function expectMean(found: number | undefined, exact: number) {
  expect(Math.abs((found ?? NaN) - exact)).toBeLessThan(1 / Math.sqrt(N));
}

function expectShares(found: readonly (readonly number[])[], exact: readonly (readonly number[])[], samples = N) {
  expect(found.length).toBe(exact.length);
  for (const [i, row] of exact.entries()) {
    expect(found[i]?.length).toBe(row.length);
    for (const [r, share] of row.entries()) expectShare(found[i]?.[r], share, samples);
  }
}

describe("exact cases by geometry", () => {
  test("two criteria: lengths of a segment", () => {
    // With t the first weight: A = t, B = 1 - t, C = 0.6.
    const result = rankAcceptability({
      values: [
        [1, 0],
        [0, 1],
        [0.6, 0.6],
      ],
      samples: N,
      seed: 1,
    });
    expectShares(result.acceptability, [
      [0.4, 0.1, 0.5],
      [0.4, 0.1, 0.5],
      [0.2, 0.8, 0],
    ]);
    expectShares(result.pairwiseWinning, [
      [0, 0.5, 0.4],
      [0.5, 0, 0.4],
      [0.6, 0.6, 0],
    ]);
    // A is first for t in 0.6..1, C for t in 0.4..0.6: central weights are the middles.
    expectMean(result.centralWeights[0]?.[0], 0.8);
    expectMean(result.centralWeights[1]?.[0], 0.2);
    expectMean(result.centralWeights[2]?.[0], 0.5);
    for (const central of result.centralWeights) expect((central?.[0] ?? 0) + (central?.[1] ?? 0)).toBeCloseTo(1, 14);
    // The favourable weights of an alternative with exact values are convex: their mean is one of them.
    expect(result.confidence).toEqual([1, 1, 1]);
    expect(result.samples).toBe(N);
    const p = result.acceptability[0]?.[0] ?? NaN;
    expect(result.standardError[0]?.[0]).toBe(Math.sqrt((p * (1 - p)) / N));
    expect(result.standardError[2]?.[2]).toBe(0);
  });

  test("three criteria: areas of a triangle", () => {
    // A, B, C are best where their weight is above a half (a corner of a quarter of the area each), D in the middle.
    const values = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0.5, 0.5, 0.5],
    ];
    const result = rankAcceptability({ values, samples: N, seed: 2 });
    for (const row of result.acceptability) expectShare(row[0], 1 / 4);
    // The corner w1 >= 1/2 is the triangle halved towards its corner: centroid (2/3, 1/6, 1/6).
    expectMean(result.centralWeights[0]?.[0], 2 / 3);
    expectMean(result.centralWeights[0]?.[1], 1 / 6);
    for (const weight of result.centralWeights[3] ?? []) expectMean(weight, 1 / 3);
    // A has w1; it is last where w1 is the least: a third. D is never last, and third never: one weight is below 1/2.
    expectShare(result.acceptability[0]?.[3], 1 / 3);
    expectShare(result.acceptability[3]?.[1], 3 / 4);
    expect(result.acceptability[3]?.slice(2)).toEqual([0, 0]);
    expectShare(result.pairwiseWinning[0]?.[3], 1 / 4);
  });

  test("under an order of importance", () => {
    const values = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0.5, 0.5, 0.5],
    ];
    const result = rankAcceptability({ values, samples: N, seed: 3, order: [1, 2, 0] });
    // In the ordered sixth the second weight is above a half in half of it times 3/2: 3 x 1/4.
    expectShare(result.acceptability[1]?.[0], 3 / 4);
    expectShare(result.acceptability[3]?.[0], 1 / 4);
    expect(result.acceptability[0]?.[0]).toBe(0);
    expect(result.centralWeights[0]).toBeNull();
    expect(result.confidence[0]).toBe(0);
    const alone = rankAcceptability({ values: [[1, 1, 1]], samples: N, seed: 3, order: [1, 2, 0] });
    for (const [c, weight] of [2 / 18, 11 / 18, 5 / 18].entries()) expectMean(alone.centralWeights[0]?.[c], weight);
  });

  test("under lower bounds and within a distance", () => {
    const values = [
      [1, 0],
      [0, 1],
    ];
    const bounded = rankAcceptability({ values, samples: N, seed: 4, lowerBounds: [0.3, 0] });
    expectShare(bounded.acceptability[0]?.[0], 5 / 7);
    const near = rankAcceptability({ values, samples: N, seed: 4, around: { weights: [2, 3], distance: 0.2 } });
    expectShare(near.acceptability[0]?.[0], 1 / 4);
  });

  test("values in intervals are drawn jointly with the weights", () => {
    // One criterion. A is even in 0..1, B is 0.25: A is best in three quarters; C is even in 0.25..0.5.
    const two = rankAcceptability({ values: [[[0, 1]], [0.25]], samples: N, seed: 5 });
    expectShares(two.acceptability, [
      [0.75, 0.25],
      [0.25, 0.75],
    ]);
    expectShare(two.confidence[0], 0.75);
    // P(A > C) = 1 - E[C] = 0.625; C and A are independent, so all three fall into place.
    const three = rankAcceptability({ values: [[{ low: 0, high: 1 }], [0.25], [[0.25, 0.5]]], samples: N, seed: 5 });
    expectShares(three.pairwiseWinning, [
      [0, 0.75, 0.625],
      [0.25, 0, 0],
      [0.375, 1, 0],
    ]);
    expectShares(three.acceptability, [
      [0.625, 0.125, 0.25],
      [0, 0.25, 0.75],
      [0.375, 0.625, 0],
    ]);
  });

  test("two open criteria: A is best where its weight and draw say so", () => {
    // A = t x with x even in 0..1, B = 0.25: P = 1 - integral of min(1, 1 / (4 t)) = 3/4 - ln(4) / 4.
    const result = rankAcceptability({
      values: [
        [[0, 1], 0],
        [0.25, 0.25],
      ],
      samples: N,
      seed: 6,
    });
    expectShare(result.acceptability[0]?.[0], 3 / 4 - Math.log(4) / 4);
    // Its central first weight c gives a confidence of 1 - 1 / (4 c).
    const central = result.centralWeights[0]?.[0] ?? NaN;
    expectShare(result.confidence[0], 1 - 1 / (4 * central));
  });
});

describe("ties", () => {
  test("share the better rank", () => {
    const result = rankAcceptability({ values: [[0.5], [0.5], [0.1]], samples: 100, seed: 1 });
    expect(result.acceptability).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(result.pairwiseWinning).toEqual([
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]);
    expect(result.centralWeights).toEqual([[1], [1], null]);
    expect(result.confidence).toEqual([1, 1, 0]);
  });
});

/** Small problems of every kind. */
const problems: fc.Arbitrary<AcceptabilityProblem> = fc
  .record({
    m: fc.integer({ min: 1, max: 9 }),
    n: fc.integer({ min: 1, max: 4 }),
    seed: fc.maxSafeInteger(),
    kind: fc.integer({ min: 0, max: 3 }),
  })
  .chain(({ m, n, seed, kind }) => {
    const level = fc.integer({ min: 0, max: 8 }).map((k) => k / 8);
    const cell = fc.oneof(
      level,
      fc.tuple(level, level).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    );
    const values: fc.Arbitrary<CellMatrix> = fc.array(fc.array(cell, { minLength: n, maxLength: n }), {
      minLength: m,
      maxLength: m,
    });
    const all = Array.from({ length: n }, (_, c) => c);
    const region = [
      {},
      { order: all },
      { lowerBounds: all.map((c) => c / 20) },
      { around: { weights: all.map((c) => c + 1), distance: 0.2 } },
    ][kind];
    return values.map((table) => ({ values: table, seed, pairwise: true, ...region }));
  });

describe("properties", () => {
  test("rows sum to 1, someone is always first, pairs never exceed 1", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const result = rankAcceptability({ ...problem, samples: 200 });
        for (const row of result.acceptability) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(result.acceptability.reduce((sum, row) => sum + (row[0] ?? 0), 0)).toBeGreaterThanOrEqual(1 - 1e-12);
        for (const [i, row] of result.pairwiseWinning.entries()) {
          for (const [k, p] of row.entries())
            expect(p + (result.pairwiseWinning[k]?.[i] ?? NaN)).toBeLessThanOrEqual(1 + 1e-12);
        }
        for (const [i, central] of result.centralWeights.entries()) {
          expect(central === null).toBe(result.acceptability[i]?.[0] === 0);
          expect(central?.reduce((sum, w) => sum + w, 0) ?? 1).toBeCloseTo(1, 12);
        }
      }),
      { numRuns: sampleSize(60) },
    );
  });

  test("a dominated alternative is never first", () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, pick) => {
        const table = problem.values as CellMatrix;
        const victim = pick % table.length;
        const worse = (table[victim] ?? []).map(
          (cell) => (typeof cell === "number" ? cell : (cell as [number, number])[0]) - 0.01,
        );
        const result = rankAcceptability({ ...problem, values: [...table, worse], samples: 100 });
        expect(result.acceptability.at(-1)?.[0]).toBe(0);
      }),
      { numRuns: sampleSize(40) },
    );
  });

  test("the same bits whatever the slices, their order and the kernel", () => {
    fc.assert(
      fc.property(problems, fc.array(fc.integer({ min: 1, max: 199 }), { maxLength: 4 }), (problem, cuts) => {
        const whole = createAcceptabilityRun(problem).run(0, 200);
        const ends = [...new Set([0, ...cuts, 200])].sort((a, b) => a - b);
        const workers = [createAcceptabilityRun(problem), createAcceptabilityRun(problem, instantiate)];
        const parts = ends
          .slice(1)
          .map((to, k) => workers[k % 2]?.run(ends[k] ?? 0, to) ?? whole)
          .reverse();
        const merged = parts.reduce((sum, part) => mergeCounts(sum, part));
        expect(merged).toEqual(whole);
        expect(summarise(merged)).toEqual(summarise(whole));
      }),
      { numRuns: sampleSize(60) },
    );
  });

  test("intervals without width are exact values", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const bottom = (problem.values as CellMatrix).map((row) =>
          row.map((cell) => (typeof cell === "number" ? cell : (cell as [number, number])[0])),
        );
        const pairs = bottom.map((row) => row.map((value) => ({ low: value, high: value })));
        expect(rankAcceptability({ ...problem, values: pairs, samples: 64 })).toEqual(
          rankAcceptability({ ...problem, values: bottom, samples: 64 }),
        );
      }),
      { numRuns: sampleSize(30) },
    );
  });

  test("the order of the alternatives does not matter", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const values = (problem.values as CellMatrix).map((row) =>
          row.map((cell) => (typeof cell === "number" ? cell : (cell as [number, number])[1])),
        );
        const forwards = rankAcceptability({ ...problem, values, samples: 64 });
        const backwards = rankAcceptability({ ...problem, values: [...values].reverse(), samples: 64 });
        expect([...backwards.acceptability].reverse()).toEqual(forwards.acceptability);
        expect([...backwards.centralWeights].reverse()).toEqual(forwards.centralWeights);
      }),
      { numRuns: sampleSize(30) },
    );
  });

  test("draws hang on the row's name, so that others may come and go", () => {
    const low = [Float64Array.of(0.1, 0.2, 0.3)];
    const high = [Float64Array.of(0.9, 0.8, 0.5)];
    const without = { low: [Float64Array.of(0.1, 0.3)], high: [Float64Array.of(0.9, 0.5)] };
    const pair = (values: AcceptabilityProblem["values"], i: number, k: number) =>
      rankAcceptability({ values, samples: 500, seed: 9 }).pairwiseWinning[i]?.[k];
    expect(pair({ ...without, rows: Uint32Array.of(0, 2) }, 0, 1)).toBe(pair({ low, high }, 0, 2));
    expect(pair(without, 0, 1)).not.toBe(pair({ low, high }, 0, 2));
  });
});

test("samples use the documented draws", () => {
  const seed = 2 ** 40 + 7;
  const weights = new Float64Array(2);
  createWeightSampler({}, 2, seed).fill(123, 1, weights);
  const keys = sampleKeys(seed, STREAM.values);
  const value = drawValue(0.2, 0.6, 1, 0, keys.first(123), keys.second(123));
  const score = (weights[0] ?? 0) * 0.5 + (weights[1] ?? 0) * value;
  const rival = (level: number) =>
    createAcceptabilityRun({
      values: [
        [0.5, [0.2, 0.8]],
        [level, level],
      ],
      seed,
    }).run(123, 124).firsts;
  expect(Array.from(rival(score - 1e-9))).toEqual([1, 0]);
  expect(Array.from(rival(score + 1e-9))).toEqual([0, 1]);
});

test("counts can be limited to the first ranks, and pairs left out", () => {
  const problem = {
    values: [
      [1, 0],
      [0, 1],
      [0.6, 0.6],
    ],
    seed: 1,
  };
  const run = createAcceptabilityRun({ ...problem, ranks: 2 });
  expect(run.kernel).toBe("typed arrays");
  expect(createAcceptabilityRun(problem, instantiate).kernel).toBe("WebAssembly SIMD");
  expect(run.sampling).toBe("gaps");
  const counts = run.run(0, 300);
  const full = rankAcceptability({ ...problem, samples: 300 });
  expect(summarise(counts).acceptability).toEqual(full.acceptability.map((row) => row.slice(0, 2)));
  expect(summarise(counts).pairwiseWinning).toEqual([]);
  expect(rankAcceptability({ ...problem, samples: 300, pairwise: false }).pairwiseWinning).toEqual([]);
  expect(summarise(createAcceptabilityRun({ ...problem, ranks: 99 }).run(0, 300)).acceptability).toEqual(
    full.acceptability,
  );
  expect(transferables(counts).map((buffer) => buffer.byteLength)).toEqual([24, 0, 12, 12, 48]);
});

test("counts by hand: the first of level ones is the best, all of them are first, with the weights of the sample", () => {
  const counts = createAcceptabilityRun({ values: [[0.5], [0.5], [0.1]], seed: 1, pairwise: true }).run(0, 100);
  expect(Array.from(counts.firsts)).toEqual([100, 0, 0]);
  expect(Array.from(counts.firstRanks)).toEqual([100, 100, 0]);
  expect(Array.from(counts.weightSums)).toEqual([100 * 2 ** 30, 100 * 2 ** 30, 0]);
  expect(Array.from(counts.ranks)).toEqual([100, 100, 0, 0, 0, 0, 0, 0, 100]);
  expect(Array.from(counts.pairs)).toEqual([0, 0, 100, 0, 0, 100, 0, 0, 0]);
});

test("says in words what cannot be", () => {
  const values = [[1], [0]];
  const run = createAcceptabilityRun({ values, seed: 1 });
  const counts = run.run(0, 1);
  const other = (more: Partial<AcceptabilityProblem>) => createAcceptabilityRun({ values, seed: 1, ...more }).run(0, 1);
  const refuse = (act: () => unknown, code: string, message: string) =>
    expect(act).toThrow(expect.objectContaining({ code, message }));
  refuse(
    () => createAcceptabilityRun({ values, seed: 0.5 }),
    "parameter",
    "The seed is 0.5; it must be a whole number.",
  );
  refuse(() => run.run(3, 3), "parameter", "Samples 3 to 3 are not a range within 0 to 8388608.");
  refuse(
    () => createAcceptabilityRun({ values, seed: 1, ranks: 0 }),
    "parameter",
    "The number of ranks to count is 0; it must be 1 or more.",
  );
  const many = { low: [new Float64Array(65_536)], high: [new Float64Array(65_536)] };
  refuse(
    () => createAcceptabilityRun({ values: many, seed: 1 }),
    "parameter",
    "More than 65,535 alternatives to rank by samples.",
  );
  refuse(() => mergeCounts({ ...counts, samples: MAX_SAMPLES }, counts), "parameter", "More than 8388608 samples.");
  // As many entries in every table, but not of the same problem.
  const square = { values: [[1, 0]], ranks: 1 };
  const apart = "These counts are of different problems and cannot be merged.";
  refuse(() => mergeCounts(other({ ranks: 1 }), other(square)), "shape", apart);
  refuse(() => mergeCounts(other({ ranks: 2 }), other({ ranks: 1 })), "shape", apart);
  refuse(() => mergeCounts({ ...counts, criteria: 2 }, counts), "shape", apart);
  refuse(() => mergeCounts({ ...counts, alternatives: 3 }, counts), "shape", apart);
});

test("confidence factors stand on the same draws", () => {
  const values: CellMatrix = [
    [[0, 1], 0.2],
    [0.3, [0.1, 0.9]],
    [0.1, 0.1],
  ];
  const seed = 8;
  const found = confidenceFactors(values, [[0.6, 0.4], [0.5, 0.5], null], 400, seed);
  const keys = sampleKeys(seed, STREAM.values);
  let first = 0;
  let second = 0;
  for (let s = 0; s < 400; s++) {
    const x = drawValue(0, 1, 0, 0, keys.first(s), keys.second(s));
    const y = drawValue(0.1, 0.8, 1, 1, keys.first(s), keys.second(s));
    if (0.6 * x + 0.4 * 0.2 >= Math.max(0.6 * 0.3 + 0.4 * y, 0.1)) first++;
    if (0.5 * 0.3 + 0.5 * y >= Math.max(0.5 * x + 0.5 * 0.2, 0.1)) second++;
  }
  expect(found).toEqual([first / 400, second / 400, 0]);
});

describe("refuses", () => {
  const values = [
    [1, 0],
    [0, 1],
  ];
  test.each<[Parameters<typeof rankAcceptability>[0], string]>([
    [{ values: [], samples: 10, seed: 1 }, "shape"],
    [{ values: [[]], samples: 10, seed: 1 }, "shape"],
    [{ values: [[1, 2], [1]], samples: 10, seed: 1 }, "shape"],
    [{ values: [[1, Infinity]], samples: 10, seed: 1 }, "not-finite"],
    [{ values: [[1, [0, NaN]]], samples: 10, seed: 1 }, "not-finite"],
    [{ values: [[1, [0.5, 0.4]]], samples: 10, seed: 1 }, "domain"],
    [{ values, samples: 0, seed: 1 }, "parameter"],
    [{ values, samples: 1.5, seed: 1 }, "parameter"],
    [{ values, samples: NaN, seed: 1 }, "parameter"],
    [{ values, samples: MAX_SAMPLES + 1, seed: 1 }, "parameter"],
    [{ values, samples: 10, seed: 0.5 }, "parameter"],
    [{ values, samples: 10, seed: 2 ** 60 }, "parameter"],
    [{ values, samples: 10, seed: 1, ranks: 0 }, "parameter"],
    [{ values, samples: 10, seed: 1, ranks: 1.5 }, "parameter"],
    [{ values, samples: 10, seed: 1, order: [2] }, "parameter"],
    [
      {
        values: { low: [new Float64Array(65_536)], high: [new Float64Array(65_536)] },
        samples: 1,
        seed: 1,
        ranks: 1,
        pairwise: false,
      },
      "parameter",
    ],
  ])("%#", (problem, code) => {
    expect(() => rankAcceptability(problem)).toThrow(RankingError);
    expect(() => rankAcceptability(problem)).toThrow(expect.objectContaining({ code }));
  });

  test("a range that is none, and counts of different problems", () => {
    const run = createAcceptabilityRun({ values, seed: 1 });
    for (const [from, to] of [
      [-1, 5],
      [5, 5],
      [0.5, 2],
      [0, 1.5],
    ] as const) {
      expect(() => run.run(from, to)).toThrow(expect.objectContaining({ code: "parameter" }));
    }
    const counts = run.run(0, 10);
    for (const other of [
      {
        values: [
          [1, 0, 0],
          [0, 1, 0],
        ],
        seed: 1,
      },
      { values: [[1, 0]], seed: 1 },
      { values, seed: 1, ranks: 1 },
      { values, seed: 1, pairwise: true },
    ]) {
      const more = createAcceptabilityRun(other).run(0, 1);
      expect(() => mergeCounts(counts, more)).toThrow(expect.objectContaining({ code: "shape" }));
    }
    expect(() => mergeCounts({ ...counts, samples: MAX_SAMPLES }, run.run(0, 1))).toThrow(
      expect.objectContaining({ code: "parameter" }),
    );
    expect(mergeCounts({ ...counts, samples: MAX_SAMPLES - 1 }, run.run(0, 1)).samples).toBe(MAX_SAMPLES);
    expect(() => confidenceFactors(values, [null, null], 0, 1)).toThrow(RankingError);
    expect(() => confidenceFactors(values, [null, null], 1, 0.5)).toThrow(RankingError);
  });
});
