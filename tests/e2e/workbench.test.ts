/**
 * The main job in real Chromium on the built app and the real catalogue: first run, weights, filters,
 * shortlists that outlive a kill, two windows, no request to anywhere, the keyboard alone.
 */
import axe from "axe-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type OpenedBrowser, type OpenOptions, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import {
  builtCatalogue,
  openView,
  saveShortlist,
  scoresByDistance,
  setOnlyWeights,
  setWeight,
  shortlistNames,
  shownCount,
  shownRows,
  tick,
  waitForRanking,
} from "./workbench-flows";

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

async function open(options: OpenOptions = {}): Promise<OpenedBrowser> {
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 }, ...options });
  opened.push(browser);
  await browser.page.goto(address);
  await waitForRanking(browser.page);
  return browser;
}

/** Nothing left the machine, nothing broke the security policy, nothing was thrown. */
function expectClean(browser: OpenedBrowser): void {
  expect(browser.outsideRequests).toEqual([]);
  expect(browser.problems).toEqual([]);
}

describe("workbench", () => {
  test("first run from an empty profile shows every park, ranked best first", async () => {
    const browser = await open();
    const { page } = browser;
    expect(await page.title()).toBe("Parkwise");
    const catalogue = builtCatalogue();
    expect(await shownCount(page)).toBe(catalogue.parks.length);
    const rows = await shownRows(page);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows[0]?.rank).toBe(1);
    const scores = rows.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const names = new Set(catalogue.parks.map(({ name }) => name));
    for (const { name } of rows) expect(names).toContain(name);
    for (const header of ["Rank", "Site", "Score"]) {
      await page.getByRole("columnheader", { name: header }).first().waitFor();
    }
    expectClean(browser);
  });

  test("compact rows stand closer, without gaps", async () => {
    const browser = await open();
    const { page } = browser;
    const gaps = async (): Promise<number[]> => {
      const tops = await page
        .locator("[role=grid] [role=row][aria-rowindex]:not([hidden])")
        .evaluateAll((rows) => rows.slice(1).map((row) => Math.round(row.getBoundingClientRect().top)));
      return tops.slice(1).map((top, at) => top - (tops[at] ?? 0));
    };
    expect(new Set(await gaps())).toEqual(new Set([32]));
    await page.getByRole("button", { name: "Compact rows" }).click();
    await expect.poll(async () => [...new Set(await gaps())]).toEqual([26]);
    expectClean(browser);
  });

  test("in a drag the order follows the pointer; what is out of sight or beside the table catches up", async () => {
    const browser = await open({ viewport: { width: 1280, height: 700 } });
    const { page } = browser;
    const catalogue = builtCatalogue();
    const provinceName = new Map(catalogue.provinces.map(({ code, nameEn }) => [code, nameEn]));
    const provinceOf = new Map(catalogue.parks.map((park) => [park.name, provinceName.get(park.province)]));
    const slider = page.getByRole("slider", { name: "Proximity to China", exact: true });
    const box = await slider.boundingBox();
    if (box === null) throw new Error("The slider is out of sight.");
    const before = await shownRows(page);
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width - 6, y);
    await page.mouse.down();
    for (let step = 1; step <= 30; step++) await page.mouse.move(box.x + box.width * (1 - step / 30) + 2, y);
    // The pointer is still down.
    await expect.poll(async () => Number(await slider.inputValue())).toBeLessThan(5);
    const rows = await shownRows(page);
    expect(rows.map(({ name }) => name)).not.toEqual(before.map(({ name }) => name));
    const grid = page.getByRole("grid", { name: "Ranking" });
    const cells = () =>
      grid.evaluate((element) =>
        [...element.querySelectorAll<HTMLElement>("[role=row]:not([hidden])")]
          .filter((row) => row.querySelector("[role=rowheader]") !== null)
          .map((row) =>
            ["site", "province", "rank"].map((id) => row.querySelector(`[data-column=${id}]`)?.textContent),
          ),
      );
    await expect
      .poll(async () => (await cells()).filter(([name, province]) => province !== provinceOf.get(name ?? "")))
      .toEqual([]);
    expect((await cells()).map(([, , rank]) => Number(rank))).toEqual(rows.map(({ rank }) => rank));
    // Shares of all criteria, and the sheet's score beside the row's.
    const shares = () =>
      page
        .getByRole("slider")
        .evaluateAll((sliders) =>
          sliders.reduce(
            (sum, one) => sum + Number(/([\d.]+)\s?%/.exec(one.getAttribute("aria-valuetext") ?? "")?.[1]),
            0,
          ),
        );
    await expect.poll(shares).toBeGreaterThan(94);
    expect(await shares()).toBeLessThan(106);
    const [leader] = rows;
    await page.mouse.up();
    await page.getByRole("rowheader", { name: leader?.name ?? "", exact: true }).click();
    await page
      .getByRole("complementary", { name: "Site sheet" })
      .getByText(`Score ${leader?.score.toFixed(1)}`)
      .first()
      .waitFor();
    expectClean(browser);
  });

  test("one weight changed reorders the table as an independent computation says", async () => {
    const browser = await open();
    const { page } = browser;
    const catalogue = builtCatalogue();
    const expectOrder = async (weights: Readonly<Record<string, number>>): Promise<string[]> => {
      const expected = scoresByDistance(catalogue, weights);
      const rows = await shownRows(page);
      expect(rows.map(({ score }) => score)).toEqual(
        expected.slice(0, rows.length).map(({ score }) => Number((score * 100).toFixed(1))),
      );
      // Sites with equal scores may stand in any order among themselves here.
      for (const row of rows) {
        const own = expected.filter(({ name }) => name === row.name).map(({ score }) => (score * 100).toFixed(1));
        expect(own).toContain(row.score.toFixed(1));
        const better = expected.filter(({ score }) => score * 100 > row.score + 0.05).length;
        expect(row.rank).toBeGreaterThan(better);
      }
      return rows.map(({ name }) => name);
    };
    await setOnlyWeights(page, { "Proximity to China": 60, "Proximity to ports": 30, "Proximity to airports": 45 });
    const before = await expectOrder({
      "Proximity to China": 60,
      "Proximity to ports": 30,
      "Proximity to airports": 45,
    });
    await setWeight(page, "Proximity to China", 0);
    const after = await expectOrder({ "Proximity to ports": 30, "Proximity to airports": 45 });
    expect(after).not.toEqual(before);
    await page.keyboard.press("Control+z");
    await expect.poll(async () => (await shownRows(page)).map(({ name }) => name)).toEqual(before);
    await page.keyboard.press("Control+Shift+Z");
    await expect.poll(async () => (await shownRows(page)).map(({ name }) => name)).toEqual(after);
    expectClean(browser);
  });

  test("filters leave out sites and change no score; their counts hold", async () => {
    const browser = await open();
    const { page } = browser;
    const { parks } = builtCatalogue();
    const before = new Map((await shownRows(page)).map(({ name, score }) => [name, score]));
    const region = page.getByRole("group", { name: "Region", exact: true });
    await region.getByRole("checkbox", { name: "North", exact: true }).check();
    const north = parks.filter((park) => park.region === "north");
    await expect.poll(() => shownCount(page)).toBe(north.length);
    const names = new Set(north.map(({ name }) => name));
    for (const row of await shownRows(page)) {
      expect(names).toContain(row.name);
      if (before.has(row.name)) expect(row.score).toBe(before.get(row.name));
    }
    await page
      .getByRole("group", { name: "Rent tier", exact: true })
      .getByRole("checkbox", { name: "Low", exact: true })
      .check();
    const lowRent = north.filter((park) => park.rentTier === "low");
    await expect.poll(() => shownCount(page)).toBe(lowRent.length);
    // A facet's own counts say what each of its options would show.
    const south = await region.getByRole("checkbox", { name: "South", exact: true }).evaluate((input) => {
      return document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent;
    });
    expect(south).toBe(String(parks.filter((park) => park.region === "south" && park.rentTier === "low").length));
    expect(
      await page.getByRole("group", { name: "Sector", exact: true }).getByRole("checkbox").count(),
    ).toBeGreaterThan(10);
    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await expect.poll(() => shownCount(page)).toBe(parks.length);
    expectClean(browser);
  });

  test("search finds without diacritics, under the former province, and keeps the rank", async () => {
    const browser = await open();
    const { page } = browser;
    const total = await shownCount(page);
    await page.getByRole("searchbox", { name: "Search" }).fill("yen phong bac ninh");
    await expect.poll(() => shownCount(page)).toBeLessThan(20);
    const found = await shownRows(page);
    expect(found.map(({ name }) => name).join()).toMatch(/Yen Phong/);
    expect(found.some(({ rank }) => rank > 1 && rank <= total)).toBe(true);
    await page.getByRole("searchbox", { name: "Search" }).fill("Thái Bình");
    await expect.poll(() => shownCount(page)).toBeGreaterThan(3);
    await page.getByRole("searchbox", { name: "Search" }).fill("no such park anywhere");
    await page.getByRole("button", { name: "Remove filter Search" }).last().click();
    await expect.poll(() => shownCount(page)).toBe(total);
    expectClean(browser);
  });

  test("a shortlist outlives a kill right after the save, with weights, filters and order", async () => {
    const first = await open();
    const { page, profile } = first;
    await setWeight(page, "Labour supply", 100);
    await page
      .getByRole("group", { name: "Region", exact: true })
      .getByRole("checkbox", { name: "Central", exact: true })
      .check();
    await expect.poll(() => shownCount(page)).toBeLessThan(300);
    const rows = await shownRows(page);
    const chosen = rows.slice(0, 3).map(({ name }) => name);
    for (const name of chosen) await tick(page, name);
    await saveShortlist(page, "Đà Nẵng 10 ha");
    await first.kill();

    const second = await open({ profile });
    expect(await shortlistNames(second.page)).toEqual(["Đà Nẵng 10 ha"]);
    const main = second.page.getByRole("main");
    for (const [at, name] of chosen.entries()) {
      const row = main.getByRole("row").filter({ has: second.page.getByRole("rowheader", { name, exact: true }) });
      await expect.poll(() => row.getByRole("cell").nth(0).textContent()).toBe(String(rows[at]?.rank));
    }
    await openView(second.page, "Ranking");
    await waitForRanking(second.page);
    expect(await second.page.getByRole("slider", { name: "Labour supply", exact: true }).inputValue()).toBe("100");
    expect((await shownRows(second.page)).slice(0, 8)).toEqual(rows.slice(0, 8));
    expectClean(second);
  });

  test("shortlists: rename, note, delete with undo, restore weights", async () => {
    const browser = await open();
    const { page } = browser;
    const top = (await shownRows(page))[0]?.name ?? "";
    await tick(page, top);
    await saveShortlist(page, "First");
    await setWeight(page, "Land rent", 100);
    await openView(page, "Shortlists");
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Second");
    await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
    await expect.poll(() => shortlistNames(page)).toEqual(["Second"]);
    await page.getByRole("textbox", { name: "Note on the shortlist" }).fill("Ask for the lease term");
    await page.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => shortlistNames(page)).toEqual([]);
    await page.keyboard.press("Control+z");
    await expect.poll(() => shortlistNames(page)).toEqual(["Second"]);
    expect(await page.getByRole("textbox", { name: "Note on the shortlist" }).inputValue()).toBe(
      "Ask for the lease term",
    );
    await page.getByRole("button", { name: "Use its weights and filters" }).click();
    await waitForRanking(page);
    expect(await page.getByRole("slider", { name: "Land rent", exact: true }).inputValue()).not.toBe("100");
    expectClean(browser);
  });

  test("a shortlist saved in one window shows in the other", async () => {
    const browser = await open();
    const other = await browser.context.newPage();
    await other.goto(address);
    await waitForRanking(other);
    expect(await shortlistNames(other)).toEqual([]);
    await browser.page.bringToFront();
    await tick(browser.page, (await shownRows(browser.page))[1]?.name ?? "");
    await saveShortlist(browser.page, "Seen by both");
    await expect
      .poll(() => other.getByRole("list", { name: "Shortlists" }).getByRole("listitem").allTextContents())
      .toEqual([expect.stringContaining("Seen by both")]);
    expectClean(browser);
  });

  test("the sheet shows facts with sources, and what nobody states", async () => {
    const browser = await open();
    const { page } = browser;
    const { parks } = builtCatalogue();
    const name = (await shownRows(page))[2]?.name ?? "";
    await page.getByRole("rowheader", { name, exact: true }).click();
    const sheet = page.getByRole("complementary", { name: "Site sheet" });
    await sheet.getByRole("heading", { name, exact: true }).waitFor();
    const park = parks.find((candidate) => candidate.name === name);
    if (park === undefined) throw new Error(`${name} is not in the catalogue`);
    await sheet.getByText(park.nameVi, { exact: true }).first().waitFor();
    await sheet.getByRole("heading", { name: "Unknown" }).waitFor();
    const contributions = await sheet.getByRole("table").getByRole("row").count();
    expect(contributions).toBe(15);
    expectClean(browser);
  });

  test("the whole path by keyboard alone", async () => {
    const browser = await open();
    const { page } = browser;
    const grid = page.getByRole("grid", { name: "Ranking" });
    await page.keyboard.press("/");
    await page.keyboard.type("vsip");
    await expect.poll(() => shownCount(page)).toBeLessThan(60);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const rows = await shownRows(page);
    const active = async () =>
      page.evaluate(() => {
        const id = document.activeElement?.getAttribute("aria-activedescendant") ?? "";
        return document.getElementById(id)?.closest("[role=row]")?.querySelector("[role=rowheader]")?.textContent;
      });
    await page.keyboard.press("Home");
    expect(await active()).toBe(rows[0]?.name);
    await page.keyboard.press("ArrowDown");
    expect(await active()).toBe(rows[1]?.name);
    await page.keyboard.press("Space");
    expect(await page.getByRole("checkbox", { name: `Select ${rows[1]?.name}`, exact: true }).isChecked()).toBe(true);
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("complementary", { name: "Site sheet" });
    await sheet.getByRole("heading", { name: rows[1]?.name ?? "", exact: true }).waitFor();
    await page.keyboard.press("End");
    await expect.poll(active).toBe((await shownRows(page)).at(-1)?.name);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Commands" }).fill("shortlists");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Shortlists" }).waitFor({ state: "attached" });
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Commands" }).fill("ranking");
    await page.keyboard.press("Enter");
    await grid.waitFor();
    const slider = page.getByRole("slider", { name: "Land rent", exact: true });
    const before = Number(await slider.inputValue());
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    expect(Number(await slider.inputValue())).toBe(before + 11);
    expectClean(browser);
  });

  test.each(["light", "dark"] as const)("axe finds nothing to object to, %s", async (colorScheme) => {
    const browser = await open();
    const { page } = browser;
    await page.emulateMedia({ colorScheme });
    const violations = async (): Promise<readonly string[]> => {
      // Through the protocol, not a script element: the page's security policy stays as it is.
      await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document);
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
      });
      return found;
    };
    expect(await violations()).toEqual([]);
    await tick(page, (await shownRows(page))[0]?.name ?? "");
    await page.getByRole("button", { name: "Save shortlist" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press("Escape");
    await saveShortlist(page, "To look at");
    expect(await shortlistNames(page)).toEqual(["To look at"]);
    expect(await violations()).toEqual([]);
    await openView(page, "Data");
    await page.getByRole("heading", { name: "Coverage of evidence" }).waitFor();
    expect(await violations()).toEqual([]);
    expectClean(browser);
  });

  test("columns: sort, hide, move and stay in sight survive a reload", async () => {
    const browser = await open();
    const { page } = browser;
    const ranks = (await shownRows(page)).map(({ rank }) => rank);
    await page.getByRole("columnheader", { name: /^Site/ }).getByRole("button").first().click();
    await expect.poll(async () => (await shownRows(page)).map(({ rank }) => rank)).not.toEqual(ranks);
    const byName = (await shownRows(page)).map(({ name }) => name);
    expect(byName).toEqual([...byName].sort(new Intl.Collator("vi").compare));
    await page.getByRole("columnheader", { name: /^Province/ }).hover();
    await page.getByRole("button", { name: "Province: column menu" }).click();
    await page.getByRole("menuitem", { name: "Hide" }).click();
    await expect.poll(() => page.getByRole("columnheader", { name: /^Province/ }).count()).toBe(0);
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.waitForTimeout(600);
    await page.reload();
    await waitForRanking(page);
    expect(await page.getByRole("columnheader", { name: /^Province/ }).count()).toBe(0);
    expectClean(browser);
  });
});
