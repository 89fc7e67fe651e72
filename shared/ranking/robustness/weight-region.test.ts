import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleSize } from "../../../tests/support/sample-size";
import { RankingError } from "../errors";
import { createWeightSampler, type WeightRegion } from "./weight-region";

const N = sampleSize(20_000);

function draw(region: WeightRegion, n: number, count = N, seed = 11) {
  const out = new Float64Array(count * n);
  const sampler = createWeightSampler(region, n, seed);
  sampler.fill(0, count, out);
  return {
    method: sampler.method,
    samples: Array.from({ length: count }, (_, s) => Array.from(out.subarray(s * n, (s + 1) * n))),
  };
}

/** A mean of weights: within 0.005 at the full size. */
function expectMean(found: number | undefined, exact: number) {
  expect(Math.abs((found ?? NaN) - exact)).toBeLessThan(1 / Math.sqrt(2 * N));
}

function moments(samples: readonly (readonly number[])[]) {
  const n = samples[0]?.length ?? 0;
  return Array.from({ length: n }, (_, c) => {
    const mean = samples.reduce((sum, w) => sum + (w[c] ?? 0), 0) / samples.length;
    const variance = samples.reduce((sum, w) => sum + ((w[c] ?? 0) - mean) ** 2, 0) / samples.length;
    return { mean, variance };
  });
}

/** Whether the moments are those of the even distribution on the simplex, within 4.5 standard errors. */
function isEven(samples: readonly (readonly number[])[]): boolean {
  const n = samples[0]?.length ?? 0;
  const variance = (n - 1) / (n ** 2 * (n + 1));
  // Fourth central moment of a Beta(1, n - 1), for the error of the variance.
  const kurtosis = 3 + (6 * ((n - 2) ** 2 * (n + 1) - (n - 1) * (n + 2))) / ((n - 1) * (n + 2) * (n + 3));
  const error = variance * Math.sqrt((kurtosis - 1) / samples.length);
  return moments(samples).every(
    (found) =>
      Math.abs(found.mean - 1 / n) < 4.5 * Math.sqrt(variance / samples.length) &&
      Math.abs(found.variance - variance) < 4.5 * error,
  );
}

const centroid = (n: number, place: number) => {
  let sum = 0;
  for (let k = place; k < n; k++) sum += 1 / (k + 1);
  return sum / n;
};

describe("the weights of a sample stay the same for ever: saved results hang on them", () => {
  test.each<[string, WeightRegion, number[]]>([
    [
      "gaps",
      {},
      [
        0.3688309926073998, 0.5568541081156582, 0.07431489927694201, 0.9085532063618302, 0.047803170047700405,
        0.04364362359046936,
      ],
    ],
    [
      "gaps",
      { order: [2, 0] },
      [
        0.07431489927694201, 0.5568541081156582, 0.3688309926073998, 0.04364362359046936, 0.047803170047700405,
        0.9085532063618302,
      ],
    ],
    [
      "gaps",
      { tiers: [[2], [1, 0]] },
      [
        0.07431489927694201, 0.3688309926073998, 0.5568541081156582, 0.047803170047700405, 0.04364362359046936,
        0.9085532063618302,
      ],
    ],
    [
      "gaps",
      { lowerBounds: [0.1, 0, 0.25] },
      [
        0.3397401451948099, 0.3619551702751778, 0.2983046845300123, 0.6905595841351897, 0.031072060531005266,
        0.2783683553338051,
      ],
    ],
    [
      "rejection",
      { around: { weights: [5, 4, 3], distance: 0.1 } },
      [
        0.5041599814935277, 0.30709953187809635, 0.18874048662837595, 0.3933889112590501, 0.42571572569043686,
        0.18089536305051296,
      ],
    ],
    [
      "rejection",
      { lowerBounds: [0.05, 0.2, 0], order: [1, 0, 2] },
      [
        0.32662324445554985, 0.6176405810867436, 0.05573617445770651, 0.3282119798939675, 0.5627262005466036,
        0.10906181955942884,
      ],
    ],
    [
      "rejection",
      { around: { weights: [1, 1, 1], distance: 0.2 }, order: [0, 1] },
      [
        0.5083199629870554, 0.28086573042285934, 0.2108143065900852, 0.48228507948418464, 0.17751962894884246,
        0.3401952915669729,
      ],
    ],
    [
      "hit-and-run",
      { around: { weights: [1, 1, 1, 1, 1, 1, 1], distance: 1 }, order: [0, 1, 2, 3, 4, 5, 6] },
      [
        0.4934344942299238, 0.16727756977327782, 0.16312515140871034, 0.08309648384778985, 0.06299311514703879,
        0.015321720961328063, 0.014751464631931173, 0.3359004867305846, 0.24592093706729246, 0.19138088263739422,
        0.1570011218200781, 0.040316618869801986, 0.023113596525020264, 0.006366356349828411,
      ],
    ],
    [
      "hit-and-run",
      { lowerBounds: [0.05, 0, 0.02, 0.25, 0, 0.01], order: [3, 1, 0, 2, 4, 5] },
      [
        0.19198473744590475, 0.23300980577455688, 0.1424991339086591, 0.30613011577557064, 0.10932078424161369,
        0.01705542285369504, 0.21972062174173368, 0.22461849578058268, 0.1932363784944396, 0.2643869197849428,
        0.07665436954510568, 0.0213832146531957,
      ],
    ],
    [
      "point",
      { around: { weights: [1, 3], distance: 0.25 }, order: [0, 1] },
      [0.5000000000006661, 0.5000000000003331, 0.5000000000006661, 0.5000000000003331],
    ],
  ])("by %s, %j", (method, region, expected) => {
    const sampler = createWeightSampler(region, expected.length / 2, 11);
    expect(sampler.method).toBe(method);
    // The last sample of one chain and the first of the next, where weights are walked to.
    const out = new Float64Array(expected.length);
    sampler.fill(127, 2, out);
    expect(Array.from(out)).toEqual(expected);
  });
});

