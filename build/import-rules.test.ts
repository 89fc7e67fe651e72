/** Plants one fault of each kind in a small house, and asks the rules for them. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(path.join(tmpdir(), "parkwise-imports-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES: Readonly<Record<string, string>> = {
  "shared/good.ts": `import * as v from "valibot"; export const good = v.string;`,
  "shared/reads-files.ts": `import { readFileSync } from "node:fs"; export const bad = readFileSync;`,
  "shared/uses-react.ts": `import { useState } from "react"; export const bad = useState;`,
  "shared/knows-renderer.ts": `import { app } from "../renderer/app/app"; export const bad = app;`,
  "shared/knows-a-type.ts": `import type { Door } from "../electron/main/door"; export type Bad = Door;`,
  "renderer/app/app.ts": `import { good } from "../../shared/good"; import { view } from "../views/a/a-view"; export const app = [good, view];`,
  "renderer/app/enters-a-view.ts": `import { part } from "../views/a/part"; export const bad = part;`,
  "renderer/app/knows-electron.ts": `import { door } from "../../electron/main/door"; export const bad = door;`,
  "renderer/app/imports-electron.ts": `import type { App } from "electron"; export type Bad = App;`,
  "renderer/app/lost.ts": `import { nothing } from "./nowhere"; export const bad = nothing;`,
  "renderer/views/a/a-view.ts": `export const view = 1;`,
  "renderer/views/a/part.ts": `export const part = 1;`,
  "renderer/views/b/b-view.ts": `import { part } from "../a/part"; export const bad = part;`,
  "renderer/components/reads-data.ts": `import { db } from "../data/db"; export const bad = db;`,
  "renderer/state/opens-dexie.ts": `import Dexie from "dexie"; export const bad = Dexie;`,
  "renderer/data/db.ts": `import Dexie from "dexie"; export const db = Dexie;`,
  "renderer/data/knows-a-view.ts": `import { view } from "../views/a/a-view"; export const bad = view;`,
  "electron/main/door.ts": `export interface Door { readonly name: string } export const door = 1;`,
  "electron/main/knows-renderer.ts": `import { app } from "../../renderer/app/app"; export const bad = app;`,
  "electron/preload/index.ts": `import { door } from "../main/door"; export const bad = door;`,
  "shared/cycle-a.ts": `import { b } from "./cycle-b"; export const a = () => b;`,
  "shared/cycle-b.ts": `import { a } from "./cycle-a"; export const b = () => a;`,
  "tests/support/help.ts": `export const help = 1;`,
  "electron/main/uses-tests.ts": `import { help } from "../../tests/support/help"; export const bad = help;`,
  "build/tool.ts": `export const tool = 1;`,
  "tests/uses-build.ts": `import { tool } from "../build/tool"; export const fine = tool;`,
};

test("finds every planted fault, and nothing else", { timeout: 60_000 }, () => {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  copyFileSync("tsconfig.base.json", path.join(folder, "tsconfig.base.json"));
  copyFileSync("package.json", path.join(folder, "package.json"));
  for (const name of ["dexie", "electron", "react", "valibot"]) {
    const place = path.join(folder, "node_modules", name);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, "package.json"), JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    writeFileSync(path.join(place, "index.js"), "");
  }
  const cruiser = path.resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const rules = path.resolve(".dependency-cruiser.cjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, "shared", "renderer", "electron", "tests", "build", "--config", rules, "--output-type", "json"],
    { cwd: folder, encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  const found = new Set(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`));
  expect([...found].toSorted()).toEqual(
    [
      "components-know-no-data: renderer/components/reads-data.ts",
      "data-knows-no-view: renderer/data/knows-a-view.ts",
      "dexie-only-in-data: renderer/state/opens-dexie.ts",
      "electron-knows-shared: electron/main/knows-renderer.ts",
      "electron-knows-shared: electron/main/uses-tests.ts",
      "everything-resolves: renderer/app/lost.ts",
      "no-cycles: shared/cycle-a.ts",
      "nobody-imports-tests: electron/main/uses-tests.ts",
      "only-electron-imports-electron: renderer/app/imports-electron.ts",
      "preload-knows-the-contract: electron/preload/index.ts",
      "renderer-knows-shared: renderer/app/knows-electron.ts",
      "shared-is-a-leaf: shared/knows-a-type.ts",
      "shared-is-a-leaf: shared/knows-renderer.ts",
      "shared-is-pure: shared/knows-a-type.ts",
      "shared-is-pure: shared/knows-renderer.ts",
      "shared-is-pure: shared/reads-files.ts",
      "shared-is-pure: shared/uses-react.ts",
      "views-are-apart: renderer/views/b/b-view.ts",
      "views-are-entered-by-their-view: renderer/app/enters-a-view.ts",
    ].toSorted(),
  );
});
