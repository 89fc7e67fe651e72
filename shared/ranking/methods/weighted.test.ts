import { describe, expect, it } from "vitest";
import { type Direction, scoreAlternatives } from "./index";

/** Printed values come from rounded intermediates: a good unit in the last printed digit is allowed. */
const expectClose = (actual: readonly number[], expected: readonly number[], digits: number) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, i) => {
    expect(Math.abs(x - (expected[i] as number))).toBeLessThan(1.1 * 10 ** -digits);
  });
};

/** Chakraborty, Zavadskas & Antucheviciene (2015), Econ. Comput. Econ. Cybern. Stud. Res. 49(1), 5-22, example 2. */
const machines = {
  matrix: [
    [581818, 54.49, 3, 5500],
    [595454, 49.73, 3, 4500],
    [586060, 51.24, 3, 5000],
    [522727, 45.71, 3, 5800],
    [561818, 52.66, 3, 5200],
    [543030, 74.46, 4, 5600],
    [522727, 75.42, 4, 5800],
    [486970, 62.62, 4, 5600],
    [509394, 65.87, 4, 6400],
    [513333, 70.67, 4, 6000],
  ],
  weights: [0.467, 0.16, 0.095, 0.278],
  directions: ["cost", "cost", "cost", "benefit"] as Direction[],
  ranks: [6, 10, 8, 1, 5, 9, 7, 3, 2, 4],
  sums: [0.859, 0.8194, 0.843, 0.942, 0.8645, 0.8315, 0.8552, 0.8983, 0.9067, 0.8784],
  products: [0.8578, 0.8144, 0.8408, 0.9413, 0.8632, 0.8241, 0.8454, 0.8915, 0.8987, 0.8697],
};

describe("weighted-sum", () => {
  it("gives the published sums of Chakraborty et al. (2015)", () => {
    const result = scoreAlternatives({ method: "weighted-sum", ...machines });
    expectClose(result.scores, machines.sums, 4);
    expect(result.ranks).toEqual(machines.ranks);
  });

  it("gives the published sums of Kracka, Brauers & Zavadskas (2010), Inz. Ekon. 21(4), 352-359", () => {
    const result = scoreAlternatives({
      method: "weighted-sum",
      normalization: "sum",
      matrix: [
        [33.95, 23.78, 11.45, 39.97, 29.44, 167.1, 3.852],
        [38.9, 4.17, 6.32, 0.01, 4.29, 132.52, 25.184],
        [37.59, 9.36, 8.23, 4.35, 10.22, 136.71, 10.845],
        [30.44, 37.59, 13.91, 74.08, 45.1, 198.34, 2.186],
        [36.21, 14.79, 9.17, 17.77, 17.06, 148.3, 6.61],
        [37.8, 8.55, 7.97, 2.35, 9.25, 134.83, 11.935],
      ],
      weights: [20, 20, 20, 20, 20, 20, 20],
      directions: ["cost", "cost", "cost", "cost", "benefit", "cost", "benefit"],
    });
    expectClose(result.scores, [0.12040426, 0.3458235, 0.13838192, 0.12841246, 0.12346084, 0.14351701], 8);
    expect(result.ranks).toEqual([6, 1, 3, 4, 5, 2]);
  });

  it("subtracts raw costs, and its contributions add up to the score", () => {
    const result = scoreAlternatives({
      method: "weighted-sum",
      normalization: "none",
      matrix: [
        [10, 4],
        [8, 0],
      ],
      weights: [3, 1],
      directions: ["benefit", "cost"],
    });
    expect(result.scores).toEqual([6.5, 6]);
    expect(result.ranks).toEqual([1, 2]);
    expect(result.details.contributions).toEqual([
      [7.5, -1],
      [6, 0],
    ]);
  });

  it("takes a single alternative", () => {
    const result = scoreAlternatives({
      method: "weighted-sum",
      matrix: [[4, 2]],
      weights: [1, 1],
      directions: ["benefit", "cost"],
    });
    expect(result).toEqual({ scores: [1], ranks: [1], details: { contributions: [[0.5, 0.5]] } });
  });
});

