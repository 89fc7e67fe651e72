import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkParkFile, dateProblem, describeProblem, type SeedContext, valueProblem } from "./seed-schema";

const seeds = path.join(import.meta.dirname, "../../seeds");
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(seeds, file), "utf8"));

interface ParkFile {
  readonly sources: Record<string, unknown>;
  readonly parks: { readonly id: string; readonly name?: string; readonly formerProvince?: string }[];
}

const files = readdirSync(path.join(seeds, "parks"))
  .filter((name) => name.endsWith(".json"))
  .sort();
const provinces = read("reference/provinces.json") as { former63: { nameVi: string; aliases: string[] }[] };
const context: SeedContext = {
  sources: new Set(files.flatMap((file) => Object.keys((read(`parks/${file}`) as ParkFile).sources))),
  formerProvinces: new Set(provinces.former63.flatMap((entry) => [entry.nameVi, ...entry.aliases])),
  latestYear: 2026,
};

describe("the seeds", () => {
  it.each(files)("parks/%s is sound", (file) => {
    expect(checkParkFile(`parks/${file}`, read(`parks/${file}`), context).map(describeProblem)).toEqual([]);
  });

  it("give every park a name and a former province in some file", () => {
    const entries = files.flatMap((file) => (read(`parks/${file}`) as ParkFile).parks);
    const named = new Set(
      entries.filter((p) => p.name !== undefined && p.formerProvince !== undefined).map((p) => p.id),
    );
    expect(entries.filter((p) => !named.has(p.id)).map((p) => p.id)).toEqual([]);
    expect(named.size).toBeGreaterThanOrEqual(540);
  });

  it("use no source id twice", () => {
    const all = files.flatMap((file) => Object.keys((read(`parks/${file}`) as ParkFile).sources));
    expect(all.filter((id, index) => all.indexOf(id) !== index)).toEqual([]);
  });
});

describe("checkParkFile", () => {
  const source = { url: "https://example.org/a", title: "A", publisher: "P", date: "2024-05" };
  const file = (fact: object, park: object = {}) => ({
    sources: { X1: source },
    parks: [{ id: "some-park", name: "Some", formerProvince: "Bắc Ninh", facts: [fact], ...park }],
  });
  const own: SeedContext = { ...context, sources: new Set(["X1"]) };
  const good = { field: "totalAreaHa", value: 300, asOf: "2024", source: "X1" };
  const check = (json: unknown) => checkParkFile("parks/x.json", json, own).map(describeProblem);

  it("accepts a sound file", () => {
    expect(check(file(good))).toEqual([]);
  });

  it.each([
    ["an unknown field", { ...good, field: "totalAreaAcres" }, /park some-park, totalAreaAcres: is no known field/],
    [
      "a slip of units",
      { ...good, value: 3_000_000 },
      /totalAreaHa: 3000000 lies outside 0.1 to 150000 ha; is the unit right/,
    ],
    ["a missing source", { ...good, source: "X9" }, /the source X9 does not exist; add it/],
    ["a bad date", { ...good, asOf: "05/2024" }, /"05\/2024" is no date; write YYYY/],
    ["a future date", { ...good, asOf: "2031" }, /outside 1960 to 2026/],
    ["a bad option", { ...good, field: "green", value: ["iso_9001"] }, /"iso_9001" is none of/],
    ["a number as text", { ...good, value: "300" }, /"300" is no number/],
    ["a range upside down", { ...good, field: "landRentUsdPerM2Term", value: { min: 9, max: 5 } }, /min above its max/],
    ["a stray member of a fact", { ...good, remark: "x" }, /facts\.0\.remark: has a member that no one reads/],
    ["lat and lon swapped", { ...good, field: "latLon", value: { lat: 106, lon: 21 } }, /swapped/],
  ])("refuses %s and says what to do", (_name, fact, message) => {
    const problems = check(file(fact));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^parks\/x\.json: park some-park/);
    expect(problems[0]).toMatch(message);
  });

  it("refuses an unknown province, a double id and a bad address", () => {
    const json = { ...file(good), sources: { X1: { ...source, url: "example.org" } } };
    expect(check(json)).toEqual(["parks/x.json: park source X1, url: is no http(s) address; use null for print"]);
    expect(check(file(good, { formerProvince: "Atlantis" }))[0]).toMatch(/none of the 63/);
    const twice = file(good);
    expect(check({ ...twice, parks: [...twice.parks, ...twice.parks] })[0]).toMatch(/stands twice/);
  });

  it("refuses what is no park file", () => {
    expect(check({ parks: [] })[0]).toMatch(/sources/);
    expect(check(null)).toHaveLength(1);
  });
});

describe("dateProblem", () => {
  it("knows the calendar", () => {
    expect(dateProblem("2024-02-29", 2026)).toBeNull();
    expect(dateProblem("2023-02-29", 2026)).toMatch(/no such day/);
    expect(dateProblem("2023-13", 2026)).toMatch(/no such month/);
  });
});

describe("valueProblem", () => {
  it("takes numbers and ranges where ranges are allowed", () => {
    expect(valueProblem("landRentUsdPerM2Term", 120)).toBeNull();
    expect(valueProblem("landRentUsdPerM2Term", { min: 100, max: 120 })).toBeNull();
    expect(valueProblem("totalAreaHa", { min: 100, max: 120 })).toMatch(/no number/);
    expect(valueProblem("establishedYear", 1999.5)).toMatch(/whole year/);
  });
});
