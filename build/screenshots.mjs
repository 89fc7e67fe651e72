/**
 * Pictures of every view (`npm run screenshots`): at 1440x900 and 1024x700, light and dark, in the
 * languages asked for, of the built app with the built-in catalogue. Written to out/screenshots/.
 *
 *   node build/screenshots.mjs [--locale en,vi] [--view ranking,map] [--size 1440x900] [--theme light]
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findBrowser, quietSwitches } from "./browsers.mjs";
import { root } from "./repository.mjs";
import { startServer } from "./server.mjs";

/** @param {string} value */
const list = (value) => value.split(",").filter(Boolean);
const { values } = parseArgs({
  options: {
    locale: { type: "string", default: "en,vi" },
    view: {
      type: "string",
      default: "ranking,map,compare,robustness,shortlists,data,guide,weights,save,commands,report",
    },
    size: { type: "string", default: "1440x900,1024x700" },
    theme: { type: "string", default: "light,dark" },
    out: { type: "string", default: path.join(root, "out/screenshots") },
  },
});
const browserPath = findBrowser();
if (browserPath === null) {
  console.error("No Chromium-family browser is installed: install one, or name it in PARKWISE_BROWSER.");
  process.exit(1);
}
const { chromium } = await import("playwright-core");
const server = await startServer({ folder: path.join(root, "dist/renderer"), port: 0, buildId: "screenshots" });
const address = `http://127.0.0.1:${server.port}/`;
mkdirSync(values.out, { recursive: true });

/**
 * The text of a message in a language, to find a button by the name its user reads.
 * @param {string} locale @param {string} area @param {string} key @returns {string}
 */
function label(locale, area, key) {
  for (const folder of [locale, "en"]) {
    const file = path.join(root, "shared/messages", folder, `${area}.json`);
    if (!existsSync(file)) continue;
    const messages = JSON.parse(readFileSync(file, "utf8"));
    const text = messages[key] ?? messages[`${area}.${key}`];
    if (text !== undefined) return text;
  }
  throw new Error(`there is no message ${area}.${key}`);
}
/** @param {import("playwright-core").Page} page @param {string} locale @param {string} area @param {string} key */
const button = (page, locale, area, key) => page.getByRole("button", { name: label(locale, area, key) }).first();

/**
 * Goes to a view, or opens the dialog or drawer of that name; returns a function that closes it again.
 * @param {import("playwright-core").Page} page @param {string} view @param {string} locale
 */
async function show(page, view, locale) {
  const tabs = page.locator("header nav button");
  const order = ["ranking", "map", "compare", "robustness", "shortlists", "own", "data"];
  if (order.includes(view)) {
    await tabs.nth(order.indexOf(view)).click();
    if (view === "robustness") await page.waitForTimeout(3_500);
    if (view === "shortlists") await page.locator("li > button").first().click({ timeout: 4_000 });
    return async () => {};
  }
  await tabs.nth(0).click();
  const dismiss = () => page.keyboard.press("Escape");
  if (view === "guide") {
    await page.locator("header button[aria-pressed]").first().click();
    return async () => {};
  }
  if (view === "commands") {
    await page.keyboard.press("Control+k");
    return dismiss;
  }
  if (view === "save") {
    await button(page, locale, "ranking", "saveShortlist").click();
    return dismiss;
  }
  if (view === "weights" || view === "report") {
    const command =
      view === "weights" ? label(locale, "ranking", "waysOfWeighting") : label(locale, "common", "command.report");
    await page.keyboard.press("Control+k");
    await page.locator("dialog[open] input").first().fill(command);
    await page.keyboard.press("Enter");
    if (view === "report") await page.waitForTimeout(2_500);
    return dismiss;
  }
  throw new Error(`there is no view "${view}"`);
}

/**
 * Saves a shortlist of the four best sites, so that the views have something to show.
 * @param {import("playwright-core").Page} page @param {string} locale
 */
async function prepare(page, locale) {
  for (let row = 0; row < 4; row += 1) {
    await page.locator("[role=row] [role=rowheader]").nth(row).waitFor();
    await page
      .locator("[role=row] input[type=checkbox]")
      .nth(row + 1)
      .check({ force: true });
  }
  await button(page, locale, "ranking", "saveShortlist").click();
  await page.locator("dialog[open] input").first().fill("Hai Phong first round");
  await page.locator("dialog[open] button[type=submit]").click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await button(page, locale, "guide", "steps.dismiss").click();
}

let failed = 0;
for (const locale of list(values.locale)) {
  for (const size of list(values.size)) {
    const [width = 1440, height = 900] = size.split("x").map(Number);
    const profile = mkdtempSync(path.join(os.tmpdir(), "parkwise-pictures-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: browserPath,
      viewport: { width, height },
      locale,
      args: ["--disable-gpu", ...quietSwitches()],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    page.on("pageerror", (error) => console.error(`  ${error.message}`));
    await page.goto(address);
    await page.locator("[role=row] [role=rowheader]").first().waitFor({ timeout: 60_000 });
    await prepare(page, locale);
    for (const theme of list(values.theme)) {
      await page.emulateMedia({ colorScheme: theme === "dark" ? "dark" : "light" });
      for (const view of list(values.view)) {
        const name = `${view}-${size}-${theme}-${locale}.png`;
        try {
          const close = await show(page, view, locale);
          await page.waitForTimeout(700);
          await page.screenshot({ path: path.join(values.out, name) });
          await close();
          console.log(name);
        } catch (cause) {
          failed += 1;
          console.error(`${name}: ${String(cause).split("\n")[0]}`);
        }
      }
    }
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
await server.close();
if (failed > 0) process.exit(1);
