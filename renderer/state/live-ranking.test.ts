import { describe, expect, test, vi } from "vitest";
import { loadKernel } from "../../build/wasm.mjs";
import { NO_FILTERS, type Profile } from "../../shared/model/profile";
import type { MeasureColumn, Site, SiteTable } from "../../shared/model/site";
import { rankBounds } from "../../shared/ranking/additive/rank-bounds";
import { createRanker } from "../../shared/ranking/additive/ranker";
import type { DecisionTable } from "../../shared/ranking/additive/types";
import { BUILTIN_CRITERIA } from "../../shared/ranking/criteria";
import { createKernelParts } from "../../shared/ranking/kernel";
import { createEngine } from "./engine";
import { LiveRanking, rankSpan } from "./live-ranking";
import { firstDecision } from "./persistence";

/** Three sites that differ in their distance to China and in land rent only. */
function makeTable(): SiteTable {
  const site = (id: string, region: Site["region"]): Site => ({
    id,
    name: id.toUpperCase(),
    nameVi: id,
    province: "01",
    formerProvince: "01",
    region,
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
    kind: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 4)),
  });
  return {
    sites: [site("far", "south"), site("near", "north"), site("middle", "north")],
    measures: { "proximity-china": column([900, 100, 200]), "land-rent": column([40, 300, Number.NaN]) },
  };
}

function profileOf(points: Readonly<Record<string, number>>, patch: Partial<Profile> = {}): Profile {
  const { profile } = firstDecision();
  return { ...profile, weighting: { ...profile.weighting, points }, gates: [], sectors: [], ...patch };
}

const make = (profile: Profile) =>
  new LiveRanking(createEngine({}, BUILTIN_CRITERIA), makeTable(), profile, NO_FILTERS);
const names = (live: LiveRanking) => [...live.rows.subarray(0, live.rowCount)].map((row) => live.sites.sites[row]?.id);

