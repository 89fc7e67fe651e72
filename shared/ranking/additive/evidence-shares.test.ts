import { describe, expect, test } from "vitest";
import { createEvidenceShares } from "./evidence-shares";

/** Weights that are powers of two: every sum of some of them is exact, and another for every choice. */
const weights = Array.from({ length: 9 }, (_, j) => 2 ** -(j + 1));
const sumOf = (criteria: readonly number[]) => criteria.reduce((sum, j) => sum + (weights[j] ?? NaN), 0);

describe("shares of weight by evidence", () => {
  // Nine criteria are more than the seven that share a pattern.
  const sites = [
    [0, 1, 2, 3, 4, 0, 1, 2, 1],
    [1, 1, 1, 1, 1, 1, 1, 1, 1],
    [4, 3, 2, 0, 0, 0, 0, 0, 2],
  ];
  const shares = createEvidenceShares(
    weights.map((_, j) => Uint8Array.from(sites, (codes) => codes[j] ?? 0)),
    sites.length,
  );

  test("unknown is code 0, estimated 1, sourced any code above", () => {
    shares.update(weights);
    expect(Array.from(shares.unknown)).toEqual([sumOf([0, 5]), 0, sumOf([3, 4, 5, 6, 7])]);
    expect(Array.from(shares.estimated)).toEqual([sumOf([1, 6, 8]), sumOf([0, 1, 2, 3, 4, 5, 6, 7, 8]), 0]);
    expect(Array.from(shares.sourced)).toEqual([sumOf([2, 3, 4, 7]), 0, sumOf([0, 1, 2, 8])]);
  });

  test("follow the weights, nothing of earlier ones stays", () => {
    const last = weights.map((_, j) => (j === 8 ? 1 : 0));
    shares.update(last);
    expect(Array.from(shares.unknown)).toEqual([0, 0, 0]);
    expect(Array.from(shares.estimated)).toEqual([1, 1, 0]);
    expect(Array.from(shares.sourced)).toEqual([0, 0, 1]);
  });

  test("are nothing without criteria, and are arrays without sites", () => {
    const none = createEvidenceShares([], 2);
    none.update([]);
    expect([none.sourced, none.estimated, none.unknown].map((list) => Array.from(list))).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(createEvidenceShares([new Uint8Array(0)], 0).sourced).toHaveLength(0);
  });
});
