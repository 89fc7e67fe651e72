/** The compiled seeds as a whole: places, wages, merges, names, distances, determinism. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { deriveContext, derivePark, LEASABLE_SHARE } from "../../shared/catalogue/derive";
import { parseCatalogue } from "../../shared/catalogue/load";
import { WORKERS_PER_PROJECT } from "../../shared/catalogue/measures";
import { centralNumber } from "../../shared/catalogue/resolve";
import { buildSiteTable } from "../../shared/catalogue/sites";
import { FIT, gatewayFinder, statedDistance } from "../../shared/geography/access";
import { geodesicKm } from "../../shared/geography/geodesic";
import type { FieldId } from "../../shared/model/fields";
import type { Park } from "../../shared/model/park";
import { matchesFolded } from "../../shared/text/fold";
import { compile } from "./compile";

const { catalogue, text, pairs, seeds } = compile(path.join(import.meta.dirname, "../../seeds"));
const parks = new Map(catalogue.parks.map((park) => [park.id, park]));
const park = (id: string): Park => {
  const found = parks.get(id);
  if (found === undefined) throw new Error(`There is no park ${id}.`);
  return found;
};
const count = <T>(list: readonly T[], key: (item: T) => string) => {
  const counts: Record<string, number> = {};
  for (const item of list) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
};

describe("the compiled catalogue", () => {
  it("holds all parks, facts and what they rest on", () => {
    expect(catalogue.parks.length).toBe(546);
    expect(catalogue.parks.reduce((sum, { facts }) => sum + facts.length, 0)).toBeGreaterThan(4_400);
    expect(catalogue.provinces).toHaveLength(34);
    expect(catalogue.formerProvinces).toHaveLength(63);
    const sources = new Set(catalogue.sources.map((source) => source.id));
    for (const { id, position, minimumWage } of catalogue.parks) {
      expect(position === null || sources.has(position.source), id).toBe(true);
      expect(minimumWage == null || sources.has(minimumWage.source), id).toBe(true);
    }
    for (const gateway of catalogue.gateways) expect(sources.has(gateway.source), gateway.id).toBe(true);
  });

  it("is the same, byte for byte, from the same seeds", () => {
    expect(compile(path.join(import.meta.dirname, "../../seeds")).text).toBe(text);
  });

  it("can be read back", () => {
    expect(parseCatalogue(text)).toEqual(catalogue);
  });

  it("derives to itself: the app makes of the facts what the compiler made", () => {
    const context = deriveContext(catalogue);
    const again = catalogue.parks.map((entry) => derivePark(entry, context));
    // As text: what is not there and what is undefined are the same.
    expect(JSON.stringify(again)).toBe(JSON.stringify(catalogue.parks));
  });

  it("leaves every fact as its seed states it", () => {
    const stated = seeds.entries.flatMap(({ facts }) => facts.map((fact) => JSON.stringify(fact))).sort();
    expect(catalogue.parks.flatMap(({ facts }) => facts.map((fact) => JSON.stringify(fact))).sort()).toEqual(stated);
    expect(park("tuy-phong").position).toMatchObject({ lat: 11.292276, lon: 108.738008, precision: "stated" });
  });

  it("offers no link to a mirror", () => {
    const hosts = new Set(seeds.kinds.mirrors);
    const links = catalogue.sources.filter((source) => source.url !== null && hosts.has(new URL(source.url).hostname));
    expect(links).toEqual([]);
    // The rule is in use: there are such sources.
    expect(
      [...seeds.sources.values()].filter((source) => source.title.includes("address not offered")).length,
    ).toBeGreaterThan(5);
  });

  it("classifies every source, and lists no publisher that is not one", () => {
    const publishers = new Set(catalogue.sources.map((source) => source.publisher));
    expect(publishers.size).toBeGreaterThan(300);
    const kinds = count(catalogue.sources, (source) => source.kind);
    console.log("Sources by kind:", kinds);
    expect(Object.keys(kinds).sort()).toEqual(["authority", "broker", "developer", "press", "reference"]);
  });
});

describe("positions", () => {
  it("cover every park, most by commune; few by province only", () => {
    const precision = count(catalogue.parks, ({ position }) => position?.precision ?? "none");
    console.log("Positions by precision:", precision);
    expect(precision.none).toBeUndefined();
    expect((precision.commune ?? 0) + (precision.stated ?? 0)).toBeGreaterThanOrEqual(340);
    expect(precision.province).toBeLessThanOrEqual(40);
  });

  it("lie in Vietnam, with a radius that grows as precision falls", () => {
    const radii: Record<string, number[]> = {};
    for (const { id, position } of catalogue.parks) {
      if (position === null) continue;
      expect(position.lat > 8 && position.lat < 23.5 && position.lon > 102 && position.lon < 109.6, id).toBe(true);
      expect(position.radiusKm, id).toBeGreaterThanOrEqual(1);
      (radii[position.precision] ??= []).push(position.radiusKm);
    }
    const middle = (list: number[] = []) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
    expect(middle(radii.commune)).toBeLessThan(middle(radii.district));
    expect(middle(radii.district)).toBeLessThan(middle(radii.province));
  });

  // Where the parks are known to lie, to about 1 km: checked by hand, independent of the localities.
  it.each([
    ["vsip-bac-ninh", 21.08, 105.96],
    ["yen-phong", 21.2, 105.98],
    ["que-vo", 21.14, 106.12],
    ["que-vo-2", 21.13, 106.22],
    ["quang-chau", 21.2, 106.1],
    ["van-trung", 21.24, 106.14],
    ["trang-due", 20.87, 106.57],
    ["trang-due-3", 20.83, 106.53],
    ["deep-c-hai-phong-1", 20.83, 106.76],
    ["deep-c-hai-phong-2", 20.81, 106.79],
    ["nomura-hai-phong", 20.9, 106.58],
    ["vsip-hai-phong", 20.91, 106.69],
    ["song-khoai", 20.99, 106.8],
    ["thang-long", 21.12, 105.78],
    ["thang-long-2", 20.93, 106.06],
    ["pho-noi-a", 20.96, 106.03],
    ["sai-dong-b", 21.04, 105.91],
    ["dai-an", 20.93, 106.28],
    ["thang-long-vinh-phuc", 21.27, 105.69],
    ["vsip-nghe-an", 18.69, 105.63],
    ["wha-nghe-an", 18.83, 105.65],
    ["vsip-quang-ngai", 15.2, 108.79],
    ["hoa-khanh", 16.08, 108.13],
    ["da-nang-high-tech", 16.08, 108.07],
    ["dien-nam-dien-ngoc", 15.94, 108.24],
    ["phu-bai", 16.39, 107.7],
    ["vsip-1", 10.93, 106.71],
    ["vsip-2", 11.06, 106.69],
    ["vsip-3", 11.13, 106.78],
    ["bau-bang", 11.27, 106.63],
    ["amata-bien-hoa", 10.95, 106.89],
    ["bien-hoa-2", 10.92, 106.88],
    ["long-duc", 10.84, 106.94],
    ["tan-thuan", 10.76, 106.74],
    ["saigon-hi-tech-park", 10.85, 106.8],
    ["hiep-phuoc", 10.63, 106.74],
    ["long-hau", 10.63, 106.72],
    ["tan-duc", 10.79, 106.46],
    ["phu-my-3", 10.54, 107.05],
    ["chau-duc", 10.63, 107.22],
    ["tra-noc-1", 10.1, 105.71],
    ["my-phuoc-3", 11.12, 106.61],
    ["long-giang", 10.48, 106.25],
  ])("%s lies where it lies", (id, lat, lon) => {
    const { position } = park(id);
    if (position === null) throw new Error("no position");
    // Within the stated radius and 3 km for the reading.
    expect(geodesicKm(position, { lat, lon })).toBeLessThan(position.radiusKm + 3);
    expect(position.radiusKm).toBeLessThan(30);
  });
});

describe("merges", () => {
  it("join what is one park and lose no fact", () => {
    expect(parks.has("nhon-trach-2-cluster")).toBe(false);
    expect(park("nhon-trach-2").facts.some((fact) => fact.source === "S154" && fact.value === 331.5)).toBe(true);
  });

  it("leave what is unconfirmed apart, with its question", () => {
    const apart = seeds.merges.unconfirmed.map((entry) => entry.parks);
    expect(apart).toContainEqual(["cam-dien-luong-dien", "vsip-hai-duong"]);
    expect(apart).toContainEqual(["thang-long-4", "thanh-hoa-west"]);
    for (const id of apart.flat()) expect(parks.has(id), id).toBe(true);
    for (const { question } of seeds.merges.unconfirmed) expect(question).toMatch(/\?/);
  });
});

describe("resolution", () => {
  const disputed = catalogue.parks
    .flatMap((entry) =>
      Object.entries(entry.resolved).map(([field, { value, low = 0, high = 0, rivals, rule }]) => {
        const central = centralNumber(value) ?? 0;
        return {
          park: entry,
          field,
          central,
          low,
          high,
          rivals,
          rule,
          width: central > 0 ? (high - low) / central : 0,
        };
      }),
    )
    .filter(({ rivals, low, high }) => rivals.length > 0 && high > low)
    .sort((a, b) => b.width - a.width);

  it("lists the parks with the widest disagreement", () => {
    console.log(
      `Widest disagreement:\n${disputed
        .slice(0, 15)
        .map(({ park: { id, facts }, field, central, low, high, rivals, rule }) => {
          const others = rivals.map((index) => JSON.stringify(facts[index]?.value)).join(", ");
          return `  ${id} ${field}: ${central} (${Math.round(low)} to ${Math.round(high)}), against ${others}; ${rule}`;
        })
        .join("\n")}`,
    );
    // Aurora: the first phase and the whole estate are both printed as "the park".
    expect(disputed.slice(0, 15).map(({ park: { id } }) => id)).toContain("aurora");
    expect(disputed.length).toBeGreaterThan(100);
  });

  it("shows where sources differ: the interval holds every rival of the same scope and time", () => {
    const aurora = park("aurora").resolved.totalAreaHa;
    expect(aurora).toMatchObject({ value: 519.6, rule: "strong-and-supported" });
    expect(aurora?.high).toBeGreaterThanOrEqual(2_044);
  });

  it("explains every rule that it applies", () => {
    const explained = readFileSync(path.join(import.meta.dirname, "../../docs/evidence.md"), "utf8");
    const rules = new Set(catalogue.parks.flatMap(({ resolved }) => Object.values(resolved).map(({ rule }) => rule)));
    for (const rule of rules) expect(explained, rule).toContain(`\`${rule}\``);
    expect(rules.size).toBeGreaterThanOrEqual(8);
  });

  it("gives estimates no rent of their own, and names what they rest on", () => {
    const estimated = catalogue.parks.filter(({ resolved }) => resolved.landRentUsdPerM2Term?.kind === "estimated");
    expect(estimated.length).toBeGreaterThan(200);
    for (const { id, facts, resolved } of estimated) {
      expect(
        facts.some((fact) => fact.field === "landRentUsdPerM2Term"),
        id,
      ).toBe(false);
      expect(resolved.landRentUsdPerM2Term, id).toMatchObject({ fact: null, rule: "province-level" });
      expect(resolved.landRentUsdPerM2Term?.estimateSource, id).toBeTruthy();
    }
  });

  it("uses shares that the catalogue's own parks bear out", () => {
    const ratios = (of: FieldId, to: FieldId) =>
      catalogue.parks
        .flatMap(({ resolved }) => {
          const [a, b] = [resolved[of]?.value, resolved[to]?.value];
          return typeof a === "number" && typeof b === "number" && b > 0 ? [a / b] : [];
        })
        .sort((a, b) => a - b);
    const at = (list: readonly number[], share: number) => list[Math.floor(share * (list.length - 1))] ?? Number.NaN;
    const leasable = ratios("industrialAreaHa", "totalAreaHa");
    expect(leasable.length).toBeGreaterThan(80);
    expect(at(leasable, 0.5)).toBeCloseTo(LEASABLE_SHARE.central, 1);
    expect(Math.abs(at(leasable, 0.1) - LEASABLE_SHARE.low)).toBeLessThan(0.05);
    const workers = ratios("workers", "projects");
    expect(workers.length).toBeGreaterThan(20);
    expect(Math.abs(at(workers, 0.5) / WORKERS_PER_PROJECT.central - 1)).toBeLessThan(0.1);
    expect(Math.abs(at(workers, 0.25) / WORKERS_PER_PROJECT.low - 1)).toBeLessThan(0.1);
    expect(Math.abs(at(workers, 0.75) / WORKERS_PER_PROJECT.high - 1)).toBeLessThan(0.1);
  });
});

describe("minimum wages", () => {
  // Decree 74/2024/ND-CP, annex; amounts of Decree 293/2025/ND-CP.
  it.each([
    ["vsip-1", "I", 5_310_000],
    ["deep-c-hai-phong-1", "I", 5_310_000],
    ["song-khoai", "I", 5_310_000],
    ["long-duc", "I", 5_310_000],
    ["prodezi", "I", 5_310_000],
    // Former Hai Duong: region II by the annex of 2024, raised by the decree of 2025.
    ["cong-hoa", "I", 5_310_000],
    ["lai-cach", "I", 5_310_000],
    ["vsip-bac-ninh", "II", 4_730_000],
    ["vsip-nghe-an", "II", 4_730_000],
    ["hoa-khanh", "II", 4_730_000],
    ["tan-hung-bac-giang", "III", 4_140_000],
    ["vsip-quang-ngai", "III", 4_140_000],
    ["phu-bai", "III", 4_140_000],
    ["vsip-lang-son", "IV", 3_700_000],
  ])("%s pays by region %s", (id, region, vndMonth) => {
    expect(park(id).minimumWage).toMatchObject({ region, vndMonth });
  });

  it("say when the region may have been raised", () => {
    expect(park("vsip-1").minimumWage).toMatchObject({ low: 5_310_000, high: 5_310_000 });
    expect(park("vsip-bac-ninh").minimumWage).toMatchObject({ low: 4_730_000, high: 5_310_000 });
  });
});

describe("distances", () => {
  it("use a road factor fitted on the parks' own stated distances", () => {
    const { factor, low, high, pairs: used, medianAbsoluteError } = catalogue.roadFactor;
    console.log(
      `Road factor ${factor} (${low} to ${high}) from ${used} pairs of ${pairs.length}; median error ${(100 * medianAbsoluteError).toFixed(1)} %`,
    );
    expect(used).toBeGreaterThan(100);
    expect(factor).toBeGreaterThan(1.05);
    expect(factor).toBeLessThan(1.4);
    expect(low).toBeGreaterThanOrEqual(1);
    expect(high).toBeGreaterThan(factor);
    expect(medianAbsoluteError).toBeLessThan(0.15);
    expect(FIT.fromKm).toBe(20);
  });

  it("hold the fitted spread on parks that the fit has not seen", () => {
    // Split the pairs by park, fit on one half's factor, predict the other half: the error must not double.
    const even = pairs.filter((_, i) => i % 2 === 0).filter((pair) => pair.lineKm >= FIT.fromKm);
    const errors = even
      .filter((pair) => pair.statedKm >= pair.lineKm - pair.radiusKm)
      .map((pair) => Math.abs(catalogue.roadFactor.factor * pair.lineKm - pair.statedKm) / pair.statedKm)
      .sort((a, b) => a - b);
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(2 * catalogue.roadFactor.medianAbsoluteError);
  });

  it("understand the names of most stated distances to gateways", () => {
    const find = gatewayFinder(catalogue.gateways);
    const places = catalogue.parks.flatMap(({ facts }) => facts.flatMap((fact) => statedDistance(fact)?.to ?? []));
    const open = places.filter((to) => /(airport|port|border gate)/i.test(to) && find(to) === null);
    console.log("Stated gateways without a counterpart:", [...new Set(open)].sort().join("; "));
    expect(open.length).toBeLessThan(0.15 * places.length);
  });

  it("keep the interval around the value, and a stated distance as stated", () => {
    for (const { id, access, facts } of catalogue.parks) {
      for (const [kind, way] of Object.entries(access)) {
        expect(way.low <= way.km && way.km <= way.high, `${id} ${kind}`).toBe(true);
        if (way.fact !== null) {
          const fact = facts[way.fact];
          expect(fact && statedDistance(fact)?.km, `${id} ${kind}`).toBe(way.km);
        }
      }
    }
    // VietnamBiz states 135 km from VSIP Bac Ninh to the border gate of Lang Son.
    expect(park("vsip-bac-ninh").access["china-gate"]).toMatchObject({ gateway: "huu-nghi" });
  });

  it("lead to the gateways that a reader of the map expects", () => {
    const nearest = (id: string, kind: "china-gate" | "deep-water-port" | "international-airport") =>
      park(id).access[kind]?.gateway;
    expect(nearest("hai-yen", "china-gate")).toBe("mong-cai");
    expect(nearest("tang-loong", "china-gate")).toMatch(/^lao-cai/);
    expect(nearest("deep-c-hai-phong-1", "deep-water-port")).toBe("lach-huyen");
    expect(["cai-mep-thi-vai", "phu-my"]).toContain(nearest("phu-my-3", "deep-water-port"));
    expect(nearest("amata-bien-hoa", "international-airport")).toBe("airport-sgn");
    expect(nearest("thang-long", "international-airport")).toBe("airport-han");
    // Long Thanh has no scheduled flights by its newest source: it serves no one yet.
    expect(catalogue.gateways.find((gateway) => gateway.id === "airport-lth")?.serves).toEqual([]);
  });

  it("count the documented deep-water ports", () => {
    const deep = catalogue.gateways.filter((gateway) => gateway.serves.includes("deep-water-port")).map(({ id }) => id);
    expect(deep.sort()).toEqual([
      "cai-mep-thi-vai",
      "chan-may",
      "da-nang-tien-sa",
      "dung-quat",
      "lach-huyen",
      "long-an",
      "phu-my",
      "phuoc-an",
      "quy-nhon",
      "vung-ang",
    ]);
  });
});

describe("search", () => {
  const { sites } = buildSiteTable(catalogue);
  const textOf = new Map(sites.map((site) => [site.id, site.searchText]));

  // Parks named in the articles behind the project: id, names, provinces before and now.
  it.each([
    ["vsip-1", ["VSIP I", "VSIP 1"], ["Bình Dương", "Ho Chi Minh"]],
    ["vsip-2", ["VSIP II", "VSIP 2"], ["Binh Duong", "Hồ Chí Minh"]],
    ["vsip-2a", ["VSIP II-A"], ["Binh Duong", "Ho Chi Minh"]],
    ["vsip-3", ["VSIP III", "VSIP 3"], ["Binh Duong", "Ho Chi Minh"]],
    ["vsip-bac-ninh", ["VSIP Bac Ninh", "VSIP Bắc Ninh"], ["Bắc Ninh"]],
    ["vsip-hai-phong", ["VSIP Hai Phong", "VSIP Hải Phòng"], ["Hải Phòng"]],
    ["vsip-nghe-an", ["VSIP Nghe An", "VSIP Nghệ An"], ["Nghệ An"]],
    ["vsip-quang-ngai", ["VSIP Quang Ngai", "VSIP Quảng Ngãi"], ["Quảng Ngãi"]],
    ["vsip-thai-binh", ["VSIP Thai Binh", "VSIP Thái Bình"], ["Thái Bình", "Hưng Yên"]],
    ["vsip-hai-duong", ["VSIP Hai Duong", "VSIP Hải Dương"], ["Hải Dương", "Hải Phòng"]],
    ["yen-phong", ["Yen Phong", "KCN Yên Phong"], ["Bắc Ninh"]],
    ["que-vo", ["Que Vo", "Quế Võ"], ["Bắc Ninh"]],
    ["deep-c-hai-phong-1", ["DEEP C", "Dinh Vu"], ["Hải Phòng"]],
    ["deep-c-hai-phong-2", ["DEEP C II"], ["Hai Phong"]],
    ["deep-c-hai-phong-3", ["DEEP C III"], ["Hai Phong"]],
    ["trang-due-3", ["Trang Due 3", "Tràng Duệ 3"], ["Hải Phòng"]],
    ["thang-long", ["Thang Long", "Bac Thang Long", "Bắc Thăng Long"], ["Hà Nội"]],
    ["sai-dong-b", ["Sai Dong B", "Sài Đồng B"], ["Hà Nội"]],
    ["wha-nghe-an", ["WHA Nghe An", "WHA Industrial Zone"], ["Nghệ An"]],
    ["dien-nam-dien-ngoc", ["Dien Nam - Dien Ngoc", "Điện Nam - Điện Ngọc"], ["Quảng Nam", "Đà Nẵng"]],
    ["hoa-khanh", ["Hoa Khanh", "Hòa Khánh"], ["Đà Nẵng"]],
    ["phu-bai", ["Phu Bai", "Phú Bài"], ["Thừa Thiên Huế", "Huế"]],
    ["chan-may-lang-co-ez", ["Chan May - Lang Co", "Chân Mây - Lăng Cô"], ["Thua Thien Hue", "Hue"]],
    ["prodezi", ["Prodezi"], ["Long An", "Tây Ninh"]],
    ["amata-bien-hoa", ["Amata"], ["Đồng Nai"]],
    ["long-duc", ["Long Duc", "Long Đức"], ["Đồng Nai"]],
    ["bien-hoa-1", ["Bien Hoa I", "Biên Hòa 1"], ["Đồng Nai"]],
    ["bien-hoa-2", ["Bien Hoa II", "Biên Hòa 2"], ["Đồng Nai"]],
    ["tan-duc", ["Tan Duc", "Tân Đức"], ["Long An", "Tay Ninh"]],
    ["nam-tan-lap", ["Nam Tan Lap", "Nam Tan Tap", "Nam Tân Tập"], ["Long An", "Tây Ninh"]],
    ["cay-truong", ["Cay Truong", "Cây Trường"], ["Bình Dương", "Ho Chi Minh City"]],
    ["bau-bang", ["Bau Bang", "Bàu Bàng"], ["Bình Dương", "HCMC"]],
    ["binh-duong-science-tech", ["Binh Duong science and technology", "khoa học công nghệ"], ["Bình Dương"]],
    ["binh-duong-it-park", ["Binh Duong Information Technology Park", "công nghệ thông tin"], ["Bình Dương"]],
  ])("finds %s under its names and provinces", (id, names, provinces) => {
    const searched = textOf.get(id) ?? "";
    for (const name of names) {
      expect(matchesFolded(searched, name), name).toBe(true);
      for (const province of provinces) expect(matchesFolded(searched, `${name} ${province}`), province).toBe(true);
    }
  });
});
