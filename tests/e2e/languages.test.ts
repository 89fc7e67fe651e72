/**
 * Languages in real Chromium on the built app: the first start speaks the browser's language, a switch keeps
 * the decision in hand, names and numbers follow, and search finds parks without diacritics in any of them.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OpenedBrowser, type OpenOptions, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { setWeight } from "./workbench-flows";

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

async function open(options: OpenOptions = {}): Promise<OpenedBrowser> {
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 }, ...options });
  opened.push(browser);
  await browser.page.goto(`http://127.0.0.1:${server.port}/`);
  await browser.page.getByRole("grid").getByRole("rowheader").first().waitFor();
  return browser;
}

const language = (page: Page) => page.locator("header select");
const lang = (page: Page) => page.evaluate(() => document.documentElement.lang);

/** Ids of the rows in sight in the order of the screen, with name and score as shown. */
const rows = (page: Page) =>
  page.getByRole("grid").evaluate((grid) =>
    [...grid.querySelectorAll<HTMLElement>("[role=row][aria-rowindex]:not([hidden])")]
      .filter((row) => row.querySelector("[role=rowheader]") !== null)
      .sort((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")))
      .map((row) => ({
        name: row.querySelector("[role=rowheader]")?.textContent ?? "",
        score: row.querySelector("[data-column=score]")?.textContent ?? "",
      })),
  );

async function switchTo(page: Page, locale: string): Promise<void> {
  await language(page).selectOption(locale);
  await expect.poll(() => lang(page)).toBe(locale);
  await page.getByRole("grid").getByRole("rowheader").first().waitFor();
}

test.each([
  ["vi-VN", "vi", "Xếp hạng"],
  ["zh-CN", "zh-Hans", "排名"],
  ["ko-KR", "ko", null],
  ["ja-JP", "ja", null],
  ["de-DE", "en", "Ranking"],
])("a browser in %s starts in %s", async (locale, expected, heading) => {
  const { page, problems } = await open({ locale });
  expect(await lang(page)).toBe(expected);
  expect(await language(page).inputValue()).toBe(expected);
  if (heading !== null) await page.getByRole("heading", { name: heading, exact: true }).waitFor();
  else expect(await page.getByRole("heading", { name: "Ranking", exact: true }).count()).toBe(0);
  expect(problems).toEqual([]);
});

test("a switch keeps the decision, its history and the focus, and is remembered", async () => {
  const { page, problems } = await open();
  await setWeight(page, "Land rent", 100);
  await setWeight(page, "Proximity to China", 0);
  const before = await rows(page);
  await language(page).focus();
  await switchTo(page, "vi");
  expect(await language(page).evaluate((element) => element === document.activeElement)).toBe(true);

  const after = await rows(page);
  expect(after.map(({ score }) => score.replace(",", "."))).toEqual(before.map(({ score }) => score));
  expect(after.map(({ name }) => name)).not.toEqual(before.map(({ name }) => name));
  expect(after.some(({ name }) => /[ạảãáàâấầẩẫậăắằẳẵặđêôơưĐ]/u.test(name))).toBe(true);
  expect(after[0]?.score).toMatch(/^\d+,\d$/);
  expect(await page.getByRole("slider", { name: "Giá thuê đất", exact: true }).inputValue()).toBe("100");

  await page.getByRole("button", { name: /^Hoàn tác: trọng số của/ }).click();
  await expect.poll(() => page.getByRole("slider", { name: "Gần Trung Quốc", exact: true }).inputValue()).not.toBe("0");

  await page.reload();
  await page.getByRole("grid", { name: "Xếp hạng" }).getByRole("rowheader").first().waitFor();
  expect(await lang(page)).toBe("vi");
  await switchTo(page, "en");
  expect((await rows(page))[0]?.score).toMatch(/^\d+\.\d$/);
  expect(problems).toEqual([]);
});

test("search finds a province now and former without diacritics, whatever the language", async () => {
  const { page } = await open();
  const found = async (text: string): Promise<number> => {
    await page.locator("#search").fill(text);
    await page.waitForTimeout(100);
    return Number(await page.getByRole("grid").getAttribute("aria-rowcount")) - 1;
  };
  const all = await found("");
  for (const locale of ["en", "vi", "zh-Hans", "ko", "ja"]) {
    if (locale !== "en") await switchTo(page, locale);
    const plain = await found("bac giang");
    expect(plain).toBeGreaterThan(0);
    expect(plain).toBeLessThan(all);
    expect(await found("Bắc Giang")).toBe(plain);
    await found("");
  }
});

test("dong stand beside dollars at the user's rate, and not before", async () => {
  const { page, problems } = await open();
  const beside = page.getByText(/≈ VND .* at 26,300 VND per USD/);
  const tabs = page.getByRole("navigation", { name: "Views" });
  await tabs.getByRole("button", { name: "Data", exact: true }).click();
  await page.getByText("No rate: amounts stand in USD only.").waitFor();
  const rate = page.getByRole("spinbutton", { name: "VND per USD" });
  await rate.fill("26");
  await page.getByText(/A rate lies between/).waitFor();
  await rate.fill("26300");
  await page.getByText("USD 100 ≈ VND 2.63M at 26,300 VND per USD").waitFor();

  await tabs.getByRole("button", { name: "Ranking", exact: true }).click();
  await page.getByRole("grid").getByRole("rowheader").first().click();
  await beside.first().waitFor();

  // The layout is stored a moment after the last change (`state/persistence.ts`).
  await page.waitForTimeout(1_500);
  await page.reload();
  await page.getByRole("grid").getByRole("rowheader").first().waitFor();
  await beside.first().waitFor();
  expect(problems).toEqual([]);
});
