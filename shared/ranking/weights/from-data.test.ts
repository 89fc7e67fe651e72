import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { criticWeights, entropyWeights, standardDeviationWeights } from "./index";

const expectClose = (actual: readonly number[], expected: readonly number[], digits = 12) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i] as number, digits);
  });
};
const refuse = (act: () => unknown, expected: object) =>
  expect(act).toThrowError(expect.objectContaining({ name: "RankingError", ...expected }));

describe("criticWeights", () => {
  /** Diakoulaki, Mavrotas & Papayannakis (1995): Greek pharmaceutical firms by profitability, market share, productivity. */
  const firms = [
    [61, 1.08, 4.33],
    [20.7, 0.26, 4.34],
    [16.3, 1.98, 2.53],
    [9, 3.29, 1.65],
    [5.4, 2.77, 2.33],
    [4, 4.12, 1.21],
    [-6.1, 3.52, 2.1],
    [-34.6, 3.31, 0.98],
  ];
  const benefits = ["benefit", "benefit", "benefit"] as const;
  const published = [0.20222554, 0.48090173, 0.31687273];

  it("gives the published weights of Diakoulaki et al. (1995)", () => {
    expectClose(criticWeights(firms, benefits), published, 8);
  });
  it("orients by direction: a cost counts like its negative as a benefit", () => {
    const negated = firms.map(([a, b, c]) => [a as number, -(b as number), c as number]);
    expectClose(criticWeights(negated, ["benefit", "cost", "benefit"]), published, 8);
    expect(criticWeights(firms, ["benefit", "cost", "benefit"])[1]).not.toBeCloseTo(published[1] as number, 3);
  });
  it("gives a constant column 0 and leaves the others as without it", () => {
    const wide = firms.map((row) => [...row, 0.1]);
    const weights = criticWeights(wide, [...benefits, "cost"]);
    expectClose(weights, [...published, 0], 8);
    expect(weights[3]).toBe(0);
  });
  it("does not see units or zero points", () => {
    const moved = firms.map(([a, b, c]) => [1000 * (a as number) - 7, (b as number) / 3, c as number]);
    expectClose(criticWeights(moved, benefits), published, 8);
  });
  it("computes a small case by hand: two opposed criteria and one that is uncorrelated", () => {
    // σ is 1/2 everywhere; Σ(1 - r) is 2 + 1, 2 + 1 and 1 + 1.
    const matrix = [
      [0, 1, 0],
      [0, 1, 1],
      [1, 0, 0],
      [1, 0, 1],
    ];
    expectClose(criticWeights(matrix, benefits), [3 / 8, 3 / 8, 2 / 8]);
  });
  it("takes what rounding leaves of 1 - r for no conflict at all (property)", () => {
    const columns = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 9 });
    fc.assert(
      fc.property(columns, (xs) => {
        fc.pre(Math.max(...xs) - Math.min(...xs) > 0.1);
        const same = xs.map((x) => [x, 0.7 * x + 0.1]);
        refuse(() => criticWeights(same, ["benefit", "benefit"]), { code: "no-variation" });
      }),
      { seed: 4, numRuns: 200 },
    );
  });
  it("finds no information where all criteria say the same, even up to rounding", () => {
    const expected = {
      code: "no-variation",
      message: "weights from data need at least one criterion whose values differ from one another",
    };
    refuse(
      () =>
        criticWeights(
          [
            [1, 10],
            [2, 20],
            [4, 40],
          ],
          ["benefit", "benefit"],
        ),
      expected,
    );
    refuse(
      () =>
        criticWeights(
          [
            [0.1, 0.3],
            [0.7, 2.1],
            [0.2, 0.6],
          ],
          ["benefit", "benefit"],
        ),
      expected,
    );
    refuse(
      () =>
        criticWeights(
          [
            [1, 2],
            [1, 2],
          ],
          ["benefit", "cost"],
        ),
      expected,
    );
    refuse(() => criticWeights([[1, 2]], ["benefit"]), { code: "shape" });
    refuse(() => criticWeights([[Number.NaN]], ["benefit"]), { code: "not-finite", criterion: 0 });
  });
});

