import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CRITERION_GROUPS, type CriterionGroupId } from "../../shared/model/criterion";
import { NO_FILTERS, type Profile } from "../../shared/model/profile";
import type { MeasureColumn, Site, SiteTable } from "../../shared/model/site";
import { BUILTIN_CRITERIA } from "../../shared/ranking/criteria";
import { type Bands, createBandsStore } from "./bands-store";
import { createDecisionStore } from "./decision-store";
import { createEngine } from "./engine";
import { LiveRanking } from "./live-ranking";
import { firstDecision } from "./persistence";
import { followBands } from "./stability-bands";

const IDS = ["proximity-china", "proximity-ports", "land-rent", "available-land", "business-climate"];

function tableOf(measures: readonly (readonly number[])[]): SiteTable {
  const site = (id: string): Site => ({
    id,
    name: id.toUpperCase(),
    nameVi: id,
    province: "01",
    formerProvince: "01",
    region: "north",
    status: null,
    rentTier: "unknown",
    rent: null,
    availableHa: null,
    totalHa: null,
    occupancyPct: null,
    sectors: [],
    position: null,
    searchText: id,
    origin: "catalogue",
  });
  const column = (values: readonly number[]): MeasureColumn => ({
    central: Float64Array.from(values),
    low: Float64Array.from(values),
    high: Float64Array.from(values),
    kind: Uint8Array.from(values, () => 4),
  });
  return {
    sites: measures.map((_, i) => site(`s${i}`)),
    measures: Object.fromEntries(IDS.map((id, j) => [id, column(measures.map((row) => row[j] ?? 0))])),
  };
}

async function bandsOf(table: SiteTable, profile: Profile): Promise<{ bands: Bands; live: LiveRanking }> {
  const live = new LiveRanking(createEngine({}, BUILTIN_CRITERIA), table, profile, NO_FILTERS);
  const decision = createDecisionStore({ profile, filters: NO_FILTERS });
  const store = createBandsStore();
  // Not what it begins with: it tells of a change only.
  store.setState({ bands: { none: [0, 1] }, ends: {} });
  const filled = new Promise<void>((resolve) => store.subscribe(() => resolve()));
  const stop = followBands(live, decision, store);
  await filled;
  stop();
  return { bands: store.getState(), live };
}

const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anySite = fc.tuple(range(80, 1100), range(30, 220), range(30, 320), range(0, 110), range(56, 76));
const anyPoints = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: IDS.length, maxLength: IDS.length });

function withPoints(
  points: Readonly<Record<string, number>>,
  groups: Record<CriterionGroupId, number> | null,
): Profile {
  const { profile } = firstDecision();
  return {
    ...profile,
    weighting: { ...profile.weighting, mode: "points", points, groupPoints: groups },
    gates: [],
    sectors: [],
  };
}

describe("soft bands", () => {
  test.each([false, true])(
    "inside a band the leader leads, just beyond it the named site does (group weights: %s)",
    async (grouped) => {
      const groups = grouped
        ? (Object.fromEntries(CRITERION_GROUPS.map((group, i) => [group, 30 + 10 * i])) as Record<
            CriterionGroupId,
            number
          >)
        : null;
      let limits = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(anySite, { minLength: 3, maxLength: 12 }), anyPoints, async (measures, values) => {
          const table = tableOf(measures);
          const points = Object.fromEntries(IDS.map((id, i) => [id, values[i] ?? 0]));
          const { bands, live } = await bandsOf(table, withPoints(points, groups));
          const leaderAt = (id: string, at: number): string => {
            live.update(withPoints({ ...points, [id]: at }, groups), NO_FILTERS);
            live.flush();
            return live.sites.sites[live.ranking.order[0] ?? -1]?.name ?? "";
          };
          const leader = leaderAt("proximity-china", points["proximity-china"] ?? 0);
          for (const id of IDS) {
            const band = bands.bands[id];
            if (band === undefined) continue;
            const [low, high] = band;
            expect(low - 1e-9).toBeLessThanOrEqual(points[id] ?? 0);
            expect(high + 1e-9).toBeGreaterThanOrEqual(points[id] ?? 0);
            expect(leaderAt(id, low + 1e-6 * (high - low))).toBe(leader);
            expect(leaderAt(id, high - 1e-6 * (high - low))).toBe(leader);
            const { below, above } = bands.ends[id] ?? { below: null, above: null };
            if (below !== null && low > 0.01) {
              limits += 1;
              expect(leaderAt(id, low - 1e-3)).toBe(below.name);
            }
            if (above !== null && high < 99.9) {
              limits += 1;
              expect(leaderAt(id, high + 1e-3)).toBe(above.name);
            }
          }
        }),
        { numRuns: 12, seed: 5 },
      );
      expect(limits).toBeGreaterThan(3);
    },
  );

  test("where nothing leads or nothing moves there is no band", async () => {
    const table = tableOf([
      [100, 50, 40, 10, 60],
      [300, 90, 90, 50, 70],
    ]);
    expect((await bandsOf(table, withPoints({}, null))).bands).toEqual({ bands: {}, ends: {} });
    const alone = (await bandsOf(table, withPoints({ "land-rent": 40 }, null))).bands.bands;
    expect(alone["land-rent"]).toBeUndefined();
    // The sites differ in ports as in rent: the leader by rent leads by ports too.
    expect(alone["proximity-ports"]).toEqual([0, 100]);
    expect(alone["sector-fit"]).toBeUndefined();
  });
});
