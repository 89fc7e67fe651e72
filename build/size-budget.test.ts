import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eagerFiles } from "./size-budget.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parkwise-size-"));
  mkdirSync(path.join(folder, "assets"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("counts scripts, preloads and static imports once each, and nothing that is loaded later", () => {
  const write = (file: string, text: string): void => writeFileSync(path.join(folder, file), text);
  write(
    "index.html",
    `<script type="module" crossorigin src="./assets/a.js"></script>
     <link rel="modulepreload" crossorigin href="./assets/b.js"><link rel="stylesheet" href="./assets/s.css">`,
  );
  write("assets/a.js", `import{x}from"./b.js";import"./c.js";export*from"./d.js";import("./later.js");x();`);
  write("assets/b.js", `import"./c.js";export const x=()=>"import './not-an-import.js'";`);
  write("assets/c.js", `export{y}from"./d.js";`);
  write("assets/d.js", `export const y=1;`);
  write("assets/later.js", `later`);
  write("assets/s.css", `a{}`);
  const files = eagerFiles(folder).map(({ file }) => file.replaceAll("\\", "/"));
  expect(files.toSorted()).toEqual(["a.js", "b.js", "c.js", "d.js", "s.css"].map((name) => `assets/${name}`));
});

test("a page without scripts is an error, not a small app", () => {
  writeFileSync(path.join(folder, "index.html"), "<title>Parkwise</title>");
  expect(() => eagerFiles(folder)).toThrow(/names no script/);
});