describe("on the whole simplex", () => {
  test.each([2, 3, 5, 12])("weights of %i criteria are drawn evenly", (n) => {
    const { method, samples } = draw({}, n);
    expect(method).toBe("gaps");
    expect(isEven(samples)).toBe(true);
    expect(samples.every((w) => w.reduce((sum, x) => sum + x, 0) === 1 && Math.min(...w) >= 0)).toBe(true);
  });

  test("the check tells even weights from normalised uniforms", () => {
    const { samples } = draw({}, 6, 2 * N);
    const uniforms = Array.from({ length: N }, (_, s) =>
      // Distribution functions of Beta(1, 5) turn the weights of six into even numbers.
      [0, 1, 2].map((c) => 1 - (1 - (samples[s * 2]?.[c] ?? 0)) ** 5),
    );
    const normalised = uniforms.map((u) => u.map((x) => x / u.reduce((sum, y) => sum + y, 0)));
    expect(isEven(normalised)).toBe(false);
  });

  test("the region with one weight above a half has its share of the area", () => {
    const { samples } = draw({}, 3);
    const share = samples.filter((w) => (w[0] ?? 0) > 0.5).length / N;
    expect(Math.abs(share - 1 / 4)).toBeLessThan(4.5 * Math.sqrt(3 / 16 / N));
  });

  test("a single criterion has all the weight", () => {
    expect(draw({}, 1, 3).samples).toEqual([[1], [1], [1]]);
  });
});

describe("under an order of importance", () => {
  test.each([3, 7, 12])("the means of %i criteria are the rank-order centroid", (n) => {
    const order = Array.from({ length: n }, (_, k) => (k * 5 + 2) % n);
    const { method, samples } = draw({ order }, n);
    expect(method).toBe("gaps");
    for (const [place, c] of order.entries()) {
      const found = moments(samples)[c] ?? { mean: NaN, variance: NaN };
      expect(Math.abs(found.mean - centroid(n, place))).toBeLessThan(4.5 * Math.sqrt(found.variance / N));
    }
    expect(samples.every((w) => order.every((c, k) => k === 0 || (w[order[k - 1] ?? 0] ?? NaN) >= (w[c] ?? NaN)))).toBe(
      true,
    );
  });

  test("criteria that the order does not name are free", () => {
    const { samples } = draw({ order: [2, 0] }, 3);
    expect(samples.every((w) => (w[2] ?? 0) >= (w[0] ?? 0))).toBe(true);
    const [a, b, c] = moments(samples).map(({ mean }) => mean);
    // The larger and the smaller of two of three weights: 1/2 and 1/6 by symmetry and E|w0 - w2| = 1/3.
    expectMean(a, 1 / 6);
    expectMean(b, 1 / 3);
    expectMean(c, 1 / 2);
  });
});

