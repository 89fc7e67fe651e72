import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankScores } from "./ranks";

describe("rankScores", () => {
  it("shares the better rank among ties", () => {
    expect(rankScores([9, 5, 5, 1], "highest")).toEqual([1, 2, 2, 4]);
    expect(rankScores([9, 5, 5, 1], "lowest")).toEqual([4, 2, 2, 1]);
    expect(rankScores([3, 3, 3], "highest")).toEqual([1, 1, 1]);
    expect(rankScores([], "highest")).toEqual([]);
  });
  it("ties within 1e-12 of the larger score, and not beyond", () => {
    expect(rankScores([1, 1 + 9e-13, 1 + 3e-12], "highest")).toEqual([2, 2, 1]);
    expect(rankScores([1e-20, 1e-20 * (1 + 5e-13), 2e-20], "lowest")).toEqual([1, 1, 3]);
    expect(rankScores([-1, -1 - 9e-13], "highest")).toEqual([1, 1]);
  });
  it("judges cancelled scores on the scale of their terms", () => {
    expect(rankScores([1e-17, -1e-17, 0.5], "highest")).toEqual([2, 3, 1]);
    expect(rankScores([1e-17, -1e-17, 0.5], "highest", 1)).toEqual([2, 2, 1]);
  });
  it("is one more than the number strictly better (property)", () => {
    const scores = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(scores, (values) => {
        expect(rankScores(values, "highest")).toEqual(values.map((x) => 1 + values.filter((y) => y > x).length));
        expect(rankScores(values, "lowest")).toEqual(values.map((x) => 1 + values.filter((y) => y < x).length));
      }),
      { seed: 4 },
    );
  });
});
