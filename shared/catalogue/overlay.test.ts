import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../build/catalogue/compile";
import { EMPTY_BODY, overlayBody, overlayOf, parseDocument, serializeDocument } from "../document/document";
import { ACCESS_KINDS, nearestAccess, roadDistance } from "../geography/access";
import { geodesicKm } from "../geography/geodesic";
import {
  buildImport,
  guessedMapping,
  inspectFile,
  parkMatcher,
  planImport,
  provinceFinder,
  suggestCriterion,
  suggestGatewayCriterion,
} from "../importing";
import type { FieldId } from "../model/fields";
import { type CustomGateway, EMPTY_OVERLAY, type FactEdit, type Overlay } from "../model/overlay";
import type { Access, FactValue, Park, Position } from "../model/park";
import { deriveContext } from "./derive";
import {
  applyOverlay,
  baselineOf,
  customMeasures,
  editsInForce,
  historyOf,
  overlaySiteTable,
  revertEdit,
  revertField,
  USER_EDIT_RULE,
} from "./overlay";
import { buildSiteTable } from "./sites";

const { catalogue } = compile(path.join(import.meta.dirname, "../../seeds"));
const parkWith = (field: FieldId): Park => {
  const park = catalogue.parks.find(({ resolved }) => resolved[field] !== undefined && resolved[field]?.fact !== null);
  if (park === undefined) throw new Error(`no park states ${field}`);
  return park;
};
const somewhere = (lat: number, lon: number): Position => ({
  lat,
  lon,
  precision: "stated",
  radiusKm: 1,
  matched: "",
  source: "",
});
const byId = (parks: readonly Park[], id: string) => parks.find((park) => park.id === id);
let clock = 0;
function edit(park: Park, field: FieldId, value: FactValue | null, more: Partial<FactEdit> = {}): FactEdit {
  clock += 1;
  return {
    id: `e${clock}`,
    parkId: park.id,
    field,
    place: null,
    action: value === null ? "withdraw" : "set",
    value,
    asOf: "2026",
    source: { title: "Letter of the developer" },
    note: "",
    editedAt: new Date(Date.UTC(2026, 0, 1) + clock * 1000).toISOString(),
    importId: null,
    baseline: baselineOf(park, field, catalogue.version),
    revertedAt: null,
    ...more,
  };
}
const layer = (part: Partial<Overlay>): Overlay => ({ ...EMPTY_OVERLAY, ...part });

test("an empty layer gives the very parks of the catalogue, and the same sites", () => {
  const overlaid = applyOverlay(catalogue, EMPTY_OVERLAY);
  overlaid.parks.forEach((park, i) => expect(park).toBe(catalogue.parks[i]));
  expect(overlaySiteTable(overlaid, EMPTY_OVERLAY)).toEqual(buildSiteTable(catalogue));
});

test("whatever the edits, built-in values stay as they are and without the layer all is as before", () => {
  const before = JSON.stringify(catalogue);
  const fields: readonly FieldId[] = ["totalAreaHa", "occupancyPct", "landRentUsdPerM2Term", "availableAreaHa"];
  const anyEdit = fc.record({
    park: fc.constantFrom(...catalogue.parks.slice(0, 60)),
    field: fc.constantFrom(...fields),
    value: fc.option(fc.integer({ min: 1, max: 100 })),
  });
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 8 }), (wishes) => {
      const edits = wishes.map(({ park, field, value }) => edit(park, field, value));
      const overlaid = applyOverlay(catalogue, layer({ edits }));
      const touched = new Set(wishes.map(({ park }) => park.id));
      for (const [i, park] of overlaid.parks.entries()) {
        if (!touched.has(park.id)) expect(park).toBe(catalogue.parks[i]);
        // Every fact of the catalogue is still there, at its place.
        else expect(park.facts.slice(0, catalogue.parks[i]?.facts.length)).toEqual(catalogue.parks[i]?.facts);
      }
      for (const own of editsInForce({ edits, imports: [] })) {
        const park = byId(overlaid.parks, own.parkId);
        const now = park?.resolved[own.field];
        if (own.action === "set") expect(now).toMatchObject({ value: own.value, rule: USER_EDIT_RULE });
        else expect(now?.fact ?? null).toBe(null);
      }
      expect(applyOverlay(catalogue, EMPTY_OVERLAY).parks).toEqual(catalogue.parks);
    }),
    { numRuns: 30 },
  );
  expect(JSON.stringify(catalogue)).toBe(before);
});

