import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { EMPTY_OVERLAY } from "../model/overlay";
import { buildImport } from "./build";
import { inspectFile } from "./inspect";
import { guessedMapping, planImport } from "./plan";
import { file, inspect } from "./test-support";
import { ImportError, LIMITS } from "./types";

/** Runs a file through everything: it ends in a plan or in an ImportError, within the time. */
async function digest(name: string, bytes: Uint8Array, seconds = 5): Promise<string> {
  const start = performance.now();
  let outcome: string;
  try {
    const found = await inspectFile({ name, bytes });
    if (found.table === null) outcome = found.kind;
    else {
      const plan = await planImport(found.table, guessedMapping(found.columns));
      const built = buildImport(plan, new Map(), {
        importId: "t",
        now: "2026-11-21T00:00:00.000Z",
        file: found,
        fileDate: null,
        catalogueVersion: "2026.11.21",
        parks: new Map(),
      });
      for (const park of built.customParks) {
        for (const { value } of park.facts) if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      }
      outcome = "planned";
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    outcome = error.code;
  }
  expect(performance.now() - start).toBeLessThan(seconds * 1000);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  return outcome;
}
const text = (name: string, content: string, seconds?: number) => digest(name, file(name, content).bytes, seconds);

/** A workbook of one sheet with this XML for its rows. */
function workbook(sheetData: string, more: Record<string, Uint8Array> = {}): Uint8Array {
  const rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  return zipSync({
    "[Content_Types].xml": strToU8("<Types/>"),
    "xl/workbook.xml": strToU8(
      `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships><Relationship Id="rId1" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    "xl/worksheets/sheet1.xml": strToU8(`<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`),
    ...more,
  });
}
const ROW =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Area (ha)</t></is></c></row>';
const DATA = '<row r="2"><c r="A2" t="inlineStr"><is><t>Park</t></is></c><c r="B2"><v>12</v></c></row>';

describe("files that are something else", () => {
  test.each([
    ["empty.csv", new Uint8Array(0), "empty-file"],
    ["blank.csv", strToU8(" \n \n"), "empty-file"],
    ["old.xls", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2), "old-excel"],
    ["report.csv", strToU8("%PDF-1.7 ..."), "binary-file"],
    ["picture.xlsx", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), "binary-file"],
    ["noise.csv", Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 32), "binary-file"],
    ["page.xls", strToU8("<html><table><tr><td>1</td></tr></table>"), "html-file"],
    ["a.geojson", strToU8('{"type":"FeatureCollection","features":[{"type"'), "json-damaged"],
    ["a.json", strToU8('{"a":1}'), "json-unknown"],
    ["a.geojson", strToU8('{"type":"FeatureCollection","features":[]}'), "geojson-empty"],
    ["a.parkwise", strToU8('{"format":"parkwise","formatVersion":1}'), "package-damaged"],
    ["a.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "zip-damaged"],
    ["a.csv", strToU8("name\n"), "no-rows"],
    ["numbers.csv", strToU8("1,2\n3,4\n5,6\n"), "no-name-column"],
  ])("%s ends in %#: %s", async (name, bytes, code) => {
    expect(await digest(name, bytes)).toBe(code);
  });

  test("a wrong extension is read for what it is, and said", async () => {
    const found = await inspect(file("parks.xlsx", "Name,Area (ha)\nA,1\n"));
    expect(found.kind).toBe("csv");
    expect(found.problems).toMatchObject([{ code: "wrong-extension", values: { extension: "xlsx", kind: "csv" } }]);
  });
});

describe("hostile tables", () => {
  test("a cell of 10 MB, quoted and not", async () => {
    const long = "x".repeat(10 * 1024 * 1024);
    for (const cell of [long, `"${long}"`, `"${"a\n".repeat(5e6)}"`]) {
      const found = await inspect(file("a.csv", `Name,Note\nA,${cell}\nB,ok\n`));
      expect(found.problems.map(({ code, row }) => [code, row])).toEqual([["cell-too-long", 2]]);
      expect(found.table?.rows.at(-1)).toEqual(["B", "ok"]);
    }
  }, 30_000);
  test("quotes without end, in the middle, by the million", async () => {
    expect(await text("a.csv", `Name,Area\nA,"1\n${"B,2\n".repeat(50)}`)).toBe("unclosed-quote");
    expect(await text("a.csv", `Name,Area\nA,1\nB,"2`)).toBe("planned");
    expect(await text("a.csv", `Name,Area\nA,"${'a" '.repeat(300_000)}"\nB,2\n`, 10)).toMatch(/planned|unclosed/);
    expect(await text("a.csv", `Name,Area\n${'"'.repeat(1_000_001)}`, 10)).toMatch(/planned|unclosed|no-/);
  }, 40_000);
  test("too many rows and columns", async () => {
    expect(await text("a.csv", `Name\n${"A\n".repeat(LIMITS.rows + 200)}`, 20)).toBe("too-many-rows");
    expect(await text("a.csv", `${"a,".repeat(5000)}b\n1\n`)).toBe("too-many-columns");
    expect(await text("a.csv", `Name,Area\nA,1\n${"\n".repeat(3_000_000)}`, 20)).toMatch(/too-many-cells|planned/);
  }, 60_000);
  test("keys that reach into prototypes are names like any other, or left out", async () => {
    expect(await text("a.csv", "Name,__proto__,constructor\nA,polluted,1\n")).toBe("planned");
    const feature =
      '{"type":"Feature","properties":{"name":"A","__proto__":{"polluted":1}},"geometry":{"type":"Point","coordinates":[106,21]}}';
    const found = await inspect(file("a.geojson", `{"type":"FeatureCollection","features":[${feature}]}`));
    expect(found.table?.header).toEqual(["name", "latitude (geometry)", "longitude (geometry)"]);
    expect(found.problems.map(({ code }) => code)).toEqual(["key-left-out"]);
    expect(EMPTY_OVERLAY).not.toHaveProperty("polluted");
  });
  test("nesting without end", async () => {
    expect(await text("a.geojson", "[".repeat(1_000_000))).toBe("json-damaged");
    const deep = `${'{"type":"FeatureCollection","features":['.repeat(200)}1${"]}".repeat(200)}`;
    expect(await text("a.geojson", deep)).toBe("json-too-deep");
    const nested = `{"type":"Polygon","coordinates":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(await text("a.geojson", nested)).toBe("json-too-deep");
  });
  test("geometry of every kind gives a place or says why not", async () => {
    const shapes = [
      { type: "Point", coordinates: [106, 21] },
      {
        type: "Polygon",
        coordinates: [
          [
            [106, 21],
            [106.2, 21],
            [106.2, 21.2],
            [106, 21.2],
            [106, 21],
          ],
        ],
      },
      {
        type: "MultiPolygon",
        coordinates: [
          [
            [
              [106, 21],
              [106.2, 21],
              [106.2, 21.2],
              [106, 21.2],
            ],
          ],
          [
            [
              [107, 21],
              [107.2, 21],
              [107.2, 21.2],
              [107, 21.2],
            ],
          ],
        ],
      },
      {
        type: "LineString",
        coordinates: [
          [106, 21],
          [107, 22],
        ],
      },
      { type: "Point", coordinates: [null, "x"] },
      null,
    ];
    const features = shapes.map((geometry, i) => ({ type: "Feature", properties: { name: `P${i}` }, geometry }));
    const found = await inspect(file("a.geojson", JSON.stringify({ type: "FeatureCollection", features })));
    const places = found.table?.rows.map((row) => row.slice(1)) ?? [];
    expect(places[0]).toEqual([21, 106]);
    expect(places[1]?.map((x) => Math.round(Number(x) * 1e9) / 1e9)).toEqual([21.1, 106.1]);
    expect(places[2]?.map((x) => Math.round(Number(x) * 1e9) / 1e9)).toEqual([21.1, 106.6]);
    expect(places.slice(3)).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(found.problems.map(({ code, row }) => [code, row])).toEqual([
      ["geometry-centroid", 2],
      ["geometry-centroid", 3],
      ["geometry-type", 4],
      ["geometry-missing", 5],
      ["geometry-missing", 6],
    ]);
  });
});

describe("hostile workbooks", () => {
  test("a sound one is read", async () => {
    expect(await digest("a.xlsx", workbook(ROW + DATA))).toBe("planned");
  });
  test("bombs: ratio, sum, entries", async () => {
    const zeros = new Uint8Array(64 * 1024 * 1024);
    expect(await digest("a.xlsx", workbook(ROW + DATA, { "xl/media/a.xml": zeros }))).toBe("zip-bomb");
    const many = Object.fromEntries(
      Array.from({ length: LIMITS.zipEntries + 1 }, (_, i) => [`a${i}.xml`, new Uint8Array(0)]),
    );
    expect(await digest("a.xlsx", workbook(ROW + DATA, many))).toBe("zip-bomb");
  }, 30_000);
  test("a directory that lies about sizes", async () => {
    const honest = workbook(ROW + DATA.repeat(1));
    const liar = Uint8Array.from(honest);
    const view = new DataView(liar.buffer);
    for (let at = 0; at + 46 < liar.length; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xffffffff, true);
    expect(await digest("a.xlsx", liar)).toBe("zip-bomb");
    const small = Uint8Array.from(honest);
    const other = new DataView(small.buffer);
    for (let at = 0; at + 46 < small.length; at += 1)
      if (other.getUint32(at, true) === 0x02014b50) other.setUint32(at + 24, 3, true);
    expect(await digest("a.xlsx", small)).toMatch(/zip-|workbook-|json|no-/);
  });
  test("one cell at the end of the sheet", async () => {
    const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    expect(await digest("a.xlsx", workbook(ROW + DATA + far))).toBe("too-many-columns");
    const low = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>';
    expect(await digest("a.xlsx", workbook(ROW + DATA + low), 15)).toMatch(/planned|too-many/);
    const wide = Array.from({ length: 60_000 }, (_, i) => `<row r="${i + 3}"><c r="ALL${i + 3}" s="1"/></row>`).join(
      "",
    );
    expect(await digest("a.xlsx", workbook(ROW + DATA + wide), 15)).toBe("too-many-cells");
  }, 60_000);
  test("cut off, scrambled, formulas and errors", async () => {
    const whole = workbook(ROW + DATA);
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect(await digest("a.xlsx", whole.slice(0, Math.floor(whole.length * share)))).toBe("zip-damaged");
    }
    const broken = workbook(
      `${ROW}<row r="2"><c r="A2" t="s"><v>99</v></c><c r="B2" t="e"><v>#REF!</v></c><c r="C2"><f>A1+C2</f><v>NaN</v></c>`,
    );
    expect(await digest("a.xlsx", broken)).toMatch(/workbook-damaged|planned|no-/);
  });
});