describe("above lower bounds", () => {
  test("the simplex is moved onto the set", () => {
    const lowerBounds = [0.1, 0, 0.3, 0.2];
    const { method, samples } = draw({ lowerBounds }, 4);
    expect(method).toBe("gaps");
    expect(isEven(samples.map((w) => w.map((x, c) => (x - (lowerBounds[c] ?? 0)) / 0.4)))).toBe(true);
  });

  test("bounds that sum to 1 leave one weighting", () => {
    for (const w of draw({ lowerBounds: [0.1, 0.2, 0.7] }, 3, 50).samples) {
      for (const [c, bound] of [0.1, 0.2, 0.7].entries()) expect(w[c]).toBeCloseTo(bound, 12);
    }
  });

  test("one bound for all goes with an order", () => {
    const { method, samples } = draw({ lowerBounds: [0.1, 0.1, 0.1], order: [1, 0, 2] }, 3);
    expect(method).toBe("gaps");
    for (const [place, c] of [1, 0, 2].entries()) {
      expectMean(moments(samples)[c]?.mean, 0.1 + 0.7 * centroid(3, place));
    }
  });
});

/** Mean weights of a region, from the whole simplex by throwing away what lies outside. */
function byThrowingAway(n: number, inside: (w: readonly number[]) => boolean) {
  const kept = draw({}, n, 6 * N, 5).samples.filter(inside);
  expect(kept.length).toBeGreaterThan(N / 20);
  return moments(kept).map(({ mean, variance }) => ({ mean, variance, error: Math.sqrt(variance / kept.length) }));
}

describe("in other regions", () => {
  const current = [0.5, 0.3, 0.15, 0.05];
  test.each<[string, WeightRegion, (w: readonly number[]) => boolean, string]>([
    [
      "near the current weights",
      { around: { weights: [50, 30, 15, 5], distance: 0.15 } },
      (w) => w.every((x, c) => Math.abs(x - (current[c] ?? 0)) <= 0.15),
      "rejection",
    ],
    [
      "near them, above bounds",
      { around: { weights: current, distance: 0.3 }, lowerBounds: [0, 0, 0.1, 0.2] },
      (w) => w.every((x, c) => Math.abs(x - (current[c] ?? 0)) <= 0.3) && (w[2] ?? 0) >= 0.1 && (w[3] ?? 0) >= 0.2,
      "rejection",
    ],
    [
      "above different bounds in an order",
      { lowerBounds: [0.05, 0.2, 0.1, 0], order: [1, 0, 3] },
      (w) =>
        (w[0] ?? 0) >= 0.05 &&
        (w[1] ?? 0) >= 0.2 &&
        (w[2] ?? 0) >= 0.1 &&
        (w[1] ?? 0) >= (w[0] ?? 0) &&
        (w[0] ?? 0) >= (w[3] ?? 0),
      "rejection",
    ],
  ])("%s", (_name, region, inside, expected) => {
    const { method, samples } = draw(region, 4);
    expect(method).toBe(expected);
    expect(samples.every((w) => inside(w))).toBe(true);
    const found = moments(samples);
    for (const [c, reference] of byThrowingAway(4, inside).entries()) {
      const error = Math.hypot(reference.error, Math.sqrt(reference.variance / N));
      expect(Math.abs((found[c]?.mean ?? NaN) - reference.mean)).toBeLessThan(4.5 * error);
      expect((found[c]?.variance ?? NaN) / reference.variance).toBeCloseTo(1, 0);
    }
  });

  test("walks where throwing away would take too long", () => {
    const order = [0, 1, 2, 3, 4, 5, 6];
    // A distance that no weighting is beyond: the walk must find the rank-order centroid.
    const { method, samples } = draw({ order, around: { weights: [1, 1, 1, 1, 1, 1, 1], distance: 1 } }, 7);
    expect(method).toBe("hit-and-run");
    for (const place of order) {
      const { mean = NaN, variance = NaN } = moments(samples)[place] ?? {};
      expect(Math.abs(mean - centroid(7, place))).toBeLessThan(9 * Math.sqrt(variance / N));
      if (place > 0) expect(samples.every((w) => (w[place - 1] ?? 0) >= (w[place] ?? 0) - 1e-12)).toBe(true);
    }
    expect(samples.every((w) => Math.abs(w.reduce((sum, x) => sum + x, 0) - 1) < 1e-13)).toBe(true);
  });

  test("walks within bounds as well", () => {
    const region = { order: [3, 1, 0, 2, 4, 5], lowerBounds: [0.05, 0, 0.02, 0.25, 0, 0.01] };
    const { method, samples } = draw(region, 6);
    expect(method).toBe("hit-and-run");
    const inside = (w: readonly number[]) =>
      w.every((x, c) => x >= (region.lowerBounds[c] ?? 0) - 1e-12) &&
      region.order.every((c, k) => k === 0 || (w[region.order[k - 1] ?? 0] ?? 0) >= (w[c] ?? 0) - 1e-12);
    expect(samples.every(inside)).toBe(true);
    // The same region from the ordered simplex, by throwing away what lies below a bound.
    const kept = draw({ order: region.order }, 6, 6 * N, 3).samples.filter(inside);
    expect(kept.length).toBeGreaterThan((3 * N) / 200);
    const reference = moments(kept);
    for (const [c, { mean, variance }] of moments(samples).entries()) {
      const spread = Math.sqrt(variance);
      expect(Math.abs(mean - (reference[c]?.mean ?? NaN)) / spread).toBeLessThan(4.5 / Math.sqrt(kept.length) + 0.05);
      expect(Math.abs(spread / Math.sqrt(reference[c]?.variance ?? NaN) - 1)).toBeLessThan(
        0.12 * Math.sqrt(20_000 / N),
      );
    }
  });

  test("a walk stays within a distance too, and reaches its ends", () => {
    const order = [0, 1, 2, 3, 4, 5, 6];
    const { method, samples } = draw({ order, around: { weights: order.map(() => 1), distance: 0.05 } }, 7, 2000);
    expect(method).toBe("hit-and-run");
    const flat = samples.flat();
    expect(Math.max(...flat)).toBeLessThanOrEqual(1 / 7 + 0.05 + 1e-12);
    expect(Math.max(...flat)).toBeGreaterThan(1 / 7 + 0.045);
    expect(Math.min(...flat)).toBeGreaterThanOrEqual(1 / 7 - 0.05 - 1e-12);
    expect(Math.min(...flat)).toBeLessThan(1 / 7 - 0.045);
  });

  test("a distance of nothing leaves the current weights", () => {
    for (const w of draw({ around: { weights: [3, 2, 5], distance: 0 } }, 3, 20).samples) {
      for (const [c, weight] of [0.3, 0.2, 0.5].entries()) expect(w[c]).toBeCloseTo(weight, 12);
    }
    const pinned = draw({ around: { weights: [1, 3], distance: 0.25 }, order: [0, 1] }, 2, 20);
    for (const w of pinned.samples) expect(w).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)]);
  });
});

