import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_NORMALIZATION,
  type Direction,
  METHODS,
  type Method,
  type MethodParameters,
  NORMALIZATIONS,
  type Normalization,
  type ScoringProblem,
  scoreAlternatives,
} from "./index";

type Problem = { matrix: number[][]; weights: number[]; directions: Direction[] };

/** Well-behaved problems on a coarse grid, so that ties and duplicates occur. */
const problems: fc.Arbitrary<Problem> = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 4 }))
  .chain(([m, n]) =>
    fc.record({
      matrix: fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: n, maxLength: n }), {
        minLength: m,
        maxLength: m,
      }),
      weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: n, maxLength: n }),
      directions: fc.array(fc.constantFrom<Direction>("benefit", "cost"), { minLength: n, maxLength: n }),
    }),
  );
const order = (length: number, seed: number) =>
  Array.from({ length }, (_, i) => i).sort((a, b) => Math.sin(seed + a) - Math.sin(seed + b));
const expectClose = (actual: readonly number[], expected: readonly number[], digits = 10) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i] as number, digits);
  });
};
const smooth: MethodParameters = { preference: "linear", q: 1, p: 4 };

describe.each(METHODS)("%s", (method) => {
  const score = (problem: Problem, extra: Partial<ScoringProblem> = {}) =>
    scoreAlternatives({ parameters: smooth, ...problem, ...extra, method });
  const check = (property: (problem: Problem, seed: number) => void) =>
    fc.assert(fc.property(problems, fc.nat(99), property), { seed: 4, numRuns: 120 });

  it("moves scores and ranks with the alternatives (permutation)", () => {
    check((problem, seed) => {
      const { scores, ranks } = score(problem);
      const permutation = order(problem.matrix.length, seed);
      const moved = score({ ...problem, matrix: permutation.map((i) => problem.matrix[i] as number[]) });
      expectClose(
        moved.scores,
        permutation.map((i) => scores[i] as number),
      );
      expect(moved.ranks).toEqual(permutation.map((i) => ranks[i]));
    });
  });

  it("does not care about the order of the criteria", () => {
    check((problem, seed) => {
      const permutation = order(problem.weights.length, seed);
      const moved = score({
        matrix: problem.matrix.map((row) => permutation.map((j) => row[j] as number)),
        weights: permutation.map((j) => problem.weights[j] as number),
        directions: permutation.map((j) => problem.directions[j] as Direction),
      });
      const { scores, ranks } = score(problem);
      expectClose(moved.scores, scores);
      expect(moved.ranks).toEqual(ranks);
    });
  });

  it("takes weights in any unit", () => {
    check((problem) => {
      const scaled = score({ ...problem, weights: problem.weights.map((weight) => weight * 1e300) });
      expectClose(scaled.scores, score(problem).scores);
      expectClose(
        score({ ...problem, weights: problem.weights.map((weight) => weight * 1e-310) }).scores,
        scaled.scores,
      );
    });
  });

  it("never puts a dominated alternative first of the two, and ties equal rows", () => {
    check((problem) => {
      const { ranks } = score(problem);
      problem.matrix.forEach((a, i) => {
        problem.matrix.forEach((b, k) => {
          const signs = problem.directions.map((direction, j) => {
            const difference = (a[j] as number) - (b[j] as number);
            return direction === "benefit" ? difference : -difference;
          });
          if (signs.every((sign) => sign >= 0)) expect(ranks[i]).toBeLessThanOrEqual(ranks[k] as number);
          if (signs.every((sign) => sign === 0)) expect(ranks[i]).toBe(ranks[k]);
        });
      });
    });
  });

  it("ignores a criterion without weight", () => {
    check((problem, seed) => {
      const wide = score({
        matrix: problem.matrix.map((row, i) => [...row, 1 + ((seed * (i + 1)) % 7)]),
        weights: [...problem.weights, 0],
        directions: [...problem.directions, "benefit"],
      });
      const { scores, ranks } = score(problem);
      expectClose(wide.scores, scores);
      expect(wide.ranks).toEqual(ranks);
    });
  });

  it("knows costs from benefits, under every normalisation", () => {
    for (const normalization of NORMALIZATIONS) {
      const matrix = [[2], [3], [5]];
      const options = { weights: [1], normalization, parameters: {} };
      expect(scoreAlternatives({ method, matrix, directions: ["cost"], ...options }).ranks).toEqual([1, 2, 3]);
      expect(scoreAlternatives({ method, matrix, directions: ["benefit"], ...options }).ranks).toEqual([3, 2, 1]);
    }
  });

  it("gives finite scores or a typed error for any doubles at all", () => {
    const wild = fc.oneof(
      fc.double(),
      fc.constantFrom(0, 1e300, -1e300, 5e-324, 1e-310, Number.MAX_VALUE, -Number.MAX_VALUE),
    );
    const cells = fc.array(fc.array(wild, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 });
    let scored = 0;
    fc.assert(
      fc.property(
        cells,
        fc.array(wild, { minLength: 2, maxLength: 2 }),
        fc.constantFrom<Direction>("benefit", "cost"),
        fc.option(fc.constantFrom(...NORMALIZATIONS), { nil: undefined }),
        (matrix, weights, direction, normalization) => {
          try {
            const result = scoreAlternatives({
              method,
              matrix,
              weights,
              directions: ["benefit", direction],
              normalization,
            });
            expect(result.scores.every(Number.isFinite)).toBe(true);
            expect(
              Object.values(result.details)
                .flat(2)
                .every((x) => typeof x === "boolean" || Number.isFinite(x)),
            ).toBe(true);
            expect(result.ranks.every((rank) => rank >= 1 && rank <= matrix.length)).toBe(true);
            expect(Math.min(...result.ranks)).toBe(1);
            scored++;
          } catch (error) {
            expect(error).toMatchObject({ name: "RankingError" });
          }
        },
      ),
      { seed: 4, numRuns: 2000 },
    );
    expect(scored).toBeGreaterThan(50);
  });

  it("refuses what is malformed, and names the place", () => {
    const valid = {
      method,
      matrix: [
        [1, 2],
        [3, 4],
      ],
      weights: [1, 1],
      directions: ["benefit", "cost"] as Direction[],
      parameters: {},
    };
    const refuse = (change: object, expected: object) =>
      expect(() => scoreAlternatives({ ...valid, ...change })).toThrowError(
        expect.objectContaining({ name: "RankingError", criterion: null, alternative: null, ...expected }),
      );
    refuse({ matrix: [] }, { code: "shape" });
    refuse({ matrix: [[1, 2], [3]] }, { code: "shape", alternative: 1 });
    refuse(
      {
        matrix: [
          [1, 2],
          [3, Number.NaN],
        ],
      },
      { code: "not-finite", criterion: 1, alternative: 1 },
    );
    refuse(
      { weights: [1] },
      { code: "shape", message: expect.stringContaining("the weights must have an entry per criterion") },
    );
    refuse({ weights: [0, 0] }, { code: "weights" });
    refuse({ weights: [1, -1] }, { code: "weights", criterion: 1 });
    refuse({ weights: [Number.NaN, 1] }, { code: "not-finite", criterion: 0 });
    refuse({ directions: ["benefit"] }, { code: "shape" });
    refuse({ directions: ["benefit", "up"] }, { code: "unknown-option", criterion: 1 });
    refuse({ normalization: "logarithm" }, { code: "unknown-option" });
    if (["topsis", "vikor", "promethee-ii"].includes(method)) {
      refuse({ matrix: [[1, 2]] }, { code: "too-few-alternatives" });
    }
  });
});

