import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AcceptabilityCounts, createAcceptabilityRun } from "./acceptability";
import { robustShortlist, shortlistOfCounts } from "./shortlist";

function countsOf(firsts: readonly number[]): AcceptabilityCounts {
  const samples = firsts.reduce((sum, count) => sum + count, 0);
  return {
    samples,
    alternatives: firsts.length,
    criteria: 1,
    firsts: Uint32Array.from(firsts),
    firstRanks: Uint32Array.from(firsts),
    ranks: Uint32Array.from(firsts),
    pairs: new Uint32Array(0),
    weightSums: new Float64Array(firsts.length),
  };
}

describe("robust shortlist", () => {
  test("takes the most frequent winners until nine in ten are covered", () => {
    expect(shortlistOfCounts(countsOf([5, 30, 0, 60, 5]))).toEqual({
      alternatives: [3, 1],
      shares: [0.6, 0.3],
      coverage: 0.9,
      target: 0.9,
      samples: 100,
      standardError: Math.sqrt((0.9 * (1 - 0.9)) / 100),
    });
    expect(shortlistOfCounts(countsOf([5, 30, 0, 60, 5]), 0.91).alternatives).toEqual([3, 1, 0]);
    expect(shortlistOfCounts(countsOf([20, 20, 20, 20, 20]), 0.5).alternatives).toEqual([0, 1, 2]);
    expect(shortlistOfCounts(countsOf([5, 30, 0, 60, 5]), 1).alternatives).toEqual([3, 1, 0, 4]);
    expect(shortlistOfCounts(countsOf([5, 30, 0, 60, 5]), 0.01).alternatives).toEqual([3]);
  });

  test("no smaller set covers as much", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 100 }),
        (firsts, percent) => {
          fc.pre(firsts.some((count) => count > 0));
          const counts = countsOf(firsts);
          const target = percent / 100;
          const list = shortlistOfCounts(counts, target);
          expect(list.coverage).toBeGreaterThanOrEqual(target);
          let smallest = firsts.length;
          for (let set = 1; set < 1 << firsts.length; set++) {
            const inside = firsts.filter((_, i) => set & (1 << i));
            const covered = inside.reduce((sum, count) => sum + count, 0);
            if (covered / counts.samples >= target) smallest = Math.min(smallest, inside.length);
          }
          expect(list.alternatives.length).toBe(smallest);
        },
      ),
    );
  });

  test("counts a sample once, for the first of several that are level", () => {
    const values = [
      [0.2, 0.2],
      [1, 0],
      [1, 0],
      [0, 1],
    ];
    const list = robustShortlist({ values, samples: 4000, seed: 1 });
    expect(list.alternatives.toSorted()).toEqual([1, 3]);
    expect(list.coverage).toBe(1);
    expect(list.shares[0]).toBeCloseTo(0.5, 1);
    expect(robustShortlist({ values, samples: 4000, seed: 1, coverage: 0.3 }).alternatives.length).toBe(1);
    expect(list).toEqual(shortlistOfCounts(createAcceptabilityRun({ values, seed: 1 }).run(0, 4000)));
  });

  test.each([0, -1, 1.01, NaN])("refuses to cover %s", (coverage) => {
    expect(() => shortlistOfCounts(countsOf([1]), coverage)).toThrow(
      expect.objectContaining({
        code: "parameter",
        message: `The share to cover is ${coverage}; it must be above 0 and at most 1.`,
      }),
    );
  });
});
