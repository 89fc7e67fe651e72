/** Decision records in real Chromium: a saved shortlist replays bit for bit, and what moved is explained. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { openView, saveShortlist, setOnlyWeights, shownRows, tick, waitForRanking } from "./workbench-flows";

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

test("a record replays bit for bit, says why sites moved under other weights, and stands beside another record", async () => {
  browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  const { page } = browser;
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await waitForRanking(page);
  const chosen = (await shownRows(page)).slice(0, 3);
  for (const { name } of chosen) await tick(page, name);
  await saveShortlist(page, "Before");
  await setOnlyWeights(page, { "Land rent": 100 });
  await saveShortlist(page, "After");

  await openView(page, "Shortlists");
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole("list", { name: "Shortlists" }).getByRole("button", { name: "Before" }).click();
  const record = page.getByRole("region", { name: "Decision record" });
  await record.getByText("Replays to the same ranks, bit for bit").waitFor();
  // The same catalogue with the record's own weights: nothing may move.
  expect(await record.getByTestId("record-summary").textContent()).toContain("Nothing moved");

  const against = record.getByRole("combobox", { name: "Run again or compare" });
  const moves = record.getByRole("table", { name: "What moved, and why" });
  const rowOf = (name: string) =>
    moves.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  for (const choice of ["Today's catalogue, the weights and filters in use", "After"]) {
    await against.selectOption({ label: choice });
    await moves.waitFor();
    const first = rowOf(chosen[0]?.name ?? "");
    expect(await first.getByRole("cell").nth(0).textContent()).toBe(String(chosen[0]?.rank));
    const why = (await first.getByRole("listitem").allTextContents()).join("\n");
    expect(why).toMatch(/^Weights: /);
    expect(why).toMatch(/weight [\d.]+% → [\d.]+%/);
    expect(why).not.toMatch(/^(Engine|Figures|Value functions)/m);
    const weights = record.getByRole("table", { name: "Weights side by side" });
    const rent = weights.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Land rent" }) });
    expect(await rent.getByRole("cell").nth(1).textContent()).toBe("100.0%");
  }
  // What the other record says of itself.
  await page.getByRole("list", { name: "Shortlists" }).getByRole("button", { name: "After" }).click();
  await record.getByText("Replays to the same ranks, bit for bit").waitFor();
  // The figures were stored once for both.
  const stored = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const request = indexedDB.open("parkwise");
        request.onerror = () => reject(request.error ?? new Error("open failed"));
        request.onsuccess = () => {
          const count = request.result.transaction("inputs").objectStore("inputs").count();
          count.onsuccess = () => {
            request.result.close();
            resolve(count.result);
          };
        };
      }),
  );
  expect(stored).toBe(1);
  // Sites' names have room in the smallest window.
  const header = await page.getByRole("main").getByRole("rowheader").first().boundingBox();
  expect(header?.width).toBeGreaterThan(170);
  expect(browser.outsideRequests).toEqual([]);
  expect(browser.problems).toEqual([]);
}, 90_000);