describe("live ranking", () => {
  test("follows the weights", () => {
    const live = make(profileOf({ "proximity-china": 100 }));
    expect(names(live)).toEqual(["near", "middle", "far"]);
    live.update(profileOf({ "land-rent": 100 }), NO_FILTERS);
    live.flush();
    expect(names(live)[0]).toBe("far");
  });

  test("works off changes of one task together and tells once", async () => {
    const live = make(profileOf({ "proximity-china": 100 }));
    const told = vi.fn();
    live.subscribe(told);
    for (let points = 1; points < 50; points++) live.update(profileOf({ "land-rent": points }), NO_FILTERS);
    await Promise.resolve();
    expect(told).toHaveBeenCalledTimes(1);
    expect(live.profile.weighting.points["land-rent"]).toBe(49);
  });

  test("says which change is one step of one weight", () => {
    const profile = profileOf({ "proximity-china": 100, "land-rent": 20 });
    const live = make(profile);
    const told: boolean[] = [];
    live.subscribe(({ gradual }) => told.push(gradual));
    const change = (next: Profile, filters = NO_FILTERS): void => {
      live.update(next, filters);
      live.flush();
    };
    const moved = {
      ...profile,
      weighting: { ...profile.weighting, points: { "proximity-china": 90, "land-rent": 20 } },
    };
    change(moved);
    // Two weights at once, as a preset sets them; another policy; another filter with the step.
    const both = {
      ...profile,
      weighting: { ...profile.weighting, points: { "proximity-china": 10, "land-rent": 90 } },
    };
    change(both);
    change({ ...both, unknownPolicy: "cautious" });
    const { weighting } = both;
    change(
      { ...both, weighting: { ...weighting, points: { "proximity-china": 11, "land-rent": 90 } } },
      { ...NO_FILTERS, regions: ["south"] },
    );
    expect(told).toEqual([true, false, false, false]);
  });

  test("filters change ranks and no score; a search text changes neither", () => {
    const profile = profileOf({ "proximity-china": 100 });
    const live = make(profile);
    const scores = [...live.ranking.score];
    live.update(profile, { ...NO_FILTERS, regions: ["south"] });
    live.flush();
    expect(names(live)).toEqual(["far"]);
    expect(live.ranking.rank[0]).toBe(1);
    expect([...live.ranking.score]).toEqual(scores);
    live.update(profile, { ...NO_FILTERS, text: "far" });
    live.flush();
    expect(names(live)).toEqual(["far"]);
    expect(live.ranking.rank[0]).toBe(3);
  });

  test("must-haves keep sites out; unknown passes only where it may; a waiver lets one in", () => {
    const gate = { id: "g", criterionId: "land-rent", op: "at-most", limit: 100, unknownPasses: true } as const;
    const live = make(profileOf({ "proximity-china": 100 }, { gates: [gate] }));
    expect(names(live)).toEqual(["middle", "far"]);
    expect(live.excludedByGates).toBe(1);
    // The counts of the filters' options leave out what a must-have keeps out.
    expect(live.filtered.counts.region.get("north")).toBe(1);
    expect(live.filtered.shown).toBe(live.rowCount);
    live.update(profileOf({ "proximity-china": 100 }, { gates: [{ ...gate, unknownPasses: false }] }), NO_FILTERS);
    live.flush();
    expect(names(live)).toEqual(["far"]);
    const waivers = [{ gateId: "g", siteId: "near", reason: "own plot", grantedAt: "2025-11-01T00:00:00.000Z" }];
    live.update(profileOf({ "proximity-china": 100 }, { gates: [gate], waivers }), NO_FILTERS);
    live.flush();
    expect(names(live)).toEqual(["near", "middle", "far"]);
  });

  test("a must-have on sector fit counts once sectors are picked, and names what each site misses", () => {
    const gate = { id: "s", criterionId: "sector-fit", op: "at-least", limit: 1, unknownPasses: false } as const;
    const points = { "proximity-china": 100 };
    const table = makeTable();
    const sites = table.sites.map((site) => (site.id === "far" ? { ...site, sectors: ["electronics"] } : site));
    const live = new LiveRanking(
      createEngine({}, BUILTIN_CRITERIA),
      { ...table, sites },
      profileOf(points, { gates: [gate] }),
      NO_FILTERS,
    );
    expect(live.rowCount).toBe(3);
    live.update(profileOf(points, { gates: [gate], sectors: ["electronics"] }), NO_FILTERS);
    live.flush();
    expect(live.rowCount).toBe(1);
    expect(live.sites.sites[live.rows[0] ?? -1]?.id).toBe("far");
    expect(live.gates.resultsOf(1)).toMatchObject([{ outcome: "unknown", excludes: true }]);
  });

  test("sorting by a column leaves ranks alone and puts unknown last in both directions", () => {
    const live = make(profileOf({ "proximity-china": 100 }));
    const keys = () => live.sites.measures["land-rent"]?.central ?? [];
    live.setSort({ columnId: "rent", descending: false, keys });
    expect(names(live)).toEqual(["far", "near", "middle"]);
    live.setSort({ columnId: "rent", descending: true, keys });
    expect(names(live)).toEqual(["near", "far", "middle"]);
    expect([...live.ranking.rank]).toEqual([3, 1, 2]);
    live.setSort(null);
    expect(names(live)).toEqual(["near", "middle", "far"]);
  });

  test("rank changes are against the pinned ranking, else against the one before", () => {
    const live = make(profileOf({ "proximity-china": 100 }));
    live.keepAsBefore();
    live.update(profileOf({ "land-rent": 100 }), NO_FILTERS);
    live.flush();
    expect(live.rankChange(0)).toBe(2);
    live.pin(true);
    expect(live.rankChange(0)).toBe(0);
    live.keepAsBefore();
    live.update(profileOf({ "proximity-china": 100 }), NO_FILTERS);
    live.flush();
    expect(live.rankChange(0)).toBe(-2);
  });

  test("the rank span of one site is the engine's bound", () => {
    const live = make(profileOf({ "proximity-china": 30, "land-rent": 50, "labour-cost": 5 }));
    const bounds = rankBounds(live.ranking);
    for (let row = 0; row < 3; row++) {
      const { best, worst, atBadEnd, atGoodEnd } = bounds;
      expect(rankSpan(live.ranking, row)).toEqual({
        best: best[row],
        worst: worst[row],
        atBadEnd: atBadEnd[row],
        atGoodEnd: atGoodEnd[row],
      });
    }
    live.update(live.profile, { ...NO_FILTERS, regions: ["north"] });
    live.flush();
    expect(rankSpan(live.ranking, 0)).toBeNull();
  });

  test("the mean evidence is that of the sites that take part, after every kind of change", () => {
    const live = make(profileOf({ "proximity-china": 30, "land-rent": 50, "labour-cost": 20 }));
    const check = (): void => {
      const { order, count, sourcedShare, estimatedShare, unknownShare } = live.ranking;
      const mean = (share: Float64Array): number =>
        [...order.subarray(0, count)].reduce((sum, row) => sum + (share[row] ?? 0), 0) / count;
      expect(live.meanEvidence().sourced).toBeCloseTo(mean(sourcedShare), 12);
      expect(live.meanEvidence().estimated).toBeCloseTo(mean(estimatedShare), 12);
      expect(live.meanEvidence().unknown).toBeCloseTo(mean(unknownShare), 12);
    };
    check();
    live.update(profileOf({ "land-rent": 80, "labour-cost": 10 }), NO_FILTERS);
    live.flush();
    check();
    live.update(live.profile, { ...NO_FILTERS, regions: ["north"] });
    live.flush();
    check();
    live.update(profileOf({ "sector-fit": 40 }, { sectors: ["electronics"] }), NO_FILTERS);
    live.flush();
    check();
  });

  test("contributions add up to the score", () => {
    const live = make(profileOf({ "proximity-china": 30, "land-rent": 50, "labour-cost": 20 }));
    for (let row = 0; row < 3; row++) {
      const sum = live.criteria.reduce((total, _, at) => total + live.contribution(at, row), 0);
      expect(sum).toBeCloseTo(live.ranking.score[row] ?? Number.NaN, 12);
    }
  });
});

