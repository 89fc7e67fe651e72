import { describe, expect, it } from "vitest";
import { CATALOGUE_FORMAT, type Catalogue } from "../model/catalogue";
import { CatalogueError, type CatalogueFault, parseCatalogue, sealCatalogue } from "./load";

const point = { lat: 21, lon: 106 };
const catalogue: Omit<Catalogue, "contentHash"> = {
  format: CATALOGUE_FORMAT,
  version: "2026.11.21",
  sources: [{ id: "s", url: null, title: "Tin tức", publisher: "P", date: "2024", kind: "press" }],
  provinces: [
    { code: "24", nameVi: "Bắc Ninh", nameEn: "Bac Ninh", region: "north", formerProvinces: ["27"], centroid: point },
  ],
  formerProvinces: [
    {
      code: "27",
      nameVi: "Bắc Ninh",
      nameEn: "Bac Ninh",
      aliases: [],
      region: "north",
      province: "24",
      centroid: point,
      labourForce: null,
      trainedLabourPct: null,
      incomeVndMonth: null,
      pci: null,
      pgi: null,
      landRent: null,
    },
  ],
  gateways: [
    {
      id: "g",
      kind: "seaport",
      nameEn: "G",
      nameVi: "G",
      formerProvince: null,
      precision: "",
      source: "s",
      serves: [],
      aliases: [],
      ...point,
    },
  ],
  roadFactor: { factor: 1.2, low: 1, high: 1.5, pairs: 100, medianAbsoluteError: 0.1 },
  reference: {},
  parks: [
    {
      id: "p",
      name: "P",
      nameVi: "P",
      aka: [],
      province: "24",
      formerProvince: "27",
      region: "north",
      locality: null,
      position: null,
      facts: [{ field: "totalAreaHa", value: 100, asOf: null, source: "s" }],
      resolved: {},
      access: {},
      rentTier: "unknown",
    },
  ],
};
const { text, contentHash } = sealCatalogue(catalogue);

function fault(broken: string): { fault: CatalogueFault; message: string } {
  try {
    parseCatalogue(broken);
  } catch (error) {
    if (error instanceof CatalogueError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("parseCatalogue", () => {
  it("reads back what was sealed", () => {
    expect(parseCatalogue(text)).toEqual({ ...catalogue, contentHash });
  });

  it("notices a single changed letter", () => {
    const altered = text.replace("Tin tức", "Tin tứd");
    expect(altered).not.toBe(text);
    expect(fault(altered)).toMatchObject({
      fault: "damaged",
      message: expect.stringMatching(/does not match its hash.*Reinstall/),
    });
  });

  it.each([
    ["a file cut off", text.slice(0, -10), /cut off or no JSON/],
    ["an empty file", "", /cut off or no JSON/],
    ["another document", "[1]", /names no format/],
    ["a hash taken out", text.replace(/"contentHash":"[0-9a-f]+",/, ""), /no content hash/],
  ])("refuses %s and says what to do", (_name, broken, message) => {
    expect(fault(broken).fault).toBe("damaged");
    expect(fault(broken).message).toMatch(message);
    expect(fault(broken).message).toMatch(/Your own data are not affected/);
  });

  it("tells a newer catalogue from a damaged one", () => {
    const newer = fault(text.replace(`"format":${CATALOGUE_FORMAT}`, `"format":${CATALOGUE_FORMAT + 1}`));
    expect(newer.fault).toBe("newer");
    expect(newer.message).toMatch(/Update Parkwise/);
  });

  it.each<[string, Partial<Catalogue>, RegExp]>([
    ["a park that stands twice", { parks: [...catalogue.parks, ...catalogue.parks] }, /park p stands twice/],
    [
      "a fact without its source",
      { sources: [{ ...catalogue.sources[0], id: "other" } as Catalogue["sources"][number]] },
      /unknown source s/,
    ],
    [
      "a park in no province",
      { formerProvinces: catalogue.formerProvinces.map((entry) => ({ ...entry, code: "99" })) },
      /unknown province/,
    ],
    ["no parks", { parks: [] }, /"parks" is missing or empty/],
  ])("refuses %s even when the hash is right", (_name, change, message) => {
    expect(fault(sealCatalogue({ ...catalogue, ...change }).text).message).toMatch(message);
  });
});
