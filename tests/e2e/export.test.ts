/**
 * What leaves the app, in real Chromium on the built app and the real catalogue: files as downloads, read back
 * by other code than wrote them; the workbook's formulas calculated anew; the report as a printed PDF.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import Papa from "papaparse";
import type { Download, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseDocument } from "../../shared/document/document";
import { freshFolder, type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { Spreadsheet } from "../support/spreadsheet";
import { builtCatalogue, openView, saveShortlist, setWeight, shownRows, tick, waitForRanking } from "./workbench-flows";

let server: Awaited<ReturnType<typeof serveBuiltApp>>;
let opened: OpenedBrowser[] = [];
beforeAll(async () => {
  server = await serveBuiltApp();
});
afterEach(async () => {
  for (const browser of opened) await browser.close().catch(() => {});
  opened = [];
});
afterAll(() => server.close());

async function open(): Promise<OpenedBrowser> {
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  opened.push(browser);
  // Without the system's save dialogue, which no test can answer, files come as downloads.
  await browser.context.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
  await browser.page.goto(`http://127.0.0.1:${server.port}/`);
  await waitForRanking(browser.page);
  return browser;
}

async function openExport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("menuitem", { name: /To a file/ }).click();
  await page.getByRole("dialog").getByRole("radio").first().waitFor();
}

/** Chooses a form in the open dialogue and takes the file. */
async function save(page: Page, format: RegExp): Promise<{ readonly name: string; readonly data: Buffer }> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: format }).check();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Export", exact: true }).click(),
  ]);
  await dialog.waitFor({ state: "detached" });
  return { name: download.suggestedFilename(), data: readFileSync(await fileOf(download)) };
}

async function fileOf(download: Download): Promise<string> {
  const file = await download.path();
  if (file === null) throw new Error(`the download failed: ${await download.failure()}`);
  return file;
}

/** The best sites in sight, with a tenth's rounding. */
function expectScores(book: Spreadsheet, rows: Awaited<ReturnType<typeof shownRows>>, first: number): void {
  for (const [i, shown] of rows.slice(0, 10).entries()) {
    const row = first + i;
    expect(book.value("Ranking", `B${row}`)).toBe(shown.name);
    expect((book.value("Ranking", `C${row}`) as number).toFixed(1)).toBe(shown.score.toFixed(1));
    expect(book.value("Ranking", `A${row}`)).toBe(shown.rank);
  }
}

/** Whether the tools that read a PDF are there. */
function hasPoppler(): boolean {
  return ["pdftotext", "pdfinfo"].every((tool) => spawnSync(tool, ["-v"]).error === undefined);
}

/** The page as it would be printed: text by page, and the paper in points. */
async function printedPages(page: Page): Promise<{ readonly pages: readonly string[]; readonly size: string }> {
  const file = path.join(freshFolder("parkwise-pdf-"), "report.pdf");
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  const tool = (name: string, args: readonly string[]): string =>
    execFileSync(name, args, { encoding: "utf8", maxBuffer: 50_000_000 });
  const pages = tool("pdftotext", ["-layout", file, "-"]).split("\f").slice(0, -1);
  return { pages, size: /Page size:\s*(.*)/.exec(tool("pdfinfo", [file]))?.[1] ?? "" };
}