describe("weighted-product", () => {
  it("gives the published products of Chakraborty et al. (2015), up to the factor that ratios leave open", () => {
    const linear = scoreAlternatives({ method: "weighted-product", normalization: "linear", ...machines });
    expectClose(linear.scores, machines.products, 4);
    const raw = scoreAlternatives({ method: "weighted-product", ...machines });
    expect(raw.ranks).toEqual(machines.ranks);
    const factor = (linear.scores[0] as number) / (raw.scores[0] as number);
    expectClose(
      raw.scores.map((score) => score * factor),
      linear.scores,
      12,
    );
  });

  it("gives the ratios of the worked example in Triantaphyllou (2000), Multi-Criteria Decision Making Methods", () => {
    const [a, b, c] = scoreAlternatives({
      method: "weighted-product",
      matrix: [
        [25, 20, 15, 30],
        [10, 30, 20, 30],
        [30, 10, 30, 10],
      ],
      weights: [0.2, 0.15, 0.4, 0.25],
      directions: ["benefit", "benefit", "benefit", "benefit"],
    }).scores as [number, number, number];
    expect(a / b).toBeCloseTo(1.007, 3);
    expect(a / c).toBeCloseTo(1.067, 3);
    expect(b / c).toBeCloseTo(1.059, 3);
  });

  const product = (row: number[], weights: number[], directions: Direction[]) =>
    scoreAlternatives({ method: "weighted-product", matrix: [row], weights, directions });

  it("raises costs to the negative weight", () => {
    const result = product([16, 4], [1, 1], ["benefit", "cost"]);
    expect(result).toEqual({ scores: [2], ranks: [1], details: { factors: [[4, 0.5]] } });
  });

  it("takes 0^0 as 1, and a benefit of 0 as 0", () => {
    expect(product([0, 9], [0, 1], ["benefit", "benefit"]).scores).toEqual([9]);
    expect(product([0, 9], [0, 1], ["cost", "benefit"]).scores).toEqual([9]);
    expect(product([0, 9], [1, 1], ["benefit", "benefit"]).scores).toEqual([0]);
  });

  it("keeps its range on the way: neither a large nor a small partial product is lost", () => {
    // The first two factors make about 1e310, before the last brings it back to 1e298.
    const large = product([5e-324, 5e-324, 1e-300], [0.48, 0.48, 0.04], ["cost", "cost", "benefit"])
      .scores[0] as number;
    expect(Math.log(large)).toBeCloseTo(-0.96 * Math.log(5e-324) + 0.04 * Math.log(1e-300), 9);
    expect(product([1e-320, 1e-320], [1, 1], ["benefit", "benefit"]).scores[0]).toBeCloseTo(1e-320, 322);
    expect((product([1e300, 1e300], [1, 1], ["benefit", "benefit"]).scores[0] as number) / 1e300).toBeCloseTo(1, 12);
    expect(product([0, 5e-324, 5e-324], [0.02, 0.49, 0.49], ["benefit", "cost", "cost"]).scores).toEqual([0]);
  });

  it.each<[string, number[], Direction, object, string]>([
    ["a negative benefit", [1, -1], "benefit", { code: "domain", criterion: 1 }, "must not be negative, but is -1"],
    ["a negative cost", [1, -1], "cost", { code: "domain", criterion: 1 }, "must not be negative, but is -1"],
    ["a cost of zero", [1, 0], "cost", { code: "domain", criterion: 1 }, "a cost of zero has no reciprocal"],
    ["a cost whose reciprocal is no double", [1e-9, 5e-324], "cost", { code: "overflow", criterion: 1 }, "5e-324"],
  ])("refuses %s", (_, row, direction, place, words) => {
    const act = () => product(row, [1e-9, 1], ["benefit", direction]);
    expect(act).toThrowError(expect.objectContaining({ name: "RankingError", alternative: 0, ...place }));
    expect(act).toThrowError(words);
  });

  it("refuses a product beyond the doubles", () => {
    expect(() => product([5e-324, 1e-323], [1, 1], ["cost", "cost"])).toThrowError(
      expect.objectContaining({ code: "overflow", alternative: 0 }),
    );
  });
});
