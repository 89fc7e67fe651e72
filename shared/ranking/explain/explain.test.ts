import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decision,
  makeColumn,
  makeCriterion,
  makeSite,
  makeSiteTable,
  makeTable,
} from "../../../tests/support/decision-tables";
import type { Criterion, ValueFunction } from "../../model/criterion";
import { createRanker } from "../additive/ranker";
import { buildDecisionTable, type ValueSettings } from "../additive/table";
import {
  compareSites,
  contributions,
  type Explained,
  nextBehind,
  roundStep,
  roundToSum,
  smallestWeightChange,
  tradeOff,
  withShare,
  worsening,
} from "./index";

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
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { maxLength: 14 }), (list) => {
      const rounded = roundToSum(list, 1);
      expect(sum(rounded)).toBeCloseTo(Math.round(sum(list.map((x) => x * 10))) / 10, 9);
      rounded.forEach((x, i) => expect(Math.abs(x - (list[i] ?? 0))).toBeLessThan(0.1 + 1e-9));
    }),
  );
});

describe("the smallest change of weights that puts B ahead", () => {
  const score = (table: ReturnType<typeof makeTable>, weights: ArrayLike<number>, row: number) =>
    sum(table.central.map((column, j) => (column[row] ?? 0) * (weights[j] ?? 0)));

  test("two criteria, by hand", () => {
    // A (1, 0) and B (0.4, 0.8) are level where 0.6 w1 = 0.8 w2: w1 = 4/7.
    const table = makeTable([
      [1, 0],
      [0.4, 0.8],
    ]);
    const change = smallestWeightChange(table, [0.75, 0.25], 0, 1);
    if (change.status !== "changeable") throw new Error(change.status);
    expect(change.single.map((s) => [s.criterionId, s.direction])).toEqual([
      ["c0", "less"],
      ["c1", "more"],
    ]);
    expect(change.single[0]?.needed).toBeCloseTo(4 / 7, 14);
    expect(change.single[1]?.needed).toBeCloseTo(3 / 7, 14);
    expect(change.joint.weights[0]).toBeCloseTo(4 / 7, 14);
    expect(change.joint.distance).toBeCloseTo(Math.SQRT2 * (0.75 - 4 / 7), 14);
    expect(change.joint.changes.map((c) => c.criterionId).sort()).toEqual(["c0", "c1"]);
  });

  test("three criteria, one of them driven to zero: against the answer by hand", () => {
    // d = (-1, 0.1, 0.2) from w = (0.9, 0.1, 0): level only where w1 = 0.1 w2 + 0.2 w3.
    const table = makeTable([
      [1, 0, 0],
      [0, 0.1, 0.2],
    ]);
    const change = smallestWeightChange(table, [0.9, 0.1, 0], 0, 1);
    if (change.status !== "changeable") throw new Error(change.status);
    // On w1 + w2 + w3 = 1 and d.w = 0: minimise along the line (w3 = s, w1 = (0.1 + 0.1 s) / 1.1).
    const w1 = (s: number) => (0.1 + 0.1 * s) / 1.1;
    const distance = (s: number) => Math.hypot(0.9 - w1(s), 0.1 - (1 - w1(s) - s), s);
    const best = Array.from({ length: 100_001 }, (_, i) => i / 100_000).reduce((a, s) =>
      distance(s) < distance(a) ? s : a,
    );
    expect(change.joint.distance).toBeCloseTo(distance(best), 9);
    expect(change.joint.weights[2]).toBeCloseTo(best, 4);
  });

  test("none when A is at least as good throughout: the criteria are named", () => {
    const table = makeTable([
      [1, 0.5, 0.3],
      [0.9, 0.5, 0.3],
      [1, 0.5, 0.3],
    ]);
    expect(smallestWeightChange(table, [0.2, 0.3, 0.5], 0, 1)).toEqual({
      status: "dominated",
      domination: { betterIn: ["c0"], equalIn: ["c1", "c2"] },
    });
    expect(smallestWeightChange(table, [0.2, 0.3, 0.5], 0, 2)).toMatchObject({ domination: { betterIn: [] } });
    expect(smallestWeightChange(table, [0.2, 0.3, 0.5], 1, 0)).toEqual({ status: "ahead" });
  });

  test("all weight on one criterion, and no weight at all", () => {
    const table = makeTable([
      [1, 0],
      [0, 1],
    ]);
    const one = smallestWeightChange(table, [1, 0], 0, 1);
    expect(one).toMatchObject({
      status: "changeable",
      level: false,
      single: [{ criterionId: "c1", needed: 0.5, direction: "more" }],
    });
    expect(smallestWeightChange(table, [0, 0], 0, 1)).toMatchObject({ status: "changeable", level: true, single: [] });
  });

  test("confirmed by stepping just inside and outside", () => {
    fc.assert(
      fc.property(decision({ minSites: 2 }), ({ table, weights: points }) => {
        fc.pre(points.some((p) => p > 0));
        const weights = Float64Array.from(createRanker(table).rank(points).weights);
        const gap = (w: ArrayLike<number>) => score(table, w, 1) - score(table, w, 0);
        const change = smallestWeightChange(table, weights, 0, 1);
        if (change.status === "ahead") {
          expect(gap(weights)).toBeGreaterThan(0);
          return;
        }
        expect(gap(weights)).toBeLessThan(1e-12);
        if (change.status === "dominated") {
          table.central.forEach((column) => expect(column[0]).toBeGreaterThanOrEqual((column[1] ?? 0) - 2 ** -44));
          return;
        }
        if (!change.level) expect(change.single.length).toBeGreaterThan(0);
        for (const { criterionId, needed, current, direction, weights: at } of change.single) {
          const j = Number(criterionId.slice(1));
          expect(sum(at)).toBeCloseTo(1, 12);
          expect(gap(at)).toBeCloseTo(0, 12);
          const sign = direction === "more" ? 1 : -1;
          expect((needed - current) * sign).toBeGreaterThanOrEqual(-1e-12);
          // Half of the way left to the end of the scale puts B ahead; half of the way back does not.
          const beyond = direction === "more" ? (needed + 1) / 2 : needed / 2;
          if (Math.abs(beyond - needed) > 1e-6) expect(gap(withShare(weights, j, beyond))).toBeGreaterThan(-1e-15);
          expect(gap(withShare(weights, j, (needed + current) / 2))).toBeLessThan(1e-12);
        }
        const { joint } = change;
        expect(sum(joint.weights)).toBeCloseTo(1, 10);
        expect(Math.min(...joint.weights)).toBeGreaterThanOrEqual(0);
        expect(gap(joint.weights)).toBeGreaterThan(-1e-9);
        expect(joint.distance).toBeLessThanOrEqual(
          Math.min(...change.single.map((s) => Math.hypot(...s.weights.map((w, j) => w - (weights[j] ?? 0))))) + 1e-9,
        );
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test("no nearer weights put B ahead: the optimum's conditions, and random weights", () => {
    const shares = fc
      .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 })
      .map((list) => list.map((x) => -Math.log(x)));
    fc.assert(
      fc.property(
        decision({ minSites: 2 }),
        fc.array(shares, { minLength: 30, maxLength: 30 }),
        ({ table, weights: points }, others) => {
          fc.pre(points.some((p) => p > 0));
          const weights = Float64Array.from(createRanker(table).rank(points).weights);
          const change = smallestWeightChange(table, weights, 0, 1);
          if (change.status !== "changeable") return;
          const distance = (w: readonly number[]) => Math.hypot(...w.map((x, j) => x - (weights[j] ?? 0)));
          for (const other of others) {
            const cut = other.slice(0, table.criteria.length);
            const total = sum(cut);
            if (total === 0) continue;
            // Also points close by: between the optimum and the random weighting.
            for (const t of [1, 0.1, 0.001]) {
              const w = cut.map((x, j) => (x / total) * t + (change.joint.weights[j] ?? 0) * (1 - t));
              if (score(table, w, 1) >= score(table, w, 0))
                expect(distance(w)).toBeGreaterThanOrEqual(change.joint.distance - 1e-9);
            }
          }
        },
      ),
      { numRuns: 200, endOnFailure: true },
    );
  });
});

const settings: ValueSettings = { valueFunctions: {}, unknownPolicy: "neutral", sectors: [] };

/** Three criteria over sites: rent (cost), port (cost), land (an ideal range: too much is as bad as too little). */
const rent: Criterion = {
  ...makeCriterion("land-rent", {
    type: "piecewise",
    points: [
      [40, 1],
      [240, 0],
    ],
  }),
  direction: "cost",
};
const port: Criterion = {
  ...makeCriterion("proximity-ports", {
    type: "piecewise",
    points: [
      [50, 1],
      [200, 0],
    ],
  }),
  direction: "cost",
};
const land: Criterion = makeCriterion("available-land", {
  type: "piecewise",
  points: [
    [0, 0],
    [50, 1],
    [100, 1],
    [200, 0],
  ],
});

type Measures = readonly (number | null)[];
function explain(rents: Measures, ports: Measures, lands: Measures, weights: readonly number[]): Explained {
  const siteTable = makeSiteTable(
    rents.map((_, i) => makeSite(`s${i}`)),
    { "land-rent": makeColumn(rents), "proximity-ports": makeColumn(ports), "available-land": makeColumn(lands) },
  );
  const table = buildDecisionTable(siteTable, [rent, port, land], settings, { "land-rent": { median: 140 } });
  return { siteTable, settings, table, ranking: createRanker(table).rank(weights) };
}

describe("how far a figure may worsen", () => {
  test("rent may rise to 120 before it drops to third", () => {
    // Values of rents 80, 100, 140: 0.8, 0.7, 0.5; of ports 80, 80, 65: 0.8, 0.8, 0.9. Scores 0.8, 0.75, 0.7.
    const explained = explain([80, 100, 140], [80, 80, 65], [50, 50, 50], [1, 1, 0]);
    expect([...explained.ranking.rank]).toEqual([1, 2, 3]);
    // Second place: 0.75 against third 0.7, so rent's value may fall by 0.1, that is by 20 USD.
    const result = worsening(explained, 1, "land-rent");
    expect(result).toMatchObject({
      status: "limit",
      measure: 100,
      side: "rise",
      otherLimit: null,
      next: { row: 2, rankAfter: 3 },
    });
    if (result.status === "limit") expect(result.limit).toBeCloseTo(120, 9);
    expect(worsening(explained, 1, "available-land")).toEqual({ status: "no-weight" });
    expect(worsening(explained, 2, "land-rent")).toEqual({ status: "last" });
  });

  test("never, when even the worst figure keeps the rank", () => {
    expect(worsening(explain([40, 240], [50, 200], [50, 0], [1, 8, 8]), 0, "land-rent")).toMatchObject({
      status: "never",
      measure: 40,
    });
  });

  test("on a plateau the limit is the plateau's end and beyond; both sides of an ideal range are told", () => {
    const explained = explain([40, 40], [50, 50], [60, 25], [1, 1, 1]);
    expect(worsening(explained, 0, "available-land")).toMatchObject({
      status: "limit",
      limit: expect.closeTo(25, 9),
      side: "fall",
      otherLimit: expect.closeTo(150, 9),
    });
    const level = explain([40, 40], [50, 50], [60, 60], [1, 1, 1]);
    expect(worsening(level, 0, "available-land")).toMatchObject({
      status: "limit",
      limit: 50,
      otherLimit: 100,
      next: { rankAfter: 2, gap: 0 },
    });
    expect(worsening(level, 0, "land-rent")).toMatchObject({ status: "limit", limit: 40, measure: 40 });
  });

  test("an unknown figure: what it may turn out to be", () => {
    const explained = explain([null, 220], [80, 80], [50, 50], [1, 1, 1]);
    const result = worsening(explained, 0, "land-rent");
    expect(result).toMatchObject({ status: "limit", measure: null, side: "rise" });
    if (result.status === "limit") expect(result.limit).toBeCloseTo(220, 6);
  });

  test("several level sites overtake together, and a site without rank has none behind", () => {
    const explained = explain([80, 100, 100], [50, 50, 50], [50, 50, 50], [1, 1, 1]);
    expect(nextBehind(explained.ranking, 0)).toMatchObject({ row: 1, rankAfter: 3 });
    expect(nextBehind(explained.ranking, 1)).toMatchObject({ row: 2, rankAfter: 3, gap: 0 });
    const masked = createRanker(explained.table).rank([1, 1, 1], Uint8Array.of(0, 1, 1));
    expect(nextBehind(masked, 0)).toBeNull();
  });

  test("categories and foreign criteria", () => {
    const grade: Criterion = makeCriterion("column:grade", { type: "table", values: { "1": 0.2, "2": 1 } });
    const siteTable = makeSiteTable([makeSite("a"), makeSite("b")], { "column:grade": makeColumn([2, 1]) });
    const table = buildDecisionTable(siteTable, [grade], settings, {});
    const explained: Explained = { siteTable, settings, table, ranking: createRanker(table).rank([1]) };
    expect(worsening(explained, 0, "column:grade")).toEqual({ status: "category" });
    expect(() => worsening(explained, 0, "nothing")).toThrow('no criterion "nothing"');
    expect(tradeOff(explained, 0, "column:grade", "column:grade")).toMatchObject({
      status: "no-slope",
      reason: "category",
    });
  });

  test("confirmed by setting the figure just inside and just outside the limit", () => {
    const figure = (min: number, max: number) => fc.integer({ min, max });
    const site = fc.tuple(figure(20, 260), figure(30, 220), figure(0, 220));
    fc.assert(
      fc.property(
        fc.array(site, { minLength: 2, maxLength: 7 }),
        fc.tuple(figure(0, 9), figure(0, 9), figure(0, 9)),
        fc.nat(),
        (sites, weights, pick) => {
          const row = pick % sites.length;
          const columns = [0, 1, 2].map((k) => sites.map((s) => s[k] as number)) as [number[], number[], number[]];
          const before = explain(...columns, weights);
          const rank = before.ranking.rank[row] ?? 0;
          const rankWith = (criterion: number, measure: number): number => {
            const changed = columns.map((column, k) =>
              column.map((x, i) => (k === criterion && i === row ? measure : x)),
            );
            return explain(...(changed as [number[], number[], number[]]), weights).ranking.rank[row] ?? 0;
          };
          for (const [criterion, id] of ["land-rent", "proximity-ports", "available-land"].entries()) {
            const result = worsening(before, row, id);
            if (result.status === "never") {
              for (const measure of [0, 1000]) expect(rankWith(criterion, measure)).toBeLessThanOrEqual(rank);
            }
            if (result.status !== "limit" || result.limit === null) continue;
            const side = result.side === "rise" ? 1 : -1;
            expect(((result.limit ?? 0) - (result.measure ?? 0)) * side).toBeGreaterThanOrEqual(0);
            expect(rankWith(criterion, result.limit - side * 1e-7)).toBeLessThanOrEqual(rank);
            expect(rankWith(criterion, result.limit + side * 1e-7)).toBe(result.next.rankAfter);
            if (result.otherLimit !== null) {
              expect(rankWith(criterion, result.otherLimit + side * 1e-7)).toBeLessThanOrEqual(rank);
              expect(rankWith(criterion, result.otherLimit - side * 1e-7)).toBe(result.next.rankAfter);
            }
          }
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
  });
});

describe("trade-offs in units", () => {
  test("10 km nearer the port is worth USD 6 per m2 of rent", () => {
    // Rent: 1/200 per USD; port: 1/150 per km. At equal weights 10 km is worth 13.33 USD, at 100 to 222.22 weights 6.
    const explained = explain([100, 140], [80, 100], [50, 50], [100, 45, 0]);
    expect(tradeOff(explained, 0, "proximity-ports", "land-rent", 10)).toEqual({
      status: "worth",
      gainId: "proximity-ports",
      step: 10,
      gainSide: "fall",
      payId: "land-rent",
      amount: expect.closeTo(6, 10),
      paySide: "rise",
    });
  });

  test("the two moves cancel in the score", () => {
    const explained = explain([100, 140], [80, 100], [20, 50], [3, 5, 2]);
    const result = tradeOff(explained, 0, "available-land", "land-rent", 2);
    if (result.status !== "worth") throw new Error(result.status);
    const moved = explain([100 + result.amount, 140], [80, 100], [22, 50], [3, 5, 2]);
    expect(moved.ranking.score[0]).toBeCloseTo(explained.ranking.score[0] ?? 0, 12);
  });

  test("says why where nothing can be traded", () => {
    const explained = explain([100, null, 20], [80, 100, 10], [50, 50, 60], [1, 1, 0]);
    expect(tradeOff(explained, 1, "proximity-ports", "land-rent")).toEqual({
      status: "no-slope",
      criterionId: "land-rent",
      reason: "unknown",
    });
    expect(tradeOff(explained, 1, "land-rent", "proximity-ports")).toMatchObject({
      criterionId: "land-rent",
      reason: "unknown",
    });
    expect(tradeOff(explained, 2, "proximity-ports", "land-rent")).toEqual({
      status: "nothing-to-gain",
      criterionId: "proximity-ports",
    });
    expect(tradeOff(explained, 0, "proximity-ports", "available-land")).toEqual({
      status: "nothing-to-pay",
      criterionId: "available-land",
    });
    expect(() => tradeOff(explained, 0, "proximity-ports", "land-rent", 0)).toThrow("must be above 0");
  });

  test("at an ideal range's far side, better is less", () => {
    const explained = explain([100, 140], [80, 100], [150, 50], [1, 1, 1]);
    expect(tradeOff(explained, 0, "available-land", "land-rent", 10)).toMatchObject({
      gainSide: "fall",
      amount: expect.closeTo(20, 10),
    });
  });

  test("round steps", () => {
    const span = (from: number, to: number): ValueFunction => ({
      type: "piecewise",
      points: [
        [from, 0],
        [to, 1],
      ],
    });
    expect([span(50, 200), span(30, 100), span(0, 150), span(0, 1), span(200_000, 2_000_000)].map(roundStep)).toEqual([
      10, 5, 10, 0.05, 100_000,
    ]);
    expect(roundStep({ type: "piecewise", points: [[5, 1]] })).toBe(1);
    expect(roundStep({ type: "table", values: { a: 1 } })).toBe(1);
  });
});