describe("entropyWeights", () => {
  /** The definition as written: e = -Σ p ln p / ln m. */
  const byDefinition = (matrix: number[][]) => {
    const divergence = (matrix[0] as number[]).map((_, j) => {
      const column = matrix.map((row) => row[j] as number);
      const total = column.reduce((a, b) => a + b);
      const entropy = column.map((x) => x / total).reduce((e, p) => e - (p === 0 ? 0 : p * Math.log(p)), 0);
      return 1 - entropy / Math.log(column.length);
    });
    const total = divergence.reduce((a, b) => a + b);
    return divergence.map((d) => d / total);
  };

  it("agrees with the definition on the fighter aircraft of Hwang & Yoon (1981)", () => {
    const fighters = [
      [2.0, 1500, 20000, 5.5, 5, 9],
      [2.5, 2700, 18000, 6.5, 3, 5],
      [1.8, 2000, 21000, 4.5, 7, 7],
      [2.2, 1800, 20000, 5.0, 5, 5],
    ];
    const weights = entropyWeights(fighters);
    expectClose(weights, byDefinition(fighters), 10);
    // Computed independently with NumPy; the book's own table carries rounded shares.
    expectClose(weights, [0.06418973, 0.20608816, 0.01344459, 0.08132563, 0.35868002, 0.27627186], 8);
  });
  it("takes 0 ln 0 as 0 (by hand)", () => {
    // Entropies 0 and ln 2/ln 2: all weight on the first.
    expectClose(
      entropyWeights([
        [1, 3],
        [0, 3],
      ]),
      [1, 0],
    );
    // One of four takes all (divergence 1) beside an even split over two of four (1/2).
    expectClose(
      entropyWeights([
        [5, 1],
        [0, 1],
        [0, 0],
        [0, 0],
      ]),
      [2 / 3, 1 / 3],
    );
  });
  it("keeps the digits of nearly constant columns", () => {
    // Divergence grows with the square of the spread: 4 : 1.
    const weights = entropyWeights([
      [1 + 2e-9, 1 + 1e-9],
      [1 - 2e-9, 1 - 1e-9],
    ]);
    expectClose(weights, [0.8, 0.2], 5);
    expectClose(
      entropyWeights([
        [0.1, 1],
        [0.1, 2],
        [0.1, 2],
      ]),
      [0, 1],
      15,
    );
  });
  it("works near the ends of the double range", () => {
    expectClose(
      entropyWeights([
        [1e308, 1],
        [1e308, 2],
        [1e300, 3],
      ]),
      byDefinition([
        [1, 1],
        [1, 2],
        [1e-8, 3],
      ]),
      6,
    );
    expectClose(
      entropyWeights([
        [1e-310, 1],
        [2e-310, 2],
      ]),
      [0.5, 0.5],
      10,
    );
  });
  it("does not see units (property)", () => {
    const cells = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 2 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(cells, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (matrix, unit) => {
        fc.pre([0, 1].every((j) => new Set(matrix.map((row) => row[j])).size > 1));
        const weights = entropyWeights(matrix);
        expectClose(weights, byDefinition(matrix), 9);
        expectClose(entropyWeights(matrix.map(([a, b]) => [(a as number) * unit, b as number])), weights, 9);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
  it("refuses negative values, empty columns, a single alternative and data without differences", () => {
    refuse(
      () =>
        entropyWeights([
          [1, 2],
          [1, -1],
        ]),
      {
        code: "domain",
        criterion: 1,
        alternative: 1,
        message: expect.stringContaining("entropy needs values that are not negative, but one is -1"),
      },
    );
    refuse(
      () =>
        entropyWeights([
          [1, 0],
          [2, 0],
        ]),
      {
        code: "domain",
        criterion: 1,
        alternative: null,
        message: expect.stringContaining("entropy needs a column with a sum above zero"),
      },
    );
    refuse(() => entropyWeights([[1, 2]]), {
      code: "too-few-alternatives",
      message: expect.stringContaining("entropy weighting"),
    });
    refuse(
      () =>
        entropyWeights([
          [1, 2],
          [1, 2],
        ]),
      { code: "no-variation", message: "weights from data need at least one criterion whose values differ" },
    );
  });
});

describe("standardDeviationWeights", () => {
  it("is the share of each column's standard deviation (by hand)", () => {
    expectClose(
      standardDeviationWeights([
        [1, 2],
        [4, 16],
      ]),
      [3 / 17, 14 / 17],
    );
    expectClose(
      standardDeviationWeights([
        [0, 5, 7],
        [2, 5, 1],
        [4, 5, 4],
      ]),
      [0.4, 0, 0.6],
    );
  });
  it("gives a constant column exactly 0", () => {
    expect(
      standardDeviationWeights([
        [0.1, 1],
        [0.1, 2],
        [0.1, 4],
      ]),
    ).toEqual([0, 1]);
  });
  it("works at both ends of the double range", () => {
    expectClose(
      standardDeviationWeights([
        [1.7e308, 0],
        [-1.7e308, 1.7e308],
      ]),
      [2 / 3, 1 / 3],
    );
    expectClose(
      standardDeviationWeights([
        [1e-320, 0],
        [3e-320, 6e-320],
      ]),
      [1 / 4, 3 / 4],
      3,
    );
  });
  it("refuses data without differences", () => {
    refuse(
      () =>
        standardDeviationWeights([
          [3, 4],
          [3, 4],
        ]),
      { code: "no-variation", message: "weights from data need at least one criterion whose values differ" },
    );
    refuse(() => standardDeviationWeights([[3, 4], [3]]), { code: "shape", alternative: 1 });
  });
});
