/**
 * How sure the ranking is, and other ways to state what matters, in real Chromium on the built app: the
 * workers count, progress stops and goes on, and what is shown agrees with computations made here.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import {
  builtCatalogue,
  openView,
  scoresByDistance,
  setOnlyWeights,
  setWeight,
  shownCount,
  shownRows,
  waitForRanking,
} from "./workbench-flows";

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Page = OpenedBrowser["page"];

let server: Awaited<ReturnType<typeof serveBuiltApp>>;
let browser: OpenedBrowser;
let page: Page;

beforeAll(async () => {
  server = await serveBuiltApp();
});
afterEach(async () => {
  // Nothing left the machine, nothing broke the security policy, nothing was thrown.
  expect(browser.outsideRequests).toEqual([]);
  expect(browser.problems).toEqual([]);
  await browser.close();
});
afterAll(() => server.close());

async function open(): Promise<void> {
  browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  page = browser.page;
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await waitForRanking(page);
}

async function counted(): Promise<void> {
  await page.getByText(/^20,000 weightings$/).waitFor();
}

/** Shares by site name: rank 1 to 15, then lower; in percent as shown. */
async function shownShares(): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await page
    .getByRole("grid", { name: "How often each site takes each rank" })
    .evaluate((grid) =>
      [...grid.querySelectorAll("tbody tr")].map((row): [string, number[]] => [
        row.querySelector("th")?.textContent ?? "",
        [...row.querySelectorAll("[role=gridcell]")].map((cell) => Number(cell.textContent)),
      ]),
    );
  return new Map(rows);
}

const drawer = () => page.getByRole("complementary", { name: "What matters, in detail" });

async function openDrawer(tab: string): Promise<void> {
  await page.getByRole("button", { name: "Ways of weighting" }).click();
  await drawer().getByRole("tab", { name: tab }).click();
}

