/** The compiler's parts by themselves: places in words, wage regions, rent levels, clipping, seeds. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { clipLine, clipRing, compileLayer, EAST, LAYERS, signedArea } from "./boundaries";
import { localityTokens, placesInName } from "./geocode";
import { plainDate, type RentRow, rentLevel } from "./provinces";
import { kindOf, readSeed, SeedError, toSource } from "./seeds";
import { annexUnits, type WageFile, wageRegions } from "./wages";

const seeds = path.join(import.meta.dirname, "../../seeds");
const plain = (locality: string) => localityTokens(locality).map(({ name, hint }) => `${name}:${hint}`);

describe("localityTokens", () => {
  it.each([
    ["Giếng Đáy and Bãi Cháy wards, Hạ Long city", ["gieng day:ward", "bai chay:ward", "ha long:district"]],
    ["An Tân and Thụy Trường, Thái Thụy", ["an tan:any", "thuy truong:any", "thai thuy:any"]],
    ["Hồng Tiến (Khoái Châu), Xuân Trúc (Ân Thi)", ["hong tien:any", "khoai chau:any", "xuan truc:any", "an thi:any"]],
    ["Quỳnh Lập và Quỳnh Lộc, Hoàng Mai", ["quynh lap:any", "quynh loc:any", "hoang mai:any"]],
    ["thị xã Bỉm Sơn", ["bim son:district"]],
    ["Km 51 National Highway 5, Tứ Minh ward, Hải Dương city", ["tu minh:ward", "hai duong:district"]],
    ["Quận 2", ["2:district"]],
    ["Dân Chủ and Phù Ninh communes", ["dan chu:ward", "phu ninh:ward"]],
  ])("reads %s", (locality, tokens) => {
    expect(plain(locality)).toEqual(tokens);
  });
});

describe("placesInName", () => {
  it.each([
    ["KCN Quế Võ III", "que vo"],
    ["KCN Song Khê - Nội Hoàng", "song khe"],
    ["Bắc Thăng Bình", "thang binh"],
    ["KCN Nam Sách", "nam sach"],
    ["Tân Bình mở rộng giai đoạn 2", "tan binh"],
  ])("sees the place in %s", (name, place) => {
    expect(placesInName(name).flat()).toContain(place);
  });
});

describe("minimum-wage regions", () => {
  const file = readSeed<WageFile>(seeds, "reference/minimum-wage-regions.json");
  const localities = readSeed<{ formerDistricts: [string, string, string][] }>(seeds, "reference/localities.json");
  const provinces = readSeed<{ former63: { code: string; nameVi: string; aliases: string[] }[] }>(
    seeds,
    "reference/provinces.json",
  );
  const districts = localities.formerDistricts.map(([code, fullName, province]) => ({ code, fullName, province }));
  const codes = new Map(provinces.former63.flatMap((p) => [p.nameVi, ...p.aliases].map((name) => [name, p.code])));
  const alike = (name: string) => codes.get(name) ?? codes.get(name.replace("Hòa Bình", "Hoà Bình")) ?? null;
  const regions = wageRegions(file, districts, alike);
  const region = (fullName: string, province: string) =>
    regions.get(districts.find((d) => d.fullName === fullName && d.province === province)?.code ?? "");

  it("cover all districts, each once", () => {
    expect(regions.size).toBe(districts.length);
    const counts: Record<string, number> = {};
    for (const one of regions.values()) counts[one] = (counts[one] ?? 0) + 1;
    console.log("Districts by region of the minimum wage:", counts);
    expect(counts.IV).toBeGreaterThan(250);
  });

  it.each([
    ["Quận Ba Đình", "01", "I"],
    ["Huyện Đông Anh", "01", "I"],
    ["Huyện Ba Vì", "01", "II"],
    ["Thành phố Hạ Long", "22", "I"],
    ["Thành phố Cẩm Phả", "22", "II"],
    ["Huyện Cô Tô", "22", "IV"],
    ["Quận An Dương", "31", "I"],
    ["Thành phố Thủy Nguyên", "31", "I"],
    ["Huyện Bạch Long Vĩ", "31", "II"],
    ["Thị xã Mỹ Hào", "33", "II"],
    ["Huyện Khoái Châu", "33", "III"],
    ["Thành phố Cao Bằng", "04", "III"],
    ["Huyện Mường Lát", "38", "IV"],
    // Two regions became one district: the higher wage holds.
    ["Thành phố Hoa Lư", "37", "II"],
    ["Thành phố Thanh Hóa", "38", "II"],
    ["Huyện Cần Giờ", "79", "II"],
    ["Huyện Củ Chi", "79", "I"],
    ["Thành phố Phú Mỹ", "77", "I"],
    ["Huyện Long Đất", "77", "III"],
    ["Quận Ninh Kiều", "92", "II"],
    ["Huyện Vĩnh Thạnh", "92", "III"],
  ])("put %s (%s) into region %s", (fullName, province, expected) => {
    expect(region(fullName, province)).toBe(expected);
  });

  it("read a sentence of the annex", () => {
    expect(annexUnits("Các quận, thành phố Thủ Đức và các huyện Củ Chi, Hóc Môn thuộc Thành phố Hồ Chí Minh")).toEqual({
      place: "Hồ Chí Minh",
      units: [
        ["quan", null],
        ["thanh pho", "thu duc"],
        ["huyen", "cu chi"],
        ["huyen", "hoc mon"],
      ],
    });
  });

  it("stop at a district that is not known, and say where to add it", () => {
    const broken = { ...file, renamed: [] };
    expect(() => wageRegions(broken, districts, alike)).toThrow(/is no former district; add it to `renamed`/);
  });
});

describe("rentLevel", () => {
  const row = (asOf: string | null, extra: Partial<RentRow>): RentRow => ({
    metric: "landRentUsdPerM2Term",
    asOf,
    source: "R",
    ...extra,
  });

  it("takes the newest level, never a highest quote or an undated one", () => {
    const level = rentLevel(
      [
        row("2020", { value: 90 }),
        row("2023-Q2", { value: 128 }),
        row("2024", { max: 300 }),
        row(null, { value: 500 }),
      ],
      2026.9,
    );
    expect(level).toMatchObject({ value: 128, asOf: "2023-06", source: "R" });
    expect(level?.low).toBe(96);
    // 25 % and 8 % a year since mid-2023.
    expect(level?.high).toBe(Math.round(128 * (1.25 + 0.08 * (2026.9 - (2023 + 5.5 / 12)))));
  });

  it("spans the levels of the two years before, and averages one date", () => {
    const level = rentLevel(
      [
        row("2022", { value: 100 }),
        row("2022", { value: 120 }),
        row("2021", { min: 60, max: 90 }),
        row("2015", { value: 10 }),
      ],
      2022.5,
    );
    expect(level).toMatchObject({ value: 110, low: 60 });
  });

  it("knows nothing from nothing", () => {
    expect(rentLevel([], 2026)).toBeNull();
    expect(rentLevel([{ metric: "occupancyPct", value: 90, asOf: "2024", source: "R" }], 2026)).toBeNull();
  });

  it("reads dates in words", () => {
    expect(plainDate("2021 (preliminary)")).toBe("2021");
    expect(plainDate("2020-Q2")).toBe("2020-06");
    expect(plainDate("2024-05")).toBe("2024-05");
  });
});

describe("boundaries", () => {
  it("clip rings and lines at the eastern edge", () => {
    const square = clipRing([
      [109, 10],
      [111, 10],
      [111, 12],
      [109, 12],
      [109, 10],
    ]);
    expect(square).toEqual([
      [109, 10],
      [110, 10],
      [110, 12],
      [109, 12],
      [109, 10],
    ]);
    expect(
      clipRing([
        [111, 8],
        [112, 8],
        [112, 9],
        [111, 8],
      ]),
    ).toEqual([]);
    expect(
      clipLine([
        [109, 10],
        [111, 10],
        [111, 11],
        [109, 11],
      ]),
    ).toEqual([
      [
        [109, 10],
        [110, 10],
      ],
      [
        [110, 11],
        [109, 11],
      ],
    ]);
  });

  it.each(LAYERS)("%s stays west of the edge, wound for d3-geo, with its licence", (name) => {
    const layer = compileLayer(seeds, name);
    expect(layer.features.length).toBeGreaterThan(3);
    expect(layer.attribution.every(({ licence, title }) => licence !== "" && title !== "")).toBe(true);
    for (const { geometry } of layer.features) {
      const points = geometry.coordinates.flat(3) as unknown as number[];
      expect(points.filter((_, i) => i % 2 === 0).every((lon) => lon <= EAST)).toBe(true);
      if (geometry.type !== "MultiPolygon") continue;
      for (const [outer] of geometry.coordinates) expect(outer === undefined ? 0 : signedArea(outer)).toBeLessThan(0);
    }
  });

  it("keep every province on the map", () => {
    expect(compileLayer(seeds, "provinces34").features).toHaveLength(34);
    expect(compileLayer(seeds, "provinces63").features).toHaveLength(63);
  });
});

describe("seeds", () => {
  const kinds = {
    about: "x",
    kinds: {},
    publishers: { P: "press" as const },
    sources: { special: "broker" as const },
    mirrors: ["copy.example"],
  };
  const source = { url: "https://copy.example/a", title: "T", publisher: "P", date: null };

  it("give a source the kind of its own line, else its publisher's", () => {
    expect(kindOf("a", source, kinds)).toBe("press");
    expect(kindOf("special", source, kinds)).toBe("broker");
    expect(kindOf("a", { publisher: "Q" }, kinds)).toBeNull();
  });

  it("keep the address of a mirror from the reader", () => {
    expect(toSource("a", source, kinds)).toMatchObject({ url: null, title: "T (copy; address not offered)" });
    expect(toSource("a", { ...source, url: "https://example.org/a" }, kinds)).toMatchObject({
      url: "https://example.org/a",
      title: "T",
    });
  });

  it("say which file is missing or broken", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-seeds-"));
    try {
      expect(() => readSeed(folder, "merges.json")).toThrow(SeedError);
      expect(() => readSeed(folder, "merges.json")).toThrow(/merges\.json: is missing; restore it/);
      writeFileSync(path.join(folder, "merges.json"), "{");
      expect(() => readSeed(folder, "merges.json")).toThrow(/merges\.json: is no JSON/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
