/**
 * Where the user's own figures show outside their own view, in real Chromium on the built app: the sign in the
 * ranking, compared records, stated distances, must-haves over own criteria, own parks and places on the map.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { builtCatalogue, openView, shownCount, shownRows, tick, waitForRanking } from "./workbench-flows";

let server: Awaited<ReturnType<typeof serveBuiltApp>>;
let browser: OpenedBrowser | null = null;

beforeAll(async () => {
  server = await serveBuiltApp();
});
afterEach(async () => {
  await browser?.close().catch(() => {});
  browser = null;
});
afterAll(() => server.close());

async function open(): Promise<Page> {
  browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  await browser.page.goto(`http://127.0.0.1:${server.port}/`);
  await waitForRanking(browser.page);
  return browser.page;
}

function expectClean(): void {
  expect(browser?.outsideRequests).toEqual([]);
  expect(browser?.problems).toEqual([]);
}

test("an edit is marked in the ranking, and compared records follow its undoing", async () => {
  const page = await open();
  const [first, second] = await shownRows(page);
  if (first === undefined || second === undefined) throw new Error("The ranking is empty.");
  const sign = page.getByRole("grid", { name: "Ranking" }).getByRole("img", { name: "With figures of yours" });
  expect(await sign.count()).toBe(0);
  await page.getByRole("button", { name: /^(Correct|Add) Total area/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Value").fill("4321");
  await dialog.getByLabel("Source", { exact: true }).fill("Survey");
  await dialog.getByRole("button", { name: "Save" }).click();
  await sign.waitFor();
  expect(await sign.count()).toBe(1);
  expect(await page.getByRole("rowheader", { name: new RegExp(`${first.name}.*With figures of yours`) }).count()).toBe(
    1,
  );

  await tick(page, first.name);
  await tick(page, second.name);
  await openView(page, "Compare");
  const figure = page.getByRole("table").getByText("4,321");
  await figure.first().waitFor();
  await page.keyboard.press("Control+z");
  await figure.first().waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+z");
  await figure.first().waitFor();
  expectClean();
});

test("one stated distance is corrected and given back", async () => {
  const park = builtCatalogue().parks.find(({ facts }) => facts.some(({ field }) => field === "statedDistanceKm"));
  const fact = park?.facts.find(({ field }) => field === "statedDistanceKm")?.value;
  if (park === undefined || typeof fact !== "object" || !("to" in fact)) throw new Error("No distance is stated.");
  const page = await open();
  await page.getByRole("searchbox", { name: "Search" }).fill(park.name);
  await page.getByRole("rowheader", { name: park.name }).first().click();
  const correct = page.getByRole("button", { name: `Correct Stated distances: ${fact.to}…`, exact: true });
  await correct.first().click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByLabel("Place").inputValue()).toBe(fact.to);
  expect(await dialog.getByLabel(/^Value/).inputValue()).toBe(String(fact.km));
  await dialog.getByLabel(/^Value/).fill("123");
  await dialog.getByLabel("Source", { exact: true }).fill("Driven by ourselves");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Your figure").first().waitFor();
  const sheet = page.getByRole("complementary", { name: "Site sheet" });
  await sheet
    .getByText(/123 km/)
    .first()
    .waitFor();
  await correct.first().click();
  await dialog.getByRole("button", { name: "Back to the catalogue" }).click();
  await page.getByText("Your figure").first().waitFor({ state: "detached" });
  expect(await sheet.getByText(/123 km/).count()).toBe(0);
  expectClean();
});

test("a click on the map says where a new place lies; Escape puts the tool away", async () => {
  const page = await open();
  await openView(page, "Map");
  const tool = page.getByRole("button", { name: "Add a place by clicking on the map" });
  const map = page.getByRole("application");
  await tool.click();
  await page.getByText("Click where the place is.").waitFor();
  await map.focus();
  await page.keyboard.press("Escape");
  expect(await tool.getAttribute("aria-pressed")).toBe("false");
  await tool.click();
  const box = await map.boundingBox();
  if (box === null) throw new Error("The map has no place.");
  await map.click({ position: { x: box.width / 2, y: box.height / 2 } });
  const dialog = page.getByRole("dialog");
  const at = dialog.getByLabel("Latitude, longitude");
  const clicked = (await at.inputValue()).split(", ").map(Number);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await tool.click();
  await map.focus();
  await page.keyboard.press("Enter");
  // The middle of the map by key is the same place as by click.
  const keyed = (await at.inputValue()).split(", ").map(Number);
  expect(Math.abs((clicked[0] ?? 0) - (keyed[0] ?? 0))).toBeLessThan(0.05);
  expect(Math.abs((clicked[1] ?? 0) - (keyed[1] ?? 0))).toBeLessThan(0.05);
  expect(keyed[0]).toBeGreaterThan(8);
  expect(keyed[0]).toBeLessThan(24);
  expect(keyed[1]).toBeGreaterThan(102);
  expect(keyed[1]).toBeLessThan(110);
  await dialog.getByLabel("Name").fill("Our plant");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("slider", { name: "Our plant" }).waitFor();
  expect(await tool.getAttribute("aria-pressed")).toBe("false");
  expectClean();
});

test("own parks are ranked, marked and on the map; a must-have holds over an own criterion", async () => {
  const page = await open();
  const before = builtCatalogue().parks.length;
  const list = [
    "Name;Province;Area (ha);Land rent USD/m2;Latitude;Longitude;Flood index",
    'Khu Alpha;Hải Phòng;120;100;20,85;106,65;"1,25"',
    'Khu Beta;Hải Phòng;110;95;20,80;106,60;"4,75"',
    'Khu Gamma;Bắc Ninh;80;95;21,10;106,10;"3,50"',
  ].join("\n");
  const transfer = await page.evaluateHandle((content) => {
    const made = new DataTransfer();
    made.items.add(new File([content], "mine.csv"));
    return made;
  }, list);
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await page.getByLabel("Becomes: Flood index").selectOption("column:number");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("mine.csv is imported").waitFor();
  await openView(page, "Own data");
  await page.getByRole("button", { name: "Make a criterion…" }).click();
  await page.getByRole("dialog").getByLabel("Direction").selectOption("cost");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await openView(page, "Ranking");
  await expect.poll(() => shownCount(page), { timeout: 10_000 }).toBe(before + 3);
  await page.getByRole("slider", { name: "Flood index" }).waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill("Khu Beta");
  await expect.poll(() => shownCount(page)).toBe(1);
  await page.getByRole("rowheader", { name: /Khu Beta.*Added by you/ }).click();
  await page.getByRole("searchbox", { name: "Search" }).fill("Khu");

  await page.getByRole("button", { name: "Ways of weighting" }).click();
  await page.getByRole("tab", { name: "Must-haves" }).click();
  await page.getByLabel("Criterion for a must-have").selectOption({ label: "Flood index" });
  const card = page.getByRole("region", { name: "Flood index" });
  await card.waitFor();
  await page.getByText("1 site is left out").first().waitFor();
  await openView(page, "Map");
  await page.getByRole("button", { name: "Show as table" }).click();
  await page.getByRole("row", { name: /Khu Alpha/ }).waitFor();
  expectClean();
});
