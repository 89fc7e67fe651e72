import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyticHierarchy, RANDOM_INDEX_SAATY_1980 } from "./index";

const expectClose = (actual: readonly number[], expected: readonly number[], digits: number) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i] as number, digits);
  });
};
const refuse = (pairwise: unknown, expected: object) =>
  expect(() => analyticHierarchy(pairwise as number[][])).toThrowError(
    expect.objectContaining({ name: "RankingError", ...expected }),
  );
/** The full matrix from the judgements above the diagonal, row by row. */
const reciprocal = (upper: number[][]): number[][] => {
  const n = upper.length + 1;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      if (i === j) return 1;
      return i < j ? ((upper[i] as number[])[j - i - 1] as number) : 1 / ((upper[j] as number[])[i - j - 1] as number);
    }),
  );
};

describe("analyticHierarchy", () => {
  it("gives the published priorities for buying a house: Saaty (1990), EJOR 48(1), 9-26, table 2", () => {
    const house = reciprocal([
      [5, 3, 7, 6, 6, 1 / 3, 1 / 4],
      [1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
      [6, 3, 4, 6, 1 / 5],
      [1 / 3, 1 / 4, 1 / 7, 1 / 8],
      [1 / 2, 1 / 5, 1 / 6],
      [1 / 5, 1 / 6],
      [1 / 2],
    ]);
    const result = analyticHierarchy(house);
    // Printed: 0.173 0.054 0.188 0.018 0.031 0.036 0.167 0.333, λmax 9.669, CI 0.238, CR 0.169.
    expectClose(result.weights, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 3);
    expect(result.lambdaMax).toBeCloseTo(9.669, 3);
    expect(result.consistencyIndex).toBeCloseTo(0.238, 3);
    expect(result.consistencyRatio).toBeCloseTo(0.169, 3);
    // Neighbourhood over condition, 6, is the judgement that Saaty (2003) revises for this matrix.
    expect(result.mostInconsistent).toEqual({
      pair: [2, 6],
      judgement: expect.closeTo(6, 12),
      consistent: expect.closeTo((result.weights[2] as number) / (result.weights[6] as number), 12),
    });
    // To the last digits: A·w = λ·w.
    house.forEach((row, i) => {
      const product = row.reduce((total, a, j) => total + a * (result.weights[j] as number), 0);
      expect(product / (result.weights[i] as number) / result.lambdaMax).toBeCloseTo(1, 13);
    });
    expect(result.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  it("finds the eigenvector of a 3 by 3 matrix, which is its geometric mean (exact)", () => {
    const { weights, lambdaMax, consistencyIndex, consistencyRatio, mostInconsistent } = analyticHierarchy(
      reciprocal([[2, 8], [1]]),
    );
    const means = [Math.cbrt(16), Math.cbrt(0.5), Math.cbrt(1 / 8)];
    const total = means.reduce((a, b) => a + b);
    expectClose(
      weights,
      means.map((mean) => mean / total),
      14,
    );
    // λ = 1 + t + 1/t with t³ = a13/(a12·a23) = 4.
    const lambda = 1 + Math.cbrt(4) + 1 / Math.cbrt(4);
    expect(lambdaMax).toBeCloseTo(lambda, 13);
    expect(consistencyIndex).toBeCloseTo((lambda - 3) / 2, 13);
    expect(consistencyRatio).toBeCloseTo((lambda - 3) / 2 / 0.58, 13);
    expect(mostInconsistent?.judgement).toBeCloseTo(
      [2, 8, 1][[1, 2, 12].indexOf(Number(mostInconsistent?.pair.join("")))] as number,
      12,
    );
  });

  it("is perfectly consistent for one or two elements", () => {
    expect(analyticHierarchy([[1]])).toEqual({
      weights: [1],
      lambdaMax: 1,
      consistencyIndex: 0,
      consistencyRatio: 0,
      mostInconsistent: null,
    });
    const two = analyticHierarchy([
      [1, 3],
      [1 / 3, 1],
    ]);
    expectClose(two.weights, [0.75, 0.25], 15);
    expect(two).toMatchObject({ consistencyRatio: 0, mostInconsistent: null });
    expect(two.lambdaMax).toBeCloseTo(2, 14);
    expect(two.consistencyIndex).toBeCloseTo(0, 14);
  });

  it("accepts reciprocals of three printed digits, and makes them exact", () => {
    const { weights, consistencyIndex } = analyticHierarchy([
      [1, 7],
      [0.143, 1],
    ]);
    expect((weights[0] as number) / (weights[1] as number)).toBeCloseTo(Math.sqrt(7 / 0.143), 12);
    expect(consistencyIndex).toBeCloseTo(0, 13);
    expect(
      analyticHierarchy([
        [1.001, 3],
        [0.333, 1],
      ]).lambdaMax,
    ).toBeCloseTo(2, 13);
  });

  it("converges for judgements that go round in a circle, and for huge ones", () => {
    const circle = analyticHierarchy(reciprocal([[1e6, 1e-6], [1e6]]));
    expectClose(circle.weights, [1 / 3, 1 / 3, 1 / 3], 12);
    expect(circle.lambdaMax / (1 + 1e6 + 1e-6)).toBeCloseTo(1, 12);
    const lopsided = analyticHierarchy(reciprocal([[9, 1 / 9, 9], [9, 1], [1 / 9]]));
    expect(lopsided.weights.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    const huge = analyticHierarchy([
      [1, 1e9],
      [1e-9, 1],
    ]);
    expectClose(huge.weights, [1 / (1 + 1e-9), 1e-9 / (1 + 1e-9)], 15);
  });

  it("recovers any weights from their ratios (property)", () => {
    const vectors = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(vectors, (values) => {
        const total = values.reduce((a, b) => a + b);
        const result = analyticHierarchy(values.map((a) => values.map((b) => a / b)));
        expectClose(
          result.weights,
          values.map((value) => value / total),
          13,
        );
        expect(result.lambdaMax).toBeGreaterThanOrEqual(values.length);
        expect(result.lambdaMax).toBeCloseTo(values.length, 11);
        expect(result.consistencyRatio).toBeCloseTo(0, 11);
        expect(result.mostInconsistent).toBeNull();
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it("carries Saaty's random indices of 1980 up to 15", () => {
    expect(RANDOM_INDEX_SAATY_1980).toEqual([
      0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
    ]);
  });

  it.each<[string, unknown, object]>([
    ["nothing", undefined, { code: "shape", message: "the comparisons must be a square matrix with at least one row" }],
    ["an empty list", [], { code: "shape" }],
    [
      "a matrix that is not square",
      [[1, 2]],
      {
        code: "shape",
        alternative: 0,
        message: expect.stringContaining("every row of the comparisons needs 1 values"),
      },
    ],
    ["a row that is no list", [[1, 2], 3], { code: "shape", alternative: 1 }],
    [
      "sixteen elements",
      Array.from({ length: 16 }, () => new Array(16).fill(1)),
      { code: "shape", message: "at most 15 elements can be compared, not 16" },
    ],
    [
      "NaN",
      [
        [1, Number.NaN],
        [1, 1],
      ],
      {
        code: "not-finite",
        criterion: 1,
        alternative: 0,
        message: expect.stringContaining("a comparison must be a finite number"),
      },
    ],
    [
      "a zero",
      [
        [1, 2],
        [0, 1],
      ],
      {
        code: "judgement",
        criterion: 0,
        alternative: 1,
        message: expect.stringContaining("a comparison must lie between 1e-9 and 1e9, but is 0"),
      },
    ],
    [
      "a negative judgement",
      [
        [1, -2],
        [-0.5, 1],
      ],
      { code: "judgement", criterion: 1, alternative: 0 },
    ],
    [
      "no reciprocal",
      [
        [1, 3],
        [0.5, 1],
      ],
      {
        code: "judgement",
        criterion: 1,
        alternative: 0,
        message: expect.stringContaining("the opposite comparison must be 1/x: 3 stands against 0.5"),
      },
    ],
    [
      "a product just too small",
      [
        [1, 2],
        [0.497, 1],
      ],
      { code: "judgement" },
    ],
    [
      "a judgement too large",
      [
        [1, 1.1e9],
        [1 / 1.1e9, 1],
      ],
      {
        code: "judgement",
        criterion: 1,
        alternative: 0,
        message: expect.stringContaining("between 1e-9 and 1e9, but is 1100000000"),
      },
    ],
    [
      "a judgement too small",
      [
        [1, 0.9e-9],
        [1 / 0.9e-9, 1],
      ],
      { code: "judgement", criterion: 1, alternative: 0 },
    ],
    [
      "a diagonal of 2",
      [
        [1, 1],
        [1, 2],
      ],
      {
        code: "judgement",
        criterion: 1,
        alternative: 1,
        message: expect.stringContaining("an element compared with itself must be 1: 2 stands against 2"),
      },
    ],
  ])("refuses %s", (_, pairwise, expected) => refuse(pairwise, expected));
});