describe("edits", () => {
  const park = parkWith("totalAreaHa");
  test("an edit wins over stronger and newer statements, which stay beneath", () => {
    const old = edit(park, "totalAreaHa", 77, { asOf: "1999", note: "phase 1" });
    const overlaid = applyOverlay(catalogue, layer({ edits: [old] }));
    const now = byId(overlaid.parks, park.id);
    expect(now?.resolved.totalAreaHa).toMatchObject({
      value: 77,
      fact: park.facts.length,
      rule: USER_EDIT_RULE,
      kind: "developer",
    });
    expect(overlaid.edited.get(park.id)).toEqual([{ edit: old, beneath: park.resolved.totalAreaHa }]);
    expect(overlaid.sources.find(({ id }) => id === `edit:${old.id}`)).toMatchObject({
      kind: "user",
      title: "Letter of the developer",
    });
  });

  test("history: the newest counts, undoing goes back one, reverting goes back to the catalogue", () => {
    const [first, second] = [edit(park, "totalAreaHa", 50), edit(park, "totalAreaHa", 60)];
    const edits = [second, first];
    const value = (list: readonly FactEdit[]) =>
      byId(applyOverlay(catalogue, layer({ edits: list })).parks, park.id)?.resolved.totalAreaHa?.value;
    expect(value(edits)).toBe(60);
    expect(historyOf(edits, park.id, "totalAreaHa").map(({ value: v }) => v)).toEqual([50, 60]);
    expect(value(revertEdit(edits, second.id, "2026-02-01T00:00:00.000Z"))).toBe(50);
    const reverted = revertField(edits, park.id, "totalAreaHa", null, "2026-02-01T00:00:00.000Z");
    expect(reverted).toHaveLength(2);
    expect(applyOverlay(catalogue, layer({ edits: reverted })).parks).toEqual(catalogue.parks);
  });

  test("a catalogue that says something else than before is shown beside the edit, not over it", () => {
    const own = edit(park, "totalAreaHa", 77);
    expect(applyOverlay(catalogue, layer({ edits: [own] })).changes).toEqual([]);
    const later = catalogue.parks.map((entry) =>
      entry.id !== park.id
        ? entry
        : {
            ...entry,
            resolved: { ...entry.resolved, totalAreaHa: { ...entry.resolved.totalAreaHa, value: 999 } as never },
          },
    );
    const updated = applyOverlay({ ...catalogue, parks: later }, layer({ edits: [own] }));
    expect(updated.changes).toMatchObject([{ edit: own, was: own.baseline, now: { value: 999 } }]);
    expect(byId(updated.parks, park.id)?.resolved.totalAreaHa?.value).toBe(77);
    const gone = applyOverlay(
      { ...catalogue, parks: later.filter(({ id }) => id !== park.id) },
      layer({ edits: [own] }),
    );
    expect(gone.orphans).toEqual([own]);
  });

  test("what rests on an edited figure is made anew", () => {
    const site = catalogue.parks.find(
      ({ resolved }) => resolved.availableAreaHa?.fact === null && resolved.industrialAreaHa !== undefined,
    );
    if (site === undefined) throw new Error("no park with estimated land");
    const now = applyOverlay(catalogue, layer({ edits: [edit(site, "occupancyPct", 100)] }));
    expect(byId(now.parks, site.id)?.resolved.availableAreaHa).toMatchObject({ value: 0, kind: "estimated" });
  });

  test("a position and a stated distance of the user's lead to other distances", () => {
    const place = parkWith("totalAreaHa");
    const gateway = catalogue.gateways.find(({ serves }) => serves.includes("deep-water-port"));
    if (gateway === undefined) throw new Error("no port");
    const at = { lat: gateway.lat + 0.01, lon: gateway.lon };
    const moved = byId(applyOverlay(catalogue, layer({ edits: [edit(place, "latLon", at)] })).parks, place.id);
    expect(moved?.position).toMatchObject({ ...at, precision: "stated" });
    expect(moved?.access["deep-water-port"]?.gateway).toBe(gateway.id);
    const name = gateway.aliases[0] ?? "";
    const stated = edit(place, "statedDistanceKm", { to: name, km: 3.5 }, { place: name });
    const both = applyOverlay(catalogue, layer({ edits: [edit(place, "latLon", at), stated] }));
    expect(byId(both.parks, place.id)?.access["deep-water-port"]).toMatchObject({ km: 3.5, gateway: gateway.id });
  });

  test("hidden parks are left out and come back", () => {
    const hidden = applyOverlay(catalogue, layer({ hiddenParks: [park.id] }));
    expect(byId(hidden.parks, park.id)).toBeUndefined();
    expect(hidden.parks).toHaveLength(catalogue.parks.length - 1);
  });
});

