import { describe, expect, it } from "vitest";
import { type Direction, scoreAlternatives } from "./index";

/** Printed values come from rounded intermediates: a good unit in the last printed digit is allowed. */
const expectClose = (actual: readonly number[], expected: readonly number[], digits: number) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(Math.abs(x - (expected[i] as number))).toBeLessThan(1.1 * 10 ** -digits);
  });
};

describe("topsis", () => {
  const fighters = {
    method: "topsis" as const,
    matrix: [
      [2.0, 1500, 20000, 5.5, 5, 9],
      [2.5, 2700, 18000, 6.5, 3, 5],
      [1.8, 2000, 21000, 4.5, 7, 7],
      [2.2, 1800, 20000, 5.0, 5, 5],
    ],
    weights: [0.2, 0.1, 0.1, 0.1, 0.2, 0.3],
    directions: ["benefit", "benefit", "benefit", "cost", "benefit", "benefit"] as Direction[],
  };

  it("gives the published tables for the fighter aircraft of Hwang & Yoon (1981)", () => {
    const { scores, ranks, details } = scoreAlternatives(fighters);
    expectClose(details.ideal, [0.1168, 0.0659, 0.0531, 0.0414, 0.1347, 0.2012], 4);
    expectClose(details.antiIdeal, [0.0841, 0.0366, 0.0455, 0.0598, 0.0577, 0.1118], 4);
    expectClose(details.toIdeal, [0.0545, 0.1197, 0.058, 0.1009], 4);
    expectClose(details.toAntiIdeal, [0.0983, 0.0439, 0.092, 0.0458], 4);
    expectClose(scores, [0.643, 0.268, 0.613, 0.312], 3);
    expect(ranks).toEqual([1, 4, 2, 3]);
  });

  it("gives the published closeness of Tzeng & Huang (2011), Multiple Attribute Decision Making", () => {
    const { scores, ranks } = scoreAlternatives({
      method: "topsis",
      matrix: [
        [5, 8, 4],
        [7, 6, 8],
        [8, 8, 6],
        [7, 4, 6],
      ],
      weights: [0.3, 0.4, 0.3],
      directions: ["benefit", "benefit", "benefit"],
    });
    expectClose(scores, [0.5037, 0.6581, 0.7482, 0.334], 4);
    expect(ranks).toEqual([3, 2, 1, 4]);
  });

  it("has the same distances when costs are turned into benefits by 1 - x/‖x‖", () => {
    const turned = fighters.matrix.map((row) => {
      const length = Math.hypot(...fighters.matrix.map((other) => other[3] as number));
      return row.map((x, j) =>
        j === 3 ? 1 - x / length : x / Math.hypot(...fighters.matrix.map((other) => other[j] as number)),
      );
    });
    const plain = scoreAlternatives({
      ...fighters,
      matrix: turned,
      directions: turned[0]?.map(() => "benefit") as Direction[],
      normalization: "none",
    });
    expectClose(plain.scores, scoreAlternatives(fighters).scores, 12);
  });

  it("respects raw costs under normalization none (by hand: unit square)", () => {
    const { scores, details } = scoreAlternatives({
      method: "topsis",
      normalization: "none",
      matrix: [
        [0, 0],
        [1, 1],
        [1, 0],
      ],
      weights: [1, 1],
      directions: ["benefit", "cost"],
    });
    expect(details).toEqual({
      ideal: [0.5, 0],
      antiIdeal: [0, 0.5],
      toIdeal: [0.5, 0.5, 0],
      toAntiIdeal: [0.5, 0.5, Math.SQRT1_2],
    });
    expect(scores).toEqual([0.5, 0.5, 1]);
  });

  it("gives alternatives that are all alike one half", () => {
    const { scores, ranks } = scoreAlternatives({
      method: "topsis",
      matrix: [
        [3, 1],
        [3, 1],
      ],
      weights: [1, 2],
      directions: ["cost", "benefit"],
    });
    expect(scores).toEqual([0.5, 0.5]);
    expect(ranks).toEqual([1, 1]);
  });

  it("sees the digits of a small share in a cost column", () => {
    const { scores } = scoreAlternatives({
      method: "topsis",
      matrix: [[1e-18], [2e-18], [1]],
      weights: [1],
      directions: ["cost"],
    });
    expect(scores[0]).toBe(1);
    expect(scores[2]).toBe(0);
    const raw = scoreAlternatives({
      method: "topsis",
      matrix: [
        [1e-18, 0],
        [2e-18, 0],
        [1, 1e-18],
      ],
      weights: [1, 1],
      directions: ["cost", "cost"],
    });
    expect(raw.details.toIdeal[1]).toBeCloseTo(0.5e-18, 30);
  });

  it("refuses raw values whose distance is no double, and blames the criterion", () => {
    expect(() =>
      scoreAlternatives({
        method: "topsis",
        normalization: "none",
        matrix: [
          [1, 1.7e308],
          [2, -1.7e308],
        ],
        weights: [1e-9, 1],
        directions: ["benefit", "benefit"],
      }),
    ).toThrowError(
      expect.objectContaining({
        code: "overflow",
        criterion: 1,
        alternative: 1,
        message: expect.stringContaining("a distance is too large"),
      }),
    );
  });
});
