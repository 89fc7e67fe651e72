import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlation } from "./agreement";
import { kendallTau, METHODS, methodAgreement, scoreAlternatives, spearmanRho } from "./index";

describe("kendallTau", () => {
  it("counts concordant and discordant pairs (by hand)", () => {
    expect(kendallTau([1, 2, 3, 4], [1, 2, 3, 4])).toBe(1);
    expect(kendallTau([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    // One of the six pairs is turned round: (5 - 1)/6.
    expect(kendallTau([1, 2, 3, 4], [1, 2, 4, 3])).toBeCloseTo(4 / 6, 14);
  });
  it("leaves ties out of both roots (tau-b, by hand)", () => {
    // Five untied pairs in a, six in b, all of the five concordant.
    expect(kendallTau([1, 2, 2, 4], [1, 2, 3, 4])).toBeCloseTo(5 / Math.sqrt(30), 14);
    expect(kendallTau([1, 2, 2, 4], [1, 2, 2, 4])).toBe(1);
    expect(kendallTau([1, 1, 2], [2, 1, 1])).toBeCloseTo(-1 / 2, 14);
  });
  it("has no value where everything ties", () => {
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(kendallTau([1, 2, 3], [1, 1, 1])).toBeNull();
    expect(kendallTau([1], [1])).toBeNull();
  });
});

describe("spearmanRho", () => {
  it("is 1 - 6Σd²/(n³ - n) without ties", () => {
    expect(spearmanRho([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(1 - (6 * 4) / 120, 14);
    expect(spearmanRho([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(spearmanRho([5, 6, 9], [1, 2, 3])).toBe(1);
  });
  it("uses mid-ranks for ties, so that competition and dense ranks agree (by hand)", () => {
    // Mid-ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5, squares 4.5 and 5.
    expect(spearmanRho([1, 2, 2, 4], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14);
    expect(spearmanRho([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 14);
  });
  it("has no value where everything ties", () => {
    expect(spearmanRho([2, 2], [1, 2])).toBeNull();
    expect(spearmanRho([1, 2], [2, 2])).toBeNull();
  });
});

describe("correlation", () => {
  it("is Pearson's, bounded by 1 (by hand)", () => {
    expect(correlation([1, 2, 3], [2, 4, 6])).toBe(1);
    expect(correlation([0, 0, 1, 1], [0, 1, 0, 1])).toBe(0);
    expect(correlation([1, 2, 4], [1, 3, 2])).toBeCloseTo(1.0 / Math.sqrt((14 / 3) * 2), 14);
    expect(correlation([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
  });
});

describe("methodAgreement", () => {
  const results = [
    { method: "a", ranks: [1, 2, 3] },
    { method: "b", ranks: [1, 3, 2] },
    { method: "c", ranks: [1, 1, 1] },
  ];
  it("compares every pair and counts the places near the top", () => {
    const agreement = methodAgreement(results, 2);
    expect(agreement).toMatchObject({ methods: ["a", "b", "c"], inTop: [3, 2, 2], k: 2 });
    expect(agreement.taus).toEqual([
      [1, expect.closeTo(1 / 3, 12), null],
      [expect.closeTo(1 / 3, 12), 1, null],
      [null, null, null],
    ]);
    expect(agreement.rhos).toEqual([
      [1, expect.closeTo(0.5, 12), null],
      [expect.closeTo(0.5, 12), 1, null],
      [null, null, null],
    ]);
  });
  it("looks at the first five unless told", () => {
    const ranks = [1, 2, 3, 4, 5, 6];
    expect(methodAgreement([{ method: "a", ranks }])).toMatchObject({ k: 5, inTop: [1, 1, 1, 1, 1, 0] });
  });
  it("takes what scoreAlternatives gives", () => {
    const problem = {
      matrix: [
        [1, 4],
        [2, 5],
        [4, 6],
      ],
      weights: [1, 1],
      directions: ["benefit", "benefit"] as const,
    };
    const results = METHODS.map((method) => ({ method, ...scoreAlternatives({ ...problem, method }) }));
    expect(methodAgreement(results, 2).inTop).toEqual([0, 5, 5]);
  });
  it("refuses what cannot be compared", () => {
    const refuse = (act: () => unknown, expected: object) =>
      expect(act).toThrowError(expect.objectContaining(expected));
    refuse(() => methodAgreement([]), { code: "shape", message: "an agreement needs at least one ranking" });
    refuse(() => methodAgreement([...results, { method: "d", ranks: [1, 2] }]), {
      code: "shape",
      message: "d ranks 2 alternatives, another method 3",
    });
    refuse(() => methodAgreement([{ method: "d", ranks: [1, Number.NaN] }]), {
      code: "not-finite",
      alternative: 1,
      message: expect.stringContaining("the ranks of d"),
    });
    for (const k of [0, 1.5, Number.NaN]) {
      refuse(() => methodAgreement(results, k), {
        code: "parameter",
        message: `the top must be a whole number of ranks from 1, but is ${k}`,
      });
    }
    expect(() => methodAgreement(results, 1)).not.toThrow();
  });
  it("has measures in -1..1, symmetric, 1 with itself (property)", () => {
    const lists = fc.integer({ min: 2, max: 8 }).chain((n) => {
      const list = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: n, maxLength: n });
      return fc.tuple(list, list);
    });
    fc.assert(
      fc.property(lists, ([a, b]) => {
        for (const measure of [kendallTau, spearmanRho]) {
          const value = measure(a, b);
          expect(measure(b, a)).toEqual(value === null ? null : expect.closeTo(value, 12));
          if (value !== null) expect(Math.abs(value)).toBeLessThanOrEqual(1);
          const self = measure(a, a);
          if (self !== null) expect(self).toBeCloseTo(1, 12);
        }
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
