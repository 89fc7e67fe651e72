/** Deriving parks and measuring them, on a small catalogue made for the purpose. */
import { describe, expect, it } from "vitest";
import type { Catalogue, FormerProvince, Gateway } from "../model/catalogue";
import { EVIDENCE_CODE, type Source, type SourceKind } from "../model/evidence";
import type { FieldId } from "../model/fields";
import type { Fact, FactValue, Park, Position } from "../model/park";
import { deriveContext, derivePark, type ParkBase } from "./derive";
import { explainMeasure, isMeasured, MEASURED_CRITERIA } from "./measures";
import { buildSiteTable, measureContext, measureReference } from "./sites";

const source = (id: string, kind: SourceKind): Source => ({
  id,
  url: `https://example.org/${id}`,
  title: id,
  publisher: id,
  date: "2026-06",
  kind,
});
const SOURCES = [
  source("gov", "authority"),
  source("dev", "developer"),
  source("news", "press"),
  source("agent", "broker"),
];
const province: FormerProvince = {
  code: "74",
  nameVi: "Bình Dương",
  nameEn: "Binh Duong",
  aliases: [],
  region: "south",
  province: "79",
  centroid: { lat: 11, lon: 106.7 },
  labourForce: { value: 1_600_000, asOf: "2021", source: "gov" },
  trainedLabourPct: { value: 20, asOf: "2018", source: "gov" },
  incomeVndMonth: null,
  pci: { value: 70, asOf: "2024", source: "news" },
  pgi: null,
  landRent: { value: 180, low: 100, high: 280, asOf: "2022-12", source: "news" },
};
const bare: FormerProvince = {
  ...province,
  code: "79",
  nameVi: "Hồ Chí Minh",
  nameEn: "Ho Chi Minh City",
  aliases: ["HCMC"],
  landRent: null,
};
const port: Gateway = {
  id: "deep",
  kind: "seaport",
  nameEn: "Deep",
  nameVi: "Deep",
  formerProvince: null,
  lat: 10.5,
  lon: 107,
  precision: "",
  source: "gov",
  serves: ["deep-water-port", "seaport"],
  aliases: ["Deep port"],
};
const catalogue: Omit<Catalogue, "parks" | "contentHash" | "reference"> = {
  format: 1,
  version: "2026.11.21",
  sources: SOURCES,
  provinces: [
    {
      code: "79",
      nameVi: "Hồ Chí Minh",
      nameEn: "Ho Chi Minh City",
      region: "south",
      formerProvinces: ["74", "79"],
      centroid: { lat: 11, lon: 106.7 },
    },
  ],
  formerProvinces: [province, bare],
  gateways: [port],
  roadFactor: { factor: 1.2, low: 1, high: 1.5, pairs: 100, medianAbsoluteError: 0.1 },
};
const context = deriveContext(catalogue);
const position: Position = {
  lat: 11,
  lon: 106.7,
  precision: "commune",
  radiusKm: 5,
  matched: "Phường Hòa Phú",
  source: "gov",
};
const fact = (field: FieldId, value: FactValue, from = "gov", note?: string, asOf = "2026-10"): Fact => ({
  field,
  value,
  asOf,
  source: from,
  ...(note === undefined ? {} : { note }),
});
const base = (facts: Fact[], extra: Partial<ParkBase> = {}): ParkBase => ({
  id: "p",
  name: "Some Park",
  nameVi: "KCN Đâu Đó",
  aka: ["SP"],
  formerProvince: "74",
  locality: "Hòa Phú, Thủ Dầu Một",
  position,
  facts,
  ...extra,
});
const derive = (facts: Fact[], extra: Partial<ParkBase> = {}): Park => derivePark(base(facts, extra), context);
const measure = (park: Park, id: string) => {
  const explained = explainMeasure(park, id, measureContext(catalogue));
  if (explained === null) throw new Error(`${id} is not measured`);
  return explained;
};

