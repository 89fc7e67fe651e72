import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSiteTable } from "../shared/catalogue/sites";
import { EMPTY_BODY, serializeDocument } from "../shared/document/document";
import type { Catalogue } from "../shared/model/catalogue";
import {
  BUILTIN_CRITERIA,
  buildDecisionTable,
  createRanker,
  effectiveWeights,
  findPreset,
  PRESETS,
  profileFromPreset,
} from "../shared/ranking";
import { compile } from "./catalogue/compile";
import { main } from "./rank";

const folder = mkdtempSync(path.join(os.tmpdir(), "parkwise-rank-"));
const file = (name: string, content: unknown): string => {
  const target = path.join(folder, name);
  writeFileSync(target, typeof content === "string" ? content : JSON.stringify(content));
  return target;
};
let catalogue: Catalogue;
let catalogueFile: string;

beforeAll(() => {
  const compiled = compile(path.join(import.meta.dirname, "..", "seeds"));
  catalogue = compiled.catalogue;
  catalogueFile = file("catalogue.json", compiled.text);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command on the compiled seeds. */
function run(...args: string[]) {
  const out: string[] = [];
  const error: string[] = [];
  const code = main([...args, ...(args.includes("--catalogue") ? [] : ["--catalogue", catalogueFile])], {
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    input: () => '{"method":"weighted-sum","matrix":[[1],[2]],"weights":[1],"directions":["benefit"]}',
  });
  return { code, out: out.join("\n"), error: error.join("\n") };
}
const json = (...args: string[]) => JSON.parse(run(...args, "--format", "json").out);

describe("ranking the catalogue", () => {
  test("gives the engine's order and scores, among the sites shown", () => {
    const profile = profileFromPreset(findPreset("electronics") ?? (PRESETS[0] as (typeof PRESETS)[number]));
    const siteTable = buildSiteTable(catalogue);
    const table = buildDecisionTable(siteTable, BUILTIN_CRITERIA, profile, catalogue.reference);
    const north = Uint8Array.from(siteTable.sites, (site) => (site.region === "north" ? 1 : 0));
    const ranking = createRanker(table).rank(effectiveWeights(BUILTIN_CRITERIA, profile).weights, north);

    const result = json("--preset", "electronics", "--region", "north");
    const order = [...ranking.order.subarray(0, ranking.count)];
    expect(result.sites.map((site: { id: string }) => site.id)).toEqual(order.map((row) => siteTable.sites[row]?.id));
    expect(result.sites.map((site: { score: number }) => site.score)).toEqual(
      order.map((row) => (ranking.score[row] ?? 0) * 100),
    );
    expect(result).toMatchObject({
      preset: "electronics",
      ranked: ranking.count,
      excluded: 0,
      catalogue: { version: catalogue.version, hash: catalogue.contentHash },
    });
  });

  test("contributions add up to each score, and ranks lie within their bounds", () => {
    for (const preset of PRESETS) {
      for (const site of json("--preset", preset.id).sites) {
        const sum = Object.values<number>(site.contributions).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - site.score)).toBeLessThan(1e-10);
        expect(site.bestRank <= site.rank && site.rank <= site.worstRank).toBe(true);
        expect(site.low <= site.score && site.score <= site.high).toBe(true);
        expect(site.sourcedShare + site.estimatedShare + site.unknownShare).toBeCloseTo(1, 9);
      }
    }
  });

  test("electronics close to China: the north leads", () => {
    const { sites } = json("--preset", "electronics", "--top", "50");
    expect(new Set(sites.slice(0, 30).map((site: { region: string }) => site.region))).toEqual(new Set(["north"]));
    const former = new Set(sites.map((site: { formerProvince: string }) => site.formerProvince));
    for (const province of ["Hai Phong", "Quang Ninh", "Bac Ninh", "Bac Giang"]) expect(former).toContain(province);
  });

  test("one weight alone orders by that measure; others carry nothing", () => {
    const { sites, weights } = json("--weight", "Proximity to China=100", "--top", "20");
    expect(weights["proximity-china"]).toBe(1);
    expect(Object.values(weights).filter((w) => w === 0)).toHaveLength(12);
    for (const site of sites) expect(catalogue.parks.find((p) => p.id === site.id)?.region).toBe("north");
    const two = json("--weight", "proximity-china=30", "--weight", "land RENT=10", "--top", "1");
    expect([two.weights["proximity-china"], two.weights["land-rent"]]).toEqual([0.75, 0.25]);
  });

  test("a profile by itself, saved, or in a document of the app", () => {
    const preset = findPreset("garments") ?? (PRESETS[0] as (typeof PRESETS)[number]);
    const profile = profileFromPreset(preset);
    const expected = json("--preset", "garments").sites;
    expect(json("--profile", file("bare.json", profile)).sites).toEqual(expected);
    const saved = { id: "p", name: "Mine", savedAt: "2026-11-21T08:00:00.000Z", profile };
    expect(json("--profile", file("saved.json", saved)).sites).toEqual(expected);
    const document = (...names: string[]) =>
      serializeDocument(
        { ...EMPTY_BODY, profiles: names.map((name) => ({ ...saved, id: name, name })) },
        { kind: "export", createdAt: "2026-11-21T08:00:00.000Z", appVersion: "0.1.0" },
      );
    expect(json("--profile", file("one.json", document("Mine"))).sites).toEqual(expected);
    const several = file("several.json", document("Mine", "Yours"));
    expect(json("--profile", several, "--profile-name", "Yours").sites).toEqual(expected);
    expect(run("--profile", several)).toMatchObject({ code: 2, error: expect.stringContaining('"Mine", "Yours"') });
    expect(run("--profile", several, "--profile-name", "Theirs")).toMatchObject({
      code: 2,
      error: expect.stringContaining('no profile "Theirs"'),
    });
    expect(run("--profile", file("none.json", document()))).toMatchObject({
      code: 1,
      error: expect.stringContaining("no profile"),
    });
    expect(
      run(
        "--profile",
        file("altered.json", document("Mine").replace("cautious", "neutral").replace("neutral", "hopeful")),
      ).code,
    ).toBe(1);
    expect(run("--profile", file("bad.json", { ...profile, unknownPolicy: "brave" }))).toMatchObject({
      code: 1,
      error: expect.stringContaining("unknownPolicy"),
    });
    expect(run("--profile", file("other.json", { format: "other" })).code).toBe(1);
    expect(run("--profile", path.join(folder, "missing.json"))).toMatchObject({
      code: 1,
      error: expect.stringContaining("missing.json"),
    });
  });

  test("must-haves keep sites out, policies and sectors change scores", () => {
    const heavy = json("--preset", "heavy-industry");
    expect(heavy.excluded).toBeGreaterThan(0);
    expect(heavy.ranked + heavy.excluded).toBe(catalogue.parks.length);
    const first: string = json("--top", "1").sites[0].id;
    const [cautious, neutral, hopeful] = ["cautious", "neutral", "hopeful"].map((policy) =>
      json("--policy", policy).sites.find((site: { id: string }) => site.id === first),
    );
    expect(cautious.score).toBeLessThanOrEqual(neutral.score);
    expect(hopeful.score).toBeGreaterThanOrEqual(neutral.score);
    expect([cautious.low, cautious.high]).toEqual([hopeful.low, hopeful.high]);
    expect(json("--sectors", "metals,chemicals").sectors).toEqual(["metals", "chemicals"]);
    expect(run("--weight", "Sector fit=50").error).toContain("Sector fit carries no weight");
  });

  test("table and CSV", () => {
    const table = run("--region", "north", "--top", "3").out.split("\n");
    expect(table[0]).toMatch(/^Rank {2}Site +Province +Score +Range +Sourced$/);
    expect(table).toHaveLength(6);
    expect(table[5]).toMatch(/^3 of \d+ ranked sites; catalogue \d{4}\.\d\d\.\d\d\.$/);
    const csv = run("--top", "3", "--format", "csv").out.split("\r\n");
    expect(csv).toHaveLength(4);
    expect(csv[0]).toMatch(/^rank,id,name,province,.*,proximity-china,.*,tenant-record$/);
  });
});

