/**
 * Knows whether dist/ was made from the sources as they are now. dist/.stamp holds a hash of every
 * input and the size of every output; a build that was cut short leaves no stamp.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./repository.mjs";

const INPUTS = [
  "build",
  "electron",
  "renderer",
  "seeds",
  "shared",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
];
const OUTPUTS = ["catalogue", "cli", "electron", "renderer"];
const NOT_AN_INPUT = /\.test\.tsx?$|\.md$/;

/** @typedef {{ inputs: string, outputs: Record<string, number> }} Stamp */

/**
 * SHA-256 (hex) over the names and contents of everything that a build reads.
 * @param {string} [folder]
 */
export function hashInputs(folder = root) {
  const hash = createHash("sha256");
  for (const input of INPUTS) {
    for (const file of filesBelow(folder, input)) {
      if (NOT_AN_INPUT.test(file)) continue;
      const content = readFileSync(path.join(folder, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

/**
 * The id of the build in dist/ when it is complete and made from `inputs`, else null.
 * @param {string | null} inputs from hashInputs; null for a build of whatever it was made from
 * @param {string} [folder]
 * @returns {string | null}
 */
export function freshBuild(inputs, folder = root) {
  const stamp = readStamp(folder);
  if (stamp === null || (inputs !== null && stamp.inputs !== inputs)) return null;
  for (const [file, size] of Object.entries(stamp.outputs)) {
    if (statSync(path.join(folder, "dist", file), { throwIfNoEntry: false })?.size !== size) return null;
  }
  return buildId(stamp.inputs);
}

/**
 * Short name of a build.
 * @param {string} inputs
 */
export function buildId(inputs) {
  return inputs.slice(0, 12);
}

/** Says that dist/ is being changed. @param {string} [folder] */
export function removeStamp(folder = root) {
  rmSync(path.join(folder, "dist/.stamp"), { force: true });
}

/**
 * Says that dist/ is complete.
 * @param {string} inputs hash of what it was made from
 * @param {string} [folder]
 */
export function writeStamp(inputs, folder = root) {
  /** @type {Record<string, number>} */
  const outputs = {};
  const dist = path.join(folder, "dist");
  for (const part of OUTPUTS) {
    for (const file of filesBelow(dist, part)) outputs[file] = statSync(path.join(dist, file)).size;
  }
  writeFileSync(path.join(dist, ".stamp"), `${JSON.stringify({ inputs, outputs }, null, 1)}\n`);
}

/**
 * @param {string} folder
 * @returns {Stamp | null}
 */
function readStamp(folder) {
  try {
    return JSON.parse(readFileSync(path.join(folder, "dist/.stamp"), "utf8"));
  } catch {
    return null;
  }
}

/**
 * Files at or below a place, sorted, as paths relative to `base` with forward slashes.
 * @param {string} base
 * @param {string} place
 * @returns {string[]}
 */
function filesBelow(base, place) {
  const found = statSync(path.join(base, place), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [place];
  return readdirSync(path.join(base, place), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(base, `${place}/${entry.name}`));
}