describe("a faster ranker that comes later", () => {
  const first = profileOf({ "proximity-china": 60, "land-rent": 40 });
  const second = { ...first, weighting: { ...first.weighting, points: { "proximity-china": 10, "land-rent": 90 } } };
  const rebuilt = { ...second, unknownPolicy: "hopeful" as const };

  /** A live ranking whose faster ranker comes when told to; `made` counts what it made. */
  function makeWaiting() {
    const made: DecisionTable[] = [];
    let resolve: (create: typeof createRanker) => void = () => {};
    const promise = new Promise<typeof createRanker>((done) => {
      resolve = done;
    });
    const engine = { ...createEngine({}, BUILTIN_CRITERIA), fasterRanker: () => promise };
    const live = new LiveRanking(engine, makeTable(), first, NO_FILTERS);
    const come = async () => {
      const parts = createKernelParts(await loadKernel());
      resolve((table) => {
        made.push(table);
        return createRanker(table, parts);
      });
      await promise;
    };
    return { live, come, made };
  }

  const numbers = (live: LiveRanking) => {
    const { score, low, high, rank, order, count, weights } = live.ranking;
    const shown = [...live.rows.subarray(0, live.rowCount)];
    const parts = [score, low, high, rank, order.subarray(0, count), weights].map((part) => [...part]);
    return { shown, parts, moved: shown.map((row) => live.rankChange(row)) };
  };

  test("changes no number, now and at later changes", async () => {
    const plain = make(first);
    const { live, come, made } = makeWaiting();
    const before = numbers(live);
    const ranking = live.ranking;
    const version = live.version;
    await come();
    expect(made).toEqual([live.table]);
    expect(live.ranking).not.toBe(ranking);
    expect(numbers(live)).toEqual(before);
    expect(live.version).toBe(version);
    // The second change makes a new table, the third goes back to the old one's settings.
    for (const [k, profile] of [second, rebuilt, first].entries()) {
      for (const each of [plain, live]) {
        each.update(profile, NO_FILTERS);
        each.flush();
      }
      expect(numbers(live)).toEqual(numbers(plain));
      expect(made.length).toBe(k + 1);
    }
  });

  test("does not come for few sites, nor when it fails", async () => {
    const engine = createEngine({}, BUILTIN_CRITERIA);
    expect(await engine.fasterRanker?.(19_999)).toBe(null);
    const failing = { ...engine, fasterRanker: () => Promise.reject(new Error("offline")) };
    const live = new LiveRanking(failing, makeTable(), first, NO_FILTERS);
    const { ranking } = live;
    await new Promise((resolve) => setTimeout(resolve));
    live.update(second, NO_FILTERS);
    live.flush();
    expect(live.ranking).toBe(ranking);
    expect(names(live)[0]).toBe("far");
  });
});
