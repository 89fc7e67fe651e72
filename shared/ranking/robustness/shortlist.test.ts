import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RankingError } from "../errors";
import { type AcceptabilityCounts, createAcceptabilityRun } from "./acceptability";
import { methodAgreement, robustShortlist, shortlistOfCounts } from "./shortlist";

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
    expect(() => shortlistOfCounts(countsOf([1]), coverage)).toThrow(RankingError);
  });
});

describe("agreement between methods", () => {
  test("Spearman's and Kendall's coefficients by hand, with ties", () => {
    // Ranks 1 2 3 4 against 2 1 4 3: two of six pairs turned: tau 1/3; rho = 1 - 6 * 4 / (4 * 15) = 0.6.
    const { kendall, spearman, inTop } = methodAgreement(
      [
        [1, 2, 3, 4],
        [2, 1, 4, 3],
        [1, 1, 3, 4],
      ],
      2,
    );
    expect(kendall[0]?.[1]).toBeCloseTo(1 / 3, 14);
    expect(spearman[0]?.[1]).toBeCloseTo(0.6, 14);
    // One tie in the third: five of five untied pairs agree: tau-b = 5 / sqrt(6 * 5).
    expect(kendall[0]?.[2]).toBeCloseTo(5 / Math.sqrt(30), 14);
    expect(kendall[2]?.[1]).toBeCloseTo(3 / Math.sqrt(30), 14);
    // Mid-ranks 1.5 1.5 3 4 against 1 2 3 4: 4.5 / sqrt(4.5 * 5).
    expect(spearman[2]?.[0]).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14);
    expect(inTop).toEqual([3, 3, 0, 0]);
  });

  test("the same order agrees fully, the reverse not at all, a single tie not measurably", () => {
    const { kendall, spearman } = methodAgreement([
      [1, 2, 3],
      [3, 2, 1],
      [1, 1, 1],
    ]);
    expect(kendall).toEqual([
      [1, -1, null],
      [-1, 1, null],
      [null, null, null],
    ]);
    expect(spearman).toEqual([
      [1, -1, null],
      [-1, 1, null],
      [null, null, null],
    ]);
  });

  test("the top five by default", () => {
    expect(
      methodAgreement([
        [1, 2, 3, 4, 5, 6],
        [6, 5, 4, 3, 2, 1],
      ]).inTop,
    ).toEqual([1, 2, 2, 2, 2, 1]);
    expect(methodAgreement([])).toEqual({ inTop: [], kendall: [], spearman: [] });
  });

  test("refuses rankings of different things", () => {
    expect(() => methodAgreement([[1, 2], [1]])).toThrow(expect.objectContaining({ code: "shape" }));
    expect(() =>
      methodAgreement([
        [1, 2],
        [1, NaN],
      ]),
    ).toThrow(expect.objectContaining({ code: "not-finite", alternative: 1 }));
  });
});