test("a sample does not depend on the slice in which it is drawn", () => {
  const regions = fc.constantFrom<WeightRegion>(
    {},
    { order: [4, 0, 2] },
    { lowerBounds: [0.1, 0, 0.2, 0, 0.05] },
    { around: { weights: [5, 4, 3, 2, 1], distance: 0.1 } },
    { around: { weights: [5, 4, 3, 2, 1], distance: 0.1 }, order: [0, 1, 2, 3, 4] },
  );
  fc.assert(
    fc.property(regions, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 200 }), (region, from, count) => {
      const sampler = createWeightSampler(region, 5, 99);
      const all = new Float64Array(500 * 5);
      const part = new Float64Array(count * 5);
      sampler.fill(0, 500, all);
      createWeightSampler(region, 5, 99).fill(from, count, part);
      expect(Array.from(part)).toEqual(Array.from(all.subarray(from * 5, (from + count) * 5)));
    }),
    { numRuns: sampleSize(40) },
  );
});

test("seeds give different weights", () => {
  expect(draw({}, 3, 1, 1).samples).not.toEqual(draw({}, 3, 1, 2).samples);
});

describe("refuses, naming the criterion", () => {
  test.each<[WeightRegion, string, number | null]>([
    [{ lowerBounds: [0.5, 0.4, 0.2] }, "weights", null],
    [{ lowerBounds: [0.5, 0.5] }, "shape", null],
    [{ lowerBounds: [0.5, -0.1, 0] }, "weights", 1],
    [{ lowerBounds: [0.5, 0, 1.1] }, "weights", 2],
    [{ lowerBounds: [NaN, 0, 0] }, "weights", 0],
    [{ order: [0, 3] }, "parameter", null],
    [{ order: [-1] }, "parameter", null],
    [{ order: [0.5] }, "parameter", null],
    [{ order: [1, 0, 1] }, "parameter", 1],
    [{ around: { weights: [1, 1, 1], distance: -0.1 } }, "parameter", null],
    [{ around: { weights: [1, 1, 1], distance: NaN } }, "parameter", null],
    [{ around: { weights: [1, 1], distance: 0.1 } }, "shape", null],
    [{ around: { weights: [0, 0, 0], distance: 0.1 } }, "weights", null],
    [{ around: { weights: [1, -1, 1], distance: 0.1 } }, "weights", 1],
    [{ around: { weights: [8, 1, 1], distance: 0.1 }, order: [1, 0] }, "weights", null],
    [{ around: { weights: [8, 1, 1], distance: 0.1 }, lowerBounds: [0, 0.4, 0] }, "weights", null],
    [{ lowerBounds: [0, 0.6, 0], order: [0, 1] }, "weights", null],
  ])("%j", (region, code, criterion) => {
    const caught = (() => {
      try {
        createWeightSampler(region, 3, 1);
      } catch (error) {
        return error;
      }
      return null;
    })();
    expect(caught).toBeInstanceOf(RankingError);
    expect(caught).toMatchObject({ code, criterion });
  });
});

