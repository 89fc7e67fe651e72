import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readAngle, readPair } from "./coordinates";
import { decodeText, detectEncoding } from "./encoding";
import { findHeader } from "./header";
import { evidenceOfMark, readNumber } from "./numbers";
import { nameKey } from "./places";
import { guessedMapping, planImport, readDate } from "./plan";
import { columnOf, file, inspect, utf16, windows1258 } from "./test-support";
import { conversion } from "./units";

describe("encodings", () => {
  const TEXT = "Tên KCN;Tỉnh;Diện tích (ha)\nKCN Quế Võ;Bắc Ninh;640,5\nĐình Vũ – Cát Hải;Hải Phòng;22.540\n";
  test.each([
    ["utf-8", new TextEncoder().encode(TEXT), "utf-8", false],
    ["utf-8 with mark", new TextEncoder().encode(`\uFEFF${TEXT}`), "utf-8", true],
    ["utf-16le with mark", utf16(`\uFEFF${TEXT}`, true), "utf-16le", true],
    ["utf-16be with mark", utf16(`\uFEFF${TEXT}`, false), "utf-16be", true],
    ["utf-16le bare", utf16(TEXT, true), "utf-16le", false],
    ["windows-1258", windows1258(TEXT.replace("–", "-")), "windows-1258", false],
  ])("%s", async (_, bytes, id, mark) => {
    const report = await inspect({ name: "a.csv", bytes });
    expect(report.encoding).toMatchObject({ id, byteOrderMark: mark, replaced: 0 });
    expect(report.delimiter?.delimiter).toBe(";");
    expect(report.table?.header).toEqual(["Tên KCN", "Tỉnh", "Diện tích (ha)"]);
    expect(report.table?.rows[0]).toEqual(["KCN Quế Võ", "Bắc Ninh", "640,5"]);
    expect(report.table?.rows[1]?.[1]).toBe("Hải Phòng");
  });

  test("French in windows-1252 is not taken for Vietnamese", () => {
    const latin = (text: string) => Uint8Array.from([...text].map((c) => c.charCodeAt(0)));
    expect(detectEncoding(latin("Société;Français;déjà vu;où;l'été;c'è;così\n".repeat(5))).id).toBe("windows-1252");
  });

  test("a file cut in the middle of a letter is said to be, and its text is kept", () => {
    const bytes = new TextEncoder().encode("a,b\nQuế,Võ").slice(0, -1);
    expect(detectEncoding(bytes)).toMatchObject({ id: "utf-8", cutOff: true });
    expect(decodeText(bytes, "utf-8")).toContain("Quế");
  });
});

describe("numbers", () => {
  test.each([
    ["1.234,5", "point", 1234.5],
    ["1,234.5", "comma", 1234.5],
    ["1,234", "point", 1234],
    ["1,234", "comma", 1.234],
    ["1.234", "comma", 1234],
    ["1.234", "point", 1.234],
    ["12,5", "point", 12.5],
    ["1 234 567", "point", 1_234_567],
    ["$1,200", "point", 1200],
    ["khoảng 120 ha", "point", 120],
    ["~85", "point", 85],
    ["(15)", "point", -15],
    ["70%", "point", 70],
    ["1.2e3", "point", 1200],
    ["-5", "point", -5],
    ["約100", "point", 100],
  ] as const)("%s with a decimal %s", (text, mark, value) => {
    expect(readNumber(text, mark)).toMatchObject({ kind: "number", value });
  });
  test.each(["85-90", "85 – 90", "$85 - $90", "85~90", "85 đến 90", "USD 85 to USD 90"])("%s is a range", (text) => {
    expect(readNumber(text, "point")).toMatchObject({ kind: "range", value: { min: 85, max: 90 } });
  });
  test.each([
    ["", "none"],
    ["n/a", "none"],
    ["chưa có", "none"],
    ["없음", "none"],
    ["NaN", "not-finite"],
    ["-Infinity", "not-finite"],
    ["1e309", "not-finite"],
    ["#REF!", "formula-error"],
    ["12 Nguyen Trai, ward 5", "text"],
    ["=1+1", "text"],
  ] as const)("%s is %s", (text, kind) => {
    expect(readNumber(text, "point").kind).toBe(kind);
  });
  test("only cells without doubt decide on the mark", () => {
    const marks = ["1,234", "0,234", "1.234.567", "12.5", "7"].map((cell) => evidenceOfMark(cell));
    expect(marks).toEqual([null, "comma", "comma", "point", null]);
  });
});