describe("robustness", () => {
  test("the workers' shares are those of an independent count over all weightings in the stated order", async () => {
    await open();
    await setOnlyWeights(page, { "Proximity to China": 60, "Proximity to ports": 40 });
    await openView(page, "Robustness");
    await page.getByRole("radio", { name: "any in my order" }).check();
    await page.getByRole("checkbox", { name: "Vary doubtful figures" }).uncheck();
    await counted();
    const shares = await shownShares();
    expect(shares.size).toBe(15);

    // With two criteria the larger weight lies evenly between a half and one.
    const catalogue = builtCatalogue();
    const steps = 1000;
    const first = new Map<string, number>();
    for (let step = 0; step < steps; step++) {
      const weight = 0.5 + (0.5 * (step + 0.5)) / steps;
      const scores = scoresByDistance(catalogue, { "Proximity to China": weight, "Proximity to ports": 1 - weight });
      const best = scores[0]?.score ?? 0;
      for (const { name, score } of scores) {
        if (score < best - 1e-12) break;
        first.set(name, (first.get(name) ?? 0) + 1 / steps);
      }
    }
    for (const [name, ranks] of shares) {
      // One percent of rounding, and more than four standard errors of 20,000 samples.
      expect(Math.abs((ranks[0] ?? 0) - 100 * (first.get(name) ?? 0)), name).toBeLessThan(2.5);
      const total = ranks.reduce((sum, share) => sum + share, 0);
      expect(Math.abs(total - 100), name).toBeLessThan(8);
    }
    expect(Math.max(...first.values())).toBeGreaterThan(0.2);
  });

  test("says in a sentence how sure it is, stops and goes on, and follows the weights", async () => {
    await open();
    await openView(page, "Robustness");
    await counted();
    await page.getByText(/to hold the best one in|the best site is/).waitFor();

    // Stops as soon as the button is there: the count must stay where it is.
    await page.evaluate(() => {
      const observer = new MutationObserver(() => {
        const stop = [...document.querySelectorAll("button")].find((button) => button.textContent === "Stop");
        if (stop === undefined) return;
        observer.disconnect();
        stop.click();
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole("radio", { name: "any at all" }).check();
    const stopped = page.getByText(/^Stopped at [\d,]+ of 20,000 weightings$/);
    await stopped.waitFor();
    const text = await stopped.textContent();
    await page.waitForTimeout(400);
    expect(await stopped.textContent()).toBe(text);
    await page.getByRole("button", { name: "Go on" }).click();
    await counted();

    // All weight on one criterion, the figures as they stand: nothing is left open.
    await openView(page, "Ranking");
    await setOnlyWeights(page, { "Business climate": 70 });
    await openView(page, "Robustness");
    await page.getByRole("radio", { name: "near mine" }).check();
    await page.getByRole("checkbox", { name: "Vary doubtful figures" }).uncheck();
    await counted();
    await page.getByText(/^In 100% of 20,000 weightings, the best site is /).waitFor();
  });

  test("other methods, dominated sites and questions come from a worker; the questions can be copied", async () => {
    await open();
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const leader = (await shownRows(page))[0]?.name ?? "";
    await openView(page, "Robustness");
    const opinions = page.getByRole("region", { name: "Second opinion" });
    await page.getByRole("region", { name: "Never first" }).waitFor();
    // Another library's weighted sum over the same values must come to the app's own order.
    const rows = await opinions
      .getByRole("row")
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
    const sums = rows.slice(1, 11).map((cells) => Number(cells[1]));
    expect(sums).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(rows[1]?.[0]).toBe(leader);
    const tau = rows.find((cells) => cells[0]?.startsWith("Kendall"));
    expect(Number(tau?.[1])).toBe(1);
    for (const value of tau?.slice(2, 6) ?? []) {
      expect(Number(value)).toBeGreaterThan(0);
      expect(Number(value)).toBeLessThan(1);
    }

    await page.getByRole("button", { name: "Copy as list" }).click();
    await page.getByText(/questions are on the clipboard/).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const question = await page
      .getByRole("region", { name: "What to ask next" })
      .getByRole("rowheader")
      .first()
      .textContent();
    expect(copied).toContain(question);
    expect(copied).toMatch(/^- .+ \(.+\): (unknown today|today .+)$/m);
  });

  test("the safe range on a slider names who takes over, and that site does", async () => {
    await open();
    const slider = page.getByRole("slider", { name: "Proximity to China", exact: true });
    const limit = /(.+) takes over below ([\d.]+)% of the weight/;
    await expect.poll(() => slider.getAttribute("aria-description")).toMatch(/Inside the band/);
    const words = (await slider.getAttribute("aria-description")) ?? "";
    const [, named = "", share = ""] = limit.exec(words.replace("Inside the band the leader stays first. ", "")) ?? [];
    expect(named, words).not.toBe("");
    const before = (await shownRows(page))[0]?.name;
    expect(named).not.toBe(before);
    // One point at a time until the share is below the limit: the lead changes there and not before.
    for (let points = 99; points >= 0; points--) {
      await setWeight(page, "Proximity to China", points);
      const [rank] = await shownRows(page);
      const now = Number(/([\d.]+)%/.exec((await slider.getAttribute("aria-valuetext")) ?? "")?.[1]);
      if (now < Number(share) - 1) {
        expect(rank?.name).toBe(named);
        break;
      }
      if (now > Number(share) + 1) expect(rank?.name).toBe(before);
    }
  });
});

/** What axe finds on the page as it stands, rule by rule. */
async function violations(): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResult> } }).axe;
    const { violations: found } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  });
}

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  test("axe finds nothing in the view and in the drawer", async () => {
    await open();
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    await openView(page, "Robustness");
    await counted();
    await page.getByRole("region", { name: "Never first" }).waitFor();
    for (const form of ["Heat map", "Bars", "Table"]) {
      await page.getByRole("radio", { name: form }).check();
      await expect.poll(violations, { message: form }).toEqual([]);
    }
    await openView(page, "Ranking");
    await openDrawer("Weights");
    for (const way of ["Sliders", "Order", "Swing", "Pairs"]) {
      await drawer().getByRole("radio", { name: way, exact: true }).check();
      await expect.poll(violations, { message: way }).toEqual([]);
    }
    await drawer().getByRole("tab", { name: "Value curves" }).click();
    expect(await violations()).toEqual([]);
    await drawer().getByRole("tab", { name: "Must-haves" }).click();
    await drawer().getByLabel("Criterion for a must-have").selectOption({ label: "Proximity to ports" });
    await page.getByRole("button", { name: /left out by must-haves/ }).click();
    expect(await violations()).toEqual([]);
  });
});