describe("export", () => {
  test("the workbook recalculates the app's ranking, and follows a changed weight as the app does", async () => {
    const browser = await open();
    const { page } = browser;
    await openExport(page);
    const { name, data } = await save(page, /^Excel workbook/);
    expect(name).toMatch(/\.xlsx$/);
    const book = new Spreadsheet(data);
    expect(book.sheetNames).toEqual(["Ranking", "Weights", "Values", "Figures", "Sources", "About"]);
    const names = book.column("Ranking", "B", 6);
    const { parks, contentHash, version } = builtCatalogue();
    expect(names.length).toBe(parks.length);
    expectScores(book, await shownRows(page), 6);
    // All rows: what the formulas give is what the app had, in the file itself and anew.
    for (let row = 6; row < 6 + names.length; row += 1) {
      const there = book.stored("Ranking", `J${row}`) as number;
      expect(Math.abs((book.value("Ranking", `C${row}`) as number) - there)).toBeLessThan(1e-9);
      expect(book.value("Ranking", `A${row}`)).toBe(book.stored("Ranking", `I${row}`));
    }
    const about = new Map(book.column("About", "A", 3).map((label, i) => [label, book.value("About", `B${3 + i}`)]));
    expect(about.get("Catalogue")).toBe(version);
    expect(about.get("Catalogue SHA-256")).toBe(contentHash);

    // Every fact of a park stands among the sources with value and address.
    const best = parks.find((park) => park.name === names[0]);
    const bySite = book.column("Sources", "A", 6).flatMap((site, i) => (site === names[0] ? [6 + i] : []));
    expect(bySite.length).toBeGreaterThanOrEqual(best?.facts.length ?? Number.POSITIVE_INFINITY);

    const weights = book.column("Weights", "B", 6);
    const changed = 6 + weights.indexOf("Labour supply");
    book.set("Weights", `C${changed}`, 100);
    await setWeight(page, "Labour supply", 100);
    const rows = await shownRows(page);
    const byName = new Map(names.map((site, i) => [site, 6 + i]));
    for (const shown of rows.slice(0, 15)) {
      const row = byName.get(shown.name) ?? 0;
      expect((book.value("Ranking", `C${row}`) as number).toFixed(1)).toBe(shown.score.toFixed(1));
      expect(book.value("Ranking", `A${row}`)).toBe(shown.rank);
    }
    expect(browser.outsideRequests).toEqual([]);
    expect(browser.problems).toEqual([]);
  });

  test("CSV, GeoJSON, KML and the Parkwise file of the ticked sites", async () => {
    const browser = await open();
    const { page } = browser;
    const chosen = (await shownRows(page)).slice(0, 3).map(({ name }) => name);
    for (const name of chosen) await tick(page, name);

    await openExport(page);
    const csv = await save(page, /^CSV/);
    const text = csv.data.toString("utf8");
    expect(text.startsWith("\uFEFF")).toBe(true);
    const parsed = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true });
    expect(parsed.errors).toEqual([]);
    expect(parsed.data.map((row) => row.Site)).toEqual(chosen);
    expect(parsed.data.map((row) => Number(row.Rank))).toEqual(
      (await shownRows(page)).slice(0, 3).map(({ rank }) => rank),
    );

    await openExport(page);
    const geojson = JSON.parse((await save(page, /^GeoJSON/)).data.toString("utf8")) as {
      features: { geometry: { coordinates: readonly number[] } | null; properties: { name: string } }[];
    };
    expect(geojson.features.map(({ properties }) => properties.name)).toEqual(chosen);
    const { parks } = builtCatalogue();
    for (const { geometry, properties } of geojson.features) {
      const position = parks.find(({ name }) => name === properties.name)?.position ?? null;
      if (position === null) expect(geometry).toBeNull();
      else {
        expect(geometry?.coordinates[0]).toBeCloseTo(position.lon, 5);
        expect(geometry?.coordinates[1]).toBeCloseTo(position.lat, 5);
      }
    }

    await openExport(page);
    const kml = (await save(page, /^KML/)).data.toString("utf8");
    const places = await page.evaluate((xml) => {
      const document = new DOMParser().parseFromString(xml, "application/xml");
      return document.querySelector("parsererror") === null
        ? [...document.querySelectorAll("Placemark > name")].map((name) => name.textContent ?? "")
        : ["not well-formed"];
    }, kml);
    expect(places.map((place) => place.replace(/^\d+\. /, "")).sort()).toEqual([...chosen].sort());

    await openExport(page);
    const document = parseDocument((await save(page, /^Parkwise file/)).data.toString("utf8"));
    expect(document.body.shortlists[0]?.snapshot.ranking.slice(0, 3).map(({ name }) => name)).toEqual(chosen);
    expect(browser.outsideRequests).toEqual([]);
    expect(browser.problems).toEqual([]);
  });

  test("a table on the clipboard, as markup and as text", async () => {
    const browser = await open();
    const { page, context } = browser;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await openExport(page);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("spinbutton", { name: "How many of the best sites" }).fill("4");
    await dialog.getByRole("radio", { name: /^Clipboard/ }).check();
    await dialog.getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied 4 sites as a table.").waitFor();
    const { html, text } = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type: string): Promise<string> => (await item?.getType(type))?.text() ?? "";
      return { html: await read("text/html"), text: await read("text/plain") };
    });
    const names = (await shownRows(page)).slice(0, 4).map(({ name }) => name);
    expect(
      text
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split("\t")[1]),
    ).toEqual(names);
    expect([...html.matchAll(/<tr>/g)].length).toBe(5);
    expect(browser.problems).toEqual([]);
  });

  test("a shortlist is exported with its own weights and the ranks of the day it was saved", async () => {
    const browser = await open();
    const { page } = browser;
    const before = (await shownRows(page)).slice(0, 3);
    for (const { name } of before) await tick(page, name);
    await saveShortlist(page, "Board paper");
    await setWeight(page, "Labour supply", 100);
    await openView(page, "Shortlists");
    await page.getByRole("button", { name: "Export…" }).click();
    const { name, data } = await save(page, /^Excel workbook/);
    expect(name).toMatch(/^Board paper .*\.xlsx$/);
    const book = new Spreadsheet(data);
    expect(book.column("Ranking", "B", 6)).toEqual(before.map((row) => row.name));
    for (const [i, row] of before.entries()) {
      expect((book.value("Ranking", `C${6 + i}`) as number).toFixed(1)).toBe(row.score.toFixed(1));
      expect(book.value("Ranking", `I${6 + i}`)).toBe(row.rank);
      expect(book.value("Ranking", `K${6 + i}`)).toBe(row.rank);
    }
    expect(browser.problems).toEqual([]);
  });
});