describe("coordinates", () => {
  test.each([
    ["20°51'30\"N", 20.858333],
    ["20°51.5'N", 20.858333],
    ["20 51 30 N", 20.858333],
    ["N 20° 51′ 30″", 20.858333],
    ["20°51'30\" Bắc", 20.858333],
    ["106d41m00s E", 106.683333],
    ["33°52'S", -33.866667],
    ["-33.8667", -33.8667],
    ["20,8583", 20.8583],
  ])("%s", (text, degrees) => {
    expect(readAngle(text)?.degrees).toBeCloseTo(degrees, 5);
  });
  test.each([
    "20.8583, 106.6833",
    "(20.8583; 106.6833)",
    "20,8583; 106,6833",
    "20,8583, 106,6833",
    "20.8583 106.6833",
    "20°51'29.9\"N 106°40'59.9\"E",
    "20°51'29.9\"N, 106°40'59.9\"E",
    "N20.8583 E106.6833",
    "https://www.google.com/maps/@20.8583,106.6833,15z",
    "20°51'29.9\" B, 106°40'59.9\" Đ",
  ])("%s", (text) => {
    const pair = readPair(text);
    expect(pair?.first.degrees).toBeCloseTo(20.8583, 3);
    expect(pair?.second.degrees).toBeCloseTo(106.6833, 3);
  });
  test("WKT and letters name the order", () => {
    expect(readPair("POINT(106.68 20.85)")).toMatchObject({ order: "lon-lat" });
    expect(readPair("106.68E 20.85N")).toMatchObject({ order: "lon-lat" });
  });
  test.each(["", "abc", "1,234", "20°75'N 1°E", "2020-01-01"])("%s is no pair", (text) => {
    expect(readPair(text)?.first.axis ?? null).toBe(null);
    if (text !== "1,234") expect(readPair(text)).toBe(null);
  });
});

describe("units", () => {
  const none = { vndPerUsd: null, termYears: null };
  test.each([
    ["totalAreaHa", "m2", none, 1e-4],
    ["totalAreaHa", "acre", none, 0.40468564224],
    ["totalAreaHa", "km2", none, 100],
    ["landRentUsdPerM2Term", "USD/m2/month", { ...none, termYears: 40 }, 480],
    ["landRentUsdPerM2Term", "VND/m2/year", { vndPerUsd: 25_000, termYears: 40 }, 40 / 25_000],
    ["landRentUsdPerM2Term", "USD/ha/term", none, 1e-4],
    ["managementFeeUsdPerM2Year", "USD/m2/month", none, 12],
    ["occupancyPct", "share", none, 100],
    ["investmentUsdMillion", "VND billion", { vndPerUsd: 25_000, termYears: null }, 0.04],
  ] as const)("%s in %s", (field, unit, context, factor) => {
    const made = conversion(field, unit, context);
    expect(made !== null && "factor" in made ? made.factor : made).toBeCloseTo(factor, 12);
  });
  test("what is not known is asked for, not assumed", () => {
    expect(conversion("landRentUsdPerM2Term", "USD/m2/month", none)).toEqual({ problem: "term-needed" });
    expect(conversion("landRentUsdPerM2Term", "VND/m2/term", none)).toEqual({ problem: "rate-needed" });
    expect(conversion("landRentUsdPerM2Term", "EUR/m2/term", none)).toEqual({ problem: "other-currency" });
    expect(conversion("totalAreaHa", "USD", none)).toBe(null);
  });
});

