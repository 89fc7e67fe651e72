import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildId, freshBuild, hashInputs, removeStamp, writeStamp } from "./freshness.mjs";

let folder = "";

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parkwise-freshness-"));
  write("shared/contract.ts", "export const A = 1;");
  write("renderer/main.tsx", "main");
  write("seeds/parks/north.json", "{}");
  write("package-lock.json", "{}");
  write("dist/renderer/index.html", "<title>");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a build is fresh until the content of an input changes", () => {
  const inputs = hashInputs(folder);
  expect(freshBuild(inputs, folder)).toBeNull();
  writeStamp(inputs, folder);
  expect(freshBuild(hashInputs(folder), folder)).toBe(buildId(inputs));

  utimesSync(path.join(folder, "renderer/main.tsx"), 1, 1);
  expect(freshBuild(hashInputs(folder), folder), "a new date alone is no change").toBe(buildId(inputs));
  write("renderer/main.test.tsx", "test");
  expect(freshBuild(hashInputs(folder), folder), "a test is no input").toBe(buildId(inputs));

  for (const file of ["seeds/parks/north.json", "package-lock.json", "shared/new.ts"]) {
    const before = hashInputs(folder);
    write(file, `changed ${file}`);
    expect(hashInputs(folder), file).not.toBe(before);
  }
  expect(freshBuild(hashInputs(folder), folder)).toBeNull();
});

test("moving text from one file to the next is a change", () => {
  write("shared/a.ts", "12");
  write("shared/b.ts", "3");
  const before = hashInputs(folder);
  write("shared/a.ts", "1");
  write("shared/b.ts", "23");
  expect(hashInputs(folder)).not.toBe(before);
});

test("a lost or cut output, and a build that was broken off, are not fresh", () => {
  const inputs = hashInputs(folder);
  writeStamp(inputs, folder);
  write("dist/renderer/index.html", "<ti");
  expect(freshBuild(inputs, folder)).toBeNull();
  write("dist/renderer/index.html", "<title>");
  expect(freshBuild(inputs, folder)).not.toBeNull();
  rmSync(path.join(folder, "dist/renderer/index.html"));
  expect(freshBuild(inputs, folder)).toBeNull();
  write("dist/renderer/index.html", "<title>");
  removeStamp(folder);
  expect(freshBuild(inputs, folder)).toBeNull();
  write("dist/.stamp", "{ half");
  expect(freshBuild(inputs, folder)).toBeNull();
});
