import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import Papa from "papaparse";
import readExcelFile from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { Spreadsheet } from "../../tests/support/spreadsheet";
import { createRanker } from "../ranking";
import { BUILTIN_CRITERIA } from "../ranking/criteria";
import { exportCsv, exportGeoJson, exportKml, exportTable, exportWorkbook } from "./index";
import { columnName, sheetName, xmlText } from "./ooxml";
import { harmless } from "./text-formats";
import type { ExportCell, ExportData, ExportLanguage, ExportSite } from "./types";
import { FIRST_ROW, FIRST_WEIGHT_ROW, HEADER_ROW } from "./workbook";

const messages = JSON.parse(readFileSync("shared/messages/en/export.json", "utf8")) as Record<string, string>;
const language: ExportLanguage = {
  locale: "en",
  word: (key, values) => {
    const message = messages[key];
    if (message === undefined) throw new Error(`no message export.${key}`);
    return message.replace(/\{(\w+)[^{}]*\}/g, (_, name: string) => String(values?.[name] ?? ""));
  },
  number: (value, decimals) => value.toFixed(decimals),
};

/** A decision over random values, ranked by the app's own engine. */
function decision(
  values: readonly (readonly number[])[],
  points: readonly number[],
  names?: readonly string[],
): ExportData {
  const criteria = BUILTIN_CRITERIA.slice(0, points.length);
  const siteCount = values.length;
  const column = (j: number, shift: number) =>
    Float64Array.from(values, (row) => Math.min(1, Math.max(0, (row[j] ?? 0) + shift)));
  const table = {
    siteCount,
    criteria,
    central: criteria.map((_, j) => column(j, 0)),
    low: criteria.map((_, j) => column(j, -0.1)),
    high: criteria.map((_, j) => column(j, 0.1)),
    kind: criteria.map((_, j) => Uint8Array.from(values, (_row, i) => (i + j) % 5)),
    tieBreak: Uint32Array.from(values, (_, i) => i),
  };
  const ranking = createRanker(table).rank(points);
  const sites = [...ranking.order].map(
    (row): ExportSite => ({
      id: `site-${row}`,
      name: names?.[row] ?? `Khu công nghiệp ${row}`,
      nameVi: `Khu công nghiệp ${row}`,
      province: "Bắc Ninh",
      formerProvince: "Bắc Giang",
      region: "North",
      status: "Operating",
      position: row % 3 === 0 ? null : { lat: 21.123456789, lon: 106.1, precision: "commune", radiusKm: 3 },
      rank: ranking.rank[row] ?? null,
      score: ranking.score[row] ?? 0,
      low: ranking.low[row] ?? 0,
      high: ranking.high[row] ?? 0,
      sourcedShare: ranking.sourcedShare[row] ?? 0,
      estimatedShare: ranking.estimatedShare[row] ?? 0,
      unknownShare: ranking.unknownShare[row] ?? 0,
      cells: criteria.map((_, j): ExportCell => {
        const kind = table.kind[j]?.[row] ?? 0;
        const evidence = kind === 0 ? "unknown" : kind === 1 ? "estimated" : "sourced";
        return {
          measure: evidence === "unknown" ? null : 100 * (values[row]?.[j] ?? 0),
          low: null,
          high: null,
          value: table.central[j]?.[row] ?? 0,
          valueLow: table.low[j]?.[row] ?? 0,
          valueHigh: table.high[j]?.[row] ?? 0,
          evidence,
        };
      }),
      facts: [
        {
          field: "Land rent",
          value: 118.5,
          unit: "USD per m²",
          asOf: "2025-06",
          used: true,
          note: "",
          source: {
            title: "=cmd|'/c calc'!A1",
            publisher: "P",
            kind: "Press",
            date: "2025",
            url: "https://example.org/a?b=1&c=2",
          },
        },
      ],
      note: "",
      saved: null,
    }),
  );
  return {
    title: "Thử & <nghiệm>",
    createdAt: "2026-01-02T03:04:05.000Z",
    catalogueVersion: "2026.01.01",
    catalogueHash: "ab".repeat(32),
    engineVersion: "1.0.0",
    appVersion: "0.1.0",
    decision: [["Unknown figures count as", "typical"]],
    ranked: siteCount,
    criteria: criteria.map((criterion, j) => ({
      id: criterion.id,
      label: criterion.id,
      group: criterion.group,
      unit: criterion.unit,
      decimals: criterion.decimals,
      points: points[j] ?? 0,
      scale: "0 → 0, 1 → 1",
      description: "",
    })),
    sites,
  };
}