describe("header and guesses", () => {
  test("titles, blank rows and a row of units are seen through", () => {
    const table = findHeader([
      ["Danh sách KCN 2025"],
      [],
      ["Tên KCN", "Diện tích", "Giá thuê"],
      ["", "(ha)", "USD/m2"],
      ["Quế Võ", "640", "120"],
    ]);
    expect(table).toMatchObject({
      headerRow: 3,
      header: ["Tên KCN", "Diện tích (ha)", "Giá thuê (USD/m2)"],
      rowNumbers: [5],
    });
  });
  test("a table without names gets numbers for names", () => {
    expect(
      findHeader([
        ["1", "2"],
        ["3", "4"],
      ]),
    ).toMatchObject({ headerRow: null, header: ["Column 1", "Column 2"] });
  });
  test("names that stand twice stay apart", () => {
    expect(
      findHeader([
        ["name", "area", "area"],
        ["a", "1", "2"],
      ]).header,
    ).toEqual(["name", "area", "area (2)"]);
  });
  test.each([
    ["Giá thuê (USD/m2/tháng)", ["2.5", "3.1"], "landRentUsdPerM2Term", "USD/m2/month"],
    [
      "Giá thuê đất (nghìn đồng/m2/năm)".replace("nghìn ", ""),
      ["50000", "61000"],
      "landRentUsdPerM2Term",
      "VND/m2/year",
    ],
    ["Diện tích (ha)", ["120", "300"], "totalAreaHa", "ha"],
    ["Diện tích (m2)", ["1200000", "3000000"], "totalAreaHa", "m2"],
    ["Land area (acres)", ["300", "1200"], "totalAreaHa", "acre"],
    ["Tỷ lệ lấp đầy (%)", ["85", "100"], "occupancyPct", "%"],
    ["Occupancy", ["0.85", "1"], "occupancyPct", "share"],
    ["Available land (ha)", ["20", "35"], "availableAreaHa", "ha"],
    ["Land lease price (USD/sqm/term)", ["120", "95-110"], "landRentUsdPerM2Term", "USD/m2/term"],
    ["面积 (公顷)", ["120", "300"], "totalAreaHa", "ha"],
    ["租金", ["120", "130"], "landRentUsdPerM2Term", "USD/m2/term"],
    ["면적(ha)", ["120", "300"], "totalAreaHa", "ha"],
    ["稼働率", ["85%", "90%"], "occupancyPct", "%"],
    ["Year established", ["2005", "2010"], "establishedYear", ""],
    ["Status", ["Operating", "Planned"], "status", ""],
    ["Phí quản lý (VND/m2/tháng)", ["9000", "12000"], "managementFeeVndPerM2Month", "VND/m2/month"],
  ])("%s", async (header, cells, field, unit) => {
    const quoted = cells.map((cell, i) => `Park ${i},"${cell}"`).join("\n");
    const { target, confidence } = await columnOf(`Name,"${header}"\n${quoted}\n`, 1);
    expect(target).toEqual({ type: "field", field, unit });
    expect(confidence).toBeGreaterThan(0.5);
  });
  test.each([
    ["Lat", "lat"],
    ["Kinh độ", "lon"],
    ["経度", "lon"],
    ["위도", "lat"],
    ["纬度", "lat"],
  ])("%s", async (header, type) => {
    expect((await columnOf(`Name,${header}\nA,20.5\nB,21.5\n`, 1)).target).toEqual({ type });
  });
  test("distances keep their place, figures of no field become columns", async () => {
    const text = "KCN,Khoảng cách đến cảng Cát Lái (km),Power price (US cents)\nA,20,7.2\nB,35,6.9\n";
    expect((await columnOf(text, 1)).target).toEqual({ type: "distance", to: "cảng Cát Lái", unit: "km" });
    expect((await columnOf(text, 2)).target).toEqual({ type: "column", kind: "number", unit: "US cents" });
  });
});

