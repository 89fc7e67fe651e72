import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleSize } from "../../../tests/support/sample-size";
import { RankingError } from "../errors";
import { drawValue, STREAM, sampleKeys } from "../kernel/random";
import { valueOfQuestions } from "./questions";
import type { CellMatrix } from "./values";

describe("a single open figure, by hand", () => {
  // A = 0.5 for sure; B = (0.5 x + 0.5 y) with y = 0.4 and x somewhere in 0..1: B passes A when x > 0.6.
  const values: CellMatrix = [
    [0.5, 0.5],
    [[0, 1], 0.4],
  ];

  test("its probability and gain are exact", () => {
    const result = valueOfQuestions({ values, weights: [1, 1] });
    expect(result.leader).toBe(0);
    expect(result.contenders).toEqual([0, 1]);
    expect(result.samples).toBe(2000);
    expect(result.questions).toEqual([
      {
        alternative: 1,
        criterion: 0,
        probability: expect.closeTo(0.4, 12),
        standardError: expect.closeTo(0, 7),
        // Half the weight, 0.4 of the range, 0.2 above on average: 0.5 * 0.4 * 0.2.
        expectedGain: expect.closeTo(0.04, 12),
        alone: { probability: expect.closeTo(0.4, 12), expectedGain: expect.closeTo(0.04, 12) },
      },
    ]);
  });

  test("an open figure of the leader counts when it can lose the lead", () => {
    // A = x with x in 0..1, taken as 0.8 until it is known; B = 0.3.
    const columns = {
      low: [Float64Array.of(0, 0.3)],
      central: [Float64Array.of(0.8, 0.3)],
      high: [Float64Array.of(1, 0.3)],
    };
    const { leader, questions } = valueOfQuestions({ values: columns, weights: [2], samples: 10 });
    expect(leader).toBe(0);
    expect(questions).toHaveLength(1);
    expect(questions[0]?.alone).toEqual({
      probability: expect.closeTo(0.3, 12),
      expectedGain: expect.closeTo(0.045, 12),
    });
    expect(questions[0]?.probability).toBeCloseTo(0.3, 12);
  });

  test("the assumed value decides what the choice is without it", () => {
    const at = (central: number) =>
      valueOfQuestions({
        values: {
          low: [Float64Array.of(0, 0.3)],
          central: [Float64Array.of(central, 0.3)],
          high: [Float64Array.of(1, 0.3)],
        },
        weights: [1],
        samples: 5,
      });
    expect(at(0).leader).toBe(1);
    expect(at(0).questions[0]?.alone).toEqual({
      probability: expect.closeTo(0.7, 12),
      expectedGain: expect.closeTo(0.245, 12),
    });
    expect(at(1).questions[0]?.alone.probability).toBeCloseTo(0.3, 12);
  });
});

test("several open figures: as found by drawing everything", () => {
  const values: CellMatrix = [
    [[0.2, 0.9], 0.5, 0.4],
    [0.5, [0.3, 0.8], [0.1, 0.7]],
    [0.45, 0.55, [0.4, 0.6]],
    [0.1, 0.1, [0, 0.2]],
  ];
  const weights = [0.5, 0.3, 0.2];
  const samples = sampleSize(20_000);
  const { questions, contenders } = valueOfQuestions({ values, weights, samples, seed: 4 });
  // The last is behind whatever its figure.
  expect(contenders).toEqual([0, 1, 2]);
  expect(questions.map(({ alternative, criterion }) => `${alternative}/${criterion}`).sort()).toEqual([
    "0/0",
    "1/1",
    "1/2",
    "2/2",
  ]);

  const ends = (cell: CellMatrix[number][number] | undefined) =>
    typeof cell === "number" ? [cell, cell] : (cell as [number, number]);
  const keys = sampleKeys(77, STREAM.values);
  const world = (s: number, fixed: string | null) =>
    values.map((row, i) =>
      row.reduce<number>((sum, cell, c) => {
        const [low = NaN, high = NaN] = ends(cell);
        const middle = (low + high) / 2;
        const value = fixed === `${i}/${c}` ? middle : drawValue(low, high - low, c, i, keys.first(s), keys.second(s));
        return sum + (weights[c] ?? NaN) * value;
      }, 0),
    );
  const best = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));
  for (const question of questions) {
    let changed = 0;
    let gain = 0;
    for (let s = 0; s < samples; s++) {
      const known = world(s, null);
      const assumed = world(s, `${question.alternative}/${question.criterion}`);
      if (best(known) !== best(assumed)) changed++;
      gain += Math.max(...known) - (known[best(assumed)] ?? NaN);
    }
    const p = changed / samples;
    expect(Math.abs(question.probability - p)).toBeLessThan(
      5 * Math.sqrt((p * (1 - p)) / samples) + 5 * question.standardError,
    );
    expect(question.expectedGain).toBeCloseTo(gain / samples, 2);
    expect(question.expectedGain / (gain / samples)).toBeCloseTo(1, 0);
    expect(question.standardError).toBeLessThan(Math.sqrt((p * (1 - p)) / samples));
    expect(question.standardError).toBeGreaterThan(0);
  }
  const probabilities = questions.map(({ probability }) => probability);
  expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
});