describe("matrix problems", () => {
  test("print the method's result", () => {
    const problem = {
      method: "weighted-sum",
      matrix: [
        [1, 4],
        [2, 2],
      ],
      weights: [1, 1],
      directions: ["benefit", "cost"],
      normalization: "min-max",
    };
    expect(JSON.parse(run("--problem", file("problem.json", problem)).out)).toMatchObject({
      scores: [0, 1],
      ranks: [2, 1],
    });
    expect(JSON.parse(run("--problem", "-").out).ranks).toEqual([2, 1]);
  });

  test("say what is wrong with the data", () => {
    expect(run("--problem", file("list.json", []))).toMatchObject({
      code: 1,
      error: expect.stringContaining("one object"),
    });
    expect(run("--problem", file("text.json", "{"))).toMatchObject({
      code: 1,
      error: expect.stringContaining("is not JSON"),
    });
    expect(
      run("--problem", file("method.json", { method: "magic", matrix: [[1]], weights: [1], directions: ["benefit"] }))
        .code,
    ).toBe(1);
  });
});

describe("wrong options", () => {
  test.each([
    [["--colour", "red"], "colour"],
    [["stray"], "stray"],
    [["--preset", "shoes"], "none of: electronics, garments"],
    [["--region", "north,west"], '"west" is none of: north'],
    [["--top", "0"], "whole number above 0"],
    [["--top", "2.5"], "whole number above 0"],
    [["--format", "xml"], "none of: table, json, csv"],
    [["--policy", "brave"], "none of: cautious"],
    [["--sectors", "spaceships"], "none of: electronics"],
    [["--weight", "Proximity to China"], 'must read "LABEL=POINTS"'],
    [["--weight", "Nearness=3"], "there is no criterion"],
    [["--weight", "Land rent=101"], "from 0 to 100"],
    [["--weight", "Land rent="], "from 0 to 100"],
    [["--preset", "logistics", "--weight", "Land rent=1"], "only one of --preset and --weight"],
    [["--profile-name", "Mine"], "needs --profile"],
  ])("%j", (args, message) => {
    const result = run(...args);
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.error).toContain(message);
    expect(result.error).toContain("--help");
  });

  test("help goes to the output", () => {
    expect(run("--help")).toMatchObject({ code: 0, error: "", out: expect.stringContaining("--problem FILE") });
  });

  test("a missing or damaged catalogue says what to run", () => {
    expect(run("--catalogue", path.join(folder, "none.json"))).toMatchObject({
      code: 1,
      error: expect.stringContaining('"npm run build"'),
    });
    expect(run("--catalogue", file("damaged.json", "{}"))).toMatchObject({
      code: 1,
      error: expect.stringContaining("damaged"),
    });
  });
});