describe("anything at all", () => {
  test("random bytes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom("a.csv", "a.xlsx", "a.geojson", "a.parkwise", "a", "a.json"),
        async (bytes, name) => {
          await digest(name, bytes);
        },
      ),
      { numRuns: 300 },
    );
  });
  test("random tables under any delimiter, with hostile cells", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.double().map(String),
      fc.constantFrom(
        '"',
        '""',
        "=1+1",
        "@SUM(A1)",
        "1e308",
        "NaN",
        "-",
        "Infinity",
        "1.234,5",
        "20°51'30\"N",
        "__proto__",
        "\u0000",
        "Bắc Ninh",
      ),
    );
    const header = fc.constantFrom(
      "Name",
      "Tên KCN",
      "Lat",
      "Lon",
      "Area (ha)",
      "Rent (USD/m2/month)",
      "Status",
      "Tỉnh",
      "Tọa độ",
      "Distance to X (km)",
      "x",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(header, { minLength: 1, maxLength: 6 }),
        fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 8 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n", "\r"),
        async (names, rows, delimiter, end) => {
          await text("a.csv", [names, ...rows].map((row) => row.join(delimiter)).join(end));
        },
      ),
      { numRuns: 300 },
    );
  });
  test("mutations of a sound workbook and a sound GeoJSON", async () => {
    const sound = workbook(ROW + DATA);
    const json = strToU8(
      JSON.stringify({
        type: "FeatureCollection",
        features: [
          { type: "Feature", properties: { name: "A", area: 1 }, geometry: { type: "Point", coordinates: [106, 21] } },
        ],
      }),
    );
    const change = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("xlsx", "geojson"), change, async (kind, changes) => {
        const bytes = Uint8Array.from(kind === "xlsx" ? sound : json);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        await digest(`a.${kind}`, bytes);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
  test("properties of any JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 5 }), { maxLength: 4 }), async (features) => {
        await text("a.geojson", JSON.stringify({ type: "FeatureCollection", features }));
      }),
      { numRuns: 200 },
    );
  });
});

test("work can be called off, and tells its progress", async () => {
  const bytes = file("a.csv", `Name,Area (ha)\n${"Park,12\n".repeat(50_000)}`).bytes;
  const shares: number[] = [];
  await inspectFile({ name: "a.csv", bytes }, { progress: (share) => shares.push(share) });
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  let asked = 0;
  const inspection = await inspectFile({ name: "a.csv", bytes });
  const cancelled = () => ++asked > 3;
  if (inspection.table === null) throw new Error("no table");
  await expect(planImport(inspection.table, guessedMapping(inspection.columns), { cancelled })).rejects.toMatchObject({
    code: "cancelled",
  });
  expect(asked).toBe(4);
});
