import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeColumn, makeCriterion, makeSite, makeSiteTable } from "../../../tests/support/decision-tables";
import type { Criterion, ValueFunction } from "../../model/criterion";
import { createRanker } from "../additive/ranker";
import { buildDecisionTable, type ValueSettings } from "../additive/table";
import { type Explained, nextBehind, roundStep, tradeOff, worsening } from "./index";

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