test("alone: the others keep their central values", () => {
  // Middles: A 0.5, B 0.45, C 0.3. B alone needs x > 0.5 of 0.25..0.65; C reaches 0.48 at best.
  const { questions } = valueOfQuestions({
    values: [[[0.3, 0.7]], [[0.25, 0.65]], [[0.12, 0.48]]],
    weights: [1],
    samples: 500,
  });
  const alone = (alternative: number) => questions.find((question) => question.alternative === alternative)?.alone;
  expect(alone(0)).toEqual({
    probability: expect.closeTo(0.15 / 0.4, 12),
    expectedGain: expect.closeTo(0.15 ** 2 / 0.8, 12),
  });
  expect(alone(1)).toEqual({
    probability: expect.closeTo(0.15 / 0.4, 12),
    expectedGain: expect.closeTo(0.15 ** 2 / 0.8, 12),
  });
  // By itself it changes nothing, but it may once the others are known.
  expect(alone(2)).toEqual({ probability: 0, expectedGain: 0 });
  expect(questions.find((question) => question.alternative === 2)?.probability).toBeGreaterThan(0.05);
});

describe("properties", () => {
  const cell = fc.oneof(
    fc.integer({ min: 0, max: 100 }).map((k) => k / 100),
    fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
      .map(([a, b]) => [Math.min(a, b) / 100, Math.max(a, b) / 100] as const),
  );
  const tables = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
    .chain(([m, n]) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: m, maxLength: m }));

  test("only open figures of contenders are asked for, none twice", () => {
    fc.assert(
      fc.property(tables, fc.nat(), (values, seed) => {
        const weights = (values[0] ?? []).map((_, c) => c);
        fc.pre(weights.length > 1);
        const { questions, contenders, leader } = valueOfQuestions({ values, weights, samples: 40, seed });
        expect(contenders).toContain(leader);
        expect(new Set(questions.map(({ alternative, criterion }) => `${alternative}/${criterion}`)).size).toBe(
          questions.length,
        );
        for (const { alternative, criterion, probability, expectedGain, alone } of questions) {
          expect(contenders).toContain(alternative);
          expect(criterion).toBeGreaterThan(0);
          const open = values[alternative]?.[criterion];
          expect(Array.isArray(open) && open[0] < open[1]).toBe(true);
          for (const p of [probability, alone.probability]) {
            expect(p).toBeGreaterThanOrEqual(0);
            expect(p).toBeLessThanOrEqual(1);
          }
          expect(expectedGain).toBeGreaterThanOrEqual(0);
          expect(Math.max(probability, alone.probability)).toBeGreaterThan(0);
        }
      }),
      { numRuns: sampleSize(200) },
    );
  });

  test("leaving out those that cannot be chosen changes nothing for the others", () => {
    fc.assert(
      fc.property(tables, (values) => {
        const hopeless = (values[0] ?? []).map(() => [-5, -4] as const);
        const weights = (values[0] ?? []).map((_, c) => c + 1);
        const without = valueOfQuestions({ values, weights, samples: 20 });
        expect(valueOfQuestions({ values: [...values, hopeless], weights, samples: 20 })).toEqual(without);
      }),
      { numRuns: sampleSize(50) },
    );
  });
});

test("the most telling comes first", () => {
  // Against a sure 0.5, B is ahead in a sixth of its range and C in a half; with either known, the other may matter.
  const { questions } = valueOfQuestions({ values: [[0.5], [[0, 0.6]], [[0.3, 0.7]]], weights: [1], samples: 200 });
  expect(questions.map(({ alternative }) => alternative)).toEqual([2, 1]);
  // The second figure of the second alternative reaches twice as far.
  const twice = valueOfQuestions({
    values: {
      low: [Float64Array.of(0.5, 0), Float64Array.of(0.5, 0)],
      central: [Float64Array.of(0.5, 0), Float64Array.of(0.5, 0)],
      high: [Float64Array.of(0.5, 1), Float64Array.of(0.5, 2)],
    },
    weights: [1, 1],
    samples: 1,
  });
  expect(twice.samples).toBe(1);
  expect(twice.questions[0]?.criterion).toBe(1);
});

test("nothing to ask: one alternative, or every figure known", () => {
  expect(valueOfQuestions({ values: [[[0, 1]]], weights: [1] })).toEqual({
    leader: 0,
    questions: [],
    contenders: [0],
    samples: 2000,
  });
  expect(valueOfQuestions({ values: [[0.1], [0.2], [0.2]], weights: [1], samples: 3 })).toEqual({
    leader: 1,
    questions: [],
    contenders: [1, 2],
    samples: 3,
  });
});

test("the same seed asks the same, another nearly", () => {
  const values: CellMatrix = [
    [[0.2, 0.9], 0.5],
    [[0.1, 0.7], 0.6],
  ];
  const ask = (seed: number) => valueOfQuestions({ values, weights: [1, 1], seed, samples: 500 });
  expect(ask(1)).toEqual(valueOfQuestions({ values, weights: [3, 3], samples: 500 }));
  expect(ask(2).questions).not.toEqual(ask(1).questions);
});

test("says in words what cannot be", () => {
  const ask = (more: { samples?: number; seed?: number }) => valueOfQuestions({ values: [[1]], weights: [1], ...more });
  expect(() => ask({ samples: 0 })).toThrow("The number of samples is 0; it must be within 1 to 8388608.");
  expect(() => ask({ seed: 0.5 })).toThrow("The seed is 0.5; it must be a whole number.");
});

test.each([
  [{ values: [[1]], weights: [1], samples: 0 }, "parameter"],
  [{ values: [[1]], weights: [1], samples: 2.5 }, "parameter"],
  [{ values: [[1]], weights: [1], samples: 2 ** 24 }, "parameter"],
  [{ values: [[1]], weights: [1], seed: 0.5 }, "parameter"],
  [{ values: [[1]], weights: [0] }, "weights"],
  [{ values: [], weights: [] }, "shape"],
])("refuses %j", (problem, code) => {
  expect(() => valueOfQuestions(problem)).toThrow(RankingError);
  expect(() => valueOfQuestions(problem)).toThrow(expect.objectContaining({ code }));
});
