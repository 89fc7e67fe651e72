import { describe, expect, it } from "vitest";
import { type Direction, type MethodParameters, type Preference, scoreAlternatives } from "./index";

const expectClose = (actual: readonly number[], expected: readonly number[], tolerance: number) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(Math.abs(x - (expected[i] as number))).toBeLessThanOrEqual(tolerance);
  });
};

describe("promethee-ii", () => {
  /** Location of a hydroelectric power station: Brans, Vincke & Mareschal (1986), one preference type a criterion. */
  const station = {
    method: "promethee-ii" as const,
    matrix: [
      [80, 90, 600, 54, 8, 5],
      [65, 58, 200, 97, 1, 1],
      [83, 60, 400, 72, 4, 7],
      [40, 80, 1000, 75, 7, 10],
      [52, 72, 600, 20, 3, 8],
      [94, 96, 700, 36, 5, 6],
    ],
    weights: [1, 1, 1, 1, 1, 1],
    directions: ["cost", "benefit", "cost", "cost", "cost", "benefit"] as Direction[],
    parameters: {
      preference: ["u-shape", "v-shape", "linear", "level", "usual", "gaussian"] as Preference[],
      q: [10, 0, 50, 10, 0, 0],
      p: [0, 30, 500, 60, 0, 0],
      s: [0, 0, 0, 0, 0, 5],
    },
  };

  it("gives the published flows of Brans, Vincke & Mareschal (1986)", () => {
    const { scores, ranks, details } = scoreAlternatives(station);
    // The paper prints sums over the others, from preferences rounded (or cut) to three decimals.
    expectClose(
      scores.map((flow) => flow * 5),
      [-0.728, 0.085, -0.447, -0.102, 1.466, -0.274],
      0.0025,
    );
    expect(ranks).toEqual([6, 2, 5, 3, 1, 4]);
    // Sums of the rows and columns of the printed preference matrix.
    expectClose(
      details.positive.map((flow) => flow * 5),
      [1.099, 1.98, 1.234, 1.644, 2.274, 1.5],
      0.0035,
    );
    expectClose(
      details.negative.map((flow) => flow * 5),
      [1.827, 1.895, 1.681, 1.746, 0.808, 1.774],
      0.0035,
    );
  });

  it("has the winners that Mareschal (2019) reports under other weights", () => {
    const power = scoreAlternatives({ ...station, weights: [10, 50, 10, 10, 10, 10] });
    expect(power.ranks[5]).toBe(1);
    const villages = scoreAlternatives({ ...station, weights: [9, 9, 9, 9, 55, 9] });
    expect(villages.ranks[1]).toBe(1);
  });

  it("has net flows that are the weighted sum of those by criterion, and 0 in sum", () => {
    const { scores, details } = scoreAlternatives(station);
    details.byCriterion.forEach((row, i) => {
      expect(row.reduce((total, flow) => total + flow / 6, 0)).toBeCloseTo(scores[i] as number, 14);
    });
    expect(scores.reduce((total, flow) => total + flow, 0)).toBeCloseTo(0, 14);
    expectClose(
      details.positive.map((flow, i) => flow - (details.negative[i] as number)),
      scores,
      1e-14,
    );
  });

  /** Preference for a difference, seen as the positive flow of the better of two alternatives. */
  const preference = (difference: number, parameters: MethodParameters) =>
    scoreAlternatives({
      method: "promethee-ii",
      matrix: [[difference], [0]],
      weights: [3],
      directions: ["benefit"],
      parameters,
    }).details.positive[0];

  // At, just above and just below each threshold: Brans & Vincke (1985), table 1.
  it.each<[Preference, MethodParameters, [number, number][]]>([
    [
      "usual",
      {},
      [
        [1e-9, 1],
        [5, 1],
      ],
    ],
    [
      "u-shape",
      { q: 2 },
      [
        [1, 0],
        [2, 0],
        [2.1, 1],
      ],
    ],
    ["u-shape", {}, [[0.1, 1]]],
    [
      "v-shape",
      { p: 4 },
      [
        [1, 0.25],
        [4, 1],
        [5, 1],
      ],
    ],
    [
      "level",
      { q: 2, p: 4 },
      [
        [1, 0],
        [2, 0],
        [2.1, 0.5],
        [4, 0.5],
        [4.1, 1],
      ],
    ],
    [
      "linear",
      { q: 2, p: 4 },
      [
        [1, 0],
        [2, 0],
        [2.5, 0.25],
        [4, 1],
        [4.1, 1],
      ],
    ],
    [
      "linear",
      { p: 4 },
      [
        [1, 0.25],
        [4, 1],
      ],
    ],
    [
      "linear",
      { q: 2, p: 2 },
      [
        [2, 0],
        [2.1, 1],
      ],
    ],
    ["v-shape", { p: 0 }, [[0.1, 1]]],
    [
      "gaussian",
      { s: 2 },
      [
        [2, 1 - Math.exp(-0.5)],
        [4, 1 - Math.exp(-2)],
        [1e9, 1],
      ],
    ],
  ])("%s with %o", (shape, thresholds, cases) => {
    for (const [difference, expected] of cases) {
      expect(preference(difference, { preference: shape, ...thresholds })).toBeCloseTo(expected, 14);
    }
  });

  it("keeps the digits of a small gaussian preference", () => {
    const small = preference(1e-9, { preference: "gaussian", s: 1 }) as number;
    expect(small / 0.5e-18).toBeCloseTo(1, 12);
  });

  it("stays finite for differences beyond the doubles", () => {
    for (const shape of ["usual", "u-shape", "v-shape", "level", "linear", "gaussian"] as const) {
      const { scores } = scoreAlternatives({
        method: "promethee-ii",
        matrix: [[1.7e308], [-1.7e308]],
        weights: [1],
        directions: ["cost"],
        parameters: { preference: shape, q: 1, p: 2, s: 1e-300 },
      });
      expect(scores).toEqual([-1, 1]);
    }
  });

  it("is a weighted Borda count with the usual preference, the default (by hand)", () => {
    const { scores, ranks } = scoreAlternatives({
      method: "promethee-ii",
      matrix: [
        [1, 9],
        [2, 8],
        [3, 8],
      ],
      weights: [1, 3],
      directions: ["benefit", "benefit"],
    });
    expectClose(scores, [0.25 * -1 + 0.75 * 1, 0.75 * -0.5, 0.25 - 0.75 * 0.5], 1e-15);
    expect(ranks).toEqual([1, 3, 2]);
  });

  it("ties flows that cancel to rounding", () => {
    const { ranks } = scoreAlternatives({
      method: "promethee-ii",
      matrix: [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ],
      weights: [0.1, 0.1, 0.1],
      directions: ["benefit", "benefit", "benefit"],
      parameters: { preference: "v-shape", p: 7 },
    });
    expect(ranks).toEqual([1, 1, 1]);
  });

  it("works on the normalised scale when asked to", () => {
    const { scores } = scoreAlternatives({
      method: "promethee-ii",
      normalization: "min-max",
      matrix: [[1000], [1500], [2000]],
      weights: [1],
      directions: ["cost"],
      parameters: { preference: "v-shape", p: 1 },
    });
    expectClose(scores, [0.75, 0, -0.75], 1e-15);
  });

  it.each<[string, MethodParameters, object, string]>([
    [
      "no p",
      { preference: "linear" },
      { code: "parameter", criterion: 0 },
      'preference "linear" needs the parameter p',
    ],
    [
      "no p",
      { preference: "v-shape" },
      { code: "parameter", criterion: 0 },
      'preference "v-shape" needs the parameter p',
    ],
    ["no p", { preference: "level" }, { code: "parameter", criterion: 0 }, 'preference "level" needs the parameter p'],
    [
      "no s",
      { preference: "gaussian" },
      { code: "parameter", criterion: 0 },
      'preference "gaussian" needs the parameter s',
    ],
    [
      "no s for the second",
      { preference: ["usual", "gaussian"] },
      { code: "parameter", criterion: 1 },
      "needs the parameter s",
    ],
    [
      "s of 0",
      { preference: "gaussian", s: [1, 0] },
      { code: "parameter", criterion: 1 },
      "parameter s must be above zero",
    ],
    [
      "negative q",
      { preference: "u-shape", q: [1, -1] },
      { code: "parameter", criterion: 1 },
      "parameter q must not be negative, but is -1",
    ],
    [
      "negative p",
      { preference: "v-shape", p: -1 },
      { code: "parameter", criterion: 0 },
      "parameter p must not be negative",
    ],
    [
      "p below q",
      { preference: "linear", q: 2, p: [3, 1] },
      { code: "parameter", criterion: 1 },
      "p must not be below q, but p is 1 and q is 2",
    ],
    [
      "p below q, level",
      { preference: "level", q: 2, p: 1 },
      { code: "parameter", criterion: 0 },
      "p must not be below q",
    ],
    [
      "q not a number",
      { preference: "level", q: Number.NaN, p: 1 },
      { code: "not-finite", criterion: 0 },
      "parameter q must be a finite number, but is NaN",
    ],
    [
      "p infinite",
      { preference: "v-shape", p: [1, Number.POSITIVE_INFINITY] },
      { code: "not-finite", criterion: 1 },
      "parameter p",
    ],
    [
      "a list too short",
      { preference: "v-shape", p: [1] },
      { code: "shape" },
      "parameter p must have an entry per criterion: 2 expected, 1 found",
    ],
    [
      "a list of preferences too long",
      { preference: ["usual", "usual", "usual"] },
      { code: "shape" },
      "parameter preference",
    ],
    ["a q list too short", { preference: "u-shape", q: [1] }, { code: "shape" }, "parameter q"],
    ["an s list too short", { preference: "gaussian", s: [1] }, { code: "shape" }, "parameter s"],
    [
      "an unknown preference",
      { preference: ["usual", "cubic" as never] },
      { code: "unknown-option", criterion: 1 },
      "a preference function must be one of usual, u-shape, v-shape, level, linear, gaussian, but is cubic",
    ],
  ])("refuses %s", (_, parameters, expected, words) => {
    const act = () =>
      scoreAlternatives({
        method: "promethee-ii",
        matrix: [
          [1, 2],
          [2, 1],
        ],
        weights: [1, 1],
        directions: ["benefit", "benefit"],
        parameters,
      });
    expect(act).toThrowError(expect.objectContaining({ name: "RankingError", ...expected }));
    expect(act).toThrowError(words);
  });

  it("does not mind thresholds that the preference does not use", () => {
    const { ranks } = scoreAlternatives({
      method: "promethee-ii",
      matrix: [[1], [2]],
      weights: [1],
      directions: ["benefit"],
      parameters: { preference: "usual", q: -5, p: -9, s: 0 },
    });
    expect(ranks).toEqual([2, 1]);
  });
});