describe("derivePark", () => {
  it("gives a park without a rent its province's published level, as an estimate", () => {
    const park = derive([]);
    expect(park.resolved.landRentUsdPerM2Term).toEqual({
      value: 180,
      low: 100,
      high: 280,
      kind: "estimated",
      asOf: "2022-12",
      fact: null,
      rivals: [],
      rule: "province-level",
      estimateSource: "news",
    });
    expect(park.rentTier).toBe("high");
    expect(park.facts).toEqual([]);
  });

  it("leaves the rent unknown where no level is published", () => {
    const park = derive([], { formerProvince: "79" });
    expect(park.resolved.landRentUsdPerM2Term).toBeUndefined();
    expect(park.rentTier).toBe("unknown");
    expect(measure(park, "land-rent").measure.kind).toBe(0);
  });

  it("prefers the park's own rent", () => {
    const park = derive([fact("landRentUsdPerM2Term", { min: 60, max: 80 })]);
    expect(park.rentTier).toBe("low");
    expect(measure(park, "land-rent")).toMatchObject({
      measure: { central: 70, kind: EVIDENCE_CODE.authority },
      facts: [0],
    });
  });

  it("estimates free land from the leasable area and occupancy, and says so", () => {
    const park = derive([fact("industrialAreaHa", 200), fact("occupancyPct", 75)]);
    expect(park.resolved.availableAreaHa).toMatchObject({
      value: 50,
      kind: "estimated",
      rule: "industrial-area-times-vacancy",
    });
    const { measure: land, facts, how } = measure(park, "available-land");
    expect(land.low).toBeLessThan(50);
    expect(land.high).toBeGreaterThan(50);
    expect(facts).toEqual([0, 1]);
    expect(how.key).toBe("measure.how.industrial-area-times-vacancy");
    // From the whole area the range is wider.
    const whole = derive([fact("totalAreaHa", 200), fact("occupancyPct", 75)]).resolved.availableAreaHa;
    expect(whole).toMatchObject({ value: 34, rule: "total-area-times-vacancy" });
    // A stated figure leads over any estimate.
    const stated = derive([fact("industrialAreaHa", 200), fact("occupancyPct", 75), fact("availableAreaHa", 12)]);
    expect(stated.resolved.availableAreaHa).toMatchObject({ value: 12, fact: 2 });
  });

  it("lets stated coordinates lead over the place that was matched", () => {
    const park = derive([fact("latLon", { lat: 11.2, lon: 106.5 }, "dev")]);
    expect(park.position).toMatchObject({ lat: 11.2, lon: 106.5, precision: "stated", source: "dev" });
  });

  it("takes the user's own facts by the same rules", () => {
    const own = deriveContext(catalogue, [source("me", "user")]);
    const park = derivePark(base([fact("landRentUsdPerM2Term", 200), fact("landRentUsdPerM2Term", 150, "me")]), own);
    expect(park.resolved.landRentUsdPerM2Term).toMatchObject({ value: 150, fact: 1, rivals: [0], kind: "developer" });
  });

  it("stops at an unknown province", () => {
    expect(() => derive([], { formerProvince: "00" })).toThrow(/no former province with the code 00/);
  });
});