describe("imports", () => {
  const CSV = `Name,Province,Lat,Lon,Area (ha),Price index
${catalogue.parks[10]?.nameVi},${catalogue.provinces.find(({ code }) => code === catalogue.parks[10]?.province)?.nameVi},,,123.5,7
Brand New Park,Hải Phòng,20.8,106.7,55,9
Amata City Chonburi,,13.44,101.03,300,8
`;
  const importAll = async (importId: string) => {
    const bytes = new TextEncoder().encode(CSV);
    const found = await inspectFile({ name: "mine.csv", bytes });
    if (found.table === null) throw new Error("no table");
    const plan = await planImport(found.table, guessedMapping(found.columns), {
      findProvince: provinceFinder(catalogue.formerProvinces, catalogue.provinces),
      matchPark: parkMatcher(catalogue.parks),
    });
    return buildImport(plan, new Map(), {
      importId,
      now: "2026-11-21T10:00:00.000Z",
      file: found,
      fileDate: "2026-11",
      catalogueVersion: catalogue.version,
      parks: new Map(catalogue.parks.map((park) => [park.id, park])),
    });
  };

  test("a known park is edited, new ones are added, all with the file as their source; undoing takes all back", async () => {
    const { record, customParks, edits, columns } = await importAll("i1");
    expect(record.counts).toMatchObject({ rows: 3, added: 2, merged: 1, skipped: 0 });
    const overlay = layer({ customParks, edits, columns, imports: [record] });
    const overlaid = applyOverlay(catalogue, overlay);
    expect(overlaid.parks).toHaveLength(catalogue.parks.length + 2);
    expect(byId(overlaid.parks, catalogue.parks[10]?.id ?? "")?.resolved.totalAreaHa?.value).toBe(123.5);
    const added = byId(overlaid.parks, "import:i1:3");
    expect(added).toMatchObject({ province: "31", region: "north", position: { lat: 20.8, precision: "stated" } });
    expect(added?.access["deep-water-port"]?.km).toBeGreaterThan(1);
    expect(byId(overlaid.parks, "import:i1:4")).toMatchObject({ province: "", region: "other" });
    expect(overlaid.sources.find(({ id }) => id === "import:i1")).toMatchObject({
      title: "mine.csv",
      date: "2026-11",
      kind: "user",
    });
    const undone = layer({ ...overlay, imports: [{ ...record, undoneAt: "2026-11-22T00:00:00.000Z" }] });
    expect(applyOverlay(catalogue, undone).parks).toEqual(catalogue.parks);
  });

  test("columns and places become criteria whose measures are figures of the file and geodesics times the factor", async () => {
    const { record, customParks, columns } = await importAll("i2");
    const now = "2026-11-21T10:00:00.000Z";
    const gateway: CustomGateway = {
      id: "g1",
      name: "Plant",
      kind: "supplier",
      note: "",
      serves: [],
      roadFactor: { factor: 1.3, low: 1.1, high: 1.6 },
      importId: null,
      createdAt: now,
      lat: 21,
      lon: 105.8,
    };
    const base = layer({ customParks, columns, gateways: [gateway], imports: [record] });
    const overlaid = applyOverlay(catalogue, base);
    const [column] = columns;
    const distances = customMeasures({ measure: { type: "gateway", gatewayId: "g1" } }, overlaid, base);
    if (column === undefined || distances === null) throw new Error("nothing measured");
    const criteria = [suggestCriterion(column, now), suggestGatewayCriterion(gateway, distances, now)];
    const overlay = { ...base, criteria };
    const table = overlaySiteTable(overlaid, overlay);
    const row = table.sites.findIndex(({ id }) => id === "import:i2:3");
    expect(table.sites[row]).toMatchObject({ name: "Brand New Park", origin: "import" });
    expect(table.measures[column.id]?.central[row]).toBe(9);
    expect(table.measures[column.id]?.kind[0]).toBe(0);
    const line = geodesicKm({ lat: 20.8, lon: 106.7 }, gateway);
    const measured = table.measures["gateway:g1"];
    expect(measured?.central[row]).toBeCloseTo(line * 1.3, 9);
    expect(measured?.low[row]).toBeCloseTo((line - 1) * 1.1, 9);
    expect(measured?.high[row]).toBeCloseTo((line + 1) * 1.6, 9);
    expect(criteria[0]).toMatchObject({ direction: "cost", measure: { type: "column" }, reference: { known: 3 } });
  });

  test("a document carries the layer and gives it back", async () => {
    const { record, customParks, columns } = await importAll("i3");
    const park = parkWith("totalAreaHa");
    const overlay = layer({
      customParks,
      columns,
      imports: [record],
      hiddenParks: ["x"],
      edits: [edit(park, "totalAreaHa", 5), edit(park, "status", null)],
      criteria: columns.map((column) => suggestCriterion(column, "2026-11-21T10:00:00.000Z")),
    });
    const header = { kind: "export", createdAt: "2026-11-21T10:00:00.000Z", appVersion: "0.1.0" } as const;
    const text = serializeDocument({ ...EMPTY_BODY, ...overlayBody(overlay) }, header);
    expect(overlayOf(parseDocument(text).body)).toEqual(overlay);
    expect(overlayBody(EMPTY_OVERLAY)).toEqual({ edits: [], customParks: [], gateways: [], criteria: [] });
    const wrong = { ...EMPTY_BODY, ...overlayBody(layer({ edits: [edit(park, "occupancyPct", 500)] })) };
    expect(() => serializeDocument(wrong, header)).toThrow(/body\.edits\[0\].*fit/);
  });

  test("a province of another country measures its parks", () => {
    const province = {
      code: "TH-20",
      name: "Chonburi",
      nativeName: "ชลบุรี",
      country: "Thailand",
      centroid: null,
      labourForce: { value: 900_000, asOf: "2024", source: "s1" },
      trainedLabourPct: null,
      incomeVndMonth: null,
      pci: null,
      pgi: null,
      landRent: null,
      importId: null,
    };
    const park = {
      id: "user:p",
      name: "Amata",
      nameVi: "",
      aka: [],
      province: "TH-20",
      formerProvince: "TH-20",
      locality: null,
      country: "Thailand",
      facts: [],
      note: "",
      importId: null,
      createdAt: "2026-01-01T00:00:00.000Z",
      updatedAt: "2026-01-01T00:00:00.000Z",
    };
    const source = { id: "s1", url: null, title: "Statistics", publisher: null, date: null, kind: "user" as const };
    const overlay = layer({ provinces: [province], customParks: [park], sources: [source] });
    const table = overlaySiteTable(applyOverlay(catalogue, overlay), overlay);
    const row = table.sites.findIndex(({ id }) => id === "user:p");
    expect(table.sites[row]).toMatchObject({ region: "other", origin: "user", province: "TH-20" });
    expect(table.sites[row]?.searchText).toContain("chonburi");
    expect(table.measures["labour-supply"]?.central[row]).toBe(900_000);
  });
});

