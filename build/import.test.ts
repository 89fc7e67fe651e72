import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "./catalogue/compile";
import type { Terminal } from "./command-line";
import { main } from "./import";
import { run } from "./rank";

const folder = mkdtempSync(path.join(tmpdir(), "parkwise-import-"));
const at = (name: string) => path.join(folder, name);
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content);
  return at(name);
};
beforeAll(() => {
  write("catalogue.json", compile(path.join(import.meta.dirname, "../seeds")).text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function call(command: typeof main, ...args: string[]) {
  let out = "";
  let error = "";
  const terminal: Terminal = { out: (t) => (out += `${t}\n`), error: (t) => (error += `${t}\n`), input: () => "" };
  const code = await command([...args, "--catalogue", at("catalogue.json")], terminal);
  return { code, out, error };
}

const CSV = `\uFEFFTên KCN;Tỉnh;Diện tích (ha);Giá thuê (USD/m2/tháng);Toạ độ;Ghi chú
"KCN Quế Võ
(mở bán)";Bắc Ninh;640,5;0,25;21,155; "21,155; 106,12";x
KCN Chưa Có Tên;Hải Phòng;1.200;abc;"20°51'N 106°41'E";=HYPERLINK("x")
`.replace("21,155; ", "");

describe("npm run import", () => {
  test("the report names encoding, delimiter, header, columns, problems and matches", async () => {
    const { code, out } = await call(main, write("parks.csv", CSV), "--report", "json", "--term-years", "40");
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      kind: "csv",
      encoding: { id: "utf-8", byteOrderMark: true },
      delimiter: { delimiter: ";" },
      headerRow: 1,
      rowsRead: 2,
      rowsUsable: 2,
      positions: 2,
      questions: { rate: false, term: true },
    });
    expect(report.columns.map(({ header, field, unit }: Record<string, unknown>) => [header, field, unit])).toEqual([
      ["Tên KCN", "name", ""],
      ["Tỉnh", "province", ""],
      ["Diện tích (ha)", "totalAreaHa", "ha"],
      ["Giá thuê (USD/m2/tháng)", "landRentUsdPerM2Term", "USD/m2/month"],
      ["Toạ độ", "latLon", ""],
      ["Ghi chú", "note", ""],
    ]);
    expect(report.problems.map(({ row, header, code: c }: Record<string, unknown>) => [row, header, c])).toEqual([
      [3, "Giá thuê (USD/m2/tháng)", "not-a-number"],
      [3, "Ghi chú", "formula-text"],
    ]);
    for (const { message } of report.problems) expect(message).not.toMatch(/^problem\./);
  });

  test("text for people, and clear ends", async () => {
    const text = await call(main, write("parks.csv", CSV));
    expect(text.out).toContain("2 rows read, 2 usable");
    expect(text.out).toContain("state --term-years");
    expect(await call(main, at("missing.csv"))).toMatchObject({
      code: 1,
      error: expect.stringContaining("cannot be read"),
    });
    expect(await call(main, write("old.xls", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)))).toMatchObject({
      code: 1,
      error: expect.stringContaining(".xlsx"),
    });
    expect((await call(main)).code).toBe(2);
    expect((await call(main, at("parks.csv"), "--report", "pdf")).code).toBe(2);
    expect((await call(main, at("parks.csv"), "--term-years", "-4")).code).toBe(2);
    expect((await call(main, at("parks.csv"), "--nonsense")).code).toBe(2);
  });
});

describe("npm run rank -- --import", () => {
  const LIST = `Park,Province,Lat,Lon,Rent (USD/m2),Power price,Risk class
Alpha,Bac Ninh,21.1,106.1,120,7.5,low
=Beta,Dong Nai,10.9,106.9,150,6,high
Gamma,,20.9,106.6,95,9,medium
`;
  const GATEWAYS = "name,lat,lon,kind,road factor\nPlant,21.03,105.85,supplier,1.5\nNowhere,,,port,\n";
  const PROFILE = {
    criteria: [
      {
        label: "Power",
        column: "Power price",
        points: [
          [6, 1],
          [9, 0],
        ],
        weight: 50,
      },
      { column: "Risk class", values: { low: 1, medium: 0.5, high: 0 }, weight: 50 },
    ],
  };
  const files = () => ["--import", write("list.csv", LIST), "--gateways", write("gateways.csv", GATEWAYS)];
  const rank = run as unknown as typeof main;

  test("columns and categories of the list are scored as the profile says", async () => {
    const profile = write("profile.json", JSON.stringify(PROFILE));
    const { code, out } = await call(rank, ...files(), "--profile", profile, "--format", "json");
    expect(code).toBe(0);
    const { sites, imported } = JSON.parse(out);
    expect(imported).toEqual({ read: 3, refused: 0, cellsRefused: 0 });
    expect(sites.map(({ name, score }: Record<string, unknown>) => [name, score])).toEqual([
      ["Alpha", 75],
      ["=Beta", 50],
      ["Gamma", 25],
    ]);
  });

  test("distances to given places, column names as weights, and no formula in the CSV", async () => {
    const { out, error } = await call(rank, ...files(), "--weight", "Plant=100", "--format", "csv");
    expect(
      out
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(",")[2]),
    ).toEqual(["Alpha", "Gamma", "'=Beta"]);
    expect(error).toContain('"Plant": less is better');
    expect(error).toContain("row 3");
    const power = await call(rank, ...files(), "--weight", "power price=10", "--weight", "land-rent=0", "--top", "1");
    expect(power.out).toContain("=Beta");
  });

  test("wrong options and wrong data", async () => {
    expect(await call(rank, ...files(), "--weight", "Nothing=5")).toMatchObject({
      code: 2,
      error: expect.stringContaining("Power price"),
    });
    expect((await call(rank, "--gateways", "x.csv")).code).toBe(2);
    expect((await call(rank, "--import", at("missing.csv"))).code).toBe(1);
    const bad = write("bad.json", JSON.stringify({ criteria: [{ column: "Power price", points: [[6, 7]] }] }));
    expect(await call(rank, ...files(), "--profile", bad)).toMatchObject({
      code: 1,
      error: expect.stringContaining("criteria.0.points"),
    });
    expect(await call(rank, "--import", write("cut.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4)))).toMatchObject({
      code: 1,
      error: expect.stringContaining("cut off"),
    });
  });
});
