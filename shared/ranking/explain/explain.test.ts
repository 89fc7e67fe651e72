import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeColumn, makeCriterion, makeSite, makeSiteTable } from "../../../tests/support/decision-tables";
import { sampleSize } from "../../../tests/support/sample-size";
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

type Points = readonly (readonly [number, number])[];
type Shape = readonly [direction: Criterion["direction"], points: Points, measures: Measures];

/** Criteria c0, c1 ... of any shape, of equal weight. */
function shaped(shapes: readonly Shape[], policy: ValueSettings["unknownPolicy"] = "neutral"): Explained {
  const criteria = shapes.map(
    ([direction, points], j): Criterion => ({ ...makeCriterion(`c${j}`, { type: "piecewise", points }), direction }),
  );
  const siteTable = makeSiteTable(
    (shapes[0]?.[2] ?? []).map((_, i) => makeSite(`s${i}`)),
    Object.fromEntries(shapes.map(([, , measures], j) => [`c${j}`, makeColumn(measures)])),
  );
  const own: ValueSettings = { ...settings, unknownPolicy: policy };
  const table = buildDecisionTable(siteTable, criteria, own, {});
  return { siteTable, settings: own, table, ranking: createRanker(table).rank(criteria.map(() => 1)) };
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

  test("the only limit is on the other side where the worse side never falls below", () => {
    const peak: Points = [
      [0, 0.875],
      [100, 1],
      [200, 0],
    ];
    // Ahead by half of the scale: at 150 the value is 0.5, at 0 still 0.875.
    expect(worsening(shaped([["benefit", peak, [100, 150]]]), 0, "c0")).toMatchObject({
      status: "limit",
      measure: 100,
      limit: 150,
      side: "rise",
      otherLimit: null,
    });
    const turned = peak.map(([x, y]): [number, number] => [200 - x, y]).reverse();
    expect(worsening(shaped([["cost", turned, [100, 50]]]), 0, "c0")).toMatchObject({
      status: "limit",
      limit: 50,
      side: "fall",
      otherLimit: null,
    });
  });

  test("never, where no figure on the scale is bad enough, known or not", () => {
    const mild: Points = [
      [0, 0.75],
      [100, 1],
    ];
    const other: Points = [
      [0, 0],
      [1, 1],
    ];
    const sites = (own: number | null) =>
      shaped([
        ["benefit", mild, [own, 0]],
        ["benefit", other, [0.5, 0.25]],
      ]);
    const next = { row: 1, rankAfter: 2, gap: expect.closeTo(0.25, 12) };
    expect(worsening(sites(100), 0, "c0")).toEqual({ status: "never", next, measure: 100 });
    const unknown = shaped(
      [
        ["benefit", mild, [null, 0]],
        ["benefit", other, [0.5, 0.25]],
      ],
      "hopeful",
    );
    expect(worsening(unknown, 0, "c0")).toEqual({ status: "never", next, measure: null });
    // To the last grid step of the score: what is lost is all there is to lose, and that still ties.
    expect(worsening(shaped([["benefit", other, [0.5, 0]]]), 0, "c0")).toMatchObject({ status: "never", measure: 0.5 });
  });

  test("an unknown benefit may fall; one that counts as better than it can be costs the rank", () => {
    const line: Points = [
      [0, 0],
      [100, 1],
    ];
    expect(worsening(shaped([["benefit", line, [null, 25]]]), 0, "c0")).toMatchObject({
      status: "limit",
      measure: null,
      limit: 25,
      side: "fall",
      otherLimit: null,
    });
    const low: Points = [
      [0, 0],
      [100, 0.75],
    ];
    const hopeful = shaped(
      [
        ["benefit", low, [null, 0]],
        ["benefit", line, [0, 87.5]],
      ],
      "hopeful",
    );
    expect(worsening(hopeful, 0, "c0")).toMatchObject({ status: "limit", measure: null, limit: null, side: "fall" });
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
      { numRuns: sampleSize(300), endOnFailure: true },
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

  test("at a peak the criterion's own bad side is paid, at a trough its own good side gained", () => {
    const line: Points = [
      [0, 0],
      [100, 1],
    ];
    const peak: Points = [
      [0, 0],
      [50, 1],
      [100, 0.5],
    ];
    const trough: Points = [
      [0, 1],
      [50, 0],
      [100, 0.5],
    ];
    const trade = (pay: Shape, gain: Shape) => tradeOff(shaped([gain, pay]), 0, "c0", "c1", 4);
    // A step of 4 up the line is worth 0.04: 2 below the peak of slope 1/50, 4 above it.
    expect(trade(["benefit", peak, [50]], ["benefit", line, [20]])).toMatchObject({
      gainSide: "rise",
      paySide: "fall",
      amount: expect.closeTo(2, 12),
    });
    expect(trade(["cost", peak, [50]], ["benefit", line, [20]])).toMatchObject({
      paySide: "rise",
      amount: expect.closeTo(4, 12),
    });
    // Out of the trough 4 gain 0.04 upwards and 0.08 downwards.
    expect(trade(["benefit", line, [20]], ["benefit", trough, [50]])).toMatchObject({
      gainSide: "rise",
      paySide: "fall",
      amount: expect.closeTo(4, 12),
    });
    expect(trade(["benefit", line, [20]], ["cost", trough, [50]])).toMatchObject({
      gainSide: "fall",
      paySide: "fall",
      amount: expect.closeTo(8, 12),
    });
  });

  test("a figure that is marked unknown has no slope, whatever number stands in its place", () => {
    const explained = explain([100, 140], [80, 100], [50, 50], [1, 1, 1]);
    const noted = { ...makeColumn([100, 140]), kind: Uint8Array.of(0, 4) };
    const siteTable = { ...explained.siteTable, measures: { ...explained.siteTable.measures, "land-rent": noted } };
    expect(tradeOff({ ...explained, siteTable }, 0, "proximity-ports", "land-rent")).toEqual({
      status: "no-slope",
      criterionId: "land-rent",
      reason: "unknown",
    });
    expect(tradeOff({ ...explained, siteTable }, 0, "land-rent", "proximity-ports")).toEqual({
      status: "no-slope",
      criterionId: "land-rent",
      reason: "unknown",
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
    // Half-way between two round steps the smaller; the whole span counts, not its first part.
    expect(roundStep(span(0, 22.5))).toBe(1);
    const bent: Points = [
      [0, 0],
      [15, 0.5],
      [150, 1],
    ];
    expect(roundStep({ type: "piecewise", points: bent })).toBe(10);
    expect(roundStep({ type: "piecewise", points: [[5, 1]] })).toBe(1);
    expect(roundStep({ type: "table", values: { a: 1 } })).toBe(1);
  });
});
