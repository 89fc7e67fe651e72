/**
 * The map in real Chromium on the built app and the real catalogue: nothing leaves the machine, the
 * policy holds, pointer and keyboard choose and tick what the ranking knows, and the table says the same.
 */

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { builtCatalogue, openView, setOnlyWeights, shownRows, waitForRanking } from "./workbench-flows";

type Server = Awaited<ReturnType<typeof serveBuiltApp>>;

let server: Server;
let address = "";
let opened: OpenedBrowser[] = [];

beforeAll(async () => {
  server = await serveBuiltApp();
  address = `http://127.0.0.1:${server.port}/`;
});
afterEach(async () => {
  for (const browser of opened) await browser.close().catch(() => {});
  opened = [];
});
afterAll(() => server.close());

async function open(prepare: (page: Page) => Promise<void> = async () => {}): Promise<OpenedBrowser> {
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  opened.push(browser);
  await prepare(browser.page);
  await browser.page.goto(address);
  await waitForRanking(browser.page);
  return browser;
}

function map(page: Page) {
  return page.getByRole("application", { name: /Map of the sites/ });
}

/** Opens the map and waits until its ground is drawn: the country's land is in the middle of the picture. */
async function openMap(page: Page): Promise<void> {
  await openView(page, "Map");
  await map(page).waitFor();
  await expect.poll(() => coloursOf(page, 0), { timeout: 10_000 }).toBeGreaterThan(40);
  await expect.poll(() => coloursOf(page, 1), { timeout: 10_000 }).toBeGreaterThan(40);
}

/** How many different colours a canvas shows (0 the ground, 1 the sites). */
function coloursOf(page: Page, index: number): Promise<number> {
  return map(page).evaluate((element, at) => {
    const canvas = element.querySelectorAll("canvas")[at];
    const context = canvas?.getContext("2d");
    if (canvas === undefined || !context || canvas.width === 0) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4 * 7) {
      seen.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    }
    return seen.size;
  }, index);
}

/** What the map says to those who do not see it. */
function said(page: Page): Promise<string> {
  return page
    .locator("main [role=status].visually-hidden")
    .textContent()
    .then((text) => text ?? "");
}

async function tickedCount(page: Page): Promise<number> {
  const untick = page.getByRole("button", { name: /^Untick \d+$/ });
  if ((await untick.count()) === 0) return 0;
  return Number(/\d+/.exec((await untick.textContent()) ?? "")?.[0]);
}

function expectClean(browser: OpenedBrowser): void {
  expect(browser.outsideRequests).toEqual([]);
  expect(browser.problems).toEqual([]);
}

/** Scores of the table behind the map, by name. */
async function tableRows(page: Page): Promise<readonly { rank: number; name: string; score: number }[]> {
  return page.getByRole("table", { name: "Sites on the map, best first" }).evaluate((table) =>
    [...table.querySelectorAll("tbody tr")].map((row) => ({
      rank: Number(row.querySelectorAll("td")[0]?.textContent),
      name: row.querySelector("th")?.textContent ?? "",
      score: Number(row.querySelectorAll("td")[3]?.textContent),
    })),
  );
}

