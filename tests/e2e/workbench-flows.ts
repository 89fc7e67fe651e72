/**
 * What a user does in the workbench, as functions over a page: they run in a browser and around the
 * shell alike. Elements are found as assistive technology finds them.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import type { Catalogue } from "../../shared/model/catalogue";
import type { AccessKind } from "../../shared/model/park";
import { ROOT } from "../support/built-app";

export interface ShownRow {
  readonly rank: number;
  readonly name: string;
  readonly score: number;
}

/** Waits until the ranking is drawn. */
export async function waitForRanking(page: Page): Promise<void> {
  await page.getByRole("grid", { name: "Ranking" }).getByRole("rowheader").first().waitFor();
}

/** The rows in sight, in the order of the screen. */
export async function shownRows(page: Page): Promise<readonly ShownRow[]> {
  return page.getByRole("grid", { name: "Ranking" }).evaluate((grid) =>
    [...grid.querySelectorAll<HTMLElement>("[role=row][aria-rowindex]:not([hidden])")]
      .filter((row) => row.querySelector("[role=rowheader]") !== null)
      .sort((a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")))
      .map((row) => {
        const text = (column: string): string => row.querySelector(`[data-column=${column}]`)?.textContent ?? "";
        return { rank: Number(text("rank")), name: text("site"), score: Number(text("score")) };
      }),
  );
}

/** How many sites the ranking says it shows. */
export async function shownCount(page: Page): Promise<number> {
  const count = await page.getByRole("grid", { name: "Ranking" }).getAttribute("aria-rowcount");
  return Number(count) - 1;
}

export async function setWeight(page: Page, criterion: string, points: number): Promise<void> {
  await page.getByRole("slider", { name: criterion, exact: true }).fill(String(points));
}

/** Gives the named criteria these points and every other one none. */
export async function setOnlyWeights(page: Page, points: Readonly<Record<string, number>>): Promise<void> {
  for (const slider of await page.getByRole("slider").all()) {
    const name = (await slider.getAttribute("aria-label")) ?? "";
    await slider.fill(String(points[name] ?? 0));
  }
}

export async function tick(page: Page, name: string): Promise<void> {
  await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
}

/** Saves the ticked sites; resolves once the app has confirmed it. */
export async function saveShortlist(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Save shortlist", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Shortlist name" }).fill(name);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(`Saved “${name}”`).waitFor();
}

export async function openView(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name, exact: true }).click();
}

/** Names in the list of shortlists, as shown. */
export async function shortlistNames(page: Page): Promise<readonly string[]> {
  await openView(page, "Shortlists");
  const list = page.getByRole("list", { name: "Shortlists" });
  await list.waitFor();
  return list
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.querySelector("span")?.textContent ?? ""));
}

/** The catalogue that the built app ships. */
export function builtCatalogue(): Catalogue {
  return JSON.parse(readFileSync(path.join(ROOT, "dist/renderer/catalogue/catalogue.json"), "utf8")) as Catalogue;
}

/** The three distance criteria as the documentation states them: kind of gateway, km and value. */
const DISTANCE_SCALES: Readonly<
  Record<string, { kind: AccessKind; reference: string; points: readonly (readonly [number, number])[] }>
> = {
  "Proximity to China": {
    kind: "china-gate",
    reference: "proximity-china",
    points: [
      [100, 1],
      [200, 0.75],
      [500, 0.25],
      [1000, 0],
    ],
  },
  "Proximity to ports": {
    kind: "deep-water-port",
    reference: "proximity-ports",
    points: [
      [50, 1],
      [200, 0],
    ],
  },
  "Proximity to airports": {
    kind: "international-airport",
    reference: "proximity-airport",
    points: [
      [30, 1],
      [100, 0],
    ],
  },
};

function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  const first = points[0] ?? [0, 0];
  if (x <= first[0]) return first[1];
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1] ?? [0, 0];
    const [x1, y1] = points[i] ?? [0, 0];
    if (x <= x1) return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
  }
  return points.at(-1)?.[1] ?? 0;
}

/**
 * Scores of the catalogue's parks by distance criteria alone, best first, computed here from the
 * catalogue's distances without any of the app's code. Unknown distances count as the catalogue's median.
 */
export function scoresByDistance(
  catalogue: Catalogue,
  weights: Readonly<Record<string, number>>,
  passes: (park: Catalogue["parks"][number]) => boolean = () => true,
): readonly { readonly name: string; readonly score: number }[] {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return catalogue.parks
    .filter(passes)
    .map((park) => {
      let score = 0;
      for (const [criterion, weight] of Object.entries(weights)) {
        const scale = DISTANCE_SCALES[criterion];
        if (scale === undefined) throw new Error(`${criterion} is no distance criterion`);
        const km = park.access[scale.kind]?.km ?? catalogue.reference[scale.reference]?.median ?? Number.NaN;
        score += (weight / total) * interpolate(scale.points, km);
      }
      return { name: park.name, score };
    })
    .sort((a, b) => b.score - a.score);
}