describe("report", () => {
  /** Opens the report of what is open now and waits until it stands. */
  async function ready(page: Page): Promise<void> {
    await page.locator("[data-report] article").waitFor({ timeout: 60_000 });
  }

  test("a memo prints with page numbers, every chosen site and its sources", async ({ skip }) => {
    if (!hasPoppler()) skip("poppler-utils is not installed: pdftotext reads the printed pages");
    const browser = await open();
    const { page } = browser;
    const chosen = (await shownRows(page)).slice(0, 2).map(({ name }) => name);
    for (const name of chosen) await tick(page, name);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("menuitem", { name: /Report/ }).click();
    await ready(page);
    const report = page.getByRole("dialog", { name: /^Report on/ });
    await report.getByLabel("Author").fill("Nguyễn Thị Mai");
    await report.getByLabel("Purpose").fill("A second assembly plant");

    // Numbered in the order of mention, without a gap; every citation has its source.
    const cited = await report.locator("article").evaluate((article) => {
      const numbers = [...(article.textContent ?? "").matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
      const seen = [...new Set(numbers)];
      const listed = [...article.querySelectorAll("ol > li")].map((item) =>
        Number(item.firstElementChild?.textContent),
      );
      return { seen, listed };
    });
    expect(cited.listed).toEqual(cited.listed.map((_, i) => i + 1));
    expect([...cited.seen].sort((a, b) => a - b)).toEqual(cited.listed);
    expect(cited.listed.length).toBeGreaterThan(3);

    const printed = await printedPages(page);
    const text = printed.pages.join("\n");
    for (const [i, content] of printed.pages.entries()) {
      expect(content).toMatch(new RegExp(`Page ${i + 1} of ${printed.pages.length}\\s*$`));
    }
    for (const name of chosen) expect(text.replace(/\s+/g, " ")).toContain(name.replace(/\s+/g, " "));
    const { contentHash, version } = builtCatalogue();
    expect(text.replace(/\s/g, "")).toContain(contentHash);
    expect(text).toContain(`catalogue ${version}`);
    for (const words of ["Nguyễn Thị Mai", "A second assembly plant", "20,000 samples (seed 20251121)"]) {
      expect(text.replace(/\s+/g, " ")).toContain(words);
    }
    expect(printed.size).toMatch(/595|594/);
    // Neither the bar above the paper nor the app beneath it is printed.
    expect(text).not.toContain("Print or save as PDF");
    expect(text).not.toContain("Save shortlist");

    // A dark theme prints on white, margins included.
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    const ground = await page.evaluate(() => {
      const { backgroundColor, colorScheme } = getComputedStyle(document.documentElement);
      return { backgroundColor, colorScheme };
    });
    expect(ground).toEqual({ backgroundColor: "rgb(255, 255, 255)", colorScheme: "light" });
    await page.emulateMedia({ media: null, colorScheme: null });

    await report.getByLabel("Paper").selectOption("letter");
    expect((await printedPages(page)).size).toMatch(/612/);
    await page.keyboard.press("Escape");
    await report.waitFor({ state: "detached" });
    expect(await page.locator("#root").getAttribute("inert")).toBeNull();
    expect(browser.outsideRequests).toEqual([]);
    expect(browser.problems).toEqual([]);
  });

  test("a shortlist's memo keeps the weights of the day it was saved", async () => {
    const browser = await open();
    const { page } = browser;
    const [best] = await shownRows(page);
    if (best === undefined) throw new Error("the ranking is empty");
    await tick(page, best.name);
    await saveShortlist(page, "Board paper");
    await setWeight(page, "Labour supply", 100);
    await openView(page, "Shortlists");
    await page.getByRole("button", { name: "Report…" }).click();
    await ready(page);
    const cells = page.locator("[data-report] article table").first().locator("tbody tr").first().locator("td, th");
    const texts = await cells.allTextContents();
    expect(texts[1]).toBe(String(best.rank));
    expect(texts[2]).toBe(String(best.rank));
    expect(texts[3]).toBe(best.name);
    expect(texts).toContain(best.score.toFixed(1));
    expect(browser.problems).toEqual([]);
  });
});

test("the chart of contributions is saved as SVG and as PNG", async () => {
  const browser = await open();
  const { page } = browser;
  const picture = async (kind: "SVG" | "PNG"): Promise<Buffer> => {
    await page.getByRole("button", { name: "Save the picture" }).first().click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: `Picture as ${kind}` }).click(),
    ]);
    return readFileSync(await fileOf(download));
  };
  const svg = (await picture("SVG")).toString("utf8");
  const labels = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, "image/svg+xml");
    return [...document.querySelectorAll("text")].map((label) => label.textContent);
  }, svg);
  expect(labels).toContain("Proximity to China");
  expect(svg).not.toMatch(/var\(|style=/);
  const png = await picture("PNG");
  expect(png.toString("latin1", 1, 4)).toBe("PNG");
  expect(png.readUInt32BE(16)).toBe(720 * 3);
  // Not blank: the bars are there in the group's colour.
  const colors = await page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    const found = new Set<string>();
    for (let i = 0; i < pixels.length; i += 4) found.add(`${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`);
    return [...found];
  }, png.toString("base64"));
  expect(colors).toContain("36,80,188");
  expect(browser.problems).toEqual([]);
});