describe("map", () => {
  test("its code and its boundaries come when it is opened, from this machine alone", async () => {
    const requested: string[] = [];
    const browser = await open(async (page) => {
      page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    });
    const { page } = browser;
    expect(requested.filter((path) => path.includes("boundaries") || path.includes("map-view"))).toEqual([]);
    await openMap(page);
    const files = requested.filter((path) => path.startsWith("/catalogue/boundaries/")).sort();
    expect(files).toEqual([
      "/catalogue/boundaries/countries.json",
      "/catalogue/boundaries/land-borders.json",
      "/catalogue/boundaries/provinces34.json",
      "/catalogue/boundaries/roads.json",
    ]);
    await page.getByRole("button", { name: "Layers" }).click();
    await page.getByRole("radio", { name: "63 before July 2025" }).check();
    await page.getByRole("checkbox", { name: "Railways" }).check();
    await expect.poll(() => requested).toContain("/catalogue/boundaries/provinces63.json");
    await expect.poll(() => requested).toContain("/catalogue/boundaries/railways.json");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Map sources" }).click();
    const sources = page.getByRole("dialog", { name: "Map sources" });
    for (const text of ["CC BY-SA 4.0", "expressways opened since about 2010", "not the surveyed boundary", "110° E"]) {
      await sources.getByText(text).first().waitFor();
    }
    expectClean(browser);
  });

  test("the keyboard walks by rank, opens the sheet, ticks, moves and zooms", async () => {
    const browser = await open();
    const { page } = browser;
    const [first, second] = await shownRows(page);
    await openMap(page);
    await map(page).focus();
    await page.keyboard.press("PageDown");
    await expect.poll(() => said(page)).toContain(`${first?.name}. Rank 1, ${first?.score.toFixed(1)} points`);
    await page.keyboard.press("PageDown");
    await expect.poll(() => said(page)).toContain(`${second?.name}. Rank 2,`);
    await page.keyboard.press("Space");
    await expect.poll(() => tickedCount(page)).toBe(1);
    await page.keyboard.press("Enter");
    await page
      .getByRole("complementary", { name: "Site sheet" })
      .getByRole("heading", { name: second?.name ?? "", exact: true })
      .waitFor();
    // Zoomed in far the scale bar is short; 0 shows all sites again.
    const scale = page.getByRole("img", { name: /^Scale: / });
    const wide = await scale.getAttribute("aria-label");
    await map(page).focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press("+");
    await expect.poll(() => scale.getAttribute("aria-label")).not.toBe(wide);
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("0");
    await expect.poll(() => scale.getAttribute("aria-label")).toBe(wide);
    // The ticks are the table's ticks.
    await openView(page, "Ranking");
    await waitForRanking(page);
    expect(await page.getByRole("checkbox", { name: `Select ${second?.name}`, exact: true }).isChecked()).toBe(true);
    expectClean(browser);
  });

  test("a click on a mark opens its sheet; box and lasso tick what lies inside", async () => {
    const browser = await open();
    const { page } = browser;
    // Those of one former province, so that marks stand apart.
    await page.getByRole("searchbox", { name: "Search" }).fill("ninh thuan");
    await expect.poll(async () => (await shownRows(page)).length).toBeLessThan(12);
    const found = await shownRows(page);
    expect(found.length).toBeGreaterThan(1);
    await openMap(page);
    const box = await map(page).boundingBox();
    if (box === null) throw new Error("no map");
    // A walk over the picture until the map says what is under the pointer: its tooltip is drawn text.
    const names = new Set(found.map(({ name }) => name));
    const tip = page.locator("main strong");
    let at: { x: number; y: number } | null = null;
    for (let y = 20; y < box.height - 20 && at === null; y += 10) {
      for (let x = 60; x < box.width - 200; x += 10) {
        await page.mouse.move(box.x + x, box.y + y);
        if ((await tip.count()) === 0) continue;
        if (names.has((await tip.first().textContent()) ?? "")) {
          at = { x: box.x + x, y: box.y + y };
          break;
        }
      }
    }
    if (at === null) throw new Error("no mark was found under the pointer");
    const name = (await tip.first().textContent()) ?? "";
    await page.mouse.click(at.x, at.y);
    await page.getByRole("complementary", { name: "Site sheet" }).getByRole("heading", { name, exact: true }).waitFor();
    // A box over the whole map takes every site found, and no other.
    await page.keyboard.down("Shift");
    await page.mouse.move(box.x + 3, box.y + 3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.mouse.move(box.x + box.width - 3, box.y + box.height - 3, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await expect.poll(() => tickedCount(page)).toBe(found.length);
    // The lasso with Alt held takes them out again, here those around the clicked one.
    await page.getByRole("button", { name: "Tick sites with a lasso" }).click();
    await page.keyboard.down("Alt");
    await page.mouse.move(at.x - 14, at.y - 14);
    await page.mouse.down();
    for (const [dx, dy] of [
      [14, -14],
      [14, 14],
      [-14, 14],
      [-14, -12],
    ] as const)
      await page.mouse.move(at.x + dx, at.y + dy, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up("Alt");
    await expect.poll(() => tickedCount(page)).toBeLessThan(found.length);
    expectClean(browser);
  });

  test("dragging pans, the wheel zooms at the pointer, and neither chooses a site", async () => {
    const browser = await open();
    const { page } = browser;
    await openMap(page);
    const sheet = page.getByRole("complementary", { name: "Site sheet" }).getByRole("heading", { level: 2 });
    const before = (await sheet.textContent()) ?? "";
    const box = await map(page).boundingBox();
    if (box === null) throw new Error("no map");
    const picture = (): Promise<number> =>
      map(page).evaluate((element) => {
        const canvas = element.querySelector("canvas");
        const context = canvas?.getContext("2d");
        if (!canvas || !context) return 0;
        let hash = 0;
        for (const byte of context.getImageData(0, 0, canvas.width, canvas.height).data) hash = (hash * 31 + byte) | 0;
        return hash;
      });
    const still = await picture();
    await page.mouse.move(box.x + 200, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 230, box.y + 320, { steps: 3 });
    await page.mouse.up();
    await expect.poll(picture).not.toBe(still);
    const scale = page.getByRole("img", { name: /^Scale: / });
    const wide = await scale.getAttribute("aria-label");
    await page.mouse.wheel(0, -1500);
    await expect.poll(() => scale.getAttribute("aria-label")).not.toBe(wide);
    expect((await sheet.textContent()) ?? "").toBe(before);
    expectClean(browser);
  });

  test("the table says what the ranking says, of the window or of all, and follows the weights", async () => {
    const browser = await open();
    const { page } = browser;
    await openMap(page);
    await page.getByRole("button", { name: "Show as table" }).click();
    await page.getByText(`${builtCatalogue().parks.length} sites in the map's window, best first`).waitFor();
    await page.getByRole("radio", { name: "All sites" }).check();
    await setOnlyWeights(page, { "Proximity to ports": 100 });
    await expect.poll(async () => (await tableRows(page))[0]?.rank).toBe(1);
    const rows = await tableRows(page);
    expect(rows.length).toBe(100);
    await openView(page, "Ranking");
    await waitForRanking(page);
    const ranked = await shownRows(page);
    expect(rows.slice(0, ranked.length)).toEqual(ranked);
    // The window's list is the shorter one once the map has been moved nearer.
    await openView(page, "Map");
    await page.getByRole("button", { name: "Show as map" }).click();
    await map(page).focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("+");
    await page.waitForTimeout(400);
    await page.getByRole("button", { name: "Show as table" }).click();
    const line = (await page.getByText(/sites? in the map's window/).textContent()) ?? "";
    expect(Number(/\d+/.exec(line)?.[0])).toBeLessThan(builtCatalogue().parks.length);
    expectClean(browser);
  });

  test("a boundary file that is missing costs its layer, says so in a sentence, and can be asked for again", async () => {
    const browser = await open();
    const { page } = browser;
    // The service worker would answer from its store: so the file goes missing where the page asks for it.
    await page.evaluate(() => {
      const real = window.fetch;
      let missing = true;
      addEventListener("mend", () => {
        missing = false;
      });
      window.fetch = (input, init) =>
        missing && String(input).includes("boundaries/provinces34.json")
          ? Promise.resolve(new Response("", { status: 404 }))
          : real(input, init);
    });
    await openMap(page);
    const alert = page.getByRole("alert");
    await alert.getByText("This layer cannot be read and is not drawn: 34 provinces.").waitFor();
    await page.evaluate(() => dispatchEvent(new Event("mend")));
    await alert.getByRole("button", { name: "Try again" }).click();
    await alert.waitFor({ state: "detached" });
    expectClean(browser);
  });
});