describe("measures", () => {
  it("know every built-in criterion but sector fit", () => {
    expect(MEASURED_CRITERIA).toHaveLength(12);
    expect(isMeasured("sector-fit")).toBe(false);
    expect(explainMeasure(derive([]), "sector-fit", measureContext(catalogue))).toBeNull();
  });

  it("tell a stated distance from an estimated one", () => {
    const estimated = measure(derive([]), "proximity-ports");
    expect(estimated).toMatchObject({ measure: { kind: EVIDENCE_CODE.estimated }, facts: [], sourceIds: ["gov"] });
    expect(estimated.how).toMatchObject({ key: "measure.how.road-factor", values: { gateway: "deep", radiusKm: 5 } });
    const stated = measure(derive([fact("statedDistanceKm", { to: "Deep port", km: 80 }, "news")]), "proximity-ports");
    expect(stated).toMatchObject({
      measure: { central: 80, low: 72, high: 88, kind: EVIDENCE_CODE.press },
      facts: [0],
      sourceIds: ["news"],
    });
    expect(measure(derive([], { position: null }), "proximity-ports").how.key).toBe("measure.unknown.position");
  });

  it("count a credential once, a plan half, and no statement as unknown rather than none", () => {
    expect(measure(derive([]), "green-credentials").measure).toEqual({
      central: Number.NaN,
      low: Number.NaN,
      high: Number.NaN,
      kind: 0,
    });
    const firm = measure(
      derive([fact("green", ["iso_14001"]), fact("green", ["iso_14001", "rooftop_solar"], "news")]),
      "green-credentials",
    );
    expect(firm).toMatchObject({
      measure: { central: 3, low: 3, high: 5, kind: EVIDENCE_CODE.authority },
      facts: [0, 1],
    });
    const planned = measure(derive([fact("green", ["iso_14001"], "news", "planned")]), "green-credentials");
    expect(planned.measure).toMatchObject({ central: 1, low: 0 });
    const advertised = measure(derive([fact("green", ["iso_14001"], "agent")]), "green-credentials");
    expect(advertised.measure).toMatchObject({ central: 2, low: 1 });
    const claim = measure(derive([fact("smart", ["smart_park_claim"], "news")]), "smart-infrastructure");
    expect(claim.measure.central).toBe(0.5);
  });

  it("take the tenants' record from the best that is stated", () => {
    const tenants = (facts: Fact[]) => measure(derive(facts), "tenant-record");
    expect(tenants([fact("projects", 40), fact("workers", 99_999)])).toMatchObject({
      measure: { central: 40 },
      facts: [0],
    });
    expect(tenants([fact("workers", 3_200)])).toMatchObject({
      measure: { central: 10, kind: EVIDENCE_CODE.estimated },
    });
    expect(tenants([fact("tenants", ["A", "B", "C"])]).measure).toMatchObject({ central: 3, low: 3, high: 40 });
    expect(tenants([fact("status", "planned")]).measure).toMatchObject({ central: 0, low: 0 });
    // An old plan says nothing of today.
    expect(tenants([fact("status", "planned", "gov", undefined, "2012")]).measure.kind).toBe(0);
    expect(tenants([fact("status", "operating")]).measure.kind).toBe(0);
  });

  it("carry the province's statistics with year and source", () => {
    expect(measure(derive([]), "labour-supply")).toMatchObject({
      measure: { central: 1_600_000, kind: EVIDENCE_CODE.authority },
      asOf: "2021",
      sourceIds: ["gov"],
    });
    const climate = measure(derive([]), "business-climate").measure;
    expect(climate.low).toBeCloseTo(70 - 1 - 0.5 * (context.today - 2024.5));
  });

  it("know the minimum wage only where it is given", () => {
    const wage = {
      region: "II",
      vndMonth: 4_730_000,
      low: 4_730_000,
      high: 5_310_000,
      asOf: "2026-01-01",
      source: "gov",
      matched: "Huyện X",
    } as const;
    expect(measure(derive([], { minimumWage: wage }), "labour-cost")).toMatchObject({
      measure: { central: 4_730_000, high: 5_310_000, kind: EVIDENCE_CODE.estimated },
      how: { values: { region: "II", district: "Huyện X" } },
    });
    expect(measure(derive([]), "labour-cost").measure.kind).toBe(0);
  });
});

describe("buildSiteTable", () => {
  const parks = [
    derive([fact("status", "operating"), fact("sectors", ["electronics"])]),
    { ...derive([]), id: "q", origin: "mine" },
  ];
  const table = buildSiteTable({ ...catalogue, parks, origin: ({ id }) => (id === "q" ? "user" : "catalogue") });

  it("makes a row per park and a column per criterion", () => {
    expect(table.sites.map(({ id, origin }) => [id, origin])).toEqual([
      ["p", "catalogue"],
      ["q", "user"],
    ]);
    for (const column of Object.values(table.measures)) expect(column.central).toHaveLength(2);
    expect(table.sites[0]).toMatchObject({
      status: "operating",
      sectors: ["electronics"],
      rentTier: "high",
      rent: { value: 180, kind: "estimated" },
    });
    expect(table.sites[1]).toMatchObject({ status: null, sectors: [] });
  });

  it("makes names, aliases and provinces now and before searchable", () => {
    for (const word of ["some park", "dau do", "sp", "binh duong", "ho chi minh city", "hcmc", "thu dau mot"]) {
      expect(table.sites[0]?.searchText).toContain(word);
    }
  });

  it("keeps unknown measures NaN with kind 0, known ones within their range", () => {
    for (const [id, { central, low, high, kind }] of Object.entries(table.measures)) {
      central.forEach((value, row) => {
        const known = kind[row] !== 0;
        expect(Number.isNaN(value), id).toBe(!known);
        if (known) expect((low[row] as number) <= value && value <= (high[row] as number), id).toBe(true);
      });
    }
  });
});

describe("measureReference", () => {
  it("describes the known values only", () => {
    const column = {
      central: Float64Array.from([10, Number.NaN, 30, 20]),
      low: new Float64Array(4),
      high: new Float64Array(4),
      kind: Uint8Array.from([4, 0, 1, 2]),
    };
    expect(measureReference(column)).toEqual({ known: 3, median: 20, p05: 11, p95: 29 });
    expect(measureReference({ ...column, kind: new Uint8Array(4) })).toBeNull();
  });
});