describe("plans", () => {
  const plan = async (text: string, options = {}) => {
    const found = await inspect(file("a.csv", text));
    if (found.table === null) throw new Error("no table");
    return planImport(found.table, guessedMapping(found.columns), options);
  };

  test("problems name row and column as a spreadsheet counts them", async () => {
    const result = await plan(
      'Name,Area (ha),Rent (USD/m2)\n"Multi\nline",120,100\nB,1e308,=1+1\n,5,6\nD,-3,NaN\n\nE,85-90,85-90\n',
    );
    expect(result.rows.map((row) => [row.row, row.name])).toEqual([
      [2, "Multi line"],
      [3, "B"],
      [5, "D"],
      [7, "E"],
    ]);
    expect(result.problems.map(({ row, header, code }) => [row, header, code])).toEqual([
      [3, "Area (ha)", "out-of-range"],
      [3, "Rent (USD/m2)", "formula-text"],
      [4, null, "name-missing"],
      [5, "Area (ha)", "negative"],
      [5, "Rent (USD/m2)", "number-not-finite"],
      [7, "Area (ha)", "range-for-number"],
    ]);
    expect(result.refusedCells).toBe(5);
    expect(result.rows[3]?.facts).toMatchObject([{ field: "landRentUsdPerM2Term", value: { min: 85, max: 90 } }]);
  });

  test("a monthly rent becomes one for the term only when the years are said", async () => {
    const text = "Name,Rent (USD/m2/month),Lease end\nA,0.25,2066\nB,0.25,\n";
    const open = await plan(text);
    expect(open.problemCounts).toMatchObject({ "term-needed": 2 });
    const years = await plan(text, { termYears: 40 });
    expect(years.rows.map((row) => row.facts.find(({ field }) => field === "landRentUsdPerM2Term")?.value)).toEqual([
      120, 120,
    ]);
    const own = await plan(text, { termYears: "lease-end", today: 2026 });
    expect(own.rows[0]?.facts.map(({ value }) => value)).toEqual([2066, 120]);
    expect(own.problemCounts).toMatchObject({ "term-needed": 1 });
  });

  test("swapped, projected and half positions are told apart", async () => {
    const result = await plan("Name,Lat,Lon\nA,106.1,21.1\nB,21.1,106.1\nC,2304000,586000\nD,21.2,\nE,0,0\n");
    expect(result.rows.map((row) => row.position)).toEqual([
      { lat: 21.1, lon: 106.1 },
      { lat: 21.1, lon: 106.1 },
      null,
      null,
      null,
    ]);
    expect(result.problems.map(({ row, code }) => [row, code])).toEqual([
      [2, "coordinates-swapped"],
      [4, "coordinates-projected"],
      [5, "coordinate-incomplete"],
      [6, "coordinate-invalid"],
    ]);
  });

  test("rows that are the same park are named", async () => {
    const { problems } = await plan("Name,Area (ha)\nKCN Quế Võ 2,1\nQue Vo II Industrial Park,2\nQue Vo III,3\n");
    expect(problems.map(({ row, code, values }) => [row, code, values.other])).toEqual([[3, "duplicate-row", 2]]);
  });

  test.each([
    ["2024", "2024"],
    ["2024-05", "2024-05"],
    ["15/03/2024", "2024-03-15"],
    ["03/15/2024", "2024-03-15"],
    ["2024-02-30", null],
    ["soon", null],
  ])("the date %s", (text, date) => {
    expect(readDate(text)).toBe(date);
  });
});

test.each([
  ["KCN Quế Võ II", "Que Vo 2 Industrial Park"],
  ["Khu công nghiệp Đình Trám", "Dinh Tram IP"],
  ["Khu CN Yên Phong I", "Yen Phong 1 Industrial Zone"],
  ["KCX Tân Thuận", "Tan Thuan EPZ"],
  ["North Thuong Tin Industrial Estate", "KCN Bắc Thường Tín"],
  ["Bàu Bàng mở rộng", "Bau Bang Industrial Park expansion"],
])("%s and %s are one name", (a, b) => {
  expect(nameKey(a).key).toBe(nameKey(b).key);
});

test.each([
  ["Quế Võ 2", "Quế Võ 3"],
  ["Yên Phong", "Yên Phong II"],
  ["Nam Sơn", "Bắc Sơn"],
])("%s and %s are two", (a, b) => {
  expect(nameKey(a).key).not.toBe(nameKey(b).key);
});

describe("workbooks", () => {
  test("sheets, figures and dates", async () => {
    const row = (...cells: (string | number | Date)[]) =>
      cells.map((value) => (value instanceof Date ? { value, type: Date, format: "dd/mm/yyyy" } : { value }));
    const blob = await (
      writeXlsxFile as unknown as (data: unknown, options: unknown) => { toBuffer(): Promise<Uint8Array> }
    )(
      [
        row("Name", "Area (ha)", "Date"),
        row("Quế Võ", 640.5, new Date(Date.UTC(2024, 4, 1))),
        row("B", 12, new Date(Date.UTC(2024, 5, 2))),
      ],
      {
        sheet: "Parks",
      },
    ).toBuffer();
    const report = await inspect({ name: "a.csv", bytes: new Uint8Array(blob) });
    expect(report).toMatchObject({ kind: "xlsx", sheet: "Parks" });
    expect(report.table?.rows[0]).toEqual(["Quế Võ", 640.5, "2024-05-01"]);
    expect(report.problems.map(({ code }) => code)).toEqual(["wrong-extension"]);
  });
  test("an archive that is no workbook", async () => {
    const bytes = zipSync({ "a.txt": strToU8("x") });
    await expect(inspect({ name: "a.xlsx", bytes })).rejects.toMatchObject({ code: "zip-not-workbook" });
  });
});

test("figures with decimal commas under an unknown header are no coordinates", async () => {
  const text = "Name;Lat;Lon;Flood index\nA;21,1;106,1;7,5\nB;21,2;106,2;8,1\nC;20,9;106,2;6,9\n";
  const { columns } = await inspect(file("a.csv", text));
  expect(columns[3]?.target).toMatchObject({ type: "column", kind: "number" });
});
