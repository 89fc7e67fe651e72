import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Filters, NO_FILTERS } from "../../shared/model/profile";
import type { Site } from "../../shared/model/site";
import { foldAll } from "../../shared/text/fold";
import { bestToLoosen, filterSites, without } from "./filter-sites";

const TIERS = ["low", "medium", "high", "premium", "unknown"] as const;
const STATUSES = ["planned", "under_construction", "operating"] as const;
const NAMES = ["Yên Phong", "Đại An", "Phú Bài", "VSIP II-A", "Điện Nam - Điện Ngọc"];

const siteArbitrary: fc.Arbitrary<Site> = fc
  .record({
    name: fc.constantFrom(...NAMES),
    province: fc.constantFrom("01", "02", "03"),
    region: fc.constantFrom("north", "central", "south"),
    rentTier: fc.constantFrom(...TIERS),
    status: fc.option(fc.constantFrom(...STATUSES)),
    sectors: fc.uniqueArray(fc.constantFrom("electronics", "metals", "chemicals")),
    available: fc.option(fc.integer({ min: 0, max: 100 })),
  })
  .map(({ available, name, ...rest }) => ({
    ...rest,
    id: name,
    name,
    nameVi: name,
    formerProvince: rest.province,
    rent: null,
    availableHa: available === null ? null : { value: available, low: available, high: available, kind: "press" },
    totalHa: null,
    occupancyPct: null,
    position: null,
    searchText: foldAll([name, "Bắc Ninh"]),
    origin: "catalogue",
  }));

const filtersArbitrary: fc.Arbitrary<Filters> = fc.record({
  text: fc.constantFrom("", "yen phong", "Đại", "ĐIỆN ngoc", "  ", "nothing"),
  regions: fc.uniqueArray(fc.constantFrom("north", "central", "south")),
  provinces: fc.uniqueArray(fc.constantFrom("01", "02")),
  rentTiers: fc.uniqueArray(fc.constantFrom(...TIERS)),
  sectors: fc.uniqueArray(fc.constantFrom("electronics", "metals")),
  statuses: fc.uniqueArray(fc.constantFrom(...STATUSES)),
  minAvailableHa: fc.option(fc.integer({ min: 0, max: 60 })),
});

/** The plain meaning of the filters, one site at a time. */
function passes(site: Site, filters: Filters): boolean {
  return filterSites([site], filters).shown === 1;
}

describe("filterSites", () => {
  test("a facet's count is what choosing that option alone would show", () => {
    fc.assert(
      fc.property(fc.array(siteArbitrary, { maxLength: 40 }), filtersArbitrary, (sites, filters) => {
        const { counts } = filterSites(sites, filters);
        for (const region of ["north", "central", "south"] as const) {
          const alone = sites.filter((site) => passes(site, { ...filters, regions: [region] })).length;
          expect(counts.region.get(region) ?? 0).toBe(alone);
        }
        for (const tier of TIERS) {
          const alone = sites.filter((site) => passes(site, { ...filters, rentTiers: [tier] })).length;
          expect(counts.rentTier.get(tier) ?? 0).toBe(alone);
        }
        for (const sector of ["electronics", "metals"]) {
          const alone = sites.filter((site) => passes(site, { ...filters, sectors: [sector] })).length;
          expect(counts.sector.get(sector) ?? 0).toBe(alone);
        }
      }),
      { seed: 20250701 },
    );
  });

  test("each site is judged by itself, and loosening a filter never hides a site", () => {
    fc.assert(
      fc.property(fc.array(siteArbitrary, { maxLength: 30 }), filtersArbitrary, (sites, filters) => {
        const { include, found, shown } = filterSites(sites, filters);
        const own = sites.map((site) => passes(site, filters));
        sites.forEach((_, row) => {
          expect(include[row] === 1 && (found === null || found[row] === 1)).toBe(own[row]);
        });
        expect(shown).toBe(own.filter(Boolean).length);
        for (const facet of ["text", "regions", "sectors", "minAvailableHa"] as const) {
          expect(filterSites(sites, without(filters, facet)).shown).toBeGreaterThanOrEqual(shown);
        }
      }),
      { seed: 20250701 },
    );
  });

  const one = (patch: Partial<Site>): Site => ({
    id: "a",
    name: "A",
    nameVi: "A",
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
    searchText: foldAll(["Khu công nghiệp Đại An", "Hải Dương"]),
    origin: "catalogue",
    ...patch,
  });

  test("text matches without diacritics, words in any order", () => {
    for (const text of ["dai an", "Đại An", "hai duong dai", "DAI-AN", "cong nghiep"]) {
      expect(filterSites([one({})], { ...NO_FILTERS, text }).shown).toBe(1);
    }
    expect(filterSites([one({})], { ...NO_FILTERS, text: "dai bn" }).shown).toBe(0);
  });

  test("the search text finds rows and takes none out of the ranking", () => {
    const { include, found } = filterSites([one({})], { ...NO_FILTERS, text: "nothing" });
    expect([include[0], found?.[0]]).toEqual([1, 0]);
  });

  test("unknown land does not pass a least land, not even of 0 ha", () => {
    expect(filterSites([one({})], { ...NO_FILTERS, minAvailableHa: 0 }).shown).toBe(0);
  });

  test("the filter to loosen is the one that brings back most", () => {
    const sites = [one({ region: "south" }), one({ region: "south" }), one({ rentTier: "low" })];
    const filters: Filters = { ...NO_FILTERS, regions: ["north"], rentTiers: ["high"] };
    expect(bestToLoosen(sites, filters, () => true)).toEqual({ facet: "rentTiers", gain: 1 });
    expect(bestToLoosen(sites, { ...filters, rentTiers: ["unknown"] }, () => true)).toEqual({
      facet: "regions",
      gain: 2,
    });
    expect(bestToLoosen(sites, { ...filters, rentTiers: ["unknown"] }, () => false)).toBeNull();
  });
});
