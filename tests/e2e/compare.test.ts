/**
 * Why a site stands where it stands, and sites side by side, in real Chromium on the built app: figures
 * that open their facts, waivers, the pair chart that adds up, weights to try, questions to copy.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { openView, shownRows, tick, waitForRanking } from "./workbench-flows";

type Server = Awaited<ReturnType<typeof serveBuiltApp>>;

let server: Server;
let opened: OpenedBrowser[] = [];

beforeAll(async () => {
  server = await serveBuiltApp();
});
afterEach(async () => {
  for (const browser of opened) await browser.close().catch(() => {});
  opened = [];
});
afterAll(() => server.close());

async function open(width = 1440, height = 900): Promise<OpenedBrowser> {
  const browser = await openBrowser({ viewport: { width, height } });
  opened.push(browser);
  const origin = `http://127.0.0.1:${server.port}`;
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await browser.page.goto(`${origin}/`);
  await waitForRanking(browser.page);
  return browser;
}

/** Nothing left the machine, nothing broke the security policy, nothing was thrown. */
function expectClean(browser: OpenedBrowser): void {
  expect(browser.outsideRequests).toEqual([]);
  expect(browser.problems).toEqual([]);
}

/** Runs the first command of that name. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Commands" }).fill(name);
  await page.keyboard.press("Enter");
}

const numberOf = (text: string | null): number => Number((text ?? "").replace("−", "-").replace("+", ""));

describe("why this rank", () => {
  test("tells the story in sentences, adds up, and opens a figure's facts by keyboard", async () => {
    const browser = await open();
    const { page } = browser;
    const [first, second] = await shownRows(page);
    const sheet = page.getByRole("complementary", { name: "Site sheet" });
    await sheet.getByRole("heading", { name: "Why this rank" }).waitFor();
    const story = sheet.getByText(/points ahead of/);
    const lead = ((first?.score ?? 0) - (second?.score ?? 0)).toFixed(1);
    const said = /([\d.]+) points ahead of/.exec((await story.textContent()) ?? "")?.[1];
    expect(Math.abs(Number(said) - Number(lead))).toBeLessThan(0.11);
    expect(await story.textContent()).toContain(second?.name ?? "?");

    const chart = sheet.getByRole("table");
    const points = await chart
      .locator("tbody tr td:last-child")
      .evaluateAll((cells) => cells.map((cell) => Number((cell.textContent ?? "").split("/")[0])));
    expect(points).toHaveLength(13);
    expect(points.reduce((sum, one) => sum + one, 0)).toBeCloseTo(first?.score ?? -1, 6);

    const figure = sheet.getByRole("button", { name: /^Land rent: / });
    await figure.focus();
    await page.keyboard.press("Enter");
    const facts = page.getByRole("dialog", { name: "Land rent" });
    await facts.getByText(/plausible/).waitFor();
    expect(await facts.getByRole("link").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await expect.poll(() => figure.evaluate((element) => element === document.activeElement)).toBe(true);
    expectClean(browser);
  });

  test("a must-have that a site fails is waived with a reason, and the waiver undone", async () => {
    const browser = await open();
    const { page } = browser;
    await command(page, "Heavy industry by the port");
    await command(page, "Thang Long Industrial Park");
    const sheet = page.getByRole("complementary", { name: "Site sheet" });
    await sheet.getByText("not ranked").waitFor();
    const gate = sheet
      .getByRole("listitem")
      .filter({ has: page.getByRole("img", { name: "Not met" }) })
      .first();
    expect(await gate.textContent()).toMatch(/misses by [\d,.]+/);
    while ((await sheet.getByRole("button", { name: "Waive…" }).count()) > 0) {
      await sheet.getByRole("button", { name: "Waive…" }).first().click();
      await sheet.getByRole("textbox", { name: "Why may this site pass?" }).fill("A road is being built");
      await page.keyboard.press("Enter");
      await sheet
        .getByText(/Waived .*: A road is being built/)
        .first()
        .waitFor();
    }
    await expect.poll(() => sheet.getByText("not ranked").count()).toBe(0);
    await page.locator("body").press("Control+z");
    await sheet.getByText("not ranked").waitFor();
    expectClean(browser);
  });
});

describe("compare", () => {
  test("an empty comparison offers the first three, which stand in columns with figures and distances", async () => {
    const browser = await open();
    const { page } = browser;
    const names = (await shownRows(page)).slice(0, 3).map(({ name }) => name);
    await openView(page, "Compare");
    await page.getByText("Tick two to six sites").waitFor();
    await page.getByRole("button", { name: "Compare the first three" }).click();
    const region = page.getByRole("region", { name: "Sites side by side" });
    for (const name of names) await region.getByRole("columnheader", { name }).waitFor();
    await region.getByText("Road to the same gateways").waitFor();
    expect(await region.getByRole("button", { name: /\(best\)$/ }).count()).toBeGreaterThan(0);
    expect(await region.getByRole("button", { name: /\(worst\)$/ }).count()).toBeGreaterThan(0);
    await region.getByRole("button", { name: `Take ${names[2]} out of the comparison` }).click();
    await expect.poll(() => region.getByRole("columnheader").count()).toBe(2);
    expectClean(browser);
  });

  test("the pair chart adds up to the difference; tried weights turn the order, undo turns it back", async () => {
    const browser = await open();
    const { page } = browser;
    const [first, , third] = await shownRows(page);
    await tick(page, first?.name ?? "");
    await tick(page, third?.name ?? "");
    await page.getByRole("main").getByRole("button", { name: "Compare", exact: true }).click();
    const pair = page.getByRole("region", { name: "A against B" });
    const chart = pair.getByRole("table", { name: "Where the difference comes from" });
    await chart.waitFor();
    const read = async () => {
      const terms = await chart.locator("tbody td:last-child").allTextContents();
      const total = await chart.locator("tfoot td:last-child").textContent();
      return { sum: terms.reduce((sum, term) => sum + numberOf(term), 0), total: numberOf(total) };
    };
    const before = await read();
    expect(before.total).toBeGreaterThan(0);
    expect(before.sum).toBeCloseTo(before.total, 6);
    expect(Math.abs(before.total - ((first?.score ?? 0) - (third?.score ?? 0)))).toBeLessThan(0.11);

    for (const way of ["One weight", "All weights together, the least move"]) {
      await pair.getByRole("button", { name: `Try these weights: ${way}` }).click();
      await page.getByText(`${third?.name} is ahead now.`).last().waitFor();
      await expect
        .poll(
          async () =>
            (await pair
              .getByText(/points ahead of|are level/)
              .first()
              .textContent()) ?? "",
        )
        .toMatch(new RegExp(`^${third?.name} is`));
      await page.locator("body").press("Control+z");
      await expect.poll(async () => (await read()).total).toBe(before.total);
    }
    expectClean(browser);
  });

  test("questions come from a worker, most telling first, and are copied grouped by park", async () => {
    const browser = await open(1024, 700);
    const { page } = browser;
    await openView(page, "Compare");
    await page.getByRole("button", { name: "Compare the first three" }).click();
    await page.getByRole("button", { name: "What to ask next" }).click();
    await page.getByRole("button", { name: "Copy as text" }).click();
    await page.getByText("The questions are in the clipboard.").waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const panel = page.getByRole("region", { name: "What to ask next" });
    const parks = await panel.getByRole("heading", { level: 4 }).allTextContents();
    expect(parks.length).toBeGreaterThan(0);
    for (const park of parks) expect(text).toContain(`\n${park}\n1. `);
    const worth = (await panel.getByText(/likely to change the choice/).allTextContents()).map((line) =>
      Number.parseFloat(line),
    );
    expect(worth.length).toBe(text.split("\n").filter((line) => /^\d+\. /.test(line)).length);
    expect(worth[0]).toBe(Math.max(...worth));
    expect(text).not.toMatch(/investment certificates|vocational/);
    expectClean(browser);
  });

  test("a site is added by name without diacritics, six at most, and the table scrolls inside its region", async () => {
    const browser = await open(1024, 700);
    const { page } = browser;
    await openView(page, "Compare");
    await page.getByRole("button", { name: "Compare the first three" }).click();
    for (const name of ["Thang Long Industrial Park", "Long Hau", "Yen Phong"]) {
      await page.getByRole("button", { name: "Add a site" }).click();
      await page.getByRole("searchbox", { name: "Add a site" }).fill(name);
      await page.getByRole("dialog", { name: "Add a site" }).getByRole("button", { name }).first().click();
    }
    const region = page.getByRole("region", { name: "Sites side by side" });
    await expect.poll(() => region.getByRole("columnheader").count()).toBe(6);
    expect(await page.getByRole("button", { name: "Add a site" }).isDisabled()).toBe(true);
    const sizes = await region.evaluate((element) => ({
      inner: element.scrollWidth,
      outer: element.clientWidth,
      page: document.documentElement.scrollWidth - innerWidth,
    }));
    expect(sizes.inner).toBeGreaterThan(sizes.outer);
    expect(sizes.page).toBe(0);
    await region.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    expectClean(browser);
  });
});
