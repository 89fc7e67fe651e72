import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RankingError } from "../errors";
import { columnStability, type StabilityInterval, weightStability } from "./stability";

/** Values at a weight t of criterion c, the others in proportion. */
function scoresAt(values: readonly (readonly number[])[], weights: readonly number[], c: number, t: number): number[] {
  const others = weights.reduce((sum, weight, j) => (j === c ? sum : sum + weight), 0);
  return values.map((row) =>
    row.reduce((sum, value, j) => {
      const share = others > 0 ? (weights[j] ?? 0) / others : 1 / (row.length - 1);
      return sum + value * (j === c ? t : (1 - t) * share);
    }, 0),
  );
}

const orderOf = (scores: readonly number[]) =>
  scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);

const whole: StabilityInterval = { lower: 0, upper: 1, challengerBelow: null, challengerAbove: null };

test("a case by hand: three sites, two criteria", () => {
  // Lines in the first weight t: A = t, B = 1 - t, C = 0.6. At t = 0.7: A .7, C .6, B .3.
  const [first, second] = weightStability({
    values: [
      [1, 0],
      [0, 1],
      [0.6, 0.6],
    ],
    weights: [7, 3],
    topK: 2,
  });
  expect(first?.weight).toBeCloseTo(0.7, 15);
  expect(first?.leader).toEqual({
    lower: expect.closeTo(0.6, 12),
    upper: 1,
    challengerBelow: 2,
    challengerAbove: null,
  });
  expect(first?.ranking).toEqual({
    lower: expect.closeTo(0.6, 12),
    upper: 1,
    challengerBelow: 2,
    challengerAbove: null,
  });
  // The best two are A and C until B passes A at t = 0.5.
  expect(first?.topK).toEqual({ lower: expect.closeTo(0.5, 12), upper: 1, challengerBelow: 1, challengerAbove: null });
  // With two criteria the second weight is the mirror image.
  expect(second?.leader).toEqual({
    lower: 0,
    upper: expect.closeTo(0.4, 12),
    challengerBelow: null,
    challengerAbove: 2,
  });
  expect(second?.topK).toEqual({ lower: 0, upper: expect.closeTo(0.5, 12), challengerBelow: null, challengerAbove: 1 });
});

