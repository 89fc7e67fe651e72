import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeWeights, rankOrderCentroid, swingWeights } from "./index";

const expectClose = (actual: readonly number[], expected: readonly number[], digits = 14) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(expected[i] as number, digits);
  });
};
const refuse = (act: () => unknown, expected: object) =>
  expect(act).toThrowError(expect.objectContaining({ name: "RankingError", ...expected }));

describe("normalizeWeights", () => {
  it("divides by the sum", () => {
    expect(normalizeWeights([1, 3])).toEqual([0.25, 0.75]);
    expect(normalizeWeights([0, 5])).toEqual([0, 1]);
    expect(normalizeWeights([7])).toEqual([1]);
  });
  it("leaves weights alone that sum to 1", () => {
    const weights = [0.2, 0.1, 0.1, 0.1, 0.2, 0.3];
    expect(normalizeWeights(weights)).toEqual(weights);
  });
  it("works at both ends of the double range", () => {
    expect(normalizeWeights([1e308, 1e308, 0])).toEqual([0.5, 0.5, 0]);
    expect(normalizeWeights([5e-324, 5e-324])).toEqual([0.5, 0.5]);
    expect(normalizeWeights([1e-300, 3e-300])[1]).toBeCloseTo(0.75, 14);
  });
  it("refuses negative, zero and broken weights", () => {
    refuse(() => normalizeWeights([1, -1]), {
      code: "weights",
      criterion: 1,
      message: expect.stringContaining("a weight must not be negative, but is -1"),
    });
    refuse(() => normalizeWeights([0, 0]), {
      code: "weights",
      criterion: null,
      message: "at least one weight must be above zero",
    });
    refuse(() => normalizeWeights([]), { code: "shape", message: expect.stringContaining("the weights") });
    refuse(() => normalizeWeights([1, Number.POSITIVE_INFINITY]), {
      code: "not-finite",
      criterion: 1,
      message: expect.stringContaining("entry of the weights"),
    });
  });
});

describe("swingWeights", () => {
  it("keeps the ratios of the points (by hand)", () => {
    expect(swingWeights([100, 60, 40, 0])).toEqual([0.5, 0.3, 0.2, 0]);
  });
});

describe("rankOrderCentroid", () => {
  it.each([
    [1, [1]],
    [2, [0.75, 0.25]],
    [3, [0.6111, 0.2778, 0.1111]],
    [4, [0.5208, 0.2708, 0.1458, 0.0625]],
  ])("gives the table of Barron & Barrett (1996) for %i criteria", (n, expected) => {
    const weights = rankOrderCentroid(Array.from({ length: n }, (_, i) => i + 1));
    weights.forEach((weight, i) => {
      expect(Math.abs(weight - (expected[i] as number))).toBeLessThanOrEqual(5.1e-5);
    });
  });
  it("goes by rank, not by position", () => {
    expectClose(rankOrderCentroid([3, 1, 2]), [1 / 9, 11 / 18, 5 / 18]);
  });
  it("shares tied places, however the ties are written (by hand)", () => {
    const shared = [25 / 48, (13 / 48 + 7 / 48) / 2, (13 / 48 + 7 / 48) / 2, 3 / 48];
    expectClose(rankOrderCentroid([1, 2, 2, 4]), shared);
    expectClose(rankOrderCentroid([1, 2, 2, 3]), shared);
    expectClose(rankOrderCentroid([1, 2.5, 2.5, 4]), shared);
    expectClose(rankOrderCentroid([5, 5]), [0.5, 0.5]);
  });
  it("refuses ranks below 1 and broken ones", () => {
    refuse(() => rankOrderCentroid([1, 0]), {
      code: "parameter",
      criterion: 1,
      message: expect.stringContaining("ranks start at 1, but one is 0"),
    });
    refuse(() => rankOrderCentroid([1, Number.NaN]), {
      code: "not-finite",
      criterion: 1,
      message: expect.stringContaining("entry of the ranks"),
    });
    refuse(() => rankOrderCentroid([]), { code: "shape" });
  });
  it("sums to 1 and never gives the less important more (property)", () => {
    const ranks = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ranks, (list) => {
        const weights = rankOrderCentroid(list);
        expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 13);
        list.forEach((a, i) => {
          list.forEach((b, j) => {
            if (a < b) expect(weights[i]).toBeGreaterThan(weights[j] as number);
            if (a === b) expect(weights[i]).toBe(weights[j]);
          });
        });
      }),
      { seed: 4 },
    );
  });
});
