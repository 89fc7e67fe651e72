/**
 * A small app for tests of the shell alone: the real main and preload, bundled from source, around a page
 * that only records. The workbench itself is driven by workbench.test.ts.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundle } from "../../build/bundle.mjs";

const root = path.resolve(import.meta.dirname, "../..");

/** The sources that the fixture's catalogue names. */
export const CATALOGUE_SOURCES = [
  "https://example.org/park-report.pdf",
  "https://example.org/with/path?year=2024",
  "http://example.org/not-secure",
];

/** Folder of the fixture app, built anew. */
export async function buildFixtureApp(): Promise<string> {
  const relative = `.cache/desktop/app-${process.pid}`;
  const folder = path.join(root, relative);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await bundle({ entry: "electron/main/index.ts", outFile: `${relative}/dist/electron/main.cjs`, format: "cjs" });
  await bundle({ entry: "electron/preload/index.ts", outFile: `${relative}/dist/electron/preload.cjs`, format: "cjs" });
  const renderer = path.join(folder, "dist/renderer");
  mkdirSync(path.join(renderer, "catalogue"), { recursive: true });
  cpSync(path.join(import.meta.dirname, "page"), renderer, { recursive: true });
  const sources = CATALOGUE_SOURCES.map((url) => ({ url })).concat([{ url: null as unknown as string }]);
  writeFileSync(path.join(renderer, "catalogue/catalogue.json"), JSON.stringify({ sources }));
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "parkwise", version: "1.2.3", main: "dist/electron/main.cjs" }),
  );
  // Beside the renderer, with a name that starts alike: a guard that compares without a separator lets it out.
  mkdirSync(path.join(folder, "dist/renderer-evil"), { recursive: true });
  writeFileSync(path.join(folder, "dist/renderer-evil/secret.json"), '{"secret":true}');
  return folder;
}