describe("bounds hold just inside and fail just outside", () => {
  const unit = fc.integer({ min: 0, max: 1_000_003 }).map((k) => k / 1_000_003);
  const cases = fc.record({
    values: fc.integer({ min: 2, max: 8 }).chain((m) =>
      fc.integer({ min: 2, max: 5 }).chain((n) =>
        fc.record({
          values: fc.array(fc.array(unit, { minLength: n, maxLength: n }), {
            minLength: m,
            maxLength: m,
          }),
          weights: fc.array(unit, { minLength: n, maxLength: n }),
        }),
      ),
    ),
    topK: fc.integer({ min: 1, max: 4 }),
  });
  const STEP = 1e-6;

  test("for the leader, the order and the best k", () => {
    fc.assert(
      fc.property(cases, ({ values: { values, weights }, topK }) => {
        fc.pre(weights.some((weight) => weight > 1e-3));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const m = values.length;
        const now = scoresAt(values, weights, 0, (weights[0] ?? 0) / total);
        // Level alternatives have their own test.
        fc.pre(new Set(now.map((score) => Math.round(score * 1e9))).size === m);
        const order = orderOf(now);
        const k = Math.min(topK, m);
        for (const [c, entry] of weightStability({ values, weights, topK }).entries()) {
          const at = (t: number) => scoresAt(values, weights, c, t);
          const pairs = {
            leader: order.slice(1).map((i) => [order[0] ?? 0, i] as const),
            ranking: order.slice(1).map((i, place) => [order[place] ?? 0, i] as const),
            topK: order.slice(k).flatMap((i) => order.slice(0, k).map((best) => [best, i] as const)),
          };
          for (const name of ["leader", "ranking", "topK"] as const) {
            const { lower, upper, challengerBelow, challengerAbove } = entry[name];
            expect(0 <= lower && lower <= entry.weight && entry.weight <= upper && upper <= 1).toBe(true);
            for (const t of [lower, lower + (entry.weight - lower) / 3, (entry.weight + upper) / 2, upper]) {
              const scores = at(t);
              const leads = pairs[name].map(([better, worse]) => (scores[better] ?? 0) - (scores[worse] ?? 0));
              expect(Math.min(...leads, 0)).toBeGreaterThan(-1e-9);
            }
            for (const [limit, challenger, side] of [
              [lower, challengerBelow, -1],
              [upper, challengerAbove, 1],
            ] as const) {
              if (challenger === null) {
                expect([0, 1]).toContain(limit);
                continue;
              }
              const beyond = limit + side * STEP;
              if (beyond < 0 || beyond > 1) continue;
              const scores = at(beyond);
              const passed = pairs[name].filter(([, worse]) => worse === challenger);
              const lead = Math.min(...passed.map(([better]) => (scores[better] ?? 0) - (scores[challenger] ?? 0)));
              expect(lead).toBeLessThan(1e-12);
              const level = at(limit);
              const gap = Math.min(
                ...passed.map(([better]) => Math.abs((level[better] ?? 0) - (level[challenger] ?? 0))),
              );
              expect(gap).toBeLessThan(1e-9);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("conventions", () => {
  test("alternatives that are level everywhere never limit each other", () => {
    for (const entry of weightStability({
      values: [
        [0.4, 0.8],
        [0.4, 0.8],
        [0.4, 0.8],
      ],
      weights: [1, 1],
    })) {
      expect(entry).toEqual({ weight: 0.5, leader: whole, ranking: whole, topK: whole });
    }
  });

  test("a leader that is level already has its limit right here", () => {
    const [first, second] = weightStability({
      values: [
        [1, 0],
        [0, 1],
      ],
      weights: [1, 1],
    });
    expect(first?.leader).toEqual({ lower: 0.5, upper: 1, challengerBelow: 1, challengerAbove: null });
    expect(second?.leader).toEqual({ lower: 0, upper: 0.5, challengerBelow: null, challengerAbove: 1 });
  });

  test("level to within 1e-12 is level", () => {
    const values = (gap: number) => [
      [1, 0],
      [0, 1 - gap],
    ];
    expect(weightStability({ values: values(1e-13), weights: [1, 1] })[0]?.leader.lower).toBe(0.5);
    expect(weightStability({ values: values(1e-11), weights: [1, 1] })[0]?.leader.lower).toBeLessThan(0.5);
  });

  test("what falls behind only by less than 1e-12 at the end of the range has no limit there", () => {
    const values = [
      [0.9, 0.3],
      [0.1, 0.3 + 1e-13],
    ];
    const [first, second] = weightStability({ values, weights: [1, 1] });
    expect(first?.leader).toEqual(whole);
    expect(second?.leader).toEqual(whole);
  });

  test("three level ones may leave the order no room at all", () => {
    const [first] = weightStability({
      values: [
        [0.5, 0.5],
        [1, 0],
        [0, 1],
      ],
      weights: [1, 1],
    });
    expect(first?.ranking).toEqual({ lower: 0.5, upper: 0.5, challengerBelow: 2, challengerAbove: 1 });
    expect(first?.leader).toEqual({ lower: 0.5, upper: 0.5, challengerBelow: 2, challengerAbove: 1 });
  });

  test("of several that arrive together the fastest is named, then the lower index", () => {
    // All three meet the leader at t = 1/2; the second of them rises fastest beyond.
    const [first] = weightStability({
      values: [
        [0.5, 0.5],
        [0.75, 0.25],
        [1, 0],
        [1, 0],
      ],
      weights: [1, 3],
      topK: 1,
    });
    expect(first?.leader).toEqual({
      lower: 0,
      upper: expect.closeTo(0.5, 12),
      challengerBelow: null,
      challengerAbove: 2,
    });
  });

  test("touching at the end of the range takes nothing over", () => {
    const [first] = weightStability({
      values: [
        [0.7, 0.3],
        [0.2, 0.3],
      ],
      weights: [1, 1],
    });
    expect(first?.leader).toEqual(whole);
  });

  test("a rounding error at the end of the range is no limit", () => {
    // 0.1 + 0.2 and 0.3 are level at a weight of 0, but not to the last bit.
    const [first] = weightStability({
      values: [
        [0.9, 0.3, 0.3],
        [0.1, 0.2, 0.4],
      ],
      weights: [0.5, 0.25, 0.25],
    });
    expect(first?.leader).toEqual(whole);
  });

  test("with all the weight on one criterion the others share equally", () => {
    const [first, second] = weightStability({
      values: [
        [1, 0, 0.2],
        [0, 1, 0.6],
      ],
      weights: [4, 0, 0],
    });
    // A = t + 0.1 (1 - t), B = 0.8 (1 - t): level at 0.7 / 1.7.
    expect(first?.weight).toBe(1);
    expect(first?.leader).toEqual({
      lower: expect.closeTo(0.7 / 1.7, 12),
      upper: 1,
      challengerBelow: 1,
      challengerAbove: null,
    });
    // The second at t leaves 1 - t to the first alone.
    expect(second?.weight).toBe(0);
    expect(second?.leader).toEqual({
      lower: 0,
      upper: expect.closeTo(0.5, 12),
      challengerBelow: null,
      challengerAbove: 1,
    });
  });

  test("one criterion, one alternative", () => {
    expect(weightStability({ values: [[0.1], [0.2]], weights: [3] })).toEqual([
      { weight: 1, leader: whole, ranking: whole, topK: whole },
    ]);
    expect(weightStability({ values: [[0.1, 0.5]], weights: [1, 3] })[1]).toEqual({
      weight: 0.75,
      leader: whole,
      ranking: whole,
      topK: whole,
    });
  });

  test("the best five by default, and a set of all never changes", () => {
    const values = Array.from({ length: 7 }, (_, i) => [i / 10, 1 - i / 10]);
    const five = weightStability({ values, weights: [3, 1] });
    expect(five).toEqual(weightStability({ values, weights: [3, 1], topK: 5 }));
    expect(five[0]?.topK.lower).toBeCloseTo(0.5, 12);
    expect(weightStability({ values, weights: [3, 1], topK: 9 })[0]?.topK).toEqual(whole);
  });

  test("columns give the same", () => {
    expect(columnStability([Float64Array.of(1, 0), Float64Array.of(0, 1)], [1, 2], 1)).toEqual(
      weightStability({
        values: [
          [1, 0],
          [0, 1],
        ],
        weights: [1, 2],
        topK: 1,
      }),
    );
  });
});

test.each([
  [{ values: [], weights: [] }, "shape", null],
  [{ values: [[]], weights: [] }, "shape", null],
  [{ values: [[1, NaN]], weights: [1, 1] }, "not-finite", 1],
  [{ values: [[1, 1]], weights: [1] }, "shape", null],
  [{ values: [[1, 1]], weights: [1, Infinity] }, "weights", 1],
  [{ values: [[1, 1]], weights: [0, 0] }, "weights", null],
  [{ values: [[1, 1]], weights: [1, 1], topK: 0 }, "parameter", null],
  [{ values: [[1, 1]], weights: [1, 1], topK: 1.5 }, "parameter", null],
])("refuses %j", (problem, code, criterion) => {
  expect(() => weightStability(problem)).toThrow(RankingError);
  expect(() => weightStability(problem)).toThrow(expect.objectContaining({ code, criterion }));
});