// Thousandths: what differs, differs by more than the rounding of the last digit, and ties are frequent.
const value = fc.oneof(
  fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
  fc.constantFrom(0, 0.25, 0.5, 1),
);
const problem = fc.integer({ min: 1, max: 13 }).chain((criteria) =>
  fc.record({
    values: fc.array(fc.array(value, { minLength: criteria, maxLength: criteria }), { minLength: 1, maxLength: 12 }),
    points: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: criteria, maxLength: criteria }),
    changed: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: criteria, maxLength: criteria }),
  }),
);

describe("workbook", () => {
  test("formulas give the engine's scores, shares and ranks, before and after weights change", () => {
    fc.assert(
      fc.property(problem, ({ values, points, changed }) => {
        const data = decision(values, points);
        const book = new Spreadsheet(exportWorkbook(data, language));
        const check = (wanted: ExportData): void => {
          for (const [i, { name }] of data.sites.entries()) {
            const row = FIRST_ROW + i;
            const site = wanted.sites.find((other) => other.name === name) as ExportSite;
            const number = (column: string): number => book.value("Ranking", `${column}${row}`) as number;
            expect(book.value("Ranking", `B${row}`)).toBe(name);
            expect(Math.abs(number("C") - 100 * site.score)).toBeLessThan(1e-9);
            expect(Math.abs(number("D") - 100 * site.low)).toBeLessThan(1e-9);
            expect(Math.abs(number("E") - 100 * site.high)).toBeLessThan(1e-9);
            expect(number("F")).toBeCloseTo(site.sourcedShare, 12);
            expect(number("G")).toBeCloseTo(site.estimatedShare, 12);
            expect(number("A")).toBe(site.rank);
          }
        };
        check(data);
        // Previews show what the formulas gave when the file was written.
        for (const [i] of data.sites.entries()) {
          for (const column of "ACDEFGH") {
            const reference = `${column}${FIRST_ROW + i}`;
            expect(book.stored("Ranking", reference)).toBeCloseTo(book.value("Ranking", reference) as number, 9);
          }
        }
        for (const [j, weight] of changed.entries()) book.set("Weights", `C${FIRST_WEIGHT_ROW + j}`, weight);
        check(decision(values, changed));
      }),
      { numRuns: 60 },
    );
  });

  test("another reader finds the sheets, the figures and the sources", async () => {
    const data = decision(
      [
        [0.2, 0.9, 0.4],
        [0.7, 0.1, 0.6],
      ],
      [50, 30, 20],
      ["=1+1", "KCN <Đình Vũ> & Co _x0041_"],
    );
    const file = Buffer.from(exportWorkbook(data, language));
    const sheets = await readExcelFile(file);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(["Ranking", "Weights", "Values", "Figures", "Sources", "About"]);
    const [ranking, weights, , , sources, about] = sheets.map(({ data: rows }) => rows);
    expect(ranking?.[HEADER_ROW - 1]?.slice(0, 3)).toEqual(["Rank", "Site", "Score"]);
    expect(ranking?.slice(HEADER_ROW).map((row) => row[1])).toEqual(data.sites.map(({ name }) => name));
    expect(ranking?.[HEADER_ROW]?.[2]).toBeCloseTo(100 * (data.sites[0]?.score ?? 0), 9);
    expect(weights?.[FIRST_WEIGHT_ROW - 1]?.[2]).toBe(50);
    expect(weights?.[FIRST_WEIGHT_ROW - 1]?.[3]).toBeCloseTo(0.5, 12);
    expect(sources?.[HEADER_ROW]?.slice(1, 4)).toEqual(["Land rent", 118.5, "USD per m²"]);
    // A text that looks like a formula is a text here: nothing is calculated.
    expect(sources?.[HEADER_ROW]?.[7]).toBe("=cmd|'/c calc'!A1");
    expect(about?.some((row) => row.includes("ab".repeat(32)))).toBe(true);
  });

  test("is the same for the same data, and holds no character that XML forbids", () => {
    const data = decision([[0.5]], [10], ["a\u0000b\u000b\ud800\uffffc"]);
    const first = exportWorkbook(data, language);
    expect(exportWorkbook(data, language)).toEqual(first);
    const xml = Object.values(unzipSync(first)).map((part) => strFromU8(part));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    for (const part of xml) expect(part).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\uffff]/u);
    expect(xml.join("")).toContain(">abc<");
  });

  test("names of columns and sheets", () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
    expect(sheetName("Trọng số: [một/hai] và rất nhiều chữ nữa")).toBe("Trọng số   một hai  và rất nhiề");
    expect(sheetName("''")).toBe("Sheet");
  });
});

