import { describe, expect, test } from "vitest";
import { createAcceptabilityRun } from "../../../shared/ranking/robustness";
import { acceptabilityProblem, pictureOf, type Settings, tiersOf } from "../../state/robustness-analysis";
import { deepest, shade } from "./acceptability-chart";

const columns = {
  low: [
    [0.9, 0.2, 0],
    [0, 0.5, 0.1],
    [0.3, 0.3, 0.3],
  ].map((values) => Float64Array.from(values)),
  central: [
    [0.9, 0.4, 0],
    [0, 0.6, 0.2],
    [0.3, 0.3, 0.3],
  ].map((values) => Float64Array.from(values)),
  high: [
    [0.9, 0.8, 0],
    [0, 0.9, 0.3],
    [0.3, 0.3, 0.3],
  ].map((values) => Float64Array.from(values)),
  weights: Float64Array.of(0.6, 0.4, 0),
  rows: Uint32Array.of(7, 3, 5),
  ranks: Uint32Array.of(1, 2, 3),
};
const settings: Settings = { scope: "around", distance: 0.05, figures: true, coverage: 0.9 };

describe("what is analysed", () => {
  test("equal weights share a class of importance", () => {
    expect(tiersOf([0.2, 0.5, 0.2 + 1e-12, 0.1])).toEqual([[1], [2, 0], [3]]);
    expect(tiersOf([])).toEqual([]);
  });

  test("a criterion without weight stays out, unless any weights are thought possible", () => {
    for (const scope of ["around", "order", "any"] as const) {
      const problem = acceptabilityProblem(columns, { ...settings, scope });
      expect("low" in problem.values ? problem.values.low.length : 0).toBe(scope === "any" ? 3 : 2);
    }
  });

  test("without doubtful figures every value is its central one", () => {
    const { values } = acceptabilityProblem(columns, { ...settings, figures: false });
    expect("low" in values && values.low).toEqual(columns.central.slice(0, 2));
    expect("high" in values && values.high).toEqual(columns.central.slice(0, 2));
  });

  test("the picture's shares add up for each site, and its shortlist names rows", () => {
    const problem = acceptabilityProblem(columns, { ...settings, scope: "any" });
    const counts = createAcceptabilityRun(problem).run(0, 2000);
    const picture = pictureOf(counts, columns, 0.9);
    expect(picture.sites.map(({ row }) => row)).toEqual([7, 3, 5]);
    for (const { shares, lower } of picture.sites) {
      expect(shares.reduce((sum, share) => sum + share, lower)).toBeCloseTo(1, 12);
    }
    expect(picture.leaderRow).toBe(7);
    expect(picture.leaderShare).toBe((counts.firsts[0] ?? 0) / 2000);
    expect(picture.shortlist.coverage).toBeGreaterThanOrEqual(0.9);
    expect(new Set([7, 3, 5])).toEqual(new Set([...picture.shortlistRows, 7, 3, 5]));
  });
});

test("shading rises with the share and ends at a round one", () => {
  const site = (...shares: number[]) => ({ row: 0, rank: 1, shares, lower: 0 });
  expect(deepest([site(0.02, 0.18), site(0.09)])).toBe(0.25);
  expect(deepest([site(0.97)])).toBe(1);
  expect(deepest([])).toBe(0.1);
  expect(shade(0, 0.25)).toBe(0);
  expect(shade(0.25, 0.25)).toBe(100);
  expect(shade(0.1, 0.25)).toBeGreaterThan(shade(0.05, 0.25));
});
