import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { missingPackages } from "./install.mjs";

let folder = "";
const lock = {
  "": { version: "0.1.0" },
  "node_modules/react": { version: "19.3.1" },
  "node_modules/vite": { version: "8.3.8" },
  "node_modules/fsevents": { version: "2.3.3", optional: true },
};

function write(file: string, packages: object): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parkwise-install-"));
  write("package-lock.json", lock);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("without node_modules everything is missing but what is optional", () => {
  expect(missingPackages(folder)).toEqual(["node_modules/react", "node_modules/vite"]);
});

test("a version that differs from the lock is missing", () => {
  write("node_modules/.package-lock.json", { ...lock, "node_modules/vite": { version: "8.3.7" } });
  expect(missingPackages(folder)).toEqual(["node_modules/vite"]);
});

test("nothing is missing when all versions agree, with or without the optional ones", () => {
  const { "node_modules/fsevents": _other, ...installed } = lock;
  write("node_modules/.package-lock.json", installed);
  expect(missingPackages(folder)).toEqual([]);
});

test("a damaged lock is named", () => {
  writeFileSync(path.join(folder, "package-lock.json"), "{ half");
  expect(() => missingPackages(folder)).toThrow(/package-lock\.json is missing or damaged/);
});

test("the repository's lock names every optional package of every system", () => {
  // npm leaves out those that its registry does not offer at that moment, and `npm ci` then refuses the lock.
  interface Entry {
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  }
  const { packages } = JSON.parse(readFileSync(path.resolve("package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, Entry>>;
  };
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => {
      const nested = place === "" ? `node_modules/${name}` : `${place}/node_modules/${name}`;
      return packages[nested] === undefined && packages[`node_modules/${name}`] === undefined;
    }),
  );
  expect(missing).toEqual([]);
});