describe("what matters, in detail", () => {
  test("an order gives rank-order centroid shares; switching the way loses nothing and can be undone", async () => {
    await open();
    const sharesInPanel = () =>
      page
        .getByRole("complementary", { name: "Criteria and filters" })
        .getByRole("slider")
        .evaluateAll((sliders) => sliders.map((slider) => slider.getAttribute("aria-valuetext")));
    const points = await sharesInPanel();
    await openDrawer("Weights");
    await drawer().getByRole("radio", { name: "Order", exact: true }).check();
    const lines = () =>
      drawer()
        .getByRole("listitem")
        .filter({ has: page.getByRole("button", { name: /^Move .+ up$/ }) })
        .evaluateAll((items) =>
          items.map((item) => {
            const [, name = ""] = /^Move (.+); place/.exec(item.querySelector("button")?.ariaLabel ?? "") ?? [];
            const tied = item.querySelector("[aria-pressed=true]") !== null;
            return { name, tied, share: Number(/(\d+)%/.exec(item.textContent ?? "")?.[1]) };
          }),
        );
    const seeded = await lines();
    expect(seeded).toHaveLength(13);
    // Ties broken one by one: 13 places, each with the mean of 1/k from its place on.
    for (const { name, tied } of seeded) {
      if (tied)
        await drawer()
          .getByRole("button", { name: `${name} counts as much as the one above` })
          .click();
    }
    const strict = await lines();
    for (const [place, { tied, share }] of strict.entries()) {
      expect(tied).toBe(false);
      let centroid = 0;
      for (let k = place; k < 13; k++) centroid += 1 / (k + 1) / 13;
      expect(share).toBe(Math.round(centroid * 100));
    }
    // The last one to the top, by keyboard alone.
    const last = strict.at(-1)?.name ?? "";
    const grip = drawer().getByRole("button", { name: new RegExp(`^Move ${last}; place`) });
    await grip.focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowUp");
    const moved = await lines();
    expect(moved.map(({ name }) => name)).toEqual([last, ...strict.slice(0, -1).map(({ name }) => name)]);
    const order = moved.map(({ name }) => name);

    await drawer().getByRole("radio", { name: "Sliders", exact: true }).check();
    await page.getByRole("button", { name: "Close the drawer" }).click();
    expect(await sharesInPanel()).toEqual(points);
    await openDrawer("Weights");
    await drawer().getByRole("radio", { name: "Order", exact: true }).check();
    expect((await lines()).map(({ name }) => name)).toEqual(order);
    await page.getByRole("button", { name: /^Undo: way of weighting/ }).click();
    expect(await drawer().getByRole("radio", { name: "Sliders", exact: true }).isChecked()).toBe(true);
  });

  test("comparisons that contradict each other are told, and what the others say can be taken", async () => {
    await open();
    await openDrawer("Weights");
    await drawer().getByRole("radio", { name: "Pairs", exact: true }).check();
    const pair = drawer().getByRole("slider", { name: / against / });
    const next = drawer().getByRole("button", { name: "Next", exact: true });
    for (let i = 0; i < 25; i++) {
      // A circle among the three criteria of Location; all else equal.
      const name = await pair.getAttribute("aria-label");
      const step =
        name === "Proximity to China against Proximity to ports" ||
        name === "Proximity to ports against Proximity to airports"
          ? -4
          : name === "Proximity to China against Proximity to airports"
            ? 4
            : 0;
      if (step === 0) await drawer().getByRole("button", { name: "equally", exact: true }).click();
      else await pair.fill(String(step));
      if (await next.isEnabled()) await next.click();
    }
    await drawer().getByText("25 of 25 answered.").waitFor();
    await drawer()
      .getByText(/The answers contradict each other/)
      .waitFor();
    await drawer().getByRole("button", { name: "Take what the others say" }).click();
    await expect
      .poll(() =>
        drawer()
          .getByText(/consistency ratio/)
          .textContent(),
      )
      .not.toMatch(/ratio [2-9]/);
  });

  test("a value curve moves by number and by key, refuses nonsense and goes back", async () => {
    await open();
    await setOnlyWeights(page, { "Proximity to ports": 50 });
    const tops = async () => (await shownRows(page)).map(({ score }) => score);
    await openDrawer("Value curves");
    await drawer().getByLabel("Criterion").selectOption({ label: "Proximity to ports" });
    expect((await tops())[0]).toBe(100);
    // From 50 km downwards worth only 0.4: no site can score more than that.
    await drawer().getByLabel("Value of point 1, 0 to 1").fill("0.4");
    await expect.poll(async () => (await tops())[0]).toBe(40);
    await drawer().getByLabel("Value of point 1, 0 to 1").fill("1.4");
    await drawer().getByRole("alert").getByText("Point 1 needs a value from 0 to 1.").waitFor();
    expect((await tops())[0]).toBe(40);
    await drawer().getByLabel("Value of point 1, 0 to 1").fill("0.4");
    await drawer()
      .getByRole("slider", { name: /^Point 1 of 2/ })
      .focus();
    await page.keyboard.press("Shift+ArrowUp");
    await expect.poll(async () => (await tops())[0]).toBe(50);
    await drawer().getByRole("button", { name: "As at first" }).click();
    await expect.poll(async () => (await tops())[0]).toBe(100);
    await page.getByRole("button", { name: "Undo: value curve of Proximity to ports as at first" }).click();
    await expect.poll(async () => (await tops())[0]).toBe(50);
  });

  test("a must-have leaves sites out but in sight, and a reason lets one pass", async () => {
    await open();
    const { parks } = builtCatalogue();
    await openDrawer("Must-haves");
    await drawer().getByLabel("Criterion for a must-have").selectOption({ label: "Proximity to ports" });
    await drawer().getByLabel("Limit of Proximity to ports, km").fill("60");
    const near = parks.filter((park) => (park.access["deep-water-port"]?.km ?? 0) <= 60);
    await expect.poll(() => shownCount(page)).toBe(near.length);
    await page.getByRole("button", { name: `${parks.length - near.length} sites are left out by must-haves` }).click();
    const out = page.getByRole("region", { name: /left out by must-haves/ }).getByRole("listitem");
    const reason = (await out.first().textContent()) ?? "";
    const [, km = ""] = /Distance to a deep-water port: ([\d,]+) km, over 60 km/.exec(reason) ?? [];
    expect(Number(km.replace(",", "")), reason).toBeGreaterThan(59);

    const waive = drawer()
      .getByRole("button", { name: /^Let .+ pass$/ })
      .first();
    const name = /^Let (.+) pass$/.exec((await waive.getAttribute("aria-label")) ?? "")?.[1] ?? "";
    await waive.click();
    await drawer().getByRole("button", { name: "Let it pass" }).click();
    await drawer().getByRole("alert").waitFor();
    await drawer()
      .getByRole("textbox", { name: `Why ${name} may pass` })
      .fill("A new bridge opens in spring");
    await drawer().getByRole("button", { name: "Let it pass" }).click();
    await expect.poll(() => shownCount(page)).toBe(near.length + 1);
    await drawer().getByText(`${name}: A new bridge opens in spring`).waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => shownCount(page)).toBe(near.length);
  });
});
