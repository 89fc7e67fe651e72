/**
 * The user's own layer in real Chromium on the built app: edits, own parks, places and criteria, an import
 * and its undoing, a colleague's file, two windows, and files that no one should have sent.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type OpenedBrowser, openBrowser } from "../support/browser";
import { serveBuiltApp } from "../support/built-app";
import { builtCatalogue, openView, shownCount, waitForRanking } from "./workbench-flows";

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

async function open(): Promise<OpenedBrowser> {
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  opened.push(browser);
  await browser.page.goto(`http://127.0.0.1:${server.port}/`);
  await waitForRanking(browser.page);
  return browser;
}

function expectClean(browser: OpenedBrowser): void {
  expect(browser.outsideRequests).toEqual([]);
  expect(browser.problems).toEqual([]);
}

/** Drops a file on the window, as a file manager would. */
async function drop(page: Page, name: string, content: string | Buffer): Promise<void> {
  const bytes = [...Buffer.from(content)];
  const transfer = await page.evaluateHandle(
    ({ file, data }) => {
      const made = new DataTransfer();
      made.items.add(new File([new Uint8Array(data)], file));
      return made;
    },
    { file: name, data: bytes },
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

/** Numbers of records in the tables of the layer. */
function stored(page: Page): Promise<Record<string, number>> {
  return page.evaluate(
    () =>
      new Promise<Record<string, number>>((resolve, reject) => {
        const request = indexedDB.open("parkwise");
        request.onerror = () => reject(request.error ?? new Error("open failed"));
        request.onsuccess = () => {
          const names = ["edits", "customParks", "imports", "columns", "criteria", "gateways", "hidden"];
          const transaction = request.result.transaction(names);
          const counts: Record<string, number> = {};
          for (const name of names) {
            const count = transaction.objectStore(name).count();
            count.onsuccess = () => {
              counts[name] = count.result;
            };
          }
          transaction.oncomplete = () => {
            request.result.close();
            resolve(counts);
          };
        };
      }),
  );
}

const NOTHING = { edits: 0, customParks: 0, imports: 0, columns: 0, criteria: 0, gateways: 0, hidden: 0 };

const LIST = [
  "Name;Province;Area (ha);Land rent USD/m2;Latitude;Longitude;Flood index",
  'KCN Quế Võ;Bắc Ninh;336,9;150;21,15;106,13;"2,25"',
  '"Khu của tôi";Hải Phòng;120;abc;20,85;106,65;"1,25"',
  'Second estate;Hải Phòng;99999999;95;20,80;106,60;"4,75"',
  'Third estate;Bắc Ninh;80;95;21,10;106,10;"3,50"',
].join("\n");

async function importList(page: Page): Promise<void> {
  await drop(page, "my list.csv", LIST);
  await page.getByLabel("Becomes: Flood index").selectOption("column:number");
  await page.getByText("3 new parks, 1 row merged into known parks").waitFor();
}

describe("edits", () => {
  test("a corrected figure counts at once, shows the catalogue's beneath, and is undone, redone and reverted", async () => {
    const browser = await open();
    const { page } = browser;
    await page.getByRole("button", { name: "Correct Land rent" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Save" }).click();
    expect(await dialog.getByRole("alert").textContent()).toBe("Enter a number.");
    await dialog.getByLabel("From, ").fill("99999");
    await dialog.getByLabel("Source", { exact: true }).fill("Offer of 12 October");
    await dialog.getByRole("button", { name: "Save" }).click();
    expect(await dialog.getByRole("alert").textContent()).toContain("from 1 to 2,000");
    await dialog.getByLabel("From, ").fill("41");
    await dialog.getByLabel("To (").fill("");
    await dialog.getByLabel("Address of the source").fill("http://example.com");
    await dialog.getByRole("button", { name: "Save" }).click();
    expect(await dialog.getByRole("alert").textContent()).toContain("https://");
    expect(await stored(page)).toEqual(NOTHING);
    await dialog.getByLabel("Address of the source").fill("https://example.com/offer");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Your figure").waitFor();
    const rent = page.locator("dt", { hasText: /^Land rent$/ }).locator("xpath=following-sibling::dd");
    expect(await rent.textContent()).toContain("41 USD");
    expect(await rent.textContent()).toContain("Catalogue: ");

    // A second window sees it without being told.
    const other = await browser.context.newPage();
    await other.goto(page.url());
    await waitForRanking(other);
    await other.getByText("Your figure").waitFor();
    await page.keyboard.press("Control+z");
    await page.getByText("Your figure").waitFor({ state: "detached" });
    await other.getByText("Your figure").waitFor({ state: "detached" });
    await page.keyboard.press("Control+Shift+z");
    await page.getByText("Your figure").waitFor();

    // It is there after a start, and the history gives the field back.
    await page.reload();
    await waitForRanking(page);
    await page.getByText("Your figure").waitFor();
    await page.getByRole("button", { name: "Correct Land rent" }).click();
    await page.getByRole("dialog").getByText("41 USD").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Back to the catalogue" }).click();
    await page.getByText("Your figure").waitFor({ state: "detached" });
    expect((await stored(page)).edits).toBe(1);
    expectClean(browser);
  });

  test("a park is hidden and shown again; one is added by hand and ranked", async () => {
    const { page } = await open();
    const before = builtCatalogue().parks.length;
    await page.getByRole("button", { name: "Hide this park" }).click();
    await expect.poll(() => shownCount(page), { timeout: 10_000 }).toBe(before - 1);
    await openView(page, "Own data");
    await page.getByRole("region", { name: "Hidden parks" }).getByRole("button", { name: "Show" }).click();
    await page.getByRole("region", { name: "Hidden parks" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Add a park…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Khu công nghiệp của tôi");
    await dialog.getByLabel("Coordinates").fill("1182000, 604000");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("Coordinates").fill("20°51'36\"N 106°40'48\"E");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await openView(page, "Ranking");
    await expect.poll(() => shownCount(page), { timeout: 10_000 }).toBe(before + 1);
    await page.getByRole("searchbox", { name: "Search" }).fill("cua toi");
    await expect.poll(() => shownCount(page)).toBe(1);
  });
});

describe("import", () => {
  test("a dropped list is looked at, imported in one step, becomes a criterion, and is taken back whole", async () => {
    const browser = await open();
    const { page } = browser;
    const before = builtCatalogue().parks.length;
    await importList(page);
    await page.getByText("“abc” is no number.").waitFor();
    await page.getByText("“99999999” is out of range").waitFor();
    expect(await stored(page)).toEqual(NOTHING);
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByText("my list.csv is imported: 3 new parks, 1 row merged").waitFor();
    expect(await stored(page)).toMatchObject({ customParks: 3, imports: 1, columns: 1 });
    await openView(page, "Own data");
    await page.getByRole("button", { name: "Make a criterion…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("4 figures: 5th percentile").waitFor();
    await dialog.getByLabel("Direction").selectOption("cost");
    await dialog.getByLabel("Points").fill("80");
    await dialog.getByRole("button", { name: "Save" }).click();
    await openView(page, "Ranking");
    const slider = page.getByRole("slider", { name: "Flood index" });
    await slider.waitFor();
    expect(await slider.inputValue()).toBe("80");
    await expect.poll(() => shownCount(page)).toBe(before + 3);
    await openView(page, "Own data");
    await page.getByRole("button", { name: "Take back" }).click();
    await page.getByText("taken back").waitFor();
    await openView(page, "Ranking");
    await expect.poll(() => shownCount(page), { timeout: 10_000 }).toBe(before);
    await slider.waitFor({ state: "detached" });
    await page.keyboard.press("Control+z");
    await expect.poll(() => shownCount(page), { timeout: 10_000 }).toBe(before + 3);

    // The mapping is remembered for files with the same header.
    await drop(page, "again.csv", LIST);
    await page.getByText("The mapping that you used for this header is taken up again.").waitFor();
    expect(await page.getByLabel("Becomes: Flood index").inputValue()).toBe("column:number");
    expectClean(browser);
  });

  const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
  test.each<[string, string | Buffer, RegExp]>([
    ["empty.csv", "", /file is empty/],
    ["old.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /old form/],
    ["cut.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /cut off or damaged/],
    ["page.csv", "<!doctype html><html><body>no</body></html>", /web page/],
    ["deep.json", deep, /nested deeper|no valid JSON|neither/],
    ["torn.parkwise", '{"format":"parkwise","formatVersion":1,"body":{', /cut off|no valid JSON/],
    [
      "proto.parkwise",
      '{"format":"parkwise","formatVersion":1,"body":{"__proto__":{"x":1}}}',
      /forbidden-key|__proto__/,
    ],
    ["newer.parkwise", '{"format":"parkwise","formatVersion":99}', /newer/],
  ])("%s ends in a message; nothing is stored and the app goes on", async (name, content, message) => {
    const browser = await open();
    const { page } = browser;
    await drop(page, name, content);
    await expect.poll(() => page.getByRole("alert").textContent(), { timeout: 10_000 }).toMatch(message);
    expect(await stored(page)).toEqual(NOTHING);
    await drop(page, "good.csv", LIST);
    await page.getByText("4 rows, 7 columns").waitFor();
    expectClean(browser);
  });
});

test("a place becomes a distance criterion; both distances are shown; removing it is undone", async () => {
  const browser = await open();
  const { page } = browser;
  await openView(page, "Own data");
  await page.getByRole("button", { name: "Add a place…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Supplier in Lang Son");
  await dialog.getByLabel("Latitude, longitude").fill("21°51'N 106°45'E");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText(/km in a line, about .* km by road/).waitFor();
  await openView(page, "Ranking");
  const slider = page.getByRole("slider", { name: "Supplier in Lang Son" });
  await slider.waitFor();
  await openView(page, "Own data");
  await page.getByRole("region", { name: "Own places" }).getByRole("button", { name: "Remove" }).click();
  await page.getByRole("region", { name: "Own places" }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.getByRole("region", { name: "Own places" }).waitFor();
  await openView(page, "Ranking");
  await slider.waitFor();
  expectClean(browser);
});

test("a colleague's file shows each difference, and what is chosen comes in as one step", async () => {
  const theirs = await open();
  await importList(theirs.page);
  await theirs.page.getByRole("button", { name: "Import", exact: true }).click();
  await theirs.page.getByText("is imported").waitFor();
  await openView(theirs.page, "Own data");
  await theirs.page.getByRole("button", { name: "Add a place…" }).click();
  await theirs.page.getByRole("dialog").getByLabel("Name").fill("Their plant");
  await theirs.page.getByRole("dialog").getByLabel("Latitude, longitude").fill("20.86, 106.68");
  await theirs.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await theirs.page.getByText("Nearest of the ranking").waitFor();
  await openView(theirs.page, "Data");
  await theirs.page.evaluate(() => {
    // The system's dialog cannot be driven; without it the file is a download.
    (window as { showSaveFilePicker?: unknown }).showSaveFilePicker = undefined;
  });
  const download = theirs.page.waitForEvent("download");
  await theirs.page.getByRole("button", { name: "Export", exact: true }).click();
  const stream = await (await download).createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);

  const mine = await open();
  const { page } = mine;
  await drop(page, "colleague.parkwise", Buffer.concat(parts));
  await page.getByRole("region", { name: "Imports" }).getByText("my list.csv").waitFor();
  await page.getByRole("combobox", { name: "my list.csv" }).selectOption("mine");
  expect(await stored(page)).toEqual(NOTHING);
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByText("colleague.parkwise is merged: 2 records taken.").waitFor();
  expect(await stored(page)).toEqual({ ...NOTHING, gateways: 1, criteria: 1 });
  await page.keyboard.press("Control+z");
  await expect.poll(() => stored(page)).toEqual(NOTHING);
  expectClean(mine);
});
