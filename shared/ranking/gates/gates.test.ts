import { describe, expect, test } from "vitest";
import { makeColumn, makeSite, makeSiteTable } from "../../../tests/support/decision-tables";
import type { Gate, Waiver } from "../../model/profile";
import { BUILTIN_CRITERIA } from "../criteria";
import { evaluateGates } from "./index";

const port: Gate = { id: "port", criterionId: "proximity-ports", op: "at-most", limit: 60, unknownPasses: true };
const land: Gate = { id: "land", criterionId: "available-land", op: "at-least", limit: 10, unknownPasses: false };
const waive = (gateId: string, siteId: string): Waiver => ({
  gateId,
  siteId,
  reason: "own berth",
  grantedAt: "2026-11-21T08:00:00Z",
});

const siteTable = makeSiteTable(
  ["near", "far", "edge", "unknown", "both"].map((id) => makeSite(id, { sectors: [] })),
  {
    "proximity-ports": makeColumn([[30, 40, 70], 78, [55, 63, 66], null, 66]),
    "available-land": makeColumn([10, 50, 12, null, 9.5]),
  },
);
const run = (gates: readonly Gate[], waivers: readonly Waiver[] = [], sectors: readonly string[] = []) =>
  evaluateGates(siteTable, BUILTIN_CRITERIA, { gates, waivers, sectors });

describe("must-haves", () => {
  test("no gates keep everyone", () => {
    expect(run([])).toMatchObject({
      include: Uint8Array.of(1, 1, 1, 1, 1),
      excludedCount: 0,
      summaries: [],
      ineffective: [],
    });
  });

  test("say the limit and the margin, and whether the range of the figure could turn the outcome", () => {
    const report = run([port, land]);
    expect(report.resultsOf(1)[0]).toEqual({
      gate: port,
      outcome: "fails",
      measure: 78,
      margin: 18,
      marginShare: 0.3,
      doubtful: false,
      waiver: null,
      excludes: true,
    });
    expect(report.resultsOf(0)).toMatchObject([
      { outcome: "passes", margin: -20, doubtful: true, excludes: false },
      { outcome: "passes", margin: 0, doubtful: false },
    ]);
    expect(report.resultsOf(2)[0]).toMatchObject({ outcome: "fails", margin: 3, marginShare: 0.05, doubtful: true });
    expect(report.resultsOf(3)).toMatchObject([
      { outcome: "unknown", measure: null, margin: null, excludes: false },
      { outcome: "unknown", measure: null, excludes: true },
    ]);
    expect(report.resultsOf(9)).toEqual([]);
  });

  test("count what each gate removes alone, and the near misses, nearest first", () => {
    const report = run([port, land]);
    expect([...report.include]).toEqual([1, 0, 0, 0, 0]);
    expect(report.excludedCount).toBe(4);
    expect(report.summaries).toEqual([
      { gate: port, failing: 3, unknown: 1, waived: 0, removesAlone: 2, nearMisses: [2, 4] },
      { gate: land, failing: 1, unknown: 1, waived: 0, removesAlone: 1, nearMisses: [4] },
    ]);
  });

  test("near misses stand by their margin, level ones as in the list; a range that touches the limit is in doubt", () => {
    const table = makeSiteTable(
      ["a", "b", "c", "d", "e"].map((id) => makeSite(id, { sectors: [] })),
      { "proximity-ports": makeColumn([64, 62, [60, 64, 70], 66, 66.1]) },
    );
    const report = evaluateGates(table, BUILTIN_CRITERIA, { gates: [port], waivers: [], sectors: [] });
    expect(report.summaries[0]?.nearMisses).toEqual([1, 0, 2, 3]);
    expect(report.resultsOf(2)).toMatchObject([{ outcome: "fails", doubtful: true }]);
    expect(report.resultsOf(3)).toMatchObject([{ outcome: "fails", marginShare: 0.1, doubtful: false }]);
  });

  test("a figure marked unknown is unknown, whatever number stands in its place", () => {
    const noted = { ...makeColumn([90]), kind: Uint8Array.of(0) };
    const report = evaluateGates(makeSiteTable([makeSite("a")], { "proximity-ports": noted }), BUILTIN_CRITERIA, {
      gates: [port],
      waivers: [],
      sectors: [],
    });
    expect(report.resultsOf(0)).toMatchObject([{ outcome: "unknown", measure: null, margin: null, marginShare: null }]);
  });

  test("a waiver lets one site through one gate", () => {
    const report = run(
      [port, land],
      [waive("port", "far"), waive("port", "both"), waive("land", "unknown"), waive("port", "near")],
    );
    expect([...report.include]).toEqual([1, 1, 0, 1, 0]);
    expect(report.resultsOf(1)[0]).toMatchObject({
      outcome: "fails",
      margin: 18,
      excludes: false,
      waiver: { reason: "own berth" },
    });
    expect(report.resultsOf(0)[0]?.waiver).toBeNull();
    expect(report.summaries.map((s) => [s.waived, s.removesAlone, s.nearMisses])).toEqual([
      [2, 1, [2]],
      [1, 1, [4]],
    ]);
  });

  test("a limit of 0 has no share to be near by", () => {
    const report = run([{ ...land, op: "at-most", limit: 0, unknownPasses: true }]);
    expect(report.resultsOf(0)[0]).toMatchObject({ margin: 10, marginShare: null });
    expect(report.summaries[0]?.nearMisses).toEqual([]);
  });

  test("gates on foreign criteria, and on sector fit without sectors, have no effect and are named", () => {
    const foreign = { ...port, criterionId: "column:gone" };
    const sectors = { ...land, id: "s", criterionId: "sector-fit", limit: 0.5 };
    expect(run([foreign, sectors])).toMatchObject({ excludedCount: 0, ineffective: [foreign, sectors] });
    expect(run([sectors], [], ["metals"])).toMatchObject({ excludedCount: 5, ineffective: [] });
  });
});
