import { describe, expect, it } from "vitest";
import { type Direction, scoreAlternatives } from "./index";

const expectClose = (actual: readonly number[], expected: readonly number[], digits = 3) => {
  expect(actual).toHaveLength(expected.length);
  // The printed values are rounded, so one unit in the last printed digit is allowed.
  actual.forEach((x, i) => {
    expect(Math.abs(x - (expected[i] as number))).toBeLessThanOrEqual(1.01 * 10 ** -digits);
  });
};
const benefits = (n: number) => new Array<Direction>(n).fill("benefit");
const costs = (n: number) => new Array<Direction>(n).fill("cost");

describe("vikor", () => {
  it.each([1, 1000])("climbs the mountain of Opricovic & Tzeng (2004), whatever the unit (altitude / %s)", (unit) => {
    const { scores, ranks, details } = scoreAlternatives({
      method: "vikor",
      matrix: [
        [1, 3000 / unit],
        [2, 3750 / unit],
        [5, 4500 / unit],
      ],
      weights: [0.5, 0.5],
      directions: ["cost", "benefit"],
    });
    expectClose(details.s, [0.5, 0.375, 0.5], 12);
    expectClose(details.r, [0.5, 0.25, 0.5], 12);
    expect(scores).toEqual([1, 0, 1]);
    expect(details.q).toEqual([1, 0, 1]);
    expect(ranks).toEqual([2, 1, 2]);
    expect(details).toMatchObject({ acceptableAdvantage: true, acceptableStability: true, compromiseSet: [1] });
  });

  // Opricovic & Tzeng (2007): hydropower systems on the Drina, four sets of weights.
  const drina = [
    [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
    [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
    [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
    [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
    [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
    [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
  ];
  it.each([
    {
      weights: [1, 1, 1, 1, 1, 1, 1, 1],
      r: [0.125, 0.125, 0.121, 0.125, 0.067, 0.125],
      s: [0.692, 0.7, 0.29, 0.423, 0.28, 0.346],
      q: [0.991, 1.0, 0.473, 0.67, 0.0, 0.578],
      ranks: [5, 6, 2, 4, 1, 3],
      advantage: true,
      set: [4],
    },
    {
      weights: [2, 2, 2, 2, 1, 1, 1, 1],
      r: [0.167, 0.114, 0.161, 0.167, 0.089, 0.167],
      s: [0.701, 0.6, 0.386, 0.365, 0.317, 0.459],
      q: [1.0, 0.533, 0.552, 0.563, 0.0, 0.686],
      ranks: [6, 2, 3, 4, 1, 5],
      advantage: true,
      set: [4],
    },
    {
      weights: [1, 1, 1, 1, 2, 2, 2, 2],
      r: [0.113, 0.167, 0.08, 0.122, 0.044, 0.083],
      s: [0.683, 0.8, 0.193, 0.48, 0.243, 0.232],
      q: [0.684, 1.0, 0.147, 0.554, 0.041, 0.191],
      ranks: [5, 6, 2, 4, 1, 3],
      advantage: false,
      set: [4, 2, 5],
    },
    {
      weights: [1, 1, 1, 1, 3.2, 3.2, 3.2, 3.2],
      r: [0.129, 0.19, 0.057, 0.139, 0.042, 0.06],
      s: [0.678, 0.857, 0.138, 0.513, 0.222, 0.167],
      q: [0.668, 1.0, 0.051, 0.588, 0.058, 0.078],
      ranks: [5, 6, 1, 4, 2, 3],
      advantage: false,
      set: [2, 4, 5],
    },
  ])("gives the published tables of Opricovic & Tzeng (2007) for weights $weights", (published) => {
    const { ranks, details } = scoreAlternatives({
      method: "vikor",
      matrix: drina,
      weights: published.weights,
      directions: ["benefit", "cost", "benefit", "benefit", "cost", "cost", "cost", "benefit"],
    });
    expectClose(details.s, published.s);
    expectClose(details.r, published.r);
    expectClose(details.q, published.q);
    expect(ranks).toEqual(published.ranks);
    expect(details.acceptableAdvantage).toBe(published.advantage);
    expect(details.acceptableStability).toBe(true);
    expect(details.compromiseSet).toEqual(published.set);
  });

  it("proposes the first two when only stability fails", () => {
    const { ranks, details } = scoreAlternatives({
      method: "vikor",
      matrix: [
        [1, 101, 1, 101, 1],
        [101, 1, 101, 1, 101],
        [1, 1, 1, 1, 101],
        [11, 11, 11, 16, 61],
        [56, 56, 56, 56, 56],
      ],
      weights: [1, 1, 1, 1, 1],
      directions: costs(5),
    });
    expectClose(details.q, [0.75, 1, 0.5, 0.068, 0.4375], 3);
    expect(ranks).toEqual([4, 5, 3, 1, 2]);
    expect(details).toMatchObject({ acceptableAdvantage: true, acceptableStability: false, compromiseSet: [3, 4] });
  });

  it("keeps equal second places together in the compromise", () => {
    const { ranks, details } = scoreAlternatives({
      method: "vikor",
      matrix: [
        [1, 101, 1, 101, 1],
        [101, 1, 101, 1, 101],
        [1, 1, 1, 1, 101],
        [11, 11, 11, 16, 61],
        [56, 56, 56, 56, 56],
        [56, 56, 56, 56, 56],
      ],
      weights: [1, 1, 1, 1, 1],
      directions: costs(5),
    });
    expect(ranks).toEqual([5, 6, 4, 1, 2, 2]);
    expect(details.compromiseSet).toEqual([3, 4, 5]);
  });

  it("ties the first (scikit-criteria's case, by hand: S 1, .275, .15, .15)", () => {
    const { ranks, details } = scoreAlternatives({
      method: "vikor",
      matrix: [
        [4, 4, 4],
        [7, 6, 8],
        [8, 8, 6],
        [6, 8, 8],
      ],
      weights: [0.3, 0.4, 0.3],
      directions: benefits(3),
    });
    expectClose(details.s, [1, 0.275, 0.15, 0.15], 12);
    expectClose(details.r, [0.4, 0.2, 0.15, 0.15], 12);
    expectClose(details.q, [1, 0.5 * (0.125 / 0.85) + 0.5 * 0.2, 0, 0], 12);
    expect(ranks).toEqual([4, 3, 1, 1]);
    expect(details).toMatchObject({ acceptableAdvantage: false, acceptableStability: true, compromiseSet: [2, 3, 1] });
  });

  it("gives a constant criterion, and a measure that is the same for all, no say", () => {
    const constant = scoreAlternatives({
      method: "vikor",
      matrix: [
        [1, 0, 3],
        [5, 0, 6],
      ],
      weights: [1, 1, 1],
      directions: benefits(3),
    });
    expectClose(constant.details.s, [2 / 3, 0], 12);
    expectClose(constant.details.r, [1 / 3, 0], 12);
    expect(constant.ranks).toEqual([2, 1]);
    const regretAlike = scoreAlternatives({
      method: "vikor",
      matrix: [
        [1, 0, 3],
        [0, 5, 6],
      ],
      weights: [1, 1, 1],
      directions: benefits(3),
    });
    expect(regretAlike.scores).toEqual([0.5, 0]);
    const alike = scoreAlternatives({ method: "vikor", matrix: [[2], [2], [2]], weights: [1], directions: ["cost"] });
    expect(alike.scores).toEqual([0, 0, 0]);
    expect(alike.ranks).toEqual([1, 1, 1]);
    expect(alike.details).toMatchObject({
      acceptableAdvantage: false,
      acceptableStability: true,
      compromiseSet: [0, 1, 2],
    });
  });

  it("does not magnify rounding: sums that differ in the last digit only are equal", () => {
    // Every row is a rearrangement of the same shortfalls, so S and R agree up to the order of additions.
    const { scores, ranks } = scoreAlternatives({
      method: "vikor",
      matrix: [
        [0, 0.1, 0.7, 1],
        [0.1, 0.7, 1, 0],
        [0.7, 1, 0, 0.1],
        [1, 0, 0.1, 0.7],
      ],
      weights: [0.1, 0.1, 0.1, 0.1],
      directions: benefits(4),
    });
    expect(scores).toEqual([0, 0, 0, 0]);
    expect(ranks).toEqual([1, 1, 1, 1]);
  });

  it("weighs group utility against regret by v", () => {
    const problem = {
      method: "vikor" as const,
      matrix: [
        [10, 0, 0],
        [4, 4, 3],
        [0, 10, 10],
      ],
      weights: [1, 1, 1],
      directions: benefits(3),
    };
    const byS = scoreAlternatives({ ...problem, parameters: { v: 1 } });
    const byR = scoreAlternatives({ ...problem, parameters: { v: 0 } });
    const quarter = scoreAlternatives({ ...problem, parameters: { v: 0.25 } });
    expectClose(byS.scores, [1, (1.9 - 1) / (2 - 1), 0], 12);
    expect(byR.scores).toEqual([1, 0, 1]);
    expectClose(quarter.scores, [1, 0.25 * 0.9, 0.75], 12);
    // Two alternatives: the advantage must be 1/(2 - 1), and 1 is enough.
    const two = scoreAlternatives({
      ...problem,
      matrix: [
        [1, 1, 1],
        [2, 2, 2],
      ],
    });
    expect(two.details).toMatchObject({ acceptableAdvantage: true, compromiseSet: [1] });
  });

  it("is stable only when the leader by Q also leads by S or by R (by hand)", () => {
    const s = [0.2, 0.3, 0.6];
    expect(s[0]).toBeLessThan(s[1] as number);
    const { details } = scoreAlternatives({
      method: "vikor",
      matrix: [
        [1, 0.4],
        [0.5, 0.8],
        [0, 1],
      ],
      weights: [1, 1],
      directions: benefits(2),
      parameters: { v: 0 },
    });
    expect(details.acceptableStability).toBe(true);
  });
});