test("every catalogue park is found by its own names", () => {
  const match = parkMatcher(catalogue.parks);
  const lost = catalogue.parks.filter((park) => {
    const province = { province: park.province, formerProvince: park.formerProvince };
    const [best] = match({ names: [park.name, park.nameVi], province, position: null });
    return best?.parkId !== park.id;
  });
  // Parks that share a name within a province can be told apart by nothing else.
  expect(lost.map(({ id }) => id).length).toBeLessThanOrEqual(5);
});

test("every problem and error has its sentence", () => {
  const messages = JSON.parse(
    readFileSync(path.join(import.meta.dirname, "../messages/en/import.json"), "utf8"),
  ) as Record<string, string>;
  const types = readFileSync(path.join(import.meta.dirname, "../importing/types.ts"), "utf8");
  const codes = (name: string) => {
    const block = new RegExp(`export type ${name} =([^;]+);`).exec(types)?.[1] ?? "";
    return [...block.matchAll(/"([a-z-]+)"/g)].map((match) => match[1]);
  };
  const wanted = [
    ...codes("ImportErrorCode").map((c) => `error.${c}`),
    ...codes("ProblemCode").map((c) => `problem.${c}`),
  ];
  expect(wanted.length).toBeGreaterThan(60);
  expect(wanted.filter((key) => messages[key] === undefined)).toEqual([]);
});

test("distances are those of a search over every gateway", () => {
  const context = deriveContext(catalogue);
  const points = [
    ...catalogue.parks.slice(0, 150),
    ...Array.from({ length: 60 }, (_, i) => ({ facts: [], position: somewhere(8 + (i % 15), 102 + ((i * 7) % 9)) })),
  ];
  for (const park of points) {
    const found = nearestAccess(park, catalogue.gateways, context);
    for (const kind of ACCESS_KINDS) {
      const all = catalogue.gateways
        .filter(({ serves }) => serves.includes(kind))
        .flatMap((gateway) => roadDistance(park, gateway, context) ?? []);
      const least = (pick: (access: Access) => number) =>
        all.reduce((min, access) => Math.min(min, pick(access)), Infinity);
      const access = found[kind];
      if (all.length === 0) expect(access).toBeUndefined();
      else {
        const expected = [least(({ km }) => km), least(({ low }) => low), least(({ high }) => high)];
        expect([access?.km, access?.low, access?.high]).toEqual(expected);
      }
    }
  }
});