test.each<[WeightRegion, string]>([
  [{ lowerBounds: [0.5, 0.5] }, "There are 3 criteria but 2 lower bounds."],
  [{ lowerBounds: [0.5, 0, 1.1] }, "A lower bound is 1.1, not within 0..1."],
  [{ order: [0, 3] }, "The order of importance names criterion 3 of 3."],
  [{ order: [1, 0, 1] }, "The order of importance names a criterion twice."],
  [{ around: { weights: [1, 1, 1], distance: -0.1 } }, "The distance is -0.1; it must be 0 or more."],
  [{ lowerBounds: [0.5, 0.4, 0.2] }, "No weights meet these bounds, order and distance all at once."],
  [{ tiers: [[0], [1]], order: [0] }, "Classes of importance go with no order, distance or unequal lower bounds."],
  [
    { tiers: [[0], [1]], lowerBounds: [0.1, 0, 0] },
    "Classes of importance go with no order, distance or unequal lower bounds.",
  ],
])("says in words that %j cannot be", (region, message) => {
  expect(() => createWeightSampler(region, 3, 1)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message) }),
  );
});

describe("in classes of importance", () => {
  const tiers = [[2], [0, 3], [1]];

  test("a class never outweighs one before it, and inside a class every order is as likely", () => {
    const { method, samples } = draw({ tiers }, 4);
    expect(method).toBe("gaps");
    let ahead = 0;
    for (const [a = 0, b = 0, c = 0, d = 0] of samples) {
      expect(c).toBeGreaterThanOrEqual(Math.max(a, d));
      expect(Math.min(a, d)).toBeGreaterThanOrEqual(b);
      if (a > d) ahead++;
    }
    expect(Math.abs(ahead / N - 0.5)).toBeLessThan(4.5 * Math.sqrt(0.25 / N));
    // The mean is the rank order centroid, with tied places shared.
    const shared = (centroid(4, 1) + centroid(4, 2)) / 2;
    for (const [c, expected] of [shared, centroid(4, 3), centroid(4, 0), shared].entries()) {
      expectMean(moments(samples)[c]?.mean, expected);
    }
  });

  test("one class of all is the whole simplex; single classes are an order", () => {
    expect(isEven(draw({ tiers: [[0, 1, 2, 3, 4]] }, 5).samples)).toBe(true);
    expect(draw({ tiers: [[1], [0], [2]] }, 3, 500).samples).toEqual(draw({ order: [1, 0, 2] }, 3, 500).samples);
  });

  test("they go with no order, no distance and no criterion named twice", () => {
    const around = { weights: [1, 1, 1], distance: 0.1 };
    expect(() => createWeightSampler({ tiers: [[0], [1]], around }, 3, 1)).toThrow(RankingError);
    expect(() => createWeightSampler({ tiers: [[0], [1]], order: [0] }, 3, 1)).toThrow(RankingError);
    expect(() => createWeightSampler({ tiers: [[0], [0]] }, 3, 1)).toThrow(RankingError);
  });
});