describe("scale invariance", () => {
  const units = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  const ratio: [Method, Normalization | undefined][] = [
    ["weighted-sum", undefined],
    ["weighted-sum", "sum"],
    ["weighted-sum", "max"],
    ["weighted-sum", "vector"],
    ["topsis", undefined],
    ["topsis", "linear"],
    ["vikor", undefined],
  ];
  it.each(ratio)("%s (%s) does not see the unit of a criterion", (method, normalization) => {
    fc.assert(
      fc.property(problems, units, (problem, unit) => {
        const scaled = problem.matrix.map((row) => row.map((x, j) => (j === 0 ? x * unit : x)));
        const plain = scoreAlternatives({ ...problem, method, normalization });
        expectClose(scoreAlternatives({ ...problem, matrix: scaled, method, normalization }).scores, plain.scores, 8);
      }),
      { seed: 4, numRuns: 60 },
    );
  });
  it.each<[Method, Normalization | undefined]>([
    ["weighted-sum", "min-max"],
    ["topsis", "min-max"],
    ["vikor", undefined],
  ])("%s (%s) does not see its zero either", (method, normalization) => {
    fc.assert(
      fc.property(problems, units, fc.integer({ min: -50, max: 50 }), (problem, unit, shift) => {
        const moved = problem.matrix.map((row) => row.map((x, j) => (j === 0 ? x * unit + shift : x)));
        const plain = scoreAlternatives({ ...problem, method, normalization });
        expectClose(scoreAlternatives({ ...problem, matrix: moved, method, normalization }).scores, plain.scores, 6);
      }),
      { seed: 4, numRuns: 60 },
    );
  });
  it("weighted-product keeps the ratios of its scores", () => {
    fc.assert(
      fc.property(problems, units, (problem, unit) => {
        const scaled = problem.matrix.map((row) => row.map((x, j) => (j === 0 ? x * unit : x)));
        const ratios = (scores: number[]) => scores.map((x) => x / (scores[0] as number));
        const method = "weighted-product" as const;
        expectClose(
          ratios(scoreAlternatives({ ...problem, matrix: scaled, method }).scores),
          ratios(scoreAlternatives({ ...problem, method }).scores),
        );
      }),
      { seed: 4, numRuns: 60 },
    );
  });
  it("promethee-ii with the usual preference sees only the order on each criterion", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const bent = problem.matrix.map((row) => row.map((x) => Math.exp(x)));
        const method = "promethee-ii" as const;
        expect(scoreAlternatives({ ...problem, matrix: bent, method })).toEqual(
          scoreAlternatives({ ...problem, method }),
        );
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe("defaults and parameters", () => {
  it.each(METHODS)("%s uses its own normalisation when none, or null, is given", (method) => {
    const problem = {
      method,
      matrix: [
        [2, 30],
        [3, 20],
        [7, 50],
      ],
      weights: [2, 1],
      directions: ["benefit", "cost"] as Direction[],
    };
    const expected = scoreAlternatives({ ...problem, normalization: DEFAULT_NORMALIZATION[method] });
    expect(scoreAlternatives(problem)).toEqual(expected);
    expect(scoreAlternatives({ ...problem, normalization: undefined, parameters: undefined })).toEqual(expected);
  });

  it("documents the original normalisations", () => {
    expect(DEFAULT_NORMALIZATION).toEqual({
      "weighted-sum": "linear",
      "weighted-product": "none",
      topsis: "vector",
      vikor: "none",
      "promethee-ii": "none",
    });
  });

  it("turns normalised costs into benefits once, not twice (weighted product, by hand)", () => {
    const { scores } = scoreAlternatives({
      method: "weighted-product",
      normalization: "linear",
      matrix: [[4], [16]],
      weights: [1],
      directions: ["cost"],
    });
    expect(scores).toEqual([1, 0.25]);
  });

  it("takes VIKOR's v from 0 to 1, 0.5 by default", () => {
    const problem = {
      method: "vikor" as const,
      matrix: [
        [10, 0, 0],
        [4, 4, 3],
        [0, 10, 10],
      ],
      weights: [1, 1, 1],
      directions: ["benefit", "benefit", "benefit"] as Direction[],
    };
    expect(scoreAlternatives(problem)).toEqual(scoreAlternatives({ ...problem, parameters: { v: 0.5 } }));
    for (const v of [0, 1]) expect(() => scoreAlternatives({ ...problem, parameters: { v } })).not.toThrow();
    for (const v of [-0.01, 1.01]) {
      expect(() => scoreAlternatives({ ...problem, parameters: { v } })).toThrowError(
        expect.objectContaining({ code: "parameter", message: `parameter v must be between 0 and 1, but is ${v}` }),
      );
    }
    expect(() => scoreAlternatives({ ...problem, parameters: { v: Number.NaN } })).toThrowError(
      expect.objectContaining({ code: "not-finite", message: "parameter v must be a finite number, but is NaN" }),
    );
  });

  it("refuses an unknown method, and names the single-alternative culprits", () => {
    const problem = { matrix: [[1]], weights: [1], directions: ["benefit"] as Direction[] };
    expect(() => scoreAlternatives({ ...problem, method: "electre" as Method })).toThrowError(
      "the method must be one of weighted-sum, weighted-product, topsis, vikor, promethee-ii, but is electre",
    );
    expect(() => scoreAlternatives({ ...problem, method: "topsis" })).toThrowError("TOPSIS compares alternatives");
    expect(() => scoreAlternatives({ ...problem, method: "vikor" })).toThrowError("VIKOR compares alternatives");
    expect(() => scoreAlternatives({ ...problem, method: "promethee-ii" })).toThrowError(
      "PROMETHEE II compares alternatives",
    );
  });
});