describe("CSV", () => {
  test("no text can be taken for a formula, numbers stay numbers, any text comes back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 2 }),
        fc.constantFrom("," as const, ";" as const),
        (names, delimiter) => {
          const dangerous = [`=HYPERLINK("http://x")${names[0]}`, `${names[1]}`];
          const data = decision(
            [
              [0.2, 0.9],
              [0.7, 0.1],
            ],
            [50, 50],
            dangerous,
          );
          const csv = exportCsv(data, language, { bom: true, delimiter });
          expect(csv.startsWith("\uFEFF")).toBe(true);
          const { data: rows } = Papa.parse<string[]>(csv.slice(1), {
            delimiter,
            newline: "\r\n",
            skipEmptyLines: true,
          });
          const [header = [], ...body] = rows;
          expect(header.slice(0, 2)).toEqual(["Rank", "Site"]);
          expect(body.length).toBe(2);
          for (const [i, row] of body.entries()) {
            expect(row.length).toBe(header.length);
            const name = data.sites[i]?.name ?? "";
            expect(row[1]).toBe(harmless(name));
            expect(row[1]?.replace(/^'/, "")).toBe(name.replace(/^'/, ""));
            for (const field of row)
              if (!/^-?[\d.]+(e-?\d+)?$/.test(field)) expect(field).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
            expect(Number(row[4])).toBeCloseTo(100 * (data.sites[i]?.score ?? 0), 2);
          }
        },
      ),
    );
  });

  test.each(["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", " =1", "＝1"])("%j gets an apostrophe", (text) => {
    expect(harmless(text)).toBe(`'${text}`);
  });
  test.each(["Bac Ninh", "1-2", "", "'x"])("%j stays", (text) => expect(harmless(text)).toBe(text));
});

describe("GeoJSON", () => {
  test("points are longitude before latitude, and a site without a place has no geometry", () => {
    const data = decision([[0.1], [0.2], [0.3]], [10]);
    const parsed = JSON.parse(exportGeoJson(data)) as {
      type: string;
      features: { id: string; geometry: { coordinates: number[] } | null; properties: Record<string, unknown> }[];
    };
    expect(parsed.type).toBe("FeatureCollection");
    expect(parsed.features.map(({ id }) => id)).toEqual(["site-2", "site-1", "site-0"]);
    expect(parsed.features[0]?.geometry).toEqual({ type: "Point", coordinates: [106.1, 21.123457] });
    expect(parsed.features[2]?.geometry).toBeNull();
    expect(parsed.features[0]?.properties).toMatchObject({
      positionPrecision: "commune",
      positionRadiusKm: 3,
      rank: 1,
    });
    expect(parsed.features[0]?.properties["proximity-china:evidence"]).toBe("sourced");
  });
});

describe("KML", () => {
  test("every text is escaped, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const kml = exportKml(decision([[0.1], [0.9]], [10], [name, `]]>${name}<script>`]), language);
        const outside = kml.replace(/<!\[CDATA\[.*?\]\]>/gs, "");
        expect(outside).not.toContain("]]>");
        expect(outside.match(/<script/)).toBeNull();
        const tags = [...outside.matchAll(/<(\/?)([A-Za-z]+)[^<>]*?(\/?)>/g)];
        const open: string[] = [];
        for (const [, closing, tag = "", single] of tags) {
          if (single === "/") continue;
          if (closing === "/") expect(open.pop()).toBe(tag);
          else open.push(tag);
        }
        expect(open).toEqual([]);
        expect(outside.replace(/&(amp|lt|gt|quot);/g, "").replace(/<\?xml[^>]*\?>/, "")).not.toContain("&");
      }),
    );
  });
  test("sites without a place have a folder of their own and no point", () => {
    const kml = exportKml(decision([[0.1], [0.2]], [10]), language);
    expect(kml).toContain("<name>Place not known</name>");
    expect([...kml.matchAll(/<Point>/g)].length).toBe(1);
    expect(kml).not.toMatch(/href/);
  });
});

test("the clipboard's table is escaped in HTML and harmless as text", () => {
  const data = decision([[0.1], [0.2]], [10], ["<b onclick=x>", "=A1\tB"]);
  const { html, text } = exportTable(data, language);
  expect(html).toContain("&lt;b onclick=x&gt;");
  const lines = text.split("\n").map((line) => line.split("\t"));
  expect(lines.map((line) => line.length)).toEqual([6, 6, 6]);
  expect(lines[1]?.[1]).toBe("'=A1 B");
});

test("text for XML", () => {
  expect(xmlText(`<a b="c">&\u0001\t😀`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;\t😀");
});
