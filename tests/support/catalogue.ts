/** A small made-up catalogue for tests, sealed with its hash like the compiled one. */
import { sealCatalogue } from "../../shared/catalogue/load";
import { CATALOGUE_FORMAT, type Catalogue } from "../../shared/model/catalogue";
import type { Park } from "../../shared/model/park";

/** A catalogue of `count` parks with some facts each, whose names begin with the version. */
export function smallCatalogue(version = "2026.01.01", count = 120, facts = 1): { catalogue: Catalogue; text: string } {
  const parks: Park[] = Array.from({ length: count }, (_, i) => ({
    id: `park-${i}`,
    name: `${version} park ${i}`,
    nameVi: `Khu công nghiệp ${i}`,
    aka: [],
    province: "27",
    formerProvince: "27",
    region: "north",
    locality: null,
    position: null,
    facts: Array.from({ length: facts }, (_, n) => ({
      field: "totalAreaHa" as const,
      value: 100 + i + n,
      asOf: "2025",
      source: "s1",
      ...(n === 0 ? {} : { note: `statement ${n} on park ${i}, as a later plan of the developer has it` }),
    })),
    resolved: {
      totalAreaHa: { value: 100 + i, kind: "authority", asOf: "2025", fact: 0, rivals: [], rule: "only" },
    },
    access: {},
    rentTier: "unknown",
  }));
  const unsealed: Omit<Catalogue, "contentHash"> = {
    format: CATALOGUE_FORMAT,
    version,
    sources: [
      { id: "s1", url: "https://example.org/a", title: "A", publisher: null, date: "2025", kind: "authority" },
      { id: "s2", url: null, title: "printed", publisher: null, date: null, kind: "press" },
    ],
    provinces: [
      {
        code: "27",
        nameVi: "Bắc Ninh",
        nameEn: "Bac Ninh",
        region: "north",
        formerProvinces: ["27"],
        centroid: { lat: 21.1, lon: 106.1 },
      },
    ],
    formerProvinces: [
      {
        code: "27",
        nameVi: "Bắc Ninh",
        nameEn: "Bac Ninh",
        aliases: [],
        region: "north",
        province: "27",
        centroid: { lat: 21.1, lon: 106.1 },
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
        id: "g1",
        kind: "seaport",
        nameEn: "Port",
        nameVi: "Cảng",
        formerProvince: null,
        lat: 20.8,
        lon: 106.7,
        precision: "exact",
        source: "s1",
        serves: ["seaport"],
        aliases: [],
      },
    ],
    roadFactor: { factor: 1.3, low: 1.1, high: 1.6, pairs: 10, medianAbsoluteError: 0.1 },
    reference: {},
    parks,
  };
  const { text, contentHash } = sealCatalogue(unsealed);
  return { text, catalogue: { ...unsealed, contentHash } };
}
