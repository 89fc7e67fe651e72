import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decision, makeTable } from "../../../tests/support/decision-tables";
import { createRanker } from "../additive/ranker";
import { compareSites, contributions, roundToSum } from "./index";

const sum = (list: Iterable<number>): number => [...list].reduce((a, b) => a + b, 0);

describe("contributions", () => {
  test("a worked example", () => {
    const table = makeTable([[[0.2, 0.5, 0.6], 1]], [[1, 4]]);
    const { weights } = createRanker(table).rank([3, 1]);
    expect(contributions(table, weights, 0)).toMatchObject([
      { criterionId: "c0", weight: 0.75, value: 0.5, evidence: "estimated", amount: 0.375, lost: 0.375 },
      { criterionId: "c1", weight: 0.25, value: 1, evidence: "sourced", amount: 0.25, lost: 0 },
    ]);
  });

  test("add up to the score and its bounds within 1e-12", () => {
    fc.assert(
      fc.property(decision(), ({ table, weights }) => {
        const ranking = createRanker(table).rank(weights);
        for (let row = 0; row < table.siteCount; row += 1) {
          const parts = contributions(table, ranking.weights, row);
          expect(Math.abs(sum(parts.map((p) => p.amount)) - (ranking.score[row] ?? 0))).toBeLessThan(1e-12);
          expect(Math.abs(sum(parts.map((p) => p.amountLow)) - (ranking.low[row] ?? 0))).toBeLessThan(1e-12);
          expect(Math.abs(sum(parts.map((p) => p.amountHigh)) - (ranking.high[row] ?? 0))).toBeLessThan(1e-12);
        }
      }),
    );
  });
});

describe("A against B", () => {
  test("a worked example, largest term first", () => {
    const table = makeTable(
      [
        [1, 0.2, 0.5],
        [0.5, 0.8, 0.5],
      ],
      [
        [4, 4, 4],
        [4, 1, 4],
      ],
    );
    const { weights } = createRanker(table).rank([5, 3, 2]);
    const result = compareSites(table, weights, 0, 1);
    expect(result.terms.map((t) => t.criterionId)).toEqual(["c0", "c1", "c2"]);
    expect(result.forA.map((t) => t.criterionId)).toEqual(["c0"]);
    expect(result.forB.map((t) => t.criterionId)).toEqual(["c1"]);
    expect(result.difference).toBeCloseTo(0.25 - 0.18, 15);
    expect(result.sourcedShare).toBeCloseTo(0.25 / 0.43, 12);
  });

  test("a difference is sourced where both figures are; equal terms keep the order of the criteria", () => {
    const table = makeTable(
      [
        [0.75, 0.5, 1, 0.5],
        [0.5, 0.75, 0.5, 0.5],
      ],
      [
        [4, 1, 3, 0],
        [1, 4, 4, 0],
      ],
    );
    const result = compareSites(table, [0.25, 0.25, 0.25, 0.25], 0, 1);
    expect(result.terms.map((t) => [t.criterionId, t.amount, t.evidenceA, t.evidenceB])).toEqual([
      ["c2", 0.125, "sourced", "sourced"],
      ["c0", 0.0625, "sourced", "estimated"],
      ["c1", -0.0625, "estimated", "sourced"],
      ["c3", 0, "unknown", "unknown"],
    ]);
    expect(result.sourcedShare).toBe(0.5);
    expect(compareSites(table, [0.25, 0.25, 0.25, 0.25], 0, 0)).toMatchObject({
      difference: 0,
      forA: [],
      forB: [],
      sourcedShare: 1,
    });
  });

  test("terms add up exactly to the difference, which is that of the scores; swapping turns the signs", () => {
    fc.assert(
      fc.property(decision({ minSites: 2 }), ({ table, weights }) => {
        const ranking = createRanker(table).rank(weights);
        const result = compareSites(table, ranking.weights, 0, 1);
        expect(sum(result.terms.map((t) => t.amount))).toBe(result.difference);
        expect(Math.abs(result.difference - ((ranking.score[0] ?? 0) - (ranking.score[1] ?? 0)))).toBeLessThan(1e-12);
        expect(compareSites(table, ranking.weights, 1, 0).difference + result.difference).toBe(0);
      }),
    );
  });
});

test("roundToSum: printed parts add up to the printed whole", () => {
  expect(roundToSum([1 / 3, 1 / 3, 1 / 3], 2)).toEqual([0.34, 0.33, 0.33]);
  expect(roundToSum([0.26, -0.26], 1)).toEqual([0.3, -0.3]);
  expect(roundToSum([], 1)).toEqual([]);
  // What is nearest to the next step goes up first, whatever its size; of equal ones the first.
  expect(roundToSum([0.3, 0.4, 0.3], 0)).toEqual([0, 1, 0]);
  expect(roundToSum([3.1, 0.9], 0)).toEqual([3, 1]);
  expect(roundToSum([0.25, 0.25, 0.25, 0.25, 1], 0)).toEqual([1, 0, 0, 0, 1]);
  expect(roundToSum([0.5, 0.75, 0.75, 0.5], 0)).toEqual([1, 1, 1, 0]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { maxLength: 14 }), (list) => {
      const rounded = roundToSum(list, 1);
      expect(sum(rounded)).toBeCloseTo(Math.round(sum(list.map((x) => x * 10))) / 10, 9);
      rounded.forEach((x, i) => expect(Math.abs(x - (list[i] ?? 0))).toBeLessThan(0.1 + 1e-9));
    }),
  );
});
